"""Separable data and the largest margin: where the cross-entropy has no finite optimum."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.theory.exact import whole
from core.theory.hull import nearest_to_zero
from core.theory.separation import Separation, checked, separation


@dataclass(frozen=True, eq=False)
class Margin:
    """The unit vector p (s,) = (w, b)/‖(w, b)‖ with the largest min s_i (wᵀx_i + b), `width`."""

    p: Array
    width: float


def largest_margin(x: ArrayLike, y: ArrayLike) -> Margin | None:
    """The separating (w, b) of largest margin for x (N, d), y (N, 1) in {0, 1}; None if none is.

    There is one exactly where `separation` is complete. The bias counts as a weight of the
    constant feature 1, for that is the direction in which gradient descent on the cross-entropy
    tends (Soudry et al. 2018, Theorem 3). With signed rows s_i (x_i, 1) it is the point of their
    convex hull nearest to 0, found without rounding. ValueError as for `separation`.
    """
    if separation(x, y) is not Separation.COMPLETE:
        return None
    x, y = checked(x, y)
    table = whole(np.column_stack([x, np.ones(len(y))]))
    found = nearest_to_zero(np.where(y == 1, 1, -1).astype(object)[:, None] * table)
    unit = int(table[0, -1])
    # Ratios first: the integers may be too long for floats.
    largest = int(np.abs(found.above).max())
    ratios = (found.above / largest).astype(float)
    norm = float(np.linalg.norm(ratios))
    return Margin(ratios / norm, norm * float(Fraction(largest, found.below * unit)))
