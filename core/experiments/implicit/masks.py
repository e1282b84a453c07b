"""Dropout before a sigmoid: the expectation over all masks, its approximation, and draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.datasets.wide import BreastCancerNuclei
from core.regularization.logistic import logistic_ridge_path
from core.regularization.noise import dropout_quadratic, expected_cross_entropy

COLUMNS = 10
_RIDGE = 0.01


@dataclass(frozen=True, eq=False)
class Added:
    """What dropout adds to the mean cross-entropy for keep rates (V,).

    exact, over all 2^10 masks; quadratic, by the second derivative; drawn, the mean of `draws`
    masks of each sample, with its standard error.
    """

    keep: Array
    exact: Array
    quadratic: Array
    drawn: Array
    error: Array
    draws: int


def model() -> tuple[Array, Array, Array, float]:
    """x (569, 10), y (569,), and w (10,), b of the logistic ridge with λ = 0.01 on them."""
    data = BreastCancerNuclei()()
    x, y = data.x[:, :COLUMNS], data.y[:, 0]
    path = logistic_ridge_path(x, y, [_RIDGE])
    return x, y, path.w[0], float(path.intercept[0])


def added(keep: Sequence[float], draws: int, seed: int) -> Added:
    """All three at the trained weights, which stay as they are."""
    x, y, w, b = model()
    rng = np.random.default_rng(seed)

    def loss(z: Array) -> Array:
        return np.asarray((np.logaddexp(0, z) - y * z).mean(axis=-1))

    without = float(loss(x @ w + b))
    uniform = rng.random((draws, *x.shape), dtype=np.float32)
    means, errors = [], []
    for q in keep:
        seen = loss(np.where(uniform < q, x * (w / q), 0.0).sum(axis=-1) + b) - without
        means.append(seen.mean())
        errors.append(seen.std(ddof=1) / np.sqrt(draws))
    return Added(
        np.array(keep),
        np.array([expected_cross_entropy(x, y, w, b, q) - without for q in keep]),
        np.array([dropout_quadratic(x, w, b, q) for q in keep]),
        np.array(means),
        np.array(errors),
        draws,
    )
