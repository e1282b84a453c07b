"""What the experiment of two losses means: data, risks, start, batches and the window."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.experiments.logistic.experiment import LogisticExperiment
from core.landscape.critical_points import critical_points
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.penalties import Ridge
from core.objectives.plane import Plane
from core.objectives.risk import Risk, logistic
from core.theory.margin import Margin, largest_margin
from core.training.samplers import FullBatch, Picks

# Half-width of the window where the optimum is at infinity, and the least where it is near 0.
_ENDLESS, _LEAST = 10.0, 4.0

STREAMS, PICKS = 3, 2
"""How many streams of random numbers a seed gives, and which of them draws the batches."""


@dataclass(frozen=True, eq=False)
class Problem:
    """What a spec means: the samples, one risk for each loss, the start and the window.

    start (s,); half_widths (s,) of the window around 0; `indices` the two parameters shown.
    `optimum` is the minimum (s,) of the cross-entropy without penalty, or None if it has none;
    `margin` is the largest one of separable data, else None.
    """

    samples: Samples
    risks: tuple[Risk, ...]
    start: Array
    half_widths: Array
    indices: tuple[int, int]
    optimum: Array | None
    margin: Margin | None

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters' symbols: w and b, or w₁, w₂ and b."""
        return ("w", "b") if len(self.start) == 2 else ("w₁", "w₂", "b")

    @property
    def third(self) -> int | None:
        """Index of the parameter that the plane does not show."""
        rest = set(range(len(self.start))) - set(self.indices)
        return rest.pop() if rest else None

    def plane(self, held: float = 0.0, sign: float = 1.0) -> Plane:
        """The plane of the two parameters shown, with the third at `held`; sign -1 mirrors it."""
        origin = np.zeros(len(self.start))
        if self.third is not None:
            origin[self.third] = held
        return Plane(origin, sign * np.eye(len(self.start))[list(self.indices)])

    def axis(self, index: int, count: int) -> Array:
        """`count` even positions over the window of one parameter."""
        return np.linspace(-self.half_widths[index], self.half_widths[index], count)


def problem(spec: LogisticExperiment) -> Problem:
    """The problem that a spec describes; raises TableError for a reader's unreadable table."""
    data_rng, start_rng, _ = _generators(spec)
    samples = spec.data(data_rng)
    penalty = Ridge(spec.ridge) if spec.ridge else None
    risks = tuple(logistic(samples.x, samples.y, loss, penalty) for loss in spec.loss.losses)
    # The optimum without penalty sets the window, so that λ moves the surface and not the frame.
    free = logistic(samples.x, samples.y, BinaryCrossEntropy())
    margin = largest_margin(samples.x, samples.y)
    optimum = None if margin else _optimum(free)
    half_widths = _half_widths(spec.data, optimum, free.size) / spec.zoom
    first, second = spec.axes.indices if free.size > 2 else (0, 1)
    indices = (first % free.size, second % free.size)
    start = spec.start(half_widths * spec.zoom, start_rng)
    return Problem(samples, risks, start, half_widths, indices, optimum, margin)


def batches(spec: LogisticExperiment, N: int) -> Picks | None:
    """The run's minibatches (steps, m), or None for the full gradient: also when m reaches N."""
    if isinstance(spec.sampler, FullBatch) or getattr(spec.sampler, "m", N) >= N:
        return None
    return spec.sampler.batches(N, spec.steps, _generators(spec)[PICKS])


def _generators(spec: LogisticExperiment) -> list[np.random.Generator]:
    """Independent streams for data, start and batches, so that one does not shift the others."""
    return [np.random.default_rng(s) for s in np.random.SeedSequence(spec.seed).spawn(STREAMS)]


def _optimum(risk: Risk) -> Array | None:
    everywhere = np.full(risk.size, np.inf)
    found = critical_points(risk, np.zeros((1, risk.size)), -everywhere, everywhere)
    return found[0].p if found else None


def _half_widths(data: Dataset, optimum: Array | None, size: int) -> Array:
    if data.window is not None and len(data.window) == size:
        return np.array(data.window)
    if optimum is None:
        return np.full(size, _ENDLESS)
    return np.ceil(np.maximum(_LEAST, 1.6 * np.abs(optimum)))
