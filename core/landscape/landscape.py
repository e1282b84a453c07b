"""Landscapes: the landscape of one loss over a window, with its convexity and critical points."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.landscape.critical_points import CriticalPoint
from core.landscape.curvature import nonconvex_share
from core.landscape.surface import Surface


@dataclass(frozen=True, eq=False)
class Landscape:
    """A surface value (n, m) over the two parameters shown, and what is marked on it.

    smallest (n, m): the smallest eigenvalue of the full Hessian at the surface's points; on `share`
    of the window it is negative. points: the critical points of all parameters, inside the window.
    With a third parameter, held: slices (T, n, m) and their smallest eigenvalues at its values
    held (T,), of which `surface` is the one at 0; or minimized out: third (n, m), its values.
    """

    surface: Surface
    smallest: Array
    points: tuple[CriticalPoint, ...]
    held: Array | None = None
    slices: Array | None = None
    slices_smallest: Array | None = None
    third: Array | None = None

    @property
    def nonconvex(self) -> NDArray[np.bool_]:
        """Where on the surface (n, m) the smallest eigenvalue is negative."""
        return self.smallest < 0

    @property
    def share(self) -> float:
        """Share of the window, from 0 to 1, on which the cost is not convex; all slices count."""
        every = self.smallest if self.slices_smallest is None else self.slices_smallest
        return nonconvex_share(every)
