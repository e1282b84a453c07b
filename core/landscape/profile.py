"""Profiles: the surface of a three-parameter model with the third parameter minimized out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.landscape.surface import grid, sample
from core.objectives.objective import Objective
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from core.objectives.sigmoid_unit import sigmoid_unit

# A Newton step this small, relative to the width of the held range, is the last: what it leaves
# is about its square.
_TOLERANCE = 1e-6
_MOST_STEPS = 40

Derivatives = Callable[[Array], tuple[Array, Array]]


@dataclass(frozen=True, eq=False)
class Profile:
    """value (n, m) = min over p_k of the cost with p_i = alpha[column], p_j = beta[row].

    minimizer (n, m): the p_k where it is attained. on_edge (n, m): p_k stands on an end of the
    range that was searched; the cost may fall on beyond it (for ever, if the data are separable
    in that direction).
    """

    alpha: Array
    beta: Array
    value: Array
    minimizer: Array
    on_edge: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def minimized_out(
    objective: Objective, i: int, j: int, alpha: ArrayLike, beta: ArrayLike, held: ArrayLike
) -> Profile:
    """The lowest cost over the third parameter k for each p_i in alpha (m,) and p_j in beta (n,).

    `held` (h,), increasing, at least three values: first the best of these candidates, so that a
    cost with several valleys is not taken at the wrong one, then Newton's method between its two
    neighbors, safeguarded by bisection. ValueError for an objective that has not three parameters
    and for candidates or axes that are no such lists.
    """
    held = np.array(held, dtype=float)
    if objective.size != 3 or {i, j} not in ({0, 1}, {0, 2}, {1, 2}):
        raise ValueError(
            f"i, j = {i}, {j} of {objective.size} parameters; two different ones of three are "
            "needed."
        )
    if held.ndim != 1 or len(held) < 3 or not (np.diff(held) > 0).all():
        raise ValueError("held must be a list of at least three increasing numbers.")
    k = 3 - i - j
    axis = np.eye(3)
    layers = [
        sample(objective, Plane(third * axis[k], axis[[i, j]]), alpha, beta) for third in held
    ]
    alpha, beta = layers[0].alpha, layers[0].beta
    values = np.stack([layer.value for layer in layers])
    best = values.argmin(axis=0)

    p = Plane(np.zeros(3), axis[[i, j]]).lift(grid(alpha, beta)).reshape(-1, 3)
    p[:, k] = held[best.ravel()]
    low = held[np.maximum(best - 1, 0)].ravel()
    high = held[np.minimum(best + 1, len(held) - 1)].ravel()
    _newton(_along(objective, k), p, k, low, high)

    value = objective.value(p)
    candidates = values.min(axis=0).ravel()
    # Between two candidates there may be more than one valley: never above the better candidate.
    better = value <= candidates
    value = np.where(better, value, candidates)
    third = np.where(better, p[:, k], held[best.ravel()])
    on_edge = (third == held[0]) | (third == held[-1])
    shape = best.shape
    return Profile(alpha, beta, value.reshape(shape), third.reshape(shape), on_edge.reshape(shape))


def _along(objective: Objective, k: int) -> Derivatives:
    """First and second derivative (G,) by p_k at p (G, s)."""
    unit = sigmoid_unit(objective)
    if unit is None or not isinstance(objective, Risk):
        return lambda p: (objective.gradient(p)[..., k], objective.hessian(p)[..., k, k])
    penalty, network = objective.penalty, objective.model
    if penalty is None:
        return lambda p: unit.along(p, k)

    def penalized(p: Array) -> tuple[Array, Array]:
        first, second = unit.along(p, k)
        return (
            first + penalty.gradient(p, network)[..., k],
            second + penalty.hessian(p, network)[..., k, k],
        )

    return penalized


def _newton(derivatives: Derivatives, p: Array, k: int, low: Array, high: Array) -> None:
    """Move p[:, k] to minima between low and high, in place.

    The bracket shrinks with the sign of the slope; a Newton step that leaves it, or that heads
    for a maximum, becomes a bisection. A point on an end with the slope outward stays there.
    """
    active = np.arange(len(p))
    tolerance = _TOLERANCE * (high.max() - low.min())
    for _ in range(_MOST_STEPS):
        if not active.size:
            return
        third = p[active, k]
        slope, bend = derivatives(p[active])
        low[active] = np.where(slope < 0, third, low[active])
        high[active] = np.where(slope > 0, third, high[active])
        newton = third - slope / np.where(bend > 0, bend, 1.0)
        inside = (bend > 0) & (low[active] <= newton) & (newton <= high[active])
        moved = np.where(inside, newton, 0.5 * (low[active] + high[active]))
        moved = np.where(slope == 0, third, moved)
        p[active, k] = moved
        active = active[np.abs(moved - third) > tolerance]
