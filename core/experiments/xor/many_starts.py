"""Many runs of the XOR experiment at once, each from its own seed, and how often they succeed."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.xor import experiment
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import LAST_SEED, Drawn, XorExperiment
from core.experiments.xor.stuck import proved_stuck
from core.rounding import moved
from core.training.seeds import train
from core.training.spread import Share

# The 97.5 % point of the normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True, eq=False)
class Starts:
    """Runs that differ by their seed alone: seed (R,), start (R, s), p (R, s), value (R,).

    Run r is, up to rounding, what the spec gives with its start drawn and seed[r]. solved (R,):
    value ≤ `xor.SOLVED`. fate (R,): how it ended, as `xor.fate` has it. diverged (R,): the step
    that the run could not take, or -1; it stays at the point before. turned: the share of the
    first tenth of the runs that have another fate from starts moved by `core.rounding.SHAKE`.
    turned_solved: the share of those that are solved from one of both starts only. stuck (R,):
    that a run is beside a local minimum is proved (`core.experiments.xor.stuck`); near a level it
    may also be only slow.
    """

    seed: NDArray[np.int64]
    start: Array
    p: Array
    value: Array
    solved: NDArray[np.bool_]
    fate: NDArray[np.str_]
    diverged_at: NDArray[np.int64]
    turned: float
    turned_solved: float
    stuck: NDArray[np.bool_]

    @property
    def counts(self) -> dict[str, int]:
        """How many ended in each of `xor.FATES`, in this order."""
        return {name: int((self.fate == name).sum()) for name in xor.FATES}

    @property
    def stuck_counts(self) -> dict[str, int]:
        """How many are proved to be stuck at each of the levels, by its name."""
        return {name: int(self.stuck[self.fate == name].sum()) for name in xor.FATES[1:-1]}


@dataclass(frozen=True, eq=False)
class SuccessByWidth:
    """Shares solved (V,) of `count` runs at each width (V,), with 95 % bounds low and high (V,).

    turned (V,): the share of the first tenth of the runs that rounding makes solved or not.
    """

    width: NDArray[np.int64]
    count: int
    solved: Array
    low: Array
    high: Array
    turned: Array


def train_starts(
    spec: XorExperiment,
    count: int = 1000,
    watch: Share = lambda share: None,
    executor: Executor | None = None,
) -> Starts:
    """Runs of `count` seeds from the spec's own on, from 0 again after 9999.

    `watch` is told the share that is done, and what it raises ends the work. executor: a pool over
    which the runs are spread, as `train` has it. ValueError unless 1 ≤ count ≤ 10,000.
    """
    if not 1 <= count <= LAST_SEED + 1:
        raise ValueError(
            f"count = {count} is not possible: allowed are 1 to {LAST_SEED + 1:,} runs."
        )
    seeds = (spec.seed + np.arange(count)) % (LAST_SEED + 1)
    runs = [
        replace(one.recipes()["network"], record_every=spec.steps)
        for one in (replace(spec, start=Drawn(), seed=int(seed)) for seed in seeds)
    ]
    few = max(1, count // 10)
    again = (replace(run, start=moved(run.start)) for run in runs[:few])
    ends = train([*runs, *again], watch, executor)
    fate = np.array([xor.fate(v) for v in ends.value])
    value = ends.value[:count]
    return Starts(
        seeds,
        np.stack([run.start for run in runs]),
        ends.p[:count],
        value,
        value <= xor.SOLVED,
        fate[:count],
        ends.diverged_at[:count],
        float((fate[count:] != fate[:few]).mean()),
        float(((fate[count:] == "solved") != (fate[:few] == "solved")).mean()),
        proved_stuck(experiment.risk(spec), ends.p[:count]),
    )


def success_by_width(
    spec: XorExperiment,
    widths: Sequence[int],
    count: int = 1000,
    watch: Share = lambda share: None,
    executor: Executor | None = None,
) -> SuccessByWidth:
    """`train_starts` at each of the widths, the rest of the spec as it is.

    The bounds are `wilson`'s. ValueError if there is no width, or one outside 1 … 64.
    """
    if not widths or not all(1 <= width <= experiment.WIDEST for width in widths):
        raise ValueError(
            f"widths = {list(widths)} is not possible: allowed are 1 to {experiment.WIDEST}."
        )
    # A run takes about as long as it has parameters.
    work = np.cumsum([0, *(4 * width + 1 for width in widths)]) / sum(4 * w + 1 for w in widths)
    solved: list[int] = []
    turned: list[float] = []
    for width, done, then in zip(widths, work[:-1], work[1:], strict=True):
        starts = train_starts(
            replace(spec, width=width), count, _between(watch, float(done), float(then)), executor
        )
        solved.append(int(starts.solved.sum()))
        turned.append(starts.turned_solved)
    low, high = np.array([wilson(n, count) for n in solved]).T
    share = np.array(solved) / count
    return SuccessByWidth(np.array(widths), count, share, low, high, np.array(turned))


def wilson(solved: int, count: int) -> tuple[float, float]:
    """The 95 % interval for the rate behind `solved` successes in `count` trials (Wilson 1927).

    It lies within [0, 1] and has a width also where all or none succeed. ValueError unless
    0 ≤ solved ≤ count and count ≥ 1.
    """
    if not 0 <= solved <= count or count < 1:
        raise ValueError(
            f"{solved} of {count} is no share: allowed are 0 to count, of at least 1 trial."
        )
    share, z2 = solved / count, _Z * _Z
    middle = share + z2 / (2 * count)
    reach = _Z * sqrt(share * (1 - share) / count + z2 / (4 * count * count))
    low, high = ((middle + side * reach) / (1 + z2 / count) for side in (-1, 1))
    # There the bound is exact, if it were not for rounding.
    return 0.0 if solved == 0 else low, 1.0 if solved == count else high


def _between(watch: Share, done: float, then: float) -> Share:
    """The share of the whole, told the share of a part of it."""
    return lambda share: watch(done + (then - done) * share)
