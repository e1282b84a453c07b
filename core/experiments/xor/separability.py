"""Which labelings of points a line can separate, and how many there are (Cover 1965)."""

from functools import cache
from itertools import product
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.theory.margin import Margin, largest_margin


def labelings() -> NDArray[np.int64]:
    """All labelings (16, 4) of the four points 00, 01, 10, 11 with 0 and 1, counted in binary.

    Row 6 is XOR, 0110, and row 9 its negation XNOR, 1001.
    """
    return np.array(list(product((0, 1), repeat=4)), dtype=np.int64)


def separable(labels: ArrayLike) -> NDArray[np.bool_]:
    """Whether a line separates the 0s from the 1s, (...) for labels (..., 4) of the four points.

    Labels that are all the same count: a line may leave all points on one side. ValueError for
    labels other than 0 and 1, or not four.
    """
    table = np.array([separating_line(row) is not None for row in labelings()])
    return table[_checked(labels) @ np.array([8, 4, 2, 1])]


def separating_line(labels: ArrayLike) -> Margin | None:
    """The line w₁x₁ + w₂x₂ + b = 0 for labels (4,) that keeps farthest from the points, or None.

    p is the unit vector (w₁, w₂, b), with w₁x₁ + w₂x₂ + b > 0 exactly at the points labeled 1;
    for labels that are all the same (w₁, w₂) may be 0. ValueError as for `separable`.
    """
    first, second, third, fourth = (int(label) for label in _checked(labels))
    return _line((first, second, third, fourth))


def separates(line: ArrayLike, labels: ArrayLike) -> NDArray[np.bool_]:
    """Whether each of the four points is on the side of its label, (..., 4) for a line (..., 3).

    line is (w₁, w₂, b); a point on the line is on neither side.
    """
    x, _ = xor.points()
    line = np.asarray(line, dtype=float)
    side = line[..., :2] @ x.T + line[..., 2:]
    return np.where(_checked(labels) == 1, side > 0, side < 0)


def cover_count(N: int, d: int) -> int:
    """How many of the 2^N labelings of N points in general position d free weights separate.

    2 Σ_{k<d} C(N-1, k) (Cover 1965, Theorem 1). A bias is one of the weights, so that a line in
    the plane has d = 3. ValueError unless N ≥ 1 and d ≥ 1.
    """
    if N < 1 or d < 1:
        raise ValueError(f"N = {N}, d = {d} is not possible: allowed are 1 and more.")
    return 2 * sum(comb(N - 1, k) for k in range(d))


def cover_share(N: int, d: int) -> float:
    """The share of all labelings that `cover_count` is: ½ where N = 2d."""
    return cover_count(N, d) / 2**N


@cache
def _line(labels: tuple[int, int, int, int]) -> Margin | None:
    x, _ = xor.points()
    return largest_margin(x, np.array(labels, dtype=float)[:, None])


def _checked(labels: ArrayLike) -> NDArray[np.int64]:
    given: Array = np.asarray(labels, dtype=float)
    if given.shape[-1:] != (4,) or not np.isin(given, (0.0, 1.0)).all():
        raise ValueError(f"labels = {given.tolist()} is not possible: allowed are four of 0 and 1.")
    return given.astype(np.int64)
