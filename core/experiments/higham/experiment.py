"""The experiment of Higham & Higham's network: what a reader can set, and what it means.

By default it is the run of section 6 of the paper, digit for digit. A run is determined by its
spec: the same spec gives the same bits.
"""

from dataclasses import dataclass, replace
from typing import ClassVar, final

from core.arrays import Array, Steps
from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.experiments.experiment import Experiment
from core.experiments.higham import paper as higham
from core.experiments.higham.data import HIGHAM_DATA, PaperPoints, samples_of, targets
from core.landscape.plane_choices import PLANES, PrincipalComponents
from core.landscape.planes import PlaneChoice
from core.networks.activation import Activation
from core.networks.activations import ACTIVATIONS, Sigmoid
from core.networks.initialization import random_start
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy, HalfSquaredError, Loss
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.spec import choice, knob, menu, switch
from core.training.descent import MOST_FRAMES, log_steps
from core.training.recipe import Recipe, Stream
from core.training.samplers import SAMPLERS, FullBatch, Sampler, WithReplacement

# Beyond this many parameters, and for minibatches, a step takes some thirty times as long.
_QUICK_SIZE, _MOST_SLOW_STEPS = 60, 200_000


def units_of(level: int, default: int) -> int:
    """The knob for the width of a hidden layer."""
    symbol = f"n{'₂₃₄₅'[level - 2]}"
    width: int = knob(default, 1, 16, symbol=symbol, help=f"units of layer {level}")
    return width


@dataclass(frozen=True)
class OneLayer:
    """Hidden layer 2."""

    title: ClassVar[str] = "one layer"
    n2: int = units_of(2, 5)

    @property
    def units(self) -> tuple[int, ...]:
        """The widths of the hidden layers."""
        return (self.n2,)


@dataclass(frozen=True)
class TwoLayers:
    """Hidden layers 2 and 3."""

    title: ClassVar[str] = "two layers"
    n2: int = units_of(2, 2)
    n3: int = units_of(3, 3)

    @property
    def units(self) -> tuple[int, ...]:
        """The widths of the hidden layers."""
        return (self.n2, self.n3)


@dataclass(frozen=True)
class ThreeLayers:
    """Hidden layers 2 to 4."""

    title: ClassVar[str] = "three layers"
    n2: int = units_of(2, 4)
    n3: int = units_of(3, 4)
    n4: int = units_of(4, 4)

    @property
    def units(self) -> tuple[int, ...]:
        """The widths of the hidden layers."""
        return (self.n2, self.n3, self.n4)


@dataclass(frozen=True)
class FourLayers:
    """Hidden layers 2 to 5."""

    title: ClassVar[str] = "four layers"
    n2: int = units_of(2, 4)
    n3: int = units_of(3, 4)
    n4: int = units_of(4, 4)
    n5: int = units_of(5, 4)

    @property
    def units(self) -> tuple[int, ...]:
        """The widths of the hidden layers."""
        return (self.n2, self.n3, self.n4, self.n5)


@dataclass(frozen=True)
class Published:
    """The paper's own start; for other widths than 2-2-3-2 it is drawn by the seed."""

    title: ClassVar[str] = "as published"


@dataclass(frozen=True)
class Drawn:
    """Weights and biases 0.5 N(0, 1), drawn by the seed."""

    title: ClassVar[str] = "drawn by the seed"


STREAMS, PICKS = 2, 1
"""How many streams of random numbers a seed gives, and which of them draws the points."""
HIDDEN = menu(OneLayer, TwoLayers, ThreeLayers, FourLayers)
NETWORK_STARTS = menu(Published, Drawn)
NETWORK_LOSSES = menu(HalfSquaredError, BinaryCrossEntropy)


