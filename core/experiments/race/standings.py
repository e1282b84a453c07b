"""How a race stands: who leads, who has arrived, who has come to rest elsewhere, who is lost.

A run has *arrived* once its cost stays within a millionth of the way from the start's cost down to
the lowest that is known of the ground. That is a statement about the cost alone; what a point is
where a run rests higher up, the Hessian decides.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.race.ground import Ground
from core.experiments.race.race import Race, Run
from core.landscape.critical_points import CriticalPoint, classify

ARRIVAL = 1e-6
"""Share of the way down that may be left, and of the start's gradient where a run is at rest."""


@dataclass(frozen=True, eq=False)
class Standings:
    """The standings of L runs at the K recorded steps of a race.

    lowest: the lowest cost known of the ground. cost (L, K), excess (L, K): how far above `lowest`
    it is, gradient_norm (L, K). arrived (L,) and lost (L,): the record from which on a run has
    arrived or diverged, -1 if it never does. rest: for runs that end with almost no gradient but
    have not arrived, the point and its verdict; resting (L,): the record since when, or -1.
    rank (L, K): who has arrived comes first, in the order of arrival, then the others by cost;
    equals share a rank, and a run that has diverged has none: 0.
    """

    lowest: float
    cost: Array
    excess: Array
    gradient_norm: Array
    arrived: NDArray[np.int64]
    lost: NDArray[np.int64]
    resting: NDArray[np.int64]
    rest: tuple[CriticalPoint | None, ...]
    rank: NDArray[np.int64]


@dataclass(frozen=True)
class Winner:
    """Who needs least of something: steps, gradient evaluations, seconds.

    runs: their positions, more than one where they are equal. amount: what they need to arrive;
    where nobody arrives, the budget that all of them can spend, after which they are lowest.
    """

    runs: tuple[int, ...]
    amount: float
    arrived: bool


def lowest_known(ground: Ground) -> float:
    """The cost of the ground's lowest minimum; where none is known, its lower bound."""
    if not ground.minima:
        return ground.floor
    return float(ground.objective.value(np.array(ground.minima)).min())


def standings(ground: Ground, race: Race) -> Standings:
    """The standings of a race on its ground. ValueError for a race without runs."""
    if not race.runs:
        raise ValueError("A race without runs has no standings.")
    objective, lowest = ground.objective, lowest_known(ground)
    p = np.stack([run.trajectory.p for run in race.runs])
    cost = np.stack([run.trajectory.value for run in race.runs])
    # Rounding may find a minimum a little below itself.
    excess = np.maximum(cost - lowest, 0.0)
    norm = np.linalg.norm(objective.gradient(p), axis=-1)
    lost = np.array([_lost(race, run) for run in race.runs])
    arrived = np.where(lost < 0, _stays(excess <= ARRIVAL * excess[:, :1]), -1)
    still = _stays(norm <= ARRIVAL * norm[:, :1])
    resting = np.where((lost < 0) & (arrived < 0), still, -1)
    scale = float(np.abs(objective.hessian(race.start)).max())
    rest = tuple(
        classify(objective, p[i, -1], scale) if since >= 0 else None
        for i, since in enumerate(resting)
    )
    rank = _ranks(excess, arrived, lost)
    return Standings(lowest, cost, excess, norm, arrived, lost, resting, rest, rank)


def winner(stands: Standings, amounts: Array) -> Winner | None:
    """Who needs least, amounts (L, K) being what each run has spent at each record.

    None if all of them diverge.
    """
    home = np.flatnonzero(stands.arrived >= 0)
    if len(home):
        spent = amounts[home, stands.arrived[home]]
        return Winner(_least(home, spent), float(spent.min()), True)
    running = np.flatnonzero(stands.lost < 0)
    if not len(running):
        return None
    budget = float(amounts[running, -1].min())
    reached = [int(np.searchsorted(amounts[i], budget, side="right")) - 1 for i in running]
    return Winner(_least(running, stands.excess[running, reached]), budget, False)


def _lost(race: Race, run: Run) -> int:
    step = int(run.trajectory.diverged_at)
    return -1 if step < 0 else int(np.searchsorted(race.k, step))


def _stays(inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The column (L,) from which on each row of (L, K) is true, -1 where its last is not."""
    K = inside.shape[1]
    trailing = np.logical_and.accumulate(inside[:, ::-1], axis=1).sum(axis=1)
    return np.where(trailing > 0, K - trailing, -1)


def _ranks(excess: Array, arrived: NDArray[np.int64], lost: NDArray[np.int64]) -> NDArray[np.int64]:
    K = excess.shape[1]
    records = np.arange(K)
    home = (arrived[:, None] >= 0) & (arrived[:, None] <= records)
    gone = (lost[:, None] >= 0) & (lost[:, None] <= records)
    # One number to sort by: arrivals lie below 0, costs from 0 on.
    key = np.where(home, arrived[:, None] - K, np.where(gone, np.inf, excess))
    rank = 1 + (key[None, :, :] < key[:, None, :]).sum(axis=1)
    return np.where(gone, 0, rank)


def _least(runs: NDArray[np.int64], spent: Array) -> tuple[int, ...]:
    return tuple(int(i) for i in runs[spent == spent.min()])
