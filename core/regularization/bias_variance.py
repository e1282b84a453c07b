"""Bias and variance without a single draw: a linear fit is a matrix times the targets.

At M points the fit is Hy, and y = f + noise of deviation σ. Its error beyond the noise is then
mean (Hf - f)² + σ² mean ‖h‖², h a row of H: bias² and variance, exactly (Hastie, Tibshirani &
Friedman 2009, section 7.3).
"""

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import legendre

from core.arrays import Array


@dataclass(frozen=True, eq=False)
class BiasVariance:
    """Both as means over the points that they were asked for at; their sum is the risk."""

    bias2: Array
    variance: Array

    @property
    def risk(self) -> Array:
        """The expected squared distance from the truth."""
        return self.bias2 + self.variance


def polynomials(x: Array, degree: int) -> Array:
    """Legendre's polynomials (M, degree + 1) of x (M,) from 0 to 1."""
    return np.asarray(legendre.legvander(2 * x - 1, degree), dtype=float)


def hat_matrix(design: Array, points: Array) -> Array:
    """H (M, N) of least squares: design (N, k) is fitted, points (M, k) are predicted."""
    return np.asarray(points @ np.linalg.pinv(design), dtype=float)


def ridge_hat_matrices(design: Array, points: Array, strengths: Array) -> Array:
    """H (V, M, N) of ridge regression with the penalty (λ/2)‖w‖², λ of strengths (V,).

    The first column of design (N, k) and points (M, k) is the constant, which is not penalized.
    """
    X, mean = design[:, 1:] - design[:, 1:].mean(axis=0), design[:, 1:].mean(axis=0)
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    N = len(design)
    gain = s / (s * s + N * strengths[:, None])
    fits = ((points[:, 1:] - mean) @ Vt.T * gain[:, None, :]) @ U.T
    return np.asarray(fits + 1 / N)


def bias_variance(H: Array, f: Array, f_points: Array, sigma: float) -> BiasVariance:
    """Of hat matrices H (..., M, N), the truth f (N,) where data are and f_points (M,): (...)."""
    bias2 = np.square(H @ f - f_points).mean(axis=-1)
    return BiasVariance(bias2, sigma**2 * np.square(H).sum(axis=-1).mean(axis=-1))
