"""What a learning rate does to a run."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.rounding import SHAKE, moved, parted, undecided
from core.training.descent import Trajectory
from core.training.recipe import Recipe
from core.training.sweep import joined, run_all

# Shares of the way from the start's cost down to the best one that tell the regimes apart.
_ARRIVED, _IDLE = 0.05, 0.02
# A run oscillates if its last step is this many times its mean progress, and this large against
# the whole way that it has moved.
_RESTLESS, _VISIBLE = 10.0, 0.01
# A run whose cost rises by more than this against its size may be chaotic, and is then repeated
# this often.
_RISES, _COPIES = 1e-9, 16


class Regime(StrEnum):
    """What a learning rate does to a run."""

    SLOW = "slow"
    STUCK = "stuck"
    GOOD = "good"
    OSCILLATING = "oscillating"
    DIVERGING = "diverging"
    UNDECIDED = "undecided"


def regimes(run: Trajectory, best: float, stuck: NDArray[np.bool_] | None = None) -> list[Regime]:
    """The regimes of a batch p (K, V, s), against the lowest cost `best` that training could reach.

    DIVERGING: it left the finite world or ends higher than it began. OSCILLATING: its last step
    is ten times as long as its progress over the last half, step for step, and no less than 1 % of
    the whole way moved. GOOD: its cost ends within 5 % of the way from the start's to `best`.
    STUCK: it does not, and over the last half the cost falls per step by less than 2 % of what it
    fell at first: no patience helps. SLOW: none of these. stuck (V,): which runs are known to be
    stuck; no other run is then called so.
    """
    half = len(run.k) // 2
    first, middle, end = run.value[0], run.value[half], run.value[-1]
    way = np.maximum(first - best, np.finfo(float).tiny)
    step = np.linalg.norm(run.p[-1] - run.p[-2], axis=-1)
    progress = np.linalg.norm(run.p[-1] - run.p[half], axis=-1) / max(1, run.k[-1] - run.k[half])
    at_first = (first - run.value[1]) / (run.k[1] - run.k[0])
    moved = np.linalg.norm(run.p - run.p[0], axis=-1).max(axis=0)
    if stuck is None:
        stuck = (middle - end) / max(1, run.k[-1] - run.k[half]) < _IDLE * at_first
    labels = np.select(
        [
            (run.diverged_at >= 0) | (end > first + 1e-9 * (1 + np.abs(first))),
            (step > _RESTLESS * progress) & (step > _VISIBLE * moved) & (moved > 0),
            end - best <= _ARRIVED * way,
            stuck,
        ],
        [Regime.DIVERGING, Regime.OSCILLATING, Regime.GOOD, Regime.STUCK],
        Regime.SLOW,
    )
    return [Regime(label) for label in labels]


def agreed_regimes(run: Trajectory, copy: Trajectory, best: float) -> list[Regime]:
    """The same for a batch that was run twice, from starts moved by rounding: UNDECIDED where the
    two say another thing."""
    labels = np.array(regimes(run, best), dtype="U11")
    others = np.array(regimes(copy, best), dtype="U11")[None]
    labels[undecided(_numbered(labels), _numbered(others))] = Regime.UNDECIDED
    return [Regime(label) for label in labels]


def steady_regimes(
    recipes: Sequence[Recipe],
    run: Trajectory,
    best: float,
    stuck: Callable[[Array], NDArray[np.bool_]] | None = None,
) -> list[Regime]:
    """The same for the batch that V recipes make, UNDECIDED where rounding decides.

    A run whose cost rises anywhere is repeated from a start moved by `core.rounding.SHAKE`. If it
    parts from that one, or another thing is said of it, it is repeated often, and what is said of
    it must be what is said of them all. stuck: which of some ends p (V, s) are known to be stuck,
    as in `regimes`.
    """

    def said(one: Trajectory) -> list[Regime]:
        return regimes(one, best, None if stuck is None else stuck(one.p[-1]))

    labels = np.array(said(run), dtype="U11")
    rises = np.diff(run.value, axis=0) > _RISES * (1 + np.abs(run.value[:-1]))
    tried = np.flatnonzero(rises.any(axis=0) | (run.diverged_at >= 0))
    if len(tried):
        (copy,) = _copies(recipes, run, tried, 1)
        turned = labels[tried] != np.array(said(copy))
        tried = tried[parted(run.p[:, tried], copy.p) | turned]
    if len(tried):
        copies = _copies(recipes, run, tried, _COPIES)
        others = np.array([said(copy) for copy in copies])
        turned = undecided(_numbered(labels[tried]), _numbered(others))
        # Where rounding decides at which place a run comes to rest, that it rests is luck.
        elsewhere = [parted(run.p[-1:, tried], copy.p[-1:]) for copy in copies]
        turned |= np.any(elsewhere, axis=0) & np.isin(labels[tried], (Regime.SLOW, Regime.STUCK))
        labels[tried[turned]] = Regime.UNDECIDED
    return [Regime(label) for label in labels]


def _copies(
    recipes: Sequence[Recipe], run: Trajectory, tried: NDArray[np.intp], count: int
) -> list[Trajectory]:
    """So many copies of the runs `tried`, each from starts moved by another share."""
    shaken = run_all(
        [
            replace(recipes[v], start=moved(recipes[v].start, shake), record_every=run.k)
            for shake in SHAKE * (1 + np.arange(count))
            for v in tried.tolist()
        ]
    )
    return [joined(shaken[at : at + len(tried)]) for at in range(0, len(shaken), len(tried))]


def _numbered(labels: NDArray[np.str_]) -> NDArray[np.int64]:
    return np.searchsorted(sorted(Regime), labels)
