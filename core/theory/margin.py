"""Separable data and the largest margin: where the cross-entropy has no finite optimum."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array

# A hull as near to 0 as this, against its farthest point, touches it within rounding.
_TOUCHES = 1e-9


@dataclass(frozen=True, eq=False)
class Margin:
    """The unit vector p (s,) = (w, b)/‖(w, b)‖ with the largest min s_i (wᵀx_i + b), `width`."""

    p: Array
    width: float


def largest_margin(x: Array, y: Array) -> Margin | None:
    """The separating (w, b) of largest margin for x (N, d), y (N, 1) in {0, 1}; None if none is.

    The bias counts as a weight of the constant feature 1, for that is the direction in which
    gradient descent on the cross-entropy tends (Soudry et al. 2018, Theorem 3). With signed rows
    s_i (x_i, 1) it is the point of their convex hull nearest to 0.
    """
    sign = 2 * np.asarray(y, dtype=float) - 1
    rows = np.hstack([sign * x, sign])
    nearest = _nearest_to_zero(rows)
    width = float(np.linalg.norm(nearest))
    if width <= _TOUCHES * np.linalg.norm(rows, axis=1).max():
        return None
    return Margin(nearest / width, width)


def _nearest_to_zero(points: Array) -> Array:
    """The point of least norm in the convex hull of the rows (Wolfe 1976)."""
    corral = [int(np.square(points).sum(axis=1).argmin())]
    weights = np.ones(1)
    nearest = points[corral[0]]
    tolerance = 1e-12 * float(np.square(points).sum(axis=1).max())
    # Each round adds a vertex that lowers the norm; there are finitely many corrals.
    for _ in range(10 * len(points) + 100):
        vertex = int((points @ nearest).argmin())
        if vertex in corral or points[vertex] @ nearest >= nearest @ nearest - tolerance:
            break
        corral, weights = _minimize_over([*corral, vertex], np.append(weights, 0.0), points)
        nearest = weights @ points[corral]
    return nearest


def _minimize_over(corral: list[int], weights: Array, points: Array) -> tuple[list[int], Array]:
    """Drop vertices until the nearest point of the corral's affine hull lies inside the corral."""
    while True:
        affine = _affine_weights(points[corral])
        if (affine > 0).all():
            return corral, affine
        leaving = affine <= 0
        step = (weights[leaving] / (weights[leaving] - affine[leaving])).min()
        weights = weights + step * (affine - weights)
        kept = (weights > 1e-14) & ~(leaving & (weights <= weights[leaving].min()))
        corral = [vertex for vertex, keep in zip(corral, kept, strict=True) if keep]
        weights = weights[kept] / weights[kept].sum()


def _affine_weights(rows: Array) -> Array:
    """Weights, summing to 1, of the point nearest to 0 in the affine hull of the rows (k, s)."""
    system = np.ones((len(rows) + 1, len(rows) + 1))
    system[1:, 1:] = rows @ rows.T
    system[0, 0] = 0.0
    right = np.zeros(len(rows) + 1)
    right[0] = 1.0
    return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0][1:], dtype=float)
