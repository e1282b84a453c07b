"""An objective seen from a plane: a function of the plane's two coordinates, to be trained on."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Rows
from core.function import Objective
from core.planes import Plane
from core.risk import Risk


@dataclass(frozen=True, eq=False)
class OnPlane(Objective):
    """C(origin + Dᵀ c) as a function of c (..., 2), D (2, s) being the plane's directions.

    A run on it never leaves the plane. By the chain rule its gradient is D ∇C and its Hessian
    D ∇²C Dᵀ: projections, if the directions are orthonormal. ValueError for a plane of another
    parameter space.
    """

    objective: Objective
    plane: Plane

    def __post_init__(self) -> None:
        if self.plane.size != self.objective.size:
            raise ValueError(
                f"The plane lies in {self.plane.size} dimensions; "
                f"the objective has {self.objective.size}."
            )

    @property
    def size(self) -> int:
        return 2

    def value(self, p: Array) -> Array:
        return self.objective.value(self.plane.lift(p))

    def gradient(self, p: Array, rows: Rows | None = None) -> Array:
        return self.objective.gradient(self.plane.lift(p), rows) @ self.plane.directions.T

    def hessian(self, p: Array) -> Array:
        lifted, D = self.plane.lift(p), self.plane.directions
        if isinstance(self.objective, Risk):
            # Two products instead of the whole matrix.
            return _symmetric(self.objective.hessian_products(lifted, D) @ D.T)
        return restricted(self.objective.hessian(lifted), self.plane)


def restricted(A: Array, plane: Plane) -> Array:
    """The quadratic form A (..., s, s) on a plane: D A Dᵀ (..., 2, 2), symmetric to the bit."""
    D = plane.directions
    return _symmetric(D @ A @ D.T)


def _symmetric(A: Array) -> Array:
    symmetric: Array = 0.5 * (A + np.swapaxes(A, -1, -2))
    return symmetric
