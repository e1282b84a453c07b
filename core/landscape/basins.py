"""Basins of attraction: where training ends, as a function of where it starts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array
from core.landscape.critical_points import CriticalPoint, critical_points, minima
from core.objectives.objective import Objective
from core.optimizers.optimizer import Optimizer
from core.training.descent import Trajectory, descend
from core.training.kernels.kernel import Watch

# A run has reached a minimum when its cost is this near to the minimum's, and the quadratic
# model of the minimum says the same.
_REACHED = 1e-4


class Fate(IntEnum):
    """Labels of starts that reach no minimum; those that do carry the minimum's number 0, 1, …"""

    RUNS_AWAY = -1
    STILL_MOVING = -2
    DIVERGED = -3


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
) -> Basins:
    """Train from every start (..., s), all in one batch with the full gradient, and label each.

    ends: the minima to tell apart; by default those that Newton's method finds from where the
    runs end. A start reaches a minimum when its last cost is within 1e-4 (1 + |C|) of the
    minimum's and near it; it runs away when its last step leads away from every minimum (from 0,
    if there is none); otherwise it is still moving. `watch` is called as in `descend`.
    """
    recorded = max(1, steps) if record_every is None else record_every
    run = descend(objective, optimizer, starts, steps, record_every=recorded, watch=watch)
    end = run.p[-1]
    found = _minima_near(objective, end) if ends is None else tuple(ends)
    label = np.full(end.shape[:-1], int(Fate.STILL_MOVING), dtype=np.int64)
    label[_leads_away(objective, end, found)] = Fate.RUNS_AWAY
    for number, minimum in enumerate(found):
        label[_has_reached(objective, minimum, end, run.value[-1])] = number
    label[run.diverged_at >= 0] = Fate.DIVERGED
    return Basins(label, end, found, run)


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


def _has_reached(
    objective: Objective, minimum: CriticalPoint, end: Array, cost: Array
) -> NDArray[np.bool_]:
    tolerance = _REACHED * (1 + abs(minimum.value))
    away = end - minimum.p
    with np.errstate(over="ignore"):
        model = 0.5 * ((away @ objective.hessian(minimum.p)) * away).sum(axis=-1)
    return (cost - minimum.value <= tolerance) & (model <= tolerance)
