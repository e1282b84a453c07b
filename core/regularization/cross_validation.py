"""Which strength? Errors on folds that a fit has not seen, and two rules that choose by them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array
from core.datasets.samples import standardize
from core.regularization.problem import Path, checked

Paths = Callable[[Array, Array, Array], Path]
"""What fits x (N, d), y (N,) for strengths (V,), such as `lasso_path`."""


@dataclass(frozen=True, eq=False)
class CrossValidation:
    """Mean squared errors (K, V) of the folds left out, for strengths (V,).

    `best` is the index of the least mean, `simplest` that of the largest strength whose mean is at
    most one standard error above it (Breiman, Friedman, Olshen & Stone 1984, section 3.4.3).
    """

    strengths: Array
    errors: Array

    @property
    def mean(self) -> Array:
        """The mean over the folds (V,)."""
        return np.asarray(self.errors.mean(axis=0))

    @property
    def standard_error(self) -> Array:
        """The standard error of that mean (V,): deviation by K - 1, over √K."""
        return np.asarray(self.errors.std(axis=0, ddof=1) / np.sqrt(len(self.errors)))

    @property
    def best(self) -> int:
        """Where the mean is least."""
        return int(self.mean.argmin())

    @property
    def simplest(self) -> int:
        """The one-standard-error rule."""
        allowed = self.mean <= self.mean[self.best] + self.standard_error[self.best]
        return int(np.where(allowed, self.strengths, -np.inf).argmax())


def folds(count: int, K: int, seed: int | None = None) -> NDArray[np.int64]:
    """The fold (N,) of each of `count` samples: row i in fold i mod K, or shuffled by a seed.

    ValueError unless each of 2 folds or more has a sample.
    """
    if not 2 <= K <= count:
        raise ValueError(
            f"{K} folds of {count} samples are not possible: allowed are 2 to {count}."
        )
    fold = np.arange(count) % K
    return fold if seed is None else np.random.default_rng(seed).permutation(fold)


def cross_validate(
    path: Paths,
    x: ArrayLike,
    y: ArrayLike,
    strengths: ArrayLike,
    fold: NDArray[np.int64],
    inside: bool = True,
) -> CrossValidation:
    """Errors of fits by `path` to all folds but one, on the one, for strengths (V,).

    Columns are standardized by the training folds alone, or, `inside` being False, by all samples
    together, which lets a fit know something of the fold that it is judged on. fold (N,) as `folds`
    gives it; x (N, d), y (N,).
    """
    x, y, strengths = checked(x, y, strengths)
    x = x if inside else standardize(x)[0]
    errors = []
    for k in range(int(fold.max()) + 1):
        train, held = fold != k, fold == k
        z, mean, spread = standardize(x[train])
        if not inside:
            z, mean, spread = x[train], np.zeros(x.shape[1]), np.ones(x.shape[1])
        outputs = path(z, y[train], strengths).outputs((x[held] - mean) / spread)
        errors.append(np.square(outputs - y[held]).mean(axis=1))
    return CrossValidation(strengths, np.stack(errors))
