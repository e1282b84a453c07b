"""Linear algebra without rounding: tables as whole numbers, and where a matrix vanishes.

Every float is a fraction whose denominator is a power of 2, so that a column becomes whole numbers
by one factor. Matrices here are arrays of Python's integers, of any length.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Whole = NDArray[Any]
"""Python integers in an array of objects."""


def whole(column: ArrayLike) -> Whole:
    """The numbers times the least power of 2 that makes integers of all of them.

    ValueError where one is not finite.
    """
    numbers = np.asarray(column, dtype=float)
    if not np.isfinite(numbers).all():
        raise ValueError("A table has numbers that are not finite, but allowed are finite ones.")
    ratios = [number.as_integer_ratio() for number in numbers.ravel().tolist()]
    unit = max((below for _, below in ratios), default=1)
    return integers([above * (unit // below) for above, below in ratios]).reshape(numbers.shape)


def integers(values: Any) -> Whole:
    """Nested lists of integers as an array of objects: no integer is too long for it."""
    return np.array(values, dtype=object)


def null_space(matrix: Whole) -> Whole:
    """A basis (m, k), integers, of the vectors v with `matrix` (n, m) @ v = 0.

    Gauss-Jordan elimination without fractions: each division leaves no remainder (Bareiss 1968).
    """
    left, (rows, columns) = matrix.copy(), matrix.shape
    pivots, divisor = list[int](), 1
    for column in range(columns):
        row = len(pivots)
        candidates = [i for i in range(row, rows) if left[i, column]]
        if not candidates:
            continue
        left[[row, candidates[0]]] = left[[candidates[0], row]]
        pivot, above = left[row, column], left[row].copy()
        left = (pivot * left - np.outer(left[:, column], above)) // divisor
        left[row], divisor = above, pivot
        pivots.append(column)
    free = [column for column in range(columns) if column not in pivots]
    basis = np.zeros((columns, len(free)), dtype=object)
    for k, column in enumerate(free):
        basis[column, k] = divisor
        basis[pivots, k] = -left[: len(pivots), column]
    return basis
