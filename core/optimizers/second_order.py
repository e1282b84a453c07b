"""Newton's method and Levenberg-Marquardt: what second derivatives buy, as references.

Both look at all samples and need a matrix at every step, so they are no `Optimizer` that could do
with a gradient alone; bound to an objective (`on`) they become one, and `descend` runs them.

Price: a Hessian or a Gauss-Newton matrix of s parameters counts as s gradient evaluations (as
many Hessian-vector products, each about the price of a gradient or two). With the gradient a step
costs 1 + s, a refused one too; values alone are not counted.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self, final

import numpy as np

from core.arrays import Array, per_model
from core.objectives.objective import Objective
from core.objectives.residuals import gauss_newton
from core.optimizers.optimizer import Optimizer, State, learning_rate
from core.spec import knob, menu

SINGULAR = 1e-12
"""Curvature below this share of the largest is rounding: dividing by it would be noise."""
LEAST, MOST = 1e-100, 1e100
"""Between these stays the damping μ."""
TINY = float(np.finfo(float).tiny)
"""The least that a component of the gradient is divided by."""
SLOWEST = 1 / 3
"""The most that one step lowers μ: to this share of it."""


@dataclass(frozen=True)
class SecondOrder(ABC):
    """A rule that needs the objective itself, not its gradient alone."""

    title: ClassVar[str]
    source: ClassVar[str]
    has_rate: ClassVar[bool] = False

    def at_rate(self, eta: Array | float) -> Self:
        """The same rule with another learning rate; the rule itself where it has none."""
        if not self.has_rate:
            return self
        rate: Any = {"eta": eta}
        return replace(self, **rate)

    @abstractmethod
    def on(self, objective: Objective) -> Optimizer:
        """The rule as an optimizer for this objective alone, whose full gradient it expects."""


def evaluations_per_step(size: int) -> int:
    """Gradient evaluations in a step on `size` parameters: one gradient, one matrix."""
    return 1 + size


@final
@dataclass(frozen=True)
class Newton(SecondOrder):
    r"""p ← p - η\,H^{-1} g \qquad (H = \nabla^2 C, \; η = 1 \text{ for a whole step})"""

    title = "Newton"
    source = "Nocedal & Wright 2006, eq. (3.30)"

    has_rate = True

    eta: float = learning_rate(1.0)

    def on(self, objective: Objective) -> Optimizer:
        return NewtonOn(objective, self.eta)


@final
@dataclass(frozen=True)
class LevenbergMarquardt(SecondOrder):
    r"""p ← p - (A + μI)^{-1} g, \quad A = 2wJ^TJ \text{ for } C = w\|r\|^2, \text{ else } A = H"""

    title = "Levenberg-Marquardt"
    source = "Marquardt 1963; Madsen, Nielsen & Tingleff 2004, Algorithm 3.16"

    damping: float = knob(
        0.01, 1e-6, 100.0, symbol="τ", log=True, help="first μ, as a share of the largest curvature"
    )

    def on(self, objective: Objective) -> Optimizer:
        return LevenbergMarquardtOn(objective, self.damping)


@final
@dataclass(frozen=True, eq=False)
class NewtonOn(Optimizer):
    """Newton's method on one objective, pure: it goes to saddles and maxima as it does to minima.

    Regularized only where H is singular: along its directions of no curvature (less than 1e-12 of
    the largest) it takes no step (the pseudoinverse).
    """

    title = Newton.title
    source = Newton.source
    torch = ""

    objective: Objective
    eta: float = 1.0

    def init(self, p: Array) -> State:
        return ()

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        curvature, axes = _axes(self.objective.hessian(p))
        along = _coordinates(axes, g)
        flat = np.abs(curvature) <= SINGULAR * np.abs(curvature).max(axis=-1, keepdims=True)
        move = np.divide(along, curvature, where=~flat, out=np.zeros_like(along))
        return p - self.eta * _from_axes(axes, move), state


@final
@dataclass(frozen=True, eq=False)
class LevenbergMarquardtOn(Optimizer):
    """Levenberg-Marquardt on one objective.

    On a weighted sum of squares (`gauss_newton` knows which) A is the Gauss-Newton matrix, on any
    other objective the Hessian, shifted by -λ_min where that is negative: damped Newton. A step
    that does not lower the cost is refused and μ rises, by 2, 4, 8, …; after a step that does, μ
    falls, down to a third, the more the better the quadratic model foretold the gain.
    """

    title = LevenbergMarquardt.title
    source = LevenbergMarquardt.source
    torch = ""

    objective: Objective
    damping: float
    eta: float = 1.0

    def init(self, p: Array) -> State:
        curvature, _ = _axes(self._matrix(p))
        largest = np.abs(curvature).max(axis=-1)
        mu = per_model(self.damping, largest, 0) * largest
        return mu, np.full_like(mu, 2.0), self.objective.value(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        mu, raising, value = state
        curvature, axes = _axes(self._matrix(p))
        lift = (mu - np.minimum(curvature.min(axis=-1), 0))[..., None]
        along = _coordinates(axes, g)
        move = along / np.maximum(curvature + lift, TINY)
        tried = p - self.eta * _from_axes(axes, move)
        there = self.objective.value(tried)
        lower = there < value
        foretold = 0.5 * (move * (lift * move + along)).sum(axis=-1)
        gain = np.divide(value - there, foretold, where=lower, out=np.zeros_like(mu))
        falling = np.maximum(SLOWEST, 1 - (2 * gain - 1) ** 3)
        mu = np.clip(mu * np.where(lower, falling, raising), LEAST, MOST)
        raising = np.where(lower, 2.0, np.minimum(2 * raising, MOST))
        value = np.where(lower, there, value)
        return np.where(lower[..., None], tried, p), (mu, raising, value)

    def _matrix(self, p: Array) -> Array:
        A = gauss_newton(self.objective, p)
        return self.objective.hessian(p) if A is None else A


def _axes(A: Array) -> tuple[Array, Array]:
    """Eigenvalues (..., s) and eigenvectors (..., s, s) of A; zeros where A is not finite."""
    finite = np.isfinite(A).all(axis=(-2, -1), keepdims=True)
    curvature, axes = np.linalg.eigh(np.where(finite, A, 0.0))
    return np.asarray(curvature), np.asarray(axes)


def _coordinates(axes: Array, g: Array) -> Array:
    return np.asarray((g[..., None, :] @ axes)[..., 0, :])


def _from_axes(axes: Array, move: Array) -> Array:
    return np.asarray((axes @ move[..., None])[..., 0])


REFERENCES = menu(Newton, LevenbergMarquardt)
