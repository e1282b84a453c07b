"""Early stopping beside ridge: what each leaves of the singular components of least squares.

Curvatures h = s²/N are the eigenvalues of XᵀX/N, x centered.
"""

from math import expm1, log1p

import numpy as np

from core.arrays import Array


def ridge_filter(curvature: Array, strength: Array | float) -> Array:
    """h/(h + λ)."""
    return curvature / (curvature + strength)


def stopping_filter(curvature: Array, eta: float, steps: Array | float) -> Array:
    """1 - (1 - ηh)^t: gradient descent from 0 on (1/2N)‖y - Xw‖² after t steps, 0 ≤ ηh ≤ 1."""
    # Where ηh = 1 the first step removes all of it: log 0.
    with np.errstate(divide="ignore"):
        return np.asarray(-np.expm1(steps * np.log1p(-np.minimum(eta * curvature, 1.0))))


def flow_filter(curvature: Array, time: Array | float) -> Array:
    """1 - e^(-ht): the limit of small η, time = ηt."""
    return np.asarray(-np.expm1(-time * curvature))


def largest_gap() -> tuple[float, float]:
    """Where u = hηt, and by how much, gradient flow and ridge with λ = 1/(ηt) differ most.

    The filters are 1 - e^(-u) and u/(1 + u), and their slopes agree where e^(u/2) = 1 + u.
    """
    u = 2.5
    # Newton's method on u - 2 log(1 + u).
    for _ in range(20):
        u -= (u - 2 * log1p(u)) / (1 - 2 / (1 + u))
    return u, -expm1(-u) - u / (1 + u)


def in_sample_risk(filters: Array, signal: Array, sigma2: float) -> Array:
    """The expected mean squared distance from the truth at the samples, without the intercept's.

    Σ ((1 - f) signal)² + f² σ²/N for filters (..., r), signal (r,) = s v_kᵀw/√N, the components of
    the true w, and sigma2 = σ²/N, the noise's variance over N.
    """
    return np.asarray(
        (np.square((1 - filters) * signal) + sigma2 * np.square(filters)).sum(axis=-1)
    )
