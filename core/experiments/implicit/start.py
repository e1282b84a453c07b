"""The start as a penalty: a diagonal network w = u∘u - v∘v with fewer equations than unknowns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, final

import numpy as np

from core.arrays import Array, Rows, Steps
from core.experiments.implicit.study import Lane, Study
from core.formulas import plainly
from core.objectives.least_squares import LeastSquares
from core.objectives.objective import Objective
from core.optimizers.first_order import GradientDescent
from core.regularization.implicit import diagonal_network_limit, minimum_l1, minimum_l2
from core.spec import knob
from core.training.descent import descend
from core.training.recipe import Recipe
from core.training.side_by_side import shared
from core.training.spread import Share

NETWORK: Final = "network"
EQUATIONS, UNKNOWNS, NON_ZERO = 20, 50, 3


@final
@dataclass(frozen=True)
class StartSize:
    """Twenty equations, fifty unknowns: which of the many solutions does gradient descent take?"""

    title: ClassVar[str] = "The size of the start"
    slider: ClassVar[str] = "alpha"

    alpha: float = knob(
        0.1, 0.01, 3.0, symbol="α", log=True, help="every parameter's start", part="rate"
    )
    eta: float = knob(0.02, 0.002, 0.1, symbol="η", log=True, help="learning rate")


@final
@dataclass(frozen=True, eq=False)
class DiagonalNetwork(Objective):
    r"""\tfrac{1}{2N} \|X(u∘u - v∘v) - y\|^2, p = (u, v)

    x (N, d), y (N,); p (..., 2d). All models look at the same rows.
    """

    data: ClassVar[tuple[str, ...]] = ("x", "y")

    x: Array
    y: Array

    @property
    def size(self) -> int:
        return 2 * self.x.shape[1]

    @property
    def sample_count(self) -> int:
        """N."""
        return len(self.y)

    @plainly("0.5 * np.square(weights(p) @ self.x.T - self.y).mean(axis=-1)")
    def value(self, p: Array) -> Array:
        left = weights(np.asarray(p, dtype=float)) @ self.x.T - self.y
        return np.asarray(0.5 * np.square(left).mean(axis=-1))

    @plainly("2 * p * both((weights(p) @ self.x.T - self.y) @ self.x / len(self.y))")
    def gradient(self, p: Array, rows: Rows | None = None) -> Array:
        p = np.asarray(p, dtype=float)
        x, y = (self.x, self.y) if rows is None else (self.x[rows], self.y[rows])
        return 2 * p * both((weights(p) @ x.T - y) @ x / len(y))

    def hessian(self, p: Array) -> Array:
        p = np.asarray(p, dtype=float)
        bend = 2 * both((weights(p) @ self.x.T - self.y) @ self.x / len(self.y))
        J = 2 * p * both(np.ones(self.x.shape[1]))
        H = np.tile(self.x.T @ self.x / len(self.y), (2, 2))
        return J[..., :, None] * H * J[..., None, :] + bend[..., None] * np.eye(self.size)


def weights(p: Array) -> Array:
    """w = u∘u - v∘v (..., d) of p = (u, v)."""
    d = p.shape[-1] // 2
    return p[..., :d] * p[..., :d] - p[..., d:] * p[..., d:]


def both(slope: Array) -> Array:
    """What a slope by w (..., d) is by u∘u and by v∘v (..., 2d)."""
    return np.concatenate([slope, -slope], axis=-1)


def problem(rng: np.random.Generator) -> tuple[Array, Array, Array]:
    """x (20, 50), y (20,) = x w, and that w (50,), of which three entries are not 0."""
    x = rng.standard_normal((EQUATIONS, UNKNOWNS))
    w = np.zeros(UNKNOWNS)
    at = rng.choice(UNKNOWNS, NON_ZERO, replace=False)
    w[at] = rng.choice([-1.0, 1.0], NON_ZERO) * rng.uniform(0.8, 2.0, NON_ZERO)
    return x, x @ w, w


def curvature(x: Array, y: Array, alpha: float) -> float:
    """The largest eigenvalue of the Hessian at u = v = α: 4α² times that of XᵀX/N, and a bend."""
    network = DiagonalNetwork(x, y)
    start = np.full(network.size, alpha)
    return float(np.linalg.eigvalsh(network.hessian(start))[-1])


@dataclass(frozen=True)
class FromZero:
    """Plain gradient descent on w itself from 0, after so many steps.

    apart: the largest difference of an entry from the solution of least ‖w‖₂. outside: the norm of
    the part of w that is at right angles to all rows of X. norm, least: ‖w‖₂ of both.
    """

    steps: int
    apart: float
    outside: float
    norm: float
    least: float


def from_zero(x: Array, y: Array, steps: int) -> FromZero:
    """With η = 1/λ_max. Every step is a sum of rows of X, so that w never leaves their span."""
    cost = LeastSquares(x, y)
    eta = 1 / float(np.linalg.eigvalsh(x.T @ x / len(x))[-1])
    w = descend(cost, GradientDescent(eta), np.zeros(cost.size), steps, record_every=steps).p[-1]
    least, rows = minimum_l2(x, y), np.linalg.qr(x.T)[0]
    return FromZero(
        steps,
        float(np.abs(w - least).max()),
        float(np.linalg.norm(w - rows @ (rows.T @ w))),
        float(np.linalg.norm(w)),
        float(np.linalg.norm(least)),
    )


def recipe(
    x: Array,
    y: Array,
    alpha: Array | float,
    eta: float,
    steps: int,
    record: Steps | int = 1,
) -> Recipe:
    """Gradient descent from u = v = α; α (V, 1) makes V runs side by side."""
    network = DiagonalNetwork(x, y)
    start = alpha * np.ones((*np.shape(alpha)[:-1], network.size))
    return Recipe(network, GradientDescent(eta), start, steps, record_every=record)


def study(
    x: Array,
    y: Array,
    eta: float,
    steps: int,
    record: Steps,
    values: Sequence[float],
    watch: Share | None = None,
) -> Study:
    """Gradient descent from all α at once, beside the limit of gradient flow from each."""
    run = recipe(x, y, np.array(values)[:, None], eta, steps, record).run(shared(watch, steps))
    predicted = np.array([diagonal_network_limit(x, y, alpha) for alpha in values])
    lane = Lane(weights(run.p), predicted, run.diverged_at)
    references = {"least L1": minimum_l1(x, y), "least L2": minimum_l2(x, y)}
    names = [f"w{j}" for j in range(1, x.shape[1] + 1)]
    return Study(np.array(values), run.k, names, {NETWORK: lane}, references)