@final
@dataclass(frozen=True)
class HighamExperiment(Experiment):
    """Everything a reader can set; each field is a parameter of the URL."""

    data: Dataset = choice(HIGHAM_DATA, PaperPoints(), "the points")
    eleventh: bool = switch(False, "add the point (0.3, 0.7) of the second class")
    sampler: Sampler = choice(SAMPLERS, WithReplacement(m=1), "which points a step looks at")
    eta: float = knob(
        higham.ETA, 0.001, 10.0, symbol="η", log=True, help="learning rate", part="rate"
    )
    start: Published | Drawn = choice(NETWORK_STARTS, Published(), "where the run starts")
    seed: int = knob(0, 0, 9999, help="draws the start and the points")
    hidden: OneLayer | TwoLayers | ThreeLayers | FourLayers = choice(
        HIDDEN, TwoLayers(), "the layers between input and output"
    )
    activation: Activation = choice(ACTIVATIONS, Sigmoid(), "of the hidden layers")
    loss: Loss = choice(NETWORK_LOSSES, HalfSquaredError(), "what is minimized")
    steps: int = knob(higham.STEPS, 1000, higham.STEPS, log=True, help="number of steps of the run")
    sum_of_squares: bool = switch(
        True,
        "the cost as the paper's program prints it, Σ‖y - F(x)‖², instead of its mean",
        part="view",
    )
    log_step: bool = switch(True, "steps on a logarithmic scale", part="view")
    log_cost: bool = switch(True, "cost on a logarithmic scale", part="view")
    plane: PlaneChoice = choice(
        PLANES, PrincipalComponents(), "the slice that is looked at", part="view"
    )

    def recipes(self) -> dict[str, Recipe]:
        """The run of the network; its points are drawn one at a time, or a few, or all at once."""
        return {
            "network": Recipe(
                risk(self),
                GradientDescent(self.eta),
                start(self),
                step_count(self),
                stream=Stream(sampler(self), self.seed, STREAMS, PICKS),
                record_every=self.recorded(),
            )
        }

    def recorded(self, frames: int = MOST_FRAMES) -> Steps:
        """Each step at first, then ever fewer."""
        return log_steps(step_count(self), frames)

    @property
    def network(self) -> Network:
        """The network: two inputs, sigmoid outputs."""
        return Network((2, *self.hidden.units, 2), self.activation, Sigmoid())

    @property
    def starts_as_published(self) -> bool:
        """Whether the paper's start is asked for, and the network is its own."""
        return isinstance(self.start, Published) and self.hidden == TwoLayers()

    @property
    def is_published(self) -> bool:
        """Whether this is the paper's run, on ten points or on eleven, perhaps its beginning."""
        usual = type(self)(eleventh=self.eleventh, steps=self.steps)
        return replace(self.without("view"), seed=usual.seed) == usual


def risk(spec: HighamExperiment) -> Risk:
    """The cost that is minimized: a mean over the points."""
    return Risk(spec.network, spec.loss, *points(spec))


def samples(spec: HighamExperiment) -> Samples:
    """The paper's points or the reader's own; TableError for a table that cannot be read."""
    return samples_of(spec.data, eleven=spec.eleventh)


def points(spec: HighamExperiment) -> tuple[Array, Array]:
    """x (N, 2) and targets y (N, 2), (1, 0) for the first class and (0, 1) for the second."""
    found = samples(spec)
    return found.x, targets(found)


def start(spec: HighamExperiment) -> Array:
    """The parameters (s,) before the first step."""
    if spec.starts_as_published:
        return higham.published_start()
    return random_start(spec.streams(STREAMS)[0], spec.network)[0]


def step_count(spec: HighamExperiment) -> int:
    """How many steps are taken: what is asked for, or what can be waited for."""
    if batch_size(spec) == 1 and spec.network.size <= _QUICK_SIZE:
        return spec.steps
    return min(spec.steps, _MOST_SLOW_STEPS)


def sampler(spec: HighamExperiment) -> Sampler:
    """The rule that the points are drawn by: all of them where m reaches N.

    One at a time with replacement from the published start, the paper's are the published ones.
    """
    if batch_size(spec) == sample_count(spec):
        return FullBatch()
    one_at_a_time = isinstance(spec.sampler, WithReplacement) and spec.sampler.m == 1
    if one_at_a_time and spec.starts_as_published and isinstance(spec.data, PaperPoints):
        return higham.PublishedPicks()
    return spec.sampler


def sample_count(spec: HighamExperiment) -> int:
    """N, ten or eleven of the paper's."""
    return len(samples(spec).x)


def batch_size(spec: HighamExperiment) -> int:
    """How many of the N points a step looks at."""
    return spec.sampler.size(sample_count(spec))
