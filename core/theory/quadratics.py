"""What theory promises on a quadratic, and how to measure it on a run.

On ½ pᵀA p - bᵀp the error of a run splits along the eigenvectors of A. In each of them two
successive errors are mapped to the next by a 2×2 matrix, and the largest magnitude of an
eigenvalue of these matrices, over all λ of A, is the factor by which the distance to the minimum
shrinks or grows at each step in the long run (Polyak 1964; Lessard, Recht, Packard 2016).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.objectives.functions import Quadratic
from core.optimizers.first_order import GradientDescent, Momentum, Nesterov

# Distances below this share of the largest before them are rounding, not contraction.
_ROUNDING = 1e-12


class Motion(StrEnum):
    """How a run with heavy ball comes to the minimum, if it does."""

    MONOTONE = "monotone"
    OSCILLATING = "oscillating"
    DIVERGENT = "divergent"


@dataclass(frozen=True)
class Setting:
    """A learning rate and a momentum, and the factor per step that they promise."""

    eta: float
    beta: float
    rate: float


def descent_rate(eigenvalues: ArrayLike, eta: ArrayLike) -> Array:
    """max |1 - ηλ| over the eigenvalues (s,), in the shape of η: the rate of gradient descent.

    Above 1, and the run diverges, exactly for η > 2/λ_max.
    """
    factor = 1 - np.asarray(eta, dtype=float)[..., None] * np.asarray(eigenvalues, dtype=float)
    return np.abs(factor).max(axis=-1)


def heavy_ball_rate(eigenvalues: ArrayLike, eta: ArrayLike, beta: ArrayLike) -> Array:
    """Largest |z| with z² - (1 + β - ηλ) z + β = 0, over the eigenvalues (s,) (Polyak 1964).

    η and β broadcast, and the result has their shape.
    """
    eta, beta = _last_axis(eta), _last_axis(beta)
    return _largest_root(1 + beta - eta * np.asarray(eigenvalues, dtype=float), beta)


def nesterov_rate(eigenvalues: ArrayLike, eta: ArrayLike, beta: ArrayLike) -> Array:
    """Largest |z| with z² - (1 + β)(1 - ηλ) z + β(1 - ηλ) = 0, over the eigenvalues (s,).

    η and β broadcast (Lessard, Recht, Packard 2016, section 4.2; Nesterov's β held constant).
    """
    eta, beta = _last_axis(eta), _last_axis(beta)
    shrunk = 1 - eta * np.asarray(eigenvalues, dtype=float)
    return _largest_root((1 + beta) * shrunk, beta * shrunk)


def monotone_limit(largest: ArrayLike, beta: ArrayLike) -> Array:
    """η = (1 - √β)²/λ_max: up to it heavy ball has real, positive z only, and does not swing."""
    return (1 - np.sqrt(beta)) ** 2 / np.asarray(largest, dtype=float)


def alternating_limit(largest: ArrayLike, beta: ArrayLike) -> Array:
    """η = (1 + √β)²/λ_max: from it on heavy ball has real, negative z, and changes sides each step.

    Between `monotone_limit` of the smallest eigenvalue and this of the largest all z are complex,
    of magnitude √β; the two meet at the best setting.
    """
    return (1 + np.sqrt(beta)) ** 2 / np.asarray(largest, dtype=float)


def divergence_limit(largest: ArrayLike, beta: ArrayLike = 0.0) -> Array:
    """η = 2(1 + β)/λ_max: beyond it heavy ball diverges; 2/λ_max for gradient descent, β = 0."""
    return 2 * (1 + np.asarray(beta, dtype=float)) / np.asarray(largest, dtype=float)


def motion(largest: float, eta: float, beta: float) -> Motion:
    """Which region of the (η, β) plane a setting lies in, 0 ≤ β < 1, η > 0.

    OSCILLATING: along the eigenvector of λ_max, at least, the run swings around the minimum.
    """
    if eta > divergence_limit(largest, beta):
        return Motion.DIVERGENT
    return Motion.MONOTONE if eta <= monotone_limit(largest, beta) else Motion.OSCILLATING


def best_descent(smallest: float, largest: float) -> Setting:
    """η = 2/(λ_min + λ_max), with rate (κ - 1)/(κ + 1)."""
    return Setting(2 / (smallest + largest), 0.0, (largest - smallest) / (largest + smallest))


def best_heavy_ball(smallest: float, largest: float) -> Setting:
    """η = (2/(√λ_min + √λ_max))², β = ((√κ - 1)/(√κ + 1))², with rate √β (Polyak 1964)."""
    low, high = np.sqrt(smallest), np.sqrt(largest)
    rate = float((high - low) / (high + low))
    return Setting(float((2 / (low + high)) ** 2), rate**2, rate)


def best_nesterov(smallest: float, largest: float) -> Setting:
    """η = 4/(3λ_max + λ_min), β = (√(3κ+1) - 2)/(√(3κ+1) + 2), with rate 1 - 2/√(3κ+1).

    Lessard, Recht, Packard (2016), proposition 1.
    """
    root = float(np.sqrt(3 * largest / smallest + 1))
    return Setting(4 / (3 * largest + smallest), (root - 2) / (root + 2), 1 - 2 / root)


def best_optimizers(smallest: float, largest: float) -> tuple[GradientDescent, Momentum, Nesterov]:
    """Gradient descent, heavy ball and Nesterov's method, each at its best constant setting."""
    plain, ball = best_descent(smallest, largest), best_heavy_ball(smallest, largest)
    ahead = best_nesterov(smallest, largest)
    return (
        GradientDescent(plain.eta),
        Momentum(ball.eta, ball.beta),
        Nesterov(ahead.eta, ahead.beta),
    )


def evenly_spread(kappa: float, size: int = 50) -> Quadratic:
    """½ Σ λ_i p_i² with `size` eigenvalues in equal steps from 1 to κ; its minimum is 0."""
    return Quadratic(np.diag(np.linspace(1, kappa, size)))


def distances(p: Array, minimum: Array | float = 0.0) -> Array:
    """‖p - minimum‖ (...) of points p (..., s)."""
    return np.asarray(np.linalg.norm(p - minimum, axis=-1), dtype=float)


def contraction(distance: Array) -> Array:
    """Measured factor per step (...) from distances (K, ...) after steps 0, 1, …, K - 1.

    e to the slope of log distance over the last half of the steps before the distance sinks into
    rounding, or the run diverges and stands still. NaN where fewer than two steps remain.
    """
    flat = np.asarray(distance, dtype=float).reshape(len(distance), -1)
    factors = np.full(flat.shape[1], np.nan)
    for i, run in enumerate(flat.T):
        low = np.flatnonzero(run <= _ROUNDING * np.maximum.accumulate(run))
        moves = np.flatnonzero(np.diff(run))
        last = min([len(run) - 1, *low[:1] - 1, *moves[-1:] + 1])
        half = last // 2
        if last - half >= 1:
            slope = np.polyfit(np.arange(half, last + 1), np.log(run[half : last + 1]), 1)[0]
            factors[i] = np.exp(slope)
    return factors.reshape(np.shape(distance)[1:])


def steps_above(distance: Array, share: float) -> int:
    """The last step, from distances (K,), still farther than `share` of the first distance."""
    return int(np.flatnonzero(distance > share * distance[0])[-1])


def _last_axis(values: ArrayLike) -> Array:
    return np.asarray(values, dtype=float)[..., None]


def _largest_root(b: Array, c: Array) -> Array:
    """max over the last axis of max |z| with z² - b z + c = 0."""
    discriminant = b * b - 4 * c
    real = 0.5 * (np.abs(b) + np.sqrt(np.maximum(discriminant, 0)))
    # Complex roots are conjugate, so their product c is their squared magnitude.
    both = np.sqrt(np.maximum(c, 0)) + np.zeros_like(b)
    return np.asarray(np.where(discriminant < 0, both, real).max(axis=-1), dtype=float)
