"""What a reader can set about penalties that nobody wrote down, and the runs that it means."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, final

import numpy as np

from core.arrays import Array, Steps
from core.experiments.experiment import Experiment
from core.experiments.implicit import decay, noise, start
from core.experiments.implicit.decay import WeightDecay
from core.experiments.implicit.deep import DeepNet, Stop
from core.experiments.implicit.held import Held, held, recipe
from core.experiments.implicit.noise import Noise, OnInputs, TurnLabels
from core.experiments.implicit.start import StartSize
from core.experiments.implicit.study import Study
from core.networks.activations import Sigmoid
from core.networks.layers import Dense, Sequential
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy, HalfSquaredError
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.optimizers.schedules import Cosine, Scheduled
from core.scales import log_scale
from core.spec import Knob, choice, controls, knob, menu, switch
from core.training.descent import log_steps
from core.training.recipe import Recipe, Stream
from core.training.samplers import Picks, Sampler
from core.training.spread import Share
from core.training.sweep import to_number

FRAMES: Final = 60
FIRST: Final = "first seed"
FEWER: Final = 30
"""Steps recorded of a deep net, each of which all seeds are judged at."""

Topic = WeightDecay | Noise | StartSize | DeepNet
TOPICS = menu(WeightDecay, Noise, StartSize, DeepNet)


@final
@dataclass(frozen=True)
class ImplicitExperiment(Experiment):
    """Everything a reader can set; each field is a parameter of the URL."""

    topic: Topic = choice(TOPICS, WeightDecay(), "what acts as a penalty")
    steps: int = knob(2000, 100, 20_000, log=True, help="number of steps of the run")
    seed: int = knob(0, 0, 9999, help="draws minibatches, noise and problems")
    log_cost: bool = switch(True, "distance on a logarithmic scale", part="view")

    def recipes(self) -> dict[str, Recipe]:
        """The runs by lane, of a deep net the first seed's; none of units that see noise."""
        match self.topic:
            case WeightDecay():
                return decay.recipes(self.topic, self.steps, self.seed, self.recorded(FRAMES))
            case StartSize(alpha, eta):
                x, y, _ = problem(self)
                run = start.recipe(x, y, alpha, eta, self.steps, self.recorded(FRAMES))
                return {start.NETWORK: run}
            case DeepNet():
                return {FIRST: recipe(self.topic, self.steps, self.seed, self.recorded(FRAMES))}
            case _:
                return {}

    def recorded(self, frames: int = FRAMES) -> Steps:
        """Each step at first, then ever fewer."""
        return log_steps(self.steps, frames)

    @property
    def slider(self) -> str:
        """The dotted name of the knob whose values are all trained at once."""
        if isinstance(self.topic, Noise | DeepNet):
            return f"topic.kind.{self.topic.kind.slider}"
        return f"topic.{self.topic.slider}"

    @property
    def value(self) -> float:
        """What that knob is set to."""
        return float(to_number(self, self.slider))

    @property
    def symbol(self) -> str:
        """Its letter."""
        return self._knob.symbol

    @property
    def scale(self) -> tuple[float, ...]:
        """The positions of its slider."""
        return self._knob.positions or log_scale(self._knob.low, self._knob.high)

    @property
    def values(self) -> Sequence[float]:
        """All of them, with the value of now."""
        return sorted({*self.scale, self.value})

    @property
    def _knob(self) -> Knob:
        owner = self.topic.kind if isinstance(self.topic, Noise | DeepNet) else self.topic
        found = controls(owner)[owner.slider][1]
        assert isinstance(found, Knob)
        return found


@final
@dataclass(frozen=True)
class TurnedLabels(Sampler):
    r"""i_k = i + \tfrac N2 [u_{ki} < \tfrac ε2]: half of the N rows, each with its label or turned

    The second half of the rows is the first with all labels turned.
    """

    epsilon: float
    seed: int

    def batches(self, N: int, steps: int, rng: np.random.Generator) -> Picks:
        """Drawn as a layer draws noise, by seed and step alone: (steps, N/2), whatever `rng`."""
        half = N // 2
        drawn = [np.random.default_rng((self.seed, k, 0)).random(half) for k in range(1, steps + 1)]
        return np.arange(half) + half * (np.array(drawn) < self.epsilon / 2)

    def size(self, N: int) -> int:
        return N // 2


def generator(spec: ImplicitExperiment) -> np.random.Generator:
    """The random numbers that draw the data."""
    return np.random.default_rng(np.random.SeedSequence(spec.seed).spawn(1)[0])


def exported_noise(spec: ImplicitExperiment) -> Recipe:
    """The run that sees noise as one of a network of one unit, which scripts know.

    Of noise on inputs that is a linear one, whose bias, which the run has not, is best at 0; what
    each step draws moves it a little. Of turned labels it is the run itself.
    """
    assert isinstance(spec.topic, Noise)
    kind, stream = spec.topic.kind, None
    x, y = kind.data(generator(spec))
    rate = float(kind.rate(x, np.full((1, 1, 1), spec.value))[0, 0])
    if isinstance(kind, OnInputs):
        model = Sequential((x.shape[1],), (kind.layer(spec.value, spec.seed), Dense(1)))
        risk = Risk(model, HalfSquaredError(), x, y[:, None])
    else:
        assert isinstance(kind, TurnLabels)
        both, labels = np.concatenate([x, x]), np.concatenate([y, 1 - y])[:, None]
        unit = Network((x.shape[1], 1), output=Sigmoid())
        risk = Risk(unit, BinaryCrossEntropy(), both, labels)
        stream = Stream(TurnedLabels(spec.value, spec.seed), spec.seed)
    rule = Scheduled(GradientDescent(rate), Cosine(period=spec.steps))
    return Recipe(risk, rule, np.zeros(risk.size), spec.steps, stream=stream)


def problem(spec: ImplicitExperiment) -> tuple[Array, Array, Array]:
    """The seed's equations for a diagonal network: x (20, 50), y (20,), the sparse w (50,)."""
    return start.problem(generator(spec))


def study(spec: ImplicitExperiment, watch: Share | None = None) -> Study:
    """The runs at all values of the slider, and where theory says that they end."""
    record = spec.recorded(FRAMES)
    match spec.topic:
        case WeightDecay():
            return decay.study(spec.topic, spec.steps, spec.seed, record, spec.values)
        case Noise(kind):
            return noise.study(kind, spec.steps, spec.seed, record, spec.values, watch)
        case StartSize(eta=eta):
            x, y, _ = problem(spec)
            return start.study(x, y, eta, spec.steps, record, spec.values, watch)
        case _:
            raise ValueError(f"Nothing is predicted of {type(spec.topic).__name__}.")


def held_back(spec: ImplicitExperiment, watch: Share | None = None) -> Held:
    """The deep net's runs at all values of the slider, and without."""
    assert isinstance(spec.topic, DeepNet)
    record = spec.recorded(FEWER)
    if isinstance(spec.topic.kind, Stop):
        # A run that stops is the one that goes on, until that very step.
        stops = np.round(np.multiply(spec.values, spec.steps)).astype(record.dtype)
        record = np.union1d(record, stops)
    return held(spec.topic, spec.steps, spec.seed, record, spec.values, watch)
