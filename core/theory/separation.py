"""Whether a hyperplane separates two classes, decided without rounding (Albert & Anderson 1984)."""

from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array
from core.theory.exact import Whole, null_space, whole
from core.theory.hull import nearest_to_zero


class Separation(Enum):
    """What the linear functions f(x) = wᵀx + b can do, f > 0 meaning label 1 and f < 0 label 0.

    COMPLETE: some f has every sample on its side. QUASI_COMPLETE: none has, but some f, not 0 on
    all samples, has none on the wrong side. OVERLAPPING: every other f has one on the wrong side;
    then, and only then, the cross-entropy has a finite optimum.
    """

    COMPLETE = "complete"
    QUASI_COMPLETE = "quasi-complete"
    OVERLAPPING = "overlapping"


def separation(x: ArrayLike, y: ArrayLike) -> Separation:
    """The verdict on x (N, d) with labels y, (N, 1) or (N,), of 0 and 1: that of the exact floats.

    It does not depend on the columns' units and offsets, nor on copies of rows or columns.
    ValueError where there is no sample, a number is not finite, or a label is neither 0 nor 1.
    """
    return _decided(x, y)[0]


def overlap(x: ArrayLike, y: ArrayLike) -> NDArray[np.bool_]:
    """Which samples (N,) every f that has none on the wrong side is 0 on: all of overlapping data.

    The infimum of the cross-entropy is its minimum over them; the costs of the others tend to 0.
    """
    return _decided(x, y)[1]


def _decided(x: ArrayLike, y: ArrayLike) -> tuple[Separation, NDArray[np.bool_]]:
    x, y = checked(x, y)
    rows, left = _rows(x, y), np.arange(len(y))
    verdict, held = Separation.COMPLETE, np.zeros(len(y), dtype=bool)
    while True:
        gone = ~(rows != 0).any(axis=1)
        held[left[gone]] = True
        rows, left = rows[~gone], left[~gone]
        if not len(rows):
            return Separation.OVERLAPPING, held
        found = nearest_to_zero(rows, lambda products: bool((products > 0).all()))
        if found.above.any():
            return verdict, held
        # Weights above 0 sum these rows to 0, so that an f with none of them on the wrong side is
        # 0 on all of them (Gordan): what is left are the functions that vanish there.
        rows = rows @ null_space(rows[found.corral])
        verdict = Separation.QUASI_COMPLETE


def checked(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """x (N, d) and y (N,) as floats; ValueError as for `separation`."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float).ravel()
    if x.ndim != 2 or x.shape[0] != len(y) or not len(y):
        raise ValueError(
            f"x of shape {x.shape} with {len(y)} labels is not possible: allowed are (N, d) and N, "
            "with N ≥ 1."
        )
    if not np.isin(y, (0, 1)).all():
        wrong = y[~np.isin(y, (0, 1))][0]
        raise ValueError(f"The label {wrong:g} is not possible: allowed are 0 and 1.")
    return x, y


def _rows(x: Array, y: Array) -> Whole:
    """Integer rows (N, d + 1) of s (x, 1); columns are shifted and scaled to be alike in size."""
    ones = np.full(len(y), 1, dtype=object)
    shifted = [column - column.sum() // len(y) for column in map(whole, x.T)]
    sizes = [int(np.abs(column).sum()) // len(y) + 1 for column in shifted]
    largest = max(sizes, default=1)
    columns = [column * (largest // size) for column, size in zip(shifted, sizes, strict=True)]
    sign = np.where(y == 1, 1, -1).astype(object)
    return sign[:, None] * np.stack([*columns, largest * ones], axis=1)
