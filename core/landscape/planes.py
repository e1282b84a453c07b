"""Planes: two-dimensional slices of parameter space on which a cost is looked at.

The rules that lay one through a run, and their menu, are in `core.landscape.plane_choices`.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.landscape.surface import Surface, sample
from core.objectives.objective import Objective
from core.objectives.plane import Plane
from core.spec import knob
from core.training.descent import Trajectory

# How far a surface reaches beyond its path, as a share of the path's extent, and at least.
_ROOM, _LEAST_ROOM = 0.35, 0.5


@dataclass(frozen=True, eq=False)
class Shadow:
    """Points of parameter space (...) as a plane shows them, and what it gets wrong.

    coordinates (..., 2) of the plane's nearest points; distance (...) to these; value (...), the
    cost where the points are, and shown (...), the cost of the surface beneath them.
    """

    coordinates: Array
    distance: Array
    value: Array
    shown: Array

    @property
    def error(self) -> Array:
        """|C(p) - C(projection of p)|, shape (...)."""
        return np.abs(self.value - self.shown)


def shadow(objective: Objective, plane: Plane, p: ArrayLike) -> Shadow:
    """The shadow of the points p (..., s) on a plane; ValueError for another parameter space."""
    p = np.asarray(p, dtype=float)
    if not plane.size == objective.size == p.shape[-1]:
        raise ValueError(
            f"The plane lies in {plane.size} dimensions, the points in {p.shape[-1]}; "
            f"the objective has {objective.size}."
        )
    coordinates = plane.project(p)
    nearest = plane.lift(coordinates)
    distance = np.linalg.norm(p - nearest, axis=-1)
    return Shadow(coordinates, distance, objective.value(p), objective.value(nearest))


@dataclass(frozen=True, eq=False)
class Slice:
    """A plane through the landscape, the surface over it, and the shadow of a path on it."""

    plane: Plane
    surface: Surface
    shadow: Shadow


def cut(objective: Objective, plane: Plane, path: Array, resolution: int = 71) -> Slice:
    """The surface (resolution, resolution) over a plane around the shadow of a path (F, s)."""
    projection = shadow(objective, plane, path)
    axes = [_around(projection.coordinates[:, i], resolution) for i in (0, 1)]
    return Slice(plane, sample(objective, plane, *axes), projection)


def _around(coordinate: Array, resolution: int) -> Array:
    low, high = float(coordinate.min()), float(coordinate.max())
    room = max(_ROOM * (high - low), _LEAST_ROOM)
    return np.linspace(low - room, high + room, resolution)


class PlaneChoice(ABC):
    """A rule that lays a plane through parameter space."""

    @abstractmethod
    def __call__(self, objective: Objective, trajectory: Trajectory | None = None) -> Plane:
        """The plane for one run.

        Without a trajectory one through the origin, or a ValueError where the path is needed.
        """


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
        origin = point_of(trajectory, s)
        origin[[self.i, self.j]] = 0.0
        return Plane(origin, np.eye(s)[[self.i, self.j]])


def path_of(trajectory: Trajectory | None, size: int) -> Array:
    """The recorded points (K, s) of a run of one model; ValueError if there is no such run."""
    if trajectory is None:
        raise ValueError("This plane needs a run: it is laid through its path.")
    if trajectory.p.ndim != 2 or trajectory.p.shape[1] != size:
        raise ValueError(
            f"p of the trajectory has shape {trajectory.p.shape}; it must be (K, {size})."
        )
    return trajectory.p


def point_of(trajectory: Trajectory | None, size: int, at: float = 1.0) -> Array:
    """The recorded point (s,) at a share of the record: 0 the start, 1 the end; 0 without a run."""
    if trajectory is None:
        return np.zeros(size)
    path = path_of(trajectory, size)
    return path[round(at * (len(path) - 1))].copy()
