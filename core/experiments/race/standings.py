"""How a race stands at each recorded step: who is there, who leads, who is at rest, who is lost.

A run is *there* while its cost is within a millionth of the way from the start's cost down to the
lowest that is known of the ground. It has *arrived* if it is there at the end, at the record since
when. That is a statement about the cost alone; what a point is where a run rests higher up, the
Hessian decides. What stands at a step is known at that step: nothing that comes later is in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.race.ground import Ground
from core.experiments.race.race import Race, Run

ARRIVAL = 1e-6
"""Share of the way down that may be left, and of the start's gradient where a run is at rest."""
# A run at rest moves by no more than this a step, against its own size.
_STILL = 1e-6
# Roundings of the lowest cost that do not count as a way.
_ROUNDINGS = 8


@dataclass(frozen=True, eq=False)
class Standings:
    """The standings of L runs at the K recorded steps of a race.

    lowest: the lowest cost known of the ground; near: the excess up to which a run is there. cost
    (L, K), excess (L, K): how far above `lowest` it is, gradient_norm (L, K). since (L, K): the
    record from which on a run has been there without a break, -1 where it is not there. resting
    (L, K): the same for runs that are not there, but have almost no gradient and hardly move. lost
    (L,): the record from which on a run has diverged, or -1. rank (L, K): who is there comes first,
    by how long already, then the others by cost; equals share a rank, and a run that has diverged
    has none: 0.
    """

    lowest: float
    near: float
    cost: Array
    excess: Array
    gradient_norm: Array
    since: NDArray[np.int64]
    resting: NDArray[np.int64]
    lost: NDArray[np.int64]
    rank: NDArray[np.int64]

    @property
    def arrived(self) -> NDArray[np.int64]:
        """The record (L,) from which on a run is there to the end of the race, or -1."""
        return self.since[:, -1]

    def visits(self, run: int) -> list[tuple[int, int]]:
        """The stretches of a run there: the first record of each, and the first one after it."""
        starts = sorted(set(self.since[run].tolist()) - {-1})
        ends = [int((self.since[run] == start).sum()) + start for start in starts]
        return list(zip(starts, ends, strict=True))


@dataclass(frozen=True)
class Winner:
    """Who needs least of something: steps, gradient evaluations, seconds.

    runs: their positions, more than one where they are equal, or too close to tell. amount, most:
    the range of what they need to arrive, one number but for what is measured; where nobody
    arrives, the budget that all of them can spend, after which they are lowest.
    """

    runs: tuple[int, ...]
    amount: float
    most: float
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
    running = (lost[:, None] < 0) | (np.arange(len(race.k)) < lost[:, None])
    near = near_enough(lowest, float(excess[0, 0]))
    there = running & (excess <= near)
    still = running & ~there & (norm <= ARRIVAL * norm[:, :1]) & (_pace(race, p) <= _STILL)
    since = stays(there)
    return Standings(
        lowest,
        near,
        cost,
        excess,
        norm,
        since,
        stays(still),
        lost,
        _ranks(excess, since, running),
    )


def near_enough(lowest: float, excess: float) -> float:
    """Up to how far above the lowest cost a run is there, that starts `excess` above it."""
    return max(ARRIVAL * excess, _ROUNDINGS * float(np.spacing(abs(lowest))))


def stays(inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each column of (L, K) the first of the unbroken stretch that it ends; -1 outside."""
    columns = np.arange(inside.shape[1])
    outside = np.maximum.accumulate(np.where(inside, -1, columns), axis=1)
    return np.where(inside, outside + 1, -1)


def undecided_ranks(stands: Standings, moved: tuple[Standings, ...]) -> NDArray[np.bool_]:
    """Which ranks (L, K) are others from starts moved in the thirteenth digit."""
    found = np.zeros(stands.rank.shape, dtype=bool)
    for other in moved:
        found |= other.rank != stands.rank
    return found


@dataclass(frozen=True)
class Crossover:
    """Two runs of one rule, one on fewer samples a step, counted in gradient evaluations.

    small, large: their positions. early: evaluations of the first record of `large`, when `small`
    is lower. level: the mean excess at which `small` levels off, over the second half of its
    records. at: the evaluations from which on `large` stays below that level.
    """

    small: int
    large: int
    early: float
    level: float
    at: float


def crossover(stands: Standings, evaluations: Array, small: int, large: int) -> Crossover | None:
    """Where minibatches stop paying, evaluations (L, K); None if they never lead or stay ahead.

    None too where `small` still comes down in its second half, by more than half.
    """
    if (stands.lost[[small, large]] >= 0).any():
        return None
    own, other = stands.excess[small], stands.excess[large]
    early = float(evaluations[large, 1])
    half = len(own) // 2
    level, first, last = (float(own[part].mean()) for part in _halves(half, len(own)))
    below = stays((other < level)[None])[0, -1]
    if own[_at(evaluations[small], early)] >= other[1] or below < 0 or last < 0.5 * first:
        return None
    return Crossover(small, large, early, level, float(evaluations[large, below]))


def _halves(half: int, end: int) -> tuple[slice, slice, slice]:
    """The second half of so many records, and both halves of that."""
    middle = (half + end) // 2
    return slice(half, end), slice(half, middle), slice(middle, end)


def winner(stands: Standings, amounts: Array, most: Array | None = None) -> Winner | None:
    """Who needs least, amounts (L, K) being what each run has spent at each record.

    most (L, K): the same at most, where it is measured and has a range; who may be first within the
    ranges is among the winners. None if all of them diverge.
    """
    most = amounts if most is None else most
    home = np.flatnonzero(stands.arrived >= 0)
    if len(home):
        at = stands.arrived[home]
        low, high = amounts[home, at], most[home, at]
        first = low <= high.min()
        return Winner(_those(home, first), float(low.min()), float(high[first].max()), True)
    running = np.flatnonzero(stands.lost < 0)
    if not len(running):
        return None
    budget = float(amounts[running, -1].min())
    reached = [
        stands.excess[i, _at(most[i], budget) : _at(amounts[i], budget) + 1] for i in running
    ]
    best, worst = (np.array([pick(each) for each in reached]) for pick in (np.min, np.max))
    return Winner(_those(running, best <= worst.min()), budget, budget, False)


def _at(spent: Array, budget: float) -> int:
    """The last record up to which no more than the budget has been spent."""
    return int(np.searchsorted(spent, budget, side="right")) - 1


def _those(runs: NDArray[np.int64], chosen: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(i) for i in runs[chosen])


def _lost(race: Race, run: Run) -> int:
    step = int(run.trajectory.diverged_at)
    return -1 if step < 0 else int(np.searchsorted(race.k, step))


def _pace(race: Race, p: Array) -> Array:
    """The length of a step, against the size of p (L, K, 2), up to each record; 1 at the start."""
    gone = np.linalg.norm(np.diff(p, axis=1), axis=-1) / np.diff(race.k)
    size = 1 + np.linalg.norm(p[:, 1:], axis=-1)
    return np.concatenate([np.ones((len(p), 1)), gone / size], axis=1)


def _ranks(
    excess: Array, since: NDArray[np.int64], running: NDArray[np.bool_]
) -> NDArray[np.int64]:
    # One number to sort by: those who are there lie below 0, costs from 0 on.
    there = since - excess.shape[1]
    key = np.where(since >= 0, there, np.where(running, excess, np.inf))
    rank = 1 + (key[None, :, :] < key[:, None, :]).sum(axis=1)
    return np.where(running, rank, 0)
