"""The reference arrays, and the conditions that a minimum fulfils."""

from pathlib import Path as File

import numpy as np

REFERENCE = File(__file__).parents[2] / "reference" / "regularization"


def reference(name):
    return np.load(REFERENCE / f"{name}.npz")


def centered(x):
    """Columns less their means, without an offset's rounding."""
    x = x - x[0]
    x = x - x.mean(axis=0)
    return x - x.mean(axis=0)


def least_squares_slopes(x, y, path):
    """x_jᵀr/N (V, d), in exact differences from the mean."""
    X = centered(x)
    return (y - y.mean() - path.w @ X.T) @ X / len(y)


def logistic_slopes(x, y, path):
    """x_jᵀ(y - σ)/N (V, d), and the mean of y - σ (V,)."""
    left = y - 0.5 - 0.5 * np.tanh(path.outputs(x) / 2)
    return left @ x / len(y), left.mean(axis=1)


def violation(slopes, w, strengths):
    """How far (V, d) the conditions of an L1 penalty are from holding."""
    pull = strengths[:, None] * np.sign(w)
    return np.where(w == 0, np.maximum(np.abs(slopes) - strengths[:, None], 0), slopes - pull)
