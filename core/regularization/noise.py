"""Noise is a penalty: dropout of inputs, noise on inputs, smoothed labels, without a draw."""

from collections.abc import Callable
from itertools import product

import numpy as np

from core.arrays import Array
from core.regularization.logistic import soft_minimum

_NODES = 160


def dropout_penalty(x: Array, w: Array, keep: float) -> Array:
    """What inverted dropout of inputs adds to ‖y - Xw‖²/N in expectation: exactly a ridge.

    ((1-q)/q) Σ_j ‖x_j‖² w_j²/N for x (N, d), w (..., d), keep rate q (Wager, Wang & Liang 2013).
    """
    return np.asarray((1 - keep) / keep * np.square(w) @ np.square(x).mean(axis=0))


def dropout_minimum(x: Array, y: Array, keep: float) -> Array:
    """The w (d,) of least expected ‖y - Xw‖²/N under dropout; x (N, d) and y (N,) are centered."""
    size = np.sqrt((1 - keep) / keep * np.square(x).sum(axis=0))
    stacked = np.concatenate([x, np.diag(size)])
    return np.asarray(np.linalg.lstsq(stacked, np.append(y, np.zeros(len(size))), rcond=None)[0])


def expected_cross_entropy(x: Array, y: Array, w: Array, b: float, keep: float) -> float:
    """The mean cross-entropy under inverted dropout of inputs, all 2^d masks counted.

    x (N, d), y (N,) of 0 and 1, w (d,). ValueError for more than 16 inputs.
    """
    if len(w) > 16:
        raise ValueError(f"{len(w)} inputs have too many masks: allowed are up to 16.")
    masks = np.array(list(product((0.0, 1.0), repeat=len(w))))
    kept = masks.sum(axis=1)
    chance = keep**kept * (1 - keep) ** (len(w) - kept)
    z = x @ (masks * (w / keep)).T + b
    return float((np.logaddexp(0, z) - y[:, None] * z).mean(axis=0) @ chance)


def dropout_quadratic(x: Array, w: Array, b: float, keep: float) -> float:
    """What dropout adds to the cross-entropy to second order in the logits' noise.

    ½ ((1-q)/q) mean p(1-p) Σ_j x_j² w_j² (Wager, Wang & Liang 2013).
    """
    p = 0.5 + 0.5 * np.tanh(0.5 * (x @ w + b))
    return float(0.5 * (1 - keep) / keep * (p * (1 - p) * (np.square(x) @ np.square(w))).mean())


def with_input_noise(f: Callable[[Array], Array], x: Array, y: Array, sigma: float) -> float:
    """E mean (f(x + σε) - y)² for x, y (N,) and standard normal ε, by Gauss-Hermite quadrature."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    squares = np.square(f(x[:, None] + sigma * nodes) - y[:, None])
    return float((squares @ weights).mean() / weights.sum())


def tikhonov(slope: Array, sigma: float) -> float:
    """σ² mean f'²: what noise on the input adds where the fit is perfect or linear."""
    return float(sigma**2 * np.square(slope).mean())


def second_order(residual: Array, slope: Array, bend: Array, sigma: float) -> float:
    """σ² mean (f'² + (f - y) f''): what it adds to order σ² (Bishop 1995)."""
    return float(sigma**2 * (np.square(slope) + residual * bend).mean())


def smoothed_floor(epsilon: float, classes: int = 2) -> float:
    """The entropy of a smoothed label, which no cross-entropy on smoothed labels is below.

    The true class has 1 - ε + ε/K, each of the others ε/K (Szegedy et al. 2016, section 7).
    """
    rest = epsilon / classes
    top = 1 - epsilon + rest
    return float(-top * np.log(top) - (classes - 1) * rest * np.log(rest))


def smoothed_gap(epsilon: float, classes: int = 2) -> float:
    """How far the true class's logit is above the others at that floor."""
    rest = epsilon / classes
    return float(np.log((1 - epsilon + rest) / rest))


def smoothed_optimum(x: Array, y: Array, epsilon: float) -> Array:
    """(w, b) (d + 1,) of least mean cross-entropy on smoothed labels; y (N,) of 0 and 1, ε > 0.

    Finite on separable data too: a confident mistake costs without bound.
    """
    return soft_minimum(x, (1 - epsilon) * y + epsilon / 2)
