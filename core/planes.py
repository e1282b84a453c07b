"""Planes: two-dimensional slices of parameter space on which a cost is looked at."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import final

import numpy as np

from core.activations import Array
from core.descent import Trajectory
from core.objectives import Objective
from core.spec import knob, menu


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
        return self.origin + np.asarray(coordinates, dtype=float) @ self.directions

    def project(self, p: Array) -> Array:
        """Coordinates (..., 2) of the plane's points nearest to p (..., s)."""
        return (np.asarray(p, dtype=float) - self.origin) @ self._dual

    def residual(self, p: Array) -> Array:
        """Distance (...) of p (..., s) from the plane."""
        return np.linalg.norm(p - self.lift(self.project(p)), axis=-1)

    @cached_property
    def _dual(self) -> Array:
        """Least squares by QR: the (s, 2) matrix that turns steps into coordinates."""
        Q, R = np.linalg.qr(self.directions.T)
        return np.linalg.solve(R, Q.T).T


class PlaneChoice(ABC):
    """A rule that lays a plane through parameter space."""

    @abstractmethod
    def __call__(self, objective: Objective, trajectory: Trajectory | None = None) -> Plane:
        """The plane for one run; without a trajectory, one through the origin."""


@final
@dataclass(frozen=True)
class TwoCoordinates(PlaneChoice):
    r"""(\alpha, \beta) = (p_i, p_j)"""

    i: int = knob(0, 0, 999, symbol="i", help="parameter on the horizontal axis")
    j: int = knob(1, 0, 999, symbol="j", help="parameter on the vertical axis")

    def __call__(self, objective: Objective, trajectory: Trajectory | None = None) -> Plane:
        """The other parameters are held where the run ends (at 0 without a run).

        Plane coordinates are parameter values: p_i and p_j of the origin are 0.
        """
        s = objective.size
        if self.i == self.j or not (0 <= self.i < s and 0 <= self.j < s):
            raise ValueError(f"i, j = {self.i}, {self.j}: two different numbers from 0 to {s - 1}.")
        origin = end_of(trajectory, s)
        origin[[self.i, self.j]] = 0.0
        return Plane(origin, np.eye(s)[[self.i, self.j]])


def end_of(trajectory: Trajectory | None, size: int) -> Array:
    """Where a run of one model ends (s,); 0 without a run."""
    if trajectory is None:
        return np.zeros(size)
    if trajectory.p.ndim != 2 or trajectory.p.shape[1] != size:
        raise ValueError(
            f"p of the trajectory has shape {trajectory.p.shape}; it must be (K, {size})."
        )
    return trajectory.p[-1].copy()


PLANES = menu(TwoCoordinates)
