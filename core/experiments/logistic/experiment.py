"""The experiment of two losses: logistic regression on one data set, trained under both.

The spec is everything that a reader can set, a problem what it means: data, risks, start, window.
"""

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import final

import numpy as np

from core.arrays import Array
from core.datasets.dataset import Dataset
from core.datasets.measured import Measured
from core.datasets.samples import Samples
from core.experiments.experiment import Experiment
from core.experiments.logistic.choices import (
    AXES,
    DATA,
    LOSS_CHOICES,
    Both,
    BothWeights,
    CrossEntropy,
    OtherWeightAndBias,
    Squared,
    WeightAndBias,
)
from core.experiments.logistic.window import window
from core.experiments.own_data import Own, read_once
from core.experiments.starts import STARTS, Plateau, Start
from core.landscape.plane_choices import PLANES, PrincipalComponents
from core.landscape.planes import PlaneChoice
from core.objectives.losses import LOSSES
from core.objectives.penalties import Ridge
from core.objectives.plane import Plane
from core.objectives.risk import Risk, logistic
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.optimizers.optimizer import Optimizer
from core.spec import choice, knob, name_of, switch
from core.theory.margin import Margin, largest_margin
from core.theory.newton import OutOfReachError
from core.theory.optimum import logistic_optimum
from core.theory.separation import Separation, separation
from core.training.recipe import Recipe
from core.training.samplers import SAMPLERS, Sampler, ShuffledEpochs

_EVERY_SAMPLE = 2000
_MOST_ON_STAGE = 3
# Decimals that are looked for in a column.
_DIGITS = 7

STREAMS, _DATA, _START, PICKS = 3, 0, 1, 2
"""How many streams of random numbers a seed gives, and what each of them draws."""


@final
@dataclass(frozen=True)
class LogisticExperiment(Experiment):
    """Everything a reader can set; each field is a parameter of the URL."""

    data: Dataset = choice(DATA, "six-points", "the data set")
    optimizer: Optimizer = choice(
        OPTIMIZERS, GradientDescent(eta=1.0), "how a gradient makes a step", part="run"
    )
    sampler: Sampler = choice(
        SAMPLERS, ShuffledEpochs(m=_EVERY_SAMPLE), "which samples a step looks at", part="run"
    )
    loss: Both | Squared | CrossEntropy = choice(LOSS_CHOICES, "both", "what is trained")
    steps: int = knob(500, 10, 5000, log=True, help="number of steps of the run", part="run")
    start: Start = choice(STARTS, Plateau(), "where the run starts", part="run")
    seed: int = knob(0, 0, 9999, help="draws data, batches and the random start")
    ridge: float = knob(
        0.0, 0.0, 20.0, symbol="λ", log=True, help="adds (λ/2)‖(w, b)‖² to the loss"
    )
    zoom: float = knob(1.0, 0.1, 10.0, log=True, help="larger shows a smaller window")
    axes: BothWeights | WeightAndBias | OtherWeightAndBias = choice(
        AXES, "both-weights", "with two features: the two parameters on the surface", part="view"
    )
    plane: PlaneChoice = choice(
        PLANES,
        PrincipalComponents(),
        "with more than two features: the plane that is looked at",
        part="view",
    )
    minimized: bool = switch(
        False, "minimize over the third parameter instead of holding it", part="view"
    )
    as_printed: bool = switch(
        False,
        "as in the book's figure: the squared loss as a sum, and ŷ = 1/(1 + exp(b + wx))",
        part="view",
    )
    log_height: bool = switch(False, "height of the surfaces on a logarithmic scale", part="view")

    def recipes(self) -> dict[str, Recipe]:
        """One run for each loss, by the loss's name in its menu."""
        found = problem(self)
        return {
            name_of(risk.loss, LOSSES): Recipe(
                risk,
                self.optimizer,
                found.start,
                self.steps,
                stream=self.stream(self.sampler, risk.sample_count, STREAMS, PICKS),
                record_every=self.recorded(),
            )
            for risk in found.risks
        }


