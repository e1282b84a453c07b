"""Many runs of the XOR experiment at once, each from its own seed, and how often they succeed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.activations import Array
from core.xor_experiment import XorExperiment

Share = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class Starts:
    """Runs that differ by their seed alone: seed (R,), start (R, s), p (R, s), value (R,).

    Run r is, up to rounding, what the spec gives with its start drawn and seed[r]. solved (R,):
    value ≤ `xor.SOLVED`. fates: how many ended as "solved", "1/4", "1/6", "1/8", "other", in
    this order. diverged (R,): left the world and stayed at its last good point.
    """

    seed: NDArray[np.int64]
    start: Array
    p: Array
    value: Array
    solved: NDArray[np.bool_]
    diverged: NDArray[np.bool_]
    fates: dict[str, int]


@dataclass(frozen=True, eq=False)
class SuccessByWidth:
    """Shares solved (V,) of `count` runs at each width (V,), with 95 % bounds low and high (V,)."""

    width: NDArray[np.int64]
    count: int
    solved: Array
    low: Array
    high: Array


def train_starts(
    spec: XorExperiment, count: int = 1000, watch: Share = lambda share: None
) -> Starts:
    """Runs of the seeds from the spec's own on, from 0 again after the last one.

    `watch` is told the share that is done, and what it raises ends the work. ValueError unless
    1 ≤ count ≤ 10,000.
    """
    raise NotImplementedError


def success_by_width(
    spec: XorExperiment,
    widths: Sequence[int],
    count: int = 1000,
    watch: Share = lambda share: None,
) -> SuccessByWidth:
    """`train_starts` at each of the widths, the rest of the spec as it is."""
    raise NotImplementedError


def wilson(solved: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a share, `solved` of `count` (Wilson 1927): within [0, 1], never empty.

    ValueError unless 0 ≤ solved ≤ count and count ≥ 1.
    """
    raise NotImplementedError
