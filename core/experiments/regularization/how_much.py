"""How strong should a penalty be? Errors on patients that a fit has not seen, along λ."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.datasets.samples import standardize
from core.datasets.wide import Diabetes
from core.experiments.regularization.choices import FoldedLasso
from core.experiments.regularization.questions import HowMuch
from core.regularization import (
    CrossValidation,
    cross_validate,
    degrees_of_freedom,
    folds,
    lasso_path,
    leave_one_out,
    ridge_path,
)

FOLDS: Final = 10
_FIFTH: Final = 5


@dataclass(frozen=True, eq=False)
class Choice:
    """Mean squared errors along V strengths.

    training (V,) on what was fitted, folds (`folded`, scaled inside each; `leaky`, scaled outside
    them all), held_out (V,) on a fifth of the rows that no fit has seen. For ridge regression
    leaving one out, by formula and by N refits (V,) each; else None. free (V,): degrees of
    freedom, for the lasso the coefficients that are not 0.
    """

    strengths: Array
    training: Array
    folded: CrossValidation
    leaky: CrossValidation
    held_out: Array
    left_out: Array | None
    refitted: Array | None
    free: Array


def choose(question: HowMuch, strengths: Array, seed: int) -> Choice:
    """For each λ of strengths (V,). seed: deals the rows, where the question asks for that."""
    raw = Diabetes(standardize=False)()
    x, y = raw.x, raw.y
    lasso = isinstance(question.penalty, FoldedLasso)
    paths = lasso_path if lasso else ridge_path
    drawn = seed if question.random_folds else None
    fold = folds(len(y), FOLDS, drawn)
    z = standardize(x)[0]
    whole = paths(z, y, strengths)
    free = (
        np.count_nonzero(whole.w, axis=1).astype(float)
        if lasso
        else degrees_of_freedom(z, strengths)
    )
    return Choice(
        strengths,
        np.square(whole.outputs(z) - y).mean(axis=1),
        cross_validate(paths, x, y, strengths, fold),
        cross_validate(paths, x, y, strengths, fold, inside=False),
        # Other folds than the ten: a fifth of the rows, the last of each five.
        cross_validate(paths, x, y, strengths, folds(len(y), _FIFTH, drawn)).errors[-1],
        None if lasso else leave_one_out(z, y, strengths),
        None if lasso else refit_without_each(z, y, strengths),
        free,
    )


def refit_without_each(z: Array, y: Array, strengths: Array) -> Array:
    """The mean square (V,) of the error at each row of a ridge fit to all others.

    The sum of squares and its penalty are kept, so that λ of N - 1 rows is Nλ/(N - 1). z (N, d).
    """
    N = len(y)
    errors = np.empty((N, len(strengths)))
    for i in range(N):
        rest = np.arange(N) != i
        fit = ridge_path(z[rest], y[rest], strengths * N / (N - 1))
        errors[i] = fit.outputs(z[i : i + 1])[:, 0] - y[i]
    return np.asarray(np.square(errors).mean(axis=0))
