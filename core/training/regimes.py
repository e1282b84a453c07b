"""What a learning rate does to a run."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.training.descent import Trajectory

# Shares of the way from the start's cost down to the best one that tell the regimes apart.
_ARRIVED, _IDLE = 0.05, 0.02
# A run oscillates if its last step is this many times its mean progress, and this large against
# the whole way that it has moved.
_RESTLESS, _VISIBLE = 10.0, 0.01


class Regime(StrEnum):
    """What a learning rate does to a run."""

    SLOW = "slow"
    STUCK = "stuck"
    GOOD = "good"
    OSCILLATING = "oscillating"
    DIVERGING = "diverging"


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
