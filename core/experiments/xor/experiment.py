"""The experiment of XOR: what a reader can set, and what it means.

A run is determined by its spec: the same spec gives the same bits.
"""

import re
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from core.arrays import Array, Steps
from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.experiments.experiment import Experiment
from core.experiments.xor import problem as xor
from core.experiments.xor.data import XOR_DATA, XorPoints
from core.networks.activation import Activation
from core.networks.activations import ReLU, Sigmoid, Tanh
from core.networks.initialization import uniform_fan_in
from core.networks.network import Network
from core.objectives.losses import SquaredError
from core.objectives.risk import Risk
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.optimizers.optimizer import Optimizer
from core.spec import choice, knob, menu, switch, text
from core.training.descent import MOST_FRAMES, log_steps
from core.training.recipe import Recipe
from core.training.samplers import SAMPLERS, FullBatch, Sampler

WIDEST = 64
LAST_SEED = 9999
# Seeds whose runs, with all else as it is by default, end at these costs. This one ends at the
# book's own solution, its units rescaled: along parallel lines.
SEED_SOLVED = 1722
# The default: its two units switch on along lines that cross within the picture, from start to end.
SEED_CROSSING = 603
SEEDS_STUCK = {"1/4": (1, 2, 8), "1/6": (0, 3, 5), "1/8": (21, 26, 79)}
# A run of the default settings that ends with both units dead.
SEED_ALL_DEAD = 10

_LONGEST_START = 10_000
_FARTHEST = 1e6
# Python reads more as a number than a reader writes: "1_0", "nan", "٣".
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class StartError(ValueError):
    """Parameters to start from that cannot be used: one sentence that names value and reason."""


@dataclass(frozen=True)
class Drawn:
    """Weights and biases uniform between ±1/√(fan-in), drawn by the seed."""

    title: ClassVar[str] = "drawn by the seed"


@dataclass(frozen=True)
class ByHand:
    """The book's solution; for other networks than two ReLU units it is drawn by the seed."""

    title: ClassVar[str] = "the solution by hand"


@dataclass(frozen=True)
class Given:
    """The parameters that the reader sets; drawn by the seed as long as there are none."""

    title: ClassVar[str] = "parameters I choose"

    numbers: str = text("", _LONGEST_START, "all parameters: W column by column, c, w, b")


STREAMS, PICKS = 2, 1
"""How many streams of random numbers a seed gives, and which of them draws the points."""
XOR_STARTS = menu(Drawn, ByHand, Given)
XOR_ACTIVATIONS = menu(ReLU, Tanh, Sigmoid)


@final
@dataclass(frozen=True)
class XorExperiment(Experiment):
    """Everything a reader can set; each field is a parameter of the URL."""

    data: Dataset = choice(XOR_DATA, XorPoints(), "the points")
    width: int = knob(2, 1, WIDEST, symbol="H", log=True, help="hidden units")
    activation: Activation = choice(XOR_ACTIVATIONS, ReLU(), "of the hidden units")
    optimizer: Optimizer = choice(
        OPTIMIZERS, GradientDescent(eta=0.05), "how a gradient makes a step"
    )
    sampler: Sampler = choice(SAMPLERS, FullBatch(), "which points a step looks at")
    steps: int = knob(8000, 10, 20_000, log=True, help="number of steps of the run")
    start: Drawn | ByHand | Given = choice(XOR_STARTS, Drawn(), "where the run starts")
    seed: int = knob(SEED_CROSSING, 0, LAST_SEED, help="draws the start and the points")
    log_cost: bool = switch(True, "cost on a logarithmic scale", part="view")

    def recipes(self) -> dict[str, Recipe]:
        """The run of the network. StartError for parameters to start from that do not fit."""
        N = len(samples(self).x)
        return {
            "network": Recipe(
                risk(self),
                self.optimizer,
                start(self),
                self.steps,
                stream=self.stream(self.sampler, N, STREAMS, PICKS),
                record_every=self.recorded(),
            )
        }

    def recorded(self, frames: int = MOST_FRAMES) -> Steps:
        """Each step at first, then ever fewer."""
        return log_steps(self.steps, frames)

    @property
    def network(self) -> Network:
        """The network: two inputs, `width` hidden units, one linear output."""
        return xor.network(self.width, self.activation)

    @property
    def is_xor(self) -> bool:
        """Whether the points are XOR's four, which most of the chapter's mathematics is about."""
        return isinstance(self.data, XorPoints)

    @property
    def starts_by_hand(self) -> bool:
        """Whether the book's solution is asked for, and the network is its own."""
        return isinstance(self.start, ByHand) and self.network == xor.network()


def risk(spec: XorExperiment) -> Risk:
    """The cost that is minimized: the mean square over the points."""
    found = samples(spec)
    return Risk(spec.network, SquaredError(), found.x, found.y)


def samples(spec: XorExperiment) -> Samples:
    """XOR's points or the reader's own; TableError for a table that cannot be read."""
    return spec.data(np.random.default_rng(0))


def start(spec: XorExperiment) -> Array:
    """The parameters (s,) before the first step. StartError for given ones that do not fit."""
    if spec.starts_by_hand:
        return xor.hand_solution()
    if isinstance(spec.start, Given) and spec.start.numbers.strip():
        return read_numbers(spec.start.numbers, spec.network.size)
    return uniform_fan_in(spec.network, spec.streams(STREAMS)[0])


def read_numbers(numbers: str, size: int) -> Array:
    """The parameters (size,) in a text, separated by commas, semicolons or spaces.

    StartError unless there are `size` of them, finite, of at most 10⁶ in magnitude.
    """
    words = [word for word in re.split(r"[\s,;]+", numbers) if word]
    if len(words) != size:
        raise StartError(
            f"The start has {len(words)} numbers: this network needs {size}, "
            "those of W column by column, then c, w and b."
        )
    return np.array([_number(word) for word in words])


def write_numbers(p: Array) -> str:
    """The text that `read_numbers` reads back as the same bits, for the start of an experiment."""
    return " ".join(repr(float(number)).removesuffix(".0") for number in p)


def _number(word: str) -> float:
    if not _NUMBER.fullmatch(word) or not abs(float(word)) <= _FARTHEST:
        raise StartError(
            f"“{word[:40]}” is no start for a parameter: allowed are numbers from -10⁶ to 10⁶."
        )
    return float(word)
