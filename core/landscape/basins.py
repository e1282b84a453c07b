"""Basins of attraction: where training ends, as a function of where it starts."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, Steps
from core.landscape.critical_points import CriticalPoint, critical_points, minima
from core.objectives.objective import Objective
from core.optimizers.optimizer import Optimizer
from core.rounding import SHAKE, moved, parted, undecided
from core.training.descent import Status, Trajectory, descend, log_steps, recorded_steps
from core.training.kernels.kernel import Watch
from core.training.spread import blocks, each

# A run is at a minimum while its cost is this near to the minimum's, and the quadratic model of
# the minimum says the same.
_REACHED = 1e-4
# A run's end is a stretch of this many last steps; whether it parts from the moved run is looked
# at this often.
_STRETCH, _FRAMES = 100, 60
# A chaotic run is repeated at most this many times.
_MOST_COPIES = 16
# A run swings if its way over the stretch is this many times what it gains there, and this long
# against its own size.
_RESTLESS, _VISIBLE = 10.0, 1e-6


class Fate(IntEnum):
    """Labels of starts that reach no minimum; those that do carry the minimum's number 0, 1, …

    SWINGING: to and fro around a minimum that does not hold it. UNDECIDED: rounding decides, so
    that another processor may find another label.
    """

    RUNS_AWAY = -1
    STILL_MOVING = -2
    DIVERGED = -3
    SWINGING = -4
    UNDECIDED = -5


@dataclass(frozen=True, eq=False)
class Basins:
    """Where each start ends.

    label (...): the number of the minimum reached, or a Fate. end (..., s): the last point.
    minima: the minima that are numbered, by increasing cost. trajectory: the recorded runs.
    """

    label: NDArray[np.int64]
    end: Array
    minima: tuple[CriticalPoint, ...]
    trajectory: Trajectory = field(repr=False)

    @property
    def shares(self) -> dict[int, float]:
        """Share of the starts with each label that occurs, from the first minimum to the fates."""
        labels, counts = np.unique(self.label, return_counts=True)
        shares = dict(zip(labels.tolist(), (counts / self.label.size).tolist(), strict=True))
        return dict(sorted(shares.items(), key=lambda item: (item[0] < 0, abs(item[0]))))


def basins(
    objective: Objective,
    optimizer: Optimizer,
    starts: ArrayLike,
    steps: int = 1000,
    ends: Sequence[CriticalPoint] | None = None,
    record_every: int | ArrayLike | None = None,
    watch: Watch | None = None,
    executor: Executor | None = None,
) -> Basins:
    """Train from every start (..., s), all in one batch with the full gradient, and label each.

    ends: the minima to tell apart; by default those that Newton's method finds from where the
    runs end. A start reaches a minimum when it stays: over the last 100 steps (a fifth of a short
    run) its cost is within 1e-4 (1 + |C|) of the minimum's and near it, and the minimum is stable
    for the optimizer. It swings when it goes to and fro over these steps, ten times as far as it
    gets, or is at a minimum that is not stable. Else it runs away when its last step leads away
    from every minimum (from 0, if there is none), or is still moving. All is done twice, the
    second time from starts moved by `core.rounding.SHAKE`, and where the two runs part, several
    times more: what does not survive is undecided. `watch` is called as in `descend`, then with
    `steps` alone. executor: a pool over which the starts are spread, as `train` has it.
    """
    start = np.array(starts, dtype=float)
    asked = recorded_steps(max(1, steps) if record_every is None else record_every, steps)
    stretch = np.arange(steps - min(_STRETCH, steps // 5), steps + 1)
    k = np.union1d(np.union1d(log_steps(steps, _FRAMES), stretch), asked)
    both = np.stack([start, moved(start)])
    way = partial(_descend, objective, optimizer, steps)
    run = way(both, k, watch, executor)
    end = run.p[-1, 0]
    found = _minima_near(objective, end) if ends is None else tuple(ends)

    def labels(runs: Trajectory) -> NDArray[np.int64]:
        last = slice(-len(stretch), None)
        return _label(objective, optimizer, found, runs.p[last], runs.value[last], runs.diverged_at)

    label, other = labels(run)
    chaotic = parted(run.p[:, 0], run.p[:, 1])
    turned = label != other
    if chaotic.any():
        # Half as many runs as there are starts, or one each: few chaotic ones are tried often.
        copies = np.clip(label.size // (2 * chaotic.sum()), 1, _MOST_COPIES)
        shakes = SHAKE * (1 + np.arange(1, copies + 1))[:, None, None]
        told = None if watch is None else lambda done: watch(steps)
        more = way(moved(start[chaotic], shakes), stretch, told, executor)
        others = np.concatenate([other[None, chaotic], labels(more)])
        turned[chaotic] = undecided(label[chaotic], others)
    kept = np.isin(run.k, asked)
    trajectory = replace(
        run,
        k=run.k[kept],
        p=run.p[kept, 0],
        value=run.value[kept, 0],
        diverged_at=run.diverged_at[0],
        status=Status.DIVERGED if (run.diverged_at[0] >= 0).any() else Status.COMPLETED,
    )
    return Basins(np.where(turned, Fate.UNDECIDED, label), end, found, trajectory)


def _descend(
    objective: Objective,
    optimizer: Optimizer,
    steps: int,
    starts: Array,
    k: Steps,
    watch: Watch | None,
    executor: Executor | None,
) -> Trajectory:
    """The runs from starts (C, ..., s) with the full gradient, recorded at the steps k."""
    if executor is None:
        return descend(objective, optimizer, starts, steps, record_every=k, watch=watch)
    flat = starts.reshape(len(starts), -1, starts.shape[-1])
    parts = blocks(flat.shape[1], executor)
    runs = each(
        partial(_descend_alone, objective, optimizer, steps, k),
        [flat[:, part] for part in parts],
        [part.stop - part.start for part in parts],
        None if watch is None else lambda share: watch(round(steps * share)),
        executor,
    )
    shape = starts.shape[:-1]
    return Trajectory(
        runs[0].k,
        np.concatenate([run.p for run in runs], axis=2).reshape(-1, *starts.shape),
        np.concatenate([run.value for run in runs], axis=2).reshape(-1, *shape),
        max((run.status for run in runs), key=lambda status: status is Status.DIVERGED),
        np.concatenate([run.diverged_at for run in runs], axis=1).reshape(shape),
    )


def _descend_alone(
    objective: Objective,
    optimizer: Optimizer,
    steps: int,
    k: Steps,
    starts: Array,
    watch: object,
) -> Trajectory:
    return descend(objective, optimizer, starts, steps, record_every=k)


def _label(
    objective: Objective,
    optimizer: Optimizer,
    found: Sequence[CriticalPoint],
    p: Array,
    cost: Array,
    diverged_at: Steps,
) -> NDArray[np.int64]:
    """The labels (...) of runs that end with the points p (K, ..., s) of these costs (K, ...)."""
    label = np.full(p.shape[1:-1], int(Fate.STILL_MOVING), dtype=np.int64)
    label[_leads_away(objective, p[-1], found)] = Fate.RUNS_AWAY
    label[_swings(p)] = Fate.SWINGING
    for number, minimum in enumerate(found):
        stable = minimum.eigenvalues[-1] <= optimizer.stable_curvature
        stays = _is_at(objective, minimum, p, cost).all(axis=0)
        label[stays] = number if stable else Fate.SWINGING
    label[diverged_at >= 0] = Fate.DIVERGED
    return label


def _minima_near(objective: Objective, end: Array, most: int = 200) -> tuple[CriticalPoint, ...]:
    points = end.reshape(-1, end.shape[-1])
    some = points[:: -(-len(points) // most)]
    everywhere = np.full(objective.size, np.inf)
    return tuple(minima(critical_points(objective, some, -everywhere, everywhere)))


def _leads_away(
    objective: Objective, end: Array, found: Sequence[CriticalPoint]
) -> NDArray[np.bool_]:
    downhill = -objective.gradient(end)
    centers = [point.p for point in found] or [np.zeros(objective.size)]
    return np.all([((end - center) * downhill).sum(axis=-1) > 0 for center in centers], axis=0)


def _swings(p: Array) -> NDArray[np.bool_]:
    """Whether points (K, ..., s), one a step, go to and fro more than they get ahead."""
    way = np.linalg.norm(np.diff(p, axis=0), axis=-1).sum(axis=0)
    gain = np.linalg.norm(p[-1] - p[0], axis=-1)
    visible = way > _VISIBLE * (1 + np.linalg.norm(p[-1], axis=-1))
    return np.asarray(visible & (way > _RESTLESS * gain))


def _is_at(
    objective: Objective, minimum: CriticalPoint, p: Array, cost: Array
) -> NDArray[np.bool_]:
    tolerance = _REACHED * (1 + abs(minimum.value))
    away = p - minimum.p
    with np.errstate(over="ignore"):
        model = 0.5 * ((away @ objective.hessian(minimum.p)) * away).sum(axis=-1)
    return (cost - minimum.value <= tolerance) & (model <= tolerance)
