"""Curvature: where a landscape is convex and where it is not."""

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, in_chunks, knob_axes
from core.landscape.surface import axes, grid
from core.objectives.objective import Objective
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from core.objectives.sigmoid_unit import SigmoidUnit, sigmoid_unit

_EPS, _TINY = np.finfo(float).eps, float(np.finfo(float).tiny)
# Numbers in one chunk of Hessians: 1 MB, about a core's L2 cache.
_CHUNK_NUMBERS = 1 << 17


def smallest_eigenvalue(
    objective: Objective, plane: Plane, alpha: ArrayLike, beta: ArrayLike
) -> Array:
    """Smallest eigenvalue (n, m) of the full Hessian (s × s) at the grid points of a plane.

    What is within rounding of 0 is 0: a convex function has no negative value here. ValueError as
    for `core.landscape.surface.sample`.
    """
    alpha, beta = axes(objective, plane, alpha, beta)
    p = plane.lift(grid(alpha, beta))
    unit = sigmoid_unit(objective)
    if unit is None:
        return smallest_eigenvalue_at(objective, p)
    return _of_unit(objective, unit, p, *unit.hessians(plane, alpha, beta))


def smallest_eigenvalue_at(objective: Objective, p: ArrayLike) -> Array:
    """The same (...) at any points p (..., s)."""
    p = np.asarray(p, dtype=float)
    unit = sigmoid_unit(objective)
    if unit is None:
        chunk = max(1, _CHUNK_NUMBERS // objective.size**2)
        together = knob_axes(objective)
        return in_chunks(lambda part: _smallest(objective.hessian(part)), p, chunk, together)
    H, size = unit.hessians_at(p.reshape(-1, objective.size))
    return _of_unit(objective, unit, p, H.reshape(*p.shape, -1), size.reshape(p.shape[:-1]))


def nonconvex_share(field: Array) -> float:
    """Share, from 0 to 1, of a window on which a field of smallest eigenvalues is negative.

    field (..., n, m) at an even grid that reaches the window's edges: a point on an edge stands for
    half a cell, one in a corner for a quarter.
    """
    share = (np.asarray(field) < 0).astype(float)
    while share.ndim:
        weights = np.ones(len(share))
        weights[[0, -1]] = 0.5 if len(share) > 1 else 1.0
        share = np.tensordot(weights / weights.sum(), share, axes=1)
    return float(share)


def _of_unit(objective: Objective, unit: SigmoidUnit, p: Array, H: Array, size: Array) -> Array:
    """Smallest eigenvalues from the unit's Hessians H at p, to which a penalty is added."""
    if isinstance(objective, Risk) and objective.penalty is not None:
        H = H + objective.penalty.hessian(p, objective.model)
    return _smallest(H, len(unit.signed) * _EPS * size)


def _smallest(H: Array, error: Array | float = 0.0) -> Array:
    """Smallest eigenvalues (...) of H (..., s, s), 0 where not larger than their error.

    `error` bounds the rounding in the entries of H: N ε Σ|terms| for a sum of N terms (Higham
    2002, Accuracy and Stability of Numerical Algorithms, eq. 3.5). The eigenvalue adds its own,
    of the order s ε ‖H‖ (Weyl's inequality with a backward stable algorithm).
    """
    s = H.shape[-1]
    if s == 2:
        a, b, c = H[..., 0, 0], H[..., 0, 1], H[..., 1, 1]
        smallest = 0.5 * (a + c) - np.hypot(0.5 * (a - c), b)
    else:
        smallest = np.asarray(np.linalg.eigvalsh(H)[..., 0], dtype=float)
    bound = error + 4 * s * _EPS * np.linalg.norm(H, axis=(-2, -1)) + _TINY
    return np.where(np.abs(smallest) <= bound, 0.0, smallest)
