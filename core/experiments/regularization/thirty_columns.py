"""Logistic regression on all thirty columns of the breast tumors, which a hyperplane separates."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.datasets.wide import BreastCancerNuclei
from core.experiments.regularization.choices import TumorLasso, TumorRidge
from core.regularization import logistic_lasso_path, logistic_ridge_path

NAMES: Final = BreastCancerNuclei()().features
FARTHEST: Final = 60.0
_POINTS: Final = 121
# So weak that the direction of its minimum separates the classes.
_NEARLY_NONE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Tumors:
    """For V strengths: w (V, 30), slopes (V, 30) of the mean cross-entropy, accuracy (V,).

    Along `along` (M,), the length of a w that separates the classes: loss (M,), which falls for
    ever, and the penalty (V, M) of w there.
    """

    strengths: Array
    w: Array
    slopes: Array
    accuracy: Array
    along: Array
    loss: Array
    penalty: Array


def tumors(penalty: TumorLasso | TumorRidge, strengths: Array) -> Tumors:
    """For each λ of strengths (V,), 0 not among them: without a penalty there is no minimum."""
    samples = BreastCancerNuclei()()
    x, y = samples.x, samples.y[:, 0]
    lasso = isinstance(penalty, TumorLasso)
    path = (logistic_lasso_path if lasso else logistic_ridge_path)(x, y, strengths)
    z = path.outputs(x)
    p = 0.5 + 0.5 * np.tanh(z / 2)
    w, b = separating()
    along = np.linspace(0, FARTHEST, _POINTS)
    margin = np.where(y == 1, 1, -1) * (x @ w + b)
    loss = np.logaddexp(0, -along[:, None] * margin).mean(axis=1)
    size = along * np.abs(w).sum() if lasso else np.square(along) / 2
    return Tumors(
        strengths,
        path.w,
        (p - y) @ x / len(y),
        ((z > 0) == (y == 1)).mean(axis=1),
        along,
        loss,
        strengths[:, None] * size,
    )


def separating() -> tuple[Array, float]:
    """A w of length 1, with its b, that has every tumor on the right side."""
    samples = BreastCancerNuclei()()
    path = logistic_ridge_path(samples.x, samples.y[:, 0], np.array([_NEARLY_NONE]))
    length = float(np.linalg.norm(path.w[0]))
    return path.w[0] / length, float(path.intercept[0]) / length