@dataclass(frozen=True, eq=False)
class Problem:
    """What a spec means: the samples, one risk for each loss, the start and the window.

    start (s,); half_widths (s,) of the window around `center` (s,); `indices` the two parameters
    shown. `optimum` is the minimum (s,) of the cross-entropy without penalty, or None if it has
    none or, for classes that overlap by too little, none within reach; `margin` is the largest one
    of completely separable data with one or two features, else None.
    """

    samples: Samples
    risks: tuple[Risk, ...]
    start: Array
    center: Array
    half_widths: Array
    indices: tuple[int, int]
    separation: Separation
    optimum: Array | None
    margin: Margin | None

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' symbols: w and b, or w₁, w₂, … and b."""
        d = len(self.start) - 1
        return ("w", "b") if d == 1 else (*(f"w{_lowered(j)}" for j in range(1, d + 1)), "b")

    @property
    def wide(self) -> bool:
        """Whether there are more parameters than two on a surface and one that moves it."""
        return len(self.start) > _MOST_ON_STAGE

    @property
    def third(self) -> int | None:
        """Index of the parameter that the plane does not show, if it is one."""
        if self.wide:
            return None
        rest = set(range(len(self.start))) - set(self.indices)
        return rest.pop() if rest else None

    def plane(self, held: float | None = None, sign: float = 1.0) -> Plane:
        """The plane of the two parameters shown; sign -1 mirrors it.

        The third is `held`, without that where the window has its center; so are all others.
        """
        origin = np.zeros(len(self.start))
        if self.wide:
            origin = self.center.copy()
            origin[list(self.indices)] = 0.0
        if self.third is not None:
            origin[self.third] = self.center[self.third] if held is None else held
        return Plane(origin, sign * np.eye(len(self.start))[list(self.indices)])

    def axis(self, index: int, count: int) -> Array:
        """`count` even positions over the window of one parameter."""
        return self.center[index] + self.half_widths[index] * np.linspace(-1.0, 1.0, count)


def problem(spec: LogisticExperiment) -> Problem:
    """The problem that a spec describes; raises TableError for a reader's unreadable table."""
    samples, verdict, margin, optimum = _data(spec.data, spec.seed)
    penalty = Ridge(spec.ridge) if spec.ridge else None
    risks = tuple(logistic(samples.x, samples.y, loss, penalty) for loss in spec.loss.losses)
    size = risks[0].size
    center, half_widths = window(spec.data, samples, optimum)
    first, second = spec.axes.indices if size > 2 else (0, 1)
    indices = (first % size, second % size)
    start = spec.start(half_widths, spec.streams(STREAMS)[_START], center)
    half_widths = half_widths / spec.zoom
    return Problem(samples, risks, start, center, half_widths, indices, verdict, optimum, margin)


def _short(data: Dataset, samples: Samples) -> Array:
    """Columns that separate as those of the samples do, in numbers of few digits where there are.

    The verdict is found without rounding, and depends neither on units nor on copies of columns:
    whole numbers, which a table's decimals are in some unit, take a hundredth of the time.
    """
    x = read_once(data.table).x if isinstance(data, Own) else samples.x
    if isinstance(data, Measured):
        x = replace(data, standardize=False)(np.random.default_rng(0)).x
    columns = [
        next((w for w in map(partial(_scaled, column), range(_DIGITS)) if w is not None), column)
        for column in x.T
    ]
    return np.unique(np.stack(columns, axis=1), axis=1)


def _scaled(column: Array, digits: int) -> Array | None:
    """A column of decimals times 10^digits, if these are whole numbers then."""
    whole = np.round(column * 10.0**digits)
    return whole if np.array_equal(whole / 10.0**digits, column) else None


def _lowered(number: int) -> str:
    return "".join("₀₁₂₃₄₅₆₇₈₉"[int(digit)] for digit in str(number))


# A sweep asks for the same few data again and again.
@lru_cache(maxsize=16)
def _data(data: Dataset, seed: int) -> tuple[Samples, Separation, Margin | None, Array | None]:
    """The samples, whether they are separable, by what margin, and the optimum without penalty.

    The optimum sets the window, so that λ moves the surface and not the frame.
    """
    samples = data(LogisticExperiment(seed=seed).streams(STREAMS)[_DATA])
    wide = samples.x.shape[1] >= _MOST_ON_STAGE
    verdict = separation(_short(data, samples) if wide else samples.x, samples.y)
    if verdict is Separation.COMPLETE:
        # Exact arithmetic is what makes it slow in many dimensions; only a picture of two asks.
        margin = None if wide else largest_margin(samples.x, samples.y)
        return samples, verdict, margin, None
    if wide and verdict is Separation.QUASI_COMPLETE:
        return samples, verdict, None, None
    try:
        optimum = logistic_optimum(samples.x, samples.y, overlapping=wide)
    except OutOfReachError:
        optimum = None
    return samples, verdict, None, None if optimum is None else optimum.p
