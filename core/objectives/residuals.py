"""Costs that are sums of squares: residuals, their Jacobian, and the Gauss-Newton matrix."""

import numpy as np

from core.arrays import Array
from core.networks import jacobians
from core.objectives.objective import Objective, SumOfSquares
from core.objectives.plane import OnPlane, restricted
from core.objectives.risk import Risk


def residuals(risk: Risk, p: Array) -> Array:
    """r = F(x) - y sample by sample, shape (..., N n_L), for p (..., s)."""
    r = risk.model(p, risk.x) - risk.y
    return r.reshape(*r.shape[:-2], -1)


def jacobian(risk: Risk, p: Array) -> Array:
    """∂r/∂p in the order of `residuals`, shape (..., N n_L, s)."""
    J = jacobians.jacobian(risk.network, p, risk.x)
    return J.reshape(*J.shape[:-3], -1, risk.size)


def weight_of(risk: Risk) -> float:
    """The cost is this times Σ r²; ValueError if it is no plain sum of squares."""
    if risk.penalty is not None:
        raise ValueError("Least squares knows no penalty: use a risk without one.")
    if risk.loss.weight is None:
        raise ValueError(
            f"{type(risk.loss).__name__} is no sum of squares: "
            "allowed are SquaredError and HalfSquaredError."
        )
    return risk.loss.weight / risk.sample_count


def gauss_newton(objective: Objective, p: Array) -> Array | None:
    """2w JᵀJ (..., s, s) of an objective C = w Σ r² at p (..., s); None if it is no such sum.

    Sums of squares are the `SumOfSquares`, a risk under squared loss without penalty, and either
    of them on a plane.
    """
    match objective:
        case SumOfSquares():
            J, weight = objective.jacobian(p), objective.weight
        case Risk(penalty=None) if objective.loss.weight is not None:
            J, weight = jacobian(objective, p), weight_of(objective)
        case OnPlane():
            A = gauss_newton(objective.objective, objective.plane.lift(p))
            return None if A is None else restricted(A, objective.plane)
        case _:
            return None
    product: Array = 2 * weight * (np.swapaxes(J, -1, -2) @ J)
    return product
