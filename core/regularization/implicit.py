"""What gradient descent chooses where many models fit: no penalty is written down, one is meant.

Fewer equations than unknowns, Xw = y with X (N, d), N < d, and no intercept.
"""

import numpy as np

from core.arrays import Array
from core.regularization.lasso import lasso_path


def minimum_l2(x: Array, y: Array) -> Array:
    """The w (d,) of least ‖w‖ with Xw = y, where gradient descent from 0 ends."""
    return np.asarray(np.linalg.lstsq(x, y, rcond=None)[0])


def minimum_l1(x: Array, y: Array) -> Array:
    """A w (d,) of least ‖w‖₁ with Xw = y: the limit of the lasso."""
    # Each equation twice, with both signs, so that the intercept is 0.
    path = lasso_path(np.concatenate([x, -x]), np.concatenate([y, -y]), [0.0])
    return np.asarray(path.w[0])


def diagonal_network_limit(x: Array, y: Array, alpha: float) -> Array:
    """Where gradient flow takes w = u∘u - v∘v from u = v = α: the w (d,) with Xw = y of least

    Σ_j w_j arcsinh(w_j/2α²) - √(w_j² + 4α⁴), nearly ‖w‖₁ for small α and ‖w‖² for large (Woodworth
    et al. 2020, Theorem 1). It is w = 2α² sinh(Xᵀν), and ν (N,) the minimum of a convex function,
    found by Newton's method. ValueError for an α that is not above 0, or too small for floats.
    """
    if not alpha > 0:
        raise ValueError(f"The start α = {alpha:g} is not possible: allowed is more than 0.")
    scale, nu = 2 * alpha**2, np.zeros(len(y))

    def dual(nu: Array) -> float:
        with np.errstate(over="ignore"):
            return float(scale * np.cosh(nu @ x).sum() - nu @ y)

    for _ in range(500):
        z = nu @ x
        slope = x @ (scale * np.sinh(z)) - y
        step = np.linalg.solve((x * (scale * np.cosh(z))) @ x.T, -slope)
        reach = float(np.abs(step @ x).max())
        share, before = 1.0, dual(nu)
        # cosh at least e-folds within a reach of 1: a step that long needs no trial.
        while reach * share > 0.5 and not dual(nu + share * step) < before:
            share /= 2
        nu = nu + share * step
        if reach < 1e-12 * (1 + float(np.abs(z).max())):
            return np.asarray(scale * np.sinh(nu @ x))
    raise ValueError(f"The start α = {alpha:g} is too small for floats in double precision.")
