"""Planes: two-dimensional slices of parameter space, and an objective seen from one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Rows
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.once import once


@dataclass(frozen=True, eq=False)
class Plane:
    """The points origin + α d₁ + β d₂ of parameter space, with coordinates (α, β).

    origin (s,); directions (2, s) = (d₁, d₂), independent but of any length and angle. Both are
    copied and read-only. ValueError for shapes that do not fit, for numbers that are not finite
    and for directions that are parallel.
    """

    origin: Array
    directions: Array

    def __post_init__(self) -> None:
        for name in ("origin", "directions"):
            array = np.array(getattr(self, name), dtype=float)
            if not np.isfinite(array).all():
                raise ValueError(f"{name} holds numbers that are not finite.")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        if self.origin.ndim != 1 or self.directions.shape != (2, self.origin.size):
            raise ValueError(
                f"origin has shape {self.origin.shape} and directions {self.directions.shape}; "
                "they must be (s,) and (2, s)."
            )
        if np.linalg.matrix_rank(self.directions) < 2:
            raise ValueError("The two directions of a plane are parallel or 0.")

    @property
    def size(self) -> int:
        """Number of parameters s."""
        return self.origin.size

    def lift(self, coordinates: Array) -> Array:
        """The points p (..., s) with the given coordinates (..., 2)."""
        p = np.asarray(coordinates, dtype=float) @ self.directions
        p += self.origin
        return p

    def project(self, p: Array) -> Array:
        """Coordinates (..., 2) of the plane's points nearest to p (..., s)."""
        return (np.asarray(p, dtype=float) - self.origin) @ self._dual

    def residual(self, p: Array) -> Array:
        """Distance (...) of p (..., s) from the plane."""
        return np.linalg.norm(p - self.lift(self.project(p)), axis=-1)

    @once
    def _dual(self) -> Array:
        """Least squares by QR: the (s, 2) matrix that turns steps into coordinates."""
        Q, R = np.linalg.qr(self.directions.T)
        return np.linalg.solve(R, Q.T).T


def through(a: ArrayLike, b: ArrayLike, c: ArrayLike) -> Plane:
    """The plane through three points (s,): a at (0, 0), b at (‖b - a‖, 0), c above the α axis.

    The directions are orthonormal (Garipov et al. 2018, Loss Surfaces, Mode Connectivity), so that
    distances in the picture are distances between parameters. ValueError for points on a line.
    """
    points = np.array([a, b, c], dtype=float)
    rounding = 1e-12 * np.linalg.norm(points)
    along, aside = points[1:] - points[0]
    length = np.linalg.norm(along)
    if length > rounding:
        along /= length
        # Twice: what rounding leaves along the first direction is removed as well.
        for _ in range(2):
            aside -= (aside @ along) * along
    width = np.linalg.norm(aside)
    if length <= rounding or width <= rounding:
        raise ValueError("The three points lie on one line: many planes go through them.")
    return Plane(points[0], np.stack([along, aside / width]))


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
