"""The rules that lay a plane through parameter space, and their menu."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, final

import numpy as np

from core.arrays import Array
from core.landscape.planes import PlaneChoice, TwoCoordinates, path_of, point_of
from core.landscape.principal_components import principal_components
from core.objectives.objective import Objective
from core.objectives.plane import Plane, through
from core.objectives.risk import Risk
from core.spec import choice, knob, menu
from core.training.descent import Trajectory


def drawn_by() -> Any:
    """The knob for the seed of a random plane."""
    return knob(0, 0, 9999, help="draws the directions")


def along_path() -> Any:
    """The knob for the point of the path that a plane touches."""
    return knob(1.0, 0.0, 1.0, help="where on the path: 0 at its start, 1 at its end")


@final
@dataclass(frozen=True)
class RandomDirections(PlaneChoice):
    r"""p + \alpha d_1 + \beta d_2, \quad d_i^T d_j = \delta_{ij} \text{ random}"""

    seed: int = drawn_by()
    at: float = along_path()

    def __call__(self, objective: Objective, trajectory: Trajectory | None = None) -> Plane:
        """Orthonormal directions, every plane through the point being equally likely."""
        origin = point_of(trajectory, objective.size, self.at)
        Q, R = np.linalg.qr(_normal(self.seed, objective.size).T)
        # With these signs the directions themselves are uniform, not only what they span.
        return Plane(origin, (Q * np.sign(np.diag(R))).T)


@final
@dataclass(frozen=True)
class FilterNormalized(PlaneChoice):
    r"""p + \alpha d_1 + \beta d_2, \quad \|d_{i,u}\| = \|p_u\| \text{ for each unit } u"""

    seed: int = drawn_by()
    at: float = along_path()

    def __call__(self, objective: Objective, trajectory: Trajectory | None = None) -> Plane:
        """Random directions whose part at each unit is as long as the unit's parameters.

        Li et al. (2018), Visualizing the Loss Landscape of Neural Nets, section 4. They speak of
        filters, and their program leaves biases where they are. Here a unit's parameters are its
        incoming weights and its bias: among 23 parameters 7 biases are too many to leave out. An
        objective that is no network counts as one unit. ValueError where all parameters are 0.
        """
        p = point_of(trajectory, objective.size, self.at)
        if not p.any():
            raise ValueError(
                "Filter-normalized directions are as long as the parameters, which are all 0 here."
            )
        directions = _normal(self.seed, objective.size)
        network = objective.model if isinstance(objective, Risk) else None
        unit = np.zeros(objective.size, dtype=int) if network is None else network.units
        for d in directions:
            d *= np.sqrt(np.bincount(unit, p * p) / np.bincount(unit, d * d))[unit]
        return Plane(p, directions)


@final
@dataclass(frozen=True)
class PrincipalComponents(PlaneChoice):
    r"""p_K + \alpha d_1 + \beta d_2, \quad d_i \text{ principal components of } p_0, …, p_K"""

    def __call__(self, objective: Objective, trajectory: Trajectory | None = None) -> Plane:
        """Through the end of the path, along the two directions of its largest variance.

        Li et al. (2018), section 7: they analyze p_k - p_K, and their program then subtracts the
        mean, so the directions are the ordinary principal components; only the plane goes through
        the end, not through the mean. Recorded points count alike: many early records pull the
        directions to the early path. A straight path is completed by the coordinate axis that is
        farthest from it. ValueError without a path, or for one that does not move.
        """
        path = path_of(trajectory, objective.size)
        directions, _ = principal_components(path)
        if len(directions) == 1:
            directions = np.stack([directions[0], _across(directions[0])])
        return Plane(path[-1], directions[:2])


@dataclass(frozen=True)
class Eigenvectors(ABC):
    """Which two eigenvectors of the Hessian."""

    @abstractmethod
    def __call__(self, vectors: Array) -> Array:
        """Directions (2, s) from the rows of vectors (s, s), by ascending eigenvalue."""


@final
@dataclass(frozen=True)
class MostCurved(Eigenvectors):
    r"""\lambda_s \ge \lambda_{s-1}"""

    title = "the two most curved"

    def __call__(self, vectors: Array) -> Array:
        return vectors[[-1, -2]]


@final
@dataclass(frozen=True)
class MostNegative(Eigenvectors):
    r"""\lambda_1 \le \lambda_2"""

    title = "the two most negative"

    def __call__(self, vectors: Array) -> Array:
        """The two smallest eigenvalues: where none is negative, the two flattest directions."""
        return vectors[[0, 1]]


@final
@dataclass(frozen=True)
class MostCurvedMostNegative(Eigenvectors):
    r"""\lambda_s \ge \lambda_1"""

    title = "the most curved and the most negative"

    def __call__(self, vectors: Array) -> Array:
        return vectors[[-1, 0]]


EIGENVECTORS = menu(MostCurved, MostNegative, MostCurvedMostNegative)


@final
@dataclass(frozen=True)
class HessianEigenvectors(PlaneChoice):
    r"""p + \alpha v_i + \beta v_j, \quad \nabla^2 C(p)\, v_i = \lambda_i v_i"""

    which: Eigenvectors = choice(EIGENVECTORS, MostCurved(), help="eigenvalues of the Hessian")
    at: float = along_path()

    def __call__(self, objective: Objective, trajectory: Trajectory | None = None) -> Plane:
        """Of the exact Hessian at one point of the path; the largest entry of each is positive."""
        p = point_of(trajectory, objective.size, self.at)
        directions = self.which(np.linalg.eigh(objective.hessian(p))[1].T)
        largest = directions[np.arange(2), np.abs(directions).argmax(axis=1)]
        return Plane(p, directions * np.sign(largest)[:, None])


@final
@dataclass(frozen=True)
class ThreePoints(PlaneChoice):
    r"""\text{through } p_0, \; p_K \text{ and a point } p_k \text{ between them}"""

    middle: float = knob(0.5, 0.0, 1.0, help="the third point: share of the recorded path")

    def __call__(self, objective: Objective, trajectory: Trajectory | None = None) -> Plane:
        """Start at (0, 0), end on the α axis; ValueError where the three points are on a line."""
        path = path_of(trajectory, objective.size)
        return through(path[0], path[-1], point_of(trajectory, objective.size, self.middle))


def _normal(seed: int, size: int) -> Array:
    return np.random.default_rng(seed).standard_normal((2, size))


def _across(direction: Array) -> Array:
    """The part of the coordinate axis farthest from a direction that is orthogonal to it."""
    axis = np.zeros_like(direction)
    axis[np.abs(direction).argmin()] = 1.0
    axis -= (axis @ direction) * direction
    return axis / np.linalg.norm(axis)


PLANES = menu(
    TwoCoordinates,
    RandomDirections,
    FilterNormalized,
    PrincipalComponents,
    HessianEigenvectors,
    ThreePoints,
)
