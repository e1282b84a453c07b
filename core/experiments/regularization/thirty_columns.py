"""Logistic regression on all thirty columns of the breast tumors, which a hyperplane separates."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.datasets.wide import BreastCancerNuclei
from core.experiments.regularization.choices import TumorLasso, TumorRidge
from core.regularization import logistic_lasso_path, logistic_ridge_path

NAMES: Final = BreastCancerNuclei()().features
ALONG: Final = np.linspace(-10, 60, 71)
ACROSS: Final = np.linspace(-8, 16, 49)
_WELL_KNOWN: Final = 0.1
# So weak that the direction of its minimum separates the classes.
_NEARLY_NONE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Tumors:
    """For V strengths: w (V, 30), slopes (V, 30) of the mean cross-entropy, accuracy (V,).

    On the plane of a w that separates the classes (`ALONG`, M) and of what a strong ridge's minimum
    has at right angles to it (`ACROSS`, L): loss (L, M), which falls for ever along the first, and
    the penalty with λ = 1, size (L, M).
    """

    strengths: Array
    w: Array
    slopes: Array
    accuracy: Array
    loss: Array
    size: Array


def tumors(penalty: TumorLasso | TumorRidge, strengths: Array) -> Tumors:
    """For each λ of strengths (V,), 0 not among them: without a penalty there is no minimum."""
    samples = BreastCancerNuclei()()
    x, y = samples.x, samples.y[:, 0]
    lasso = isinstance(penalty, TumorLasso)
    path = (logistic_lasso_path if lasso else logistic_ridge_path)(x, y, strengths)
    z = path.outputs(x)
    p = 0.5 + 0.5 * np.tanh(z / 2)
    plane = directions()
    # Each point's w and b, its margins, and the penalty of its w.
    points = np.stack(np.meshgrid(ALONG, ACROSS), axis=-1) @ plane
    margin = np.where(y == 1, 1, -1) * (points[..., :-1] @ x.T + points[..., -1:])
    loss = np.logaddexp(0, -margin).mean(axis=-1)
    w = points[..., :-1]
    size = np.abs(w).sum(axis=-1) if lasso else np.square(w).sum(axis=-1) / 2
    return Tumors(
        strengths,
        path.w,
        (p - y) @ x / len(y),
        ((z > 0) == (y == 1)).mean(axis=1),
        loss,
        size,
    )


def directions() -> Array:
    """Two directions (2, 31) of (w, b), the w of length 1 and at right angles to each other."""
    samples = BreastCancerNuclei()()
    w, b = separating()
    path = logistic_ridge_path(samples.x, samples.y[:, 0], np.array([_WELL_KNOWN]))
    along = float(path.w[0] @ w)
    u, c = path.w[0] - along * w, float(path.intercept[0]) - along * b
    length = float(np.linalg.norm(u))
    return np.stack([np.append(w, b), np.append(u, c) / length])


def separating() -> tuple[Array, float]:
    """A w of length 1, with its b, that has every tumor on the right side."""
    samples = BreastCancerNuclei()()
    path = logistic_ridge_path(samples.x, samples.y[:, 0], np.array([_NEARLY_NONE]))
    length = float(np.linalg.norm(path.w[0]))
    return path.w[0] / length, float(path.intercept[0]) / length
