"""The point of a convex hull nearest to 0 (Wolfe 1976): proposed by floats, then without rounding.

Points are the rows of a matrix of integers (n, m). A corral is a set of affinely independent rows
such that the point of their affine hull nearest to 0 is inside their convex hull.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.theory.exact import Whole, integers, null_space, whole


@dataclass(frozen=True, eq=False)
class Nearest:
    """The point `above` / `below` (m,), a mean with weights above 0 of the rows of `corral`."""

    corral: list[int]
    above: Whole
    below: int


def nearest_to_zero(rows: Whole, enough: Callable[[Whole], bool] | None = None) -> Nearest:
    """The point of least norm in the hull of the rows, exactly.

    It stops sooner at a point whose products (n,) with all rows are `enough`. Where the corral
    that floats propose is right, one round is all that is left to do.
    """
    corral, weights = _proposed(rows)
    while True:
        above, below = weights @ rows[corral], int(weights.sum())
        products = rows @ above
        vertex = int(products.argmin())
        if products[vertex] * below >= above @ above or (enough and enough(products)):
            return Nearest(corral, above, below)
        corral, weights = _shrunk([*corral, vertex], np.append(weights, 0), rows)


def _proposed(rows: Whole) -> tuple[list[int], Whole]:
    """The corral that floats find, and its weights; one row where they find none."""
    corral, near = _corral_in_floats((rows / np.abs(rows).max()).astype(float))
    if _affine_weights(rows[corral]) is not None:
        return _shrunk(corral, whole(near), rows)
    return [int((rows * rows).sum(axis=1).argmin())], integers([1])


def _shrunk(corral: list[int], weights: Whole, rows: Whole) -> tuple[list[int], Whole]:
    """Rows dropped until a corral is left; `weights` are those of a point in the rows' hull."""
    while True:
        affine = _affine_weights(rows[corral])
        if affine is None:
            raise AssertionError("The rows of a corral are affinely independent.")
        if (affine > 0).all():
            return corral, affine
        here, there = weights * affine.sum(), affine * weights.sum()
        # The first share of the way from here to there at which a weight becomes 0.
        steps = [(a, a - b) for a, b in zip(here, there, strict=True) if b <= 0]
        share, of = steps[0]
        for a, fall in steps[1:]:
            if a * of < share * fall:
                share, of = a, fall
        weights = of * here + share * (there - here)
        kept = np.flatnonzero(weights)
        corral, weights = [corral[k] for k in kept], _shortest(weights[kept])


def _affine_weights(rows: Whole) -> Whole | None:
    """Weights, but for a positive factor, of the point nearest to 0 in the rows' affine hull.

    None where the rows (k, m) are not affinely independent.
    """
    count = len(rows)
    system = np.zeros((count + 1, count + 2), dtype=object)
    system[:count, :count] = rows @ rows.T
    system[:count, count] = system[count, :count] = 1
    system[count, count + 1] = -1
    solutions = null_space(system)
    if solutions.shape[1] != 1 or not solutions[-1, 0]:
        return None
    weights = solutions[:count, 0]
    return _shortest(weights if weights.sum() > 0 else -weights)


def _shortest(weights: Whole) -> Whole:
    return weights // np.gcd.reduce(weights)


def _corral_in_floats(points: Array) -> tuple[list[int], Array]:
    corral = [int(np.square(points).sum(axis=1).argmin())]
    weights = np.ones(1)
    nearest = points[corral[0]]
    tolerance = 1e-12 * float(np.square(points).sum(axis=1).max())
    # Each round adds a vertex that lowers the norm; there are finitely many corrals.
    for _ in range(10 * len(points) + 100):
        vertex = int((points @ nearest).argmin())
        if vertex in corral or points[vertex] @ nearest >= nearest @ nearest - tolerance:
            break
        corral, weights = _shrunk_in_floats([*corral, vertex], np.append(weights, 0.0), points)
        nearest = weights @ points[corral]
    return corral, weights


def _shrunk_in_floats(corral: list[int], weights: Array, points: Array) -> tuple[list[int], Array]:
    while True:
        affine = _affine_weights_in_floats(points[corral])
        if (affine > 0).all():
            return corral, affine
        leaving = affine <= 0
        step = (weights[leaving] / (weights[leaving] - affine[leaving])).min()
        weights = weights + step * (affine - weights)
        kept = (weights > 1e-14) & ~(leaving & (weights <= weights[leaving].min()))
        corral = [vertex for vertex, keep in zip(corral, kept, strict=True) if keep]
        weights = weights[kept] / weights[kept].sum()


def _affine_weights_in_floats(rows: Array) -> Array:
    system = np.ones((len(rows) + 1, len(rows) + 1))
    system[1:, 1:] = rows @ rows.T
    system[0, 0] = 0.0
    right = np.zeros(len(rows) + 1)
    right[0] = 1.0
    return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0][1:], dtype=float)
