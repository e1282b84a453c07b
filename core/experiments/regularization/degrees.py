"""Bias and variance of polynomials, exactly and by many draws of the noise."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.regularization.choices import ByDegree
from core.experiments.regularization.questions import BiasAndVariance
from core.regularization import (
    BiasVariance,
    bias_variance,
    hat_matrix,
    polynomials,
    ridge_hat_matrices,
)

HIGHEST: Final = 15
SHOWN, DRAWS = 30, 500
POINTS: Final = 201
_DESIGN_ROUNDING: Final = 1e-9


def truth(x: Array) -> Array:
    """f(x) = sin 2πx."""
    return np.sin(2 * np.pi * x)


@dataclass(frozen=True, eq=False)
class Decomposition:
    """For V positions, bias² and variance over `points` (M,): exact, and drawn 500 times.

    at (V,) are the degrees or strengths; exact and drawn have (V,); fits (V, 30, M) are those of
    the first draws, mean (V, M) is Hf, the mean of all there could be. x, y (N,): the first draw.
    rest (V,): σ² times the trace of HᵀH over N, the variance over the data's own points.
    """

    at: Array
    points: Array
    exact: BiasVariance
    drawn: BiasVariance
    fits: Array
    mean: Array
    x: Array
    y: Array
    rest: Array


def decompose(question: BiasAndVariance, at: Array, seed: int) -> Decomposition:
    """For each degree or strength of `at` (V,)."""
    N, sigma = question.count, question.sigma
    x = (np.arange(N) + 0.5) / N
    points = np.linspace(0, 1, POINTS)
    H = smoothers(question, at, x, points)
    own = smoothers(question, at, x, x)
    noise = sigma * np.random.default_rng(seed).standard_normal((DRAWS, N))
    fits = (truth(x) + noise) @ H.swapaxes(-1, -2)
    center = fits.mean(axis=1)
    drawn = BiasVariance(
        np.square(center - truth(points)).mean(axis=-1), fits.var(axis=1, ddof=1).mean(axis=-1)
    )
    return Decomposition(
        at,
        points,
        bias_variance(H, truth(x), truth(points), sigma),
        drawn,
        fits[:, :SHOWN],
        H @ truth(x),
        x,
        truth(x) + noise[0],
        sigma**2 * np.square(own).sum(axis=(-2, -1)) / N,
    )


def smoothers(question: BiasAndVariance, at: Array, x: Array, points: Array) -> Array:
    """H (V, M, N): the fit at points (M,) is H y."""
    if isinstance(question.kept_simple_by, ByDegree):
        pairs = [(polynomials(x, int(d)), polynomials(points, int(d))) for d in at]
        return np.stack([hat_matrix(*pair) for pair in pairs])
    return ridge_hat_matrices(polynomials(x, HIGHEST), polynomials(points, HIGHEST), at)
