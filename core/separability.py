"""Which labelings of points a line can separate (Cover 1965)."""

import numpy as np
from numpy.typing import NDArray

from core.activations import Array
from core.margin import Margin


def labelings() -> NDArray[np.int64]:
    """All labelings (16, 4) of four points with 0 and 1; row k is k in binary."""
    raise NotImplementedError


def separable(labels: Array) -> NDArray[np.bool_]:
    """Whether a line separates the corners of the square labeled (..., 4) in 0 and 1."""
    raise NotImplementedError


def separating_line(labels: Array) -> Margin | None:
    """The line w₁x₁ + w₂x₂ + b = 0 of largest margin for labels (4,); None if there is none.

    p is the unit vector (w₁, w₂, b), positive on the side of label 1; constant labels have a line
    that leaves all points on one side.
    """
    raise NotImplementedError


def cover_count(N: int, d: int) -> int:
    """How many of the 2^N labelings of N points in general position d free weights separate.

    2 Σ_{k<d} C(N-1, k) (Cover 1965, Theorem 1); a bias counts as a weight.
    """
    raise NotImplementedError
