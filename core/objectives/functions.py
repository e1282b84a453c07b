"""Objectives: functions of a flat parameter vector to be minimized, and the classic test functions.

The cost of a network on data is `core.objectives.risk.Risk`.
"""

from dataclasses import dataclass
from math import sqrt
from typing import final

import numpy as np

from core.arrays import Array, Rows, per_model
from core.formulas import plainly
from core.objectives.objective import Objective, OfSquares, OfTwo, Terms
from core.spec import knob, menu


@final
@dataclass(frozen=True)
class Quadratic(Objective):
    r"""\tfrac12 p^T A p - b^T p"""

    A: tuple[tuple[float, ...], ...] | Array = ((1.0, 0.0), (0.0, 10.0))
    b: tuple[float, ...] | Array | None = None

    @classmethod
    def of_condition(cls, kappa: float) -> "Quadratic":
        """The quadratic of two variables with eigenvalues 1 and κ."""
        return cls(((1.0, 0.0), (0.0, float(kappa))))

    def __post_init__(self) -> None:
        A = np.asarray(self.A, dtype=float)
        if A.ndim != 2 or A.shape[0] != A.shape[1] or not np.allclose(A, A.T):
            raise ValueError(f"A of shape {A.shape} must be a symmetric matrix.")

    @property
    def size(self) -> int:
        return len(self.A)

    def value(self, p: Array) -> Array:
        A, b = self._coefficients()
        return (p * (0.5 * (p @ A) - b)).sum(axis=-1)

    def gradient(self, p: Array, rows: Rows | None = None) -> Array:
        A, b = self._coefficients()
        return p @ A - b

    def hessian(self, p: Array) -> Array:
        A, _ = self._coefficients()
        return np.broadcast_to(A, (*p.shape[:-1], *A.shape)).copy()

    def _coefficients(self) -> tuple[Array, Array]:
        b = np.zeros(self.size) if self.b is None else np.asarray(self.b, dtype=float)
        return np.asarray(self.A, dtype=float), b


@final
@dataclass(frozen=True)
class Saddle(OfTwo):
    r"""\tfrac12 (u^2 - v^2)"""

    def _value(self, u: Array, v: Array) -> Array:
        return 0.5 * (u * u - v * v)

    def _first(self, u: Array, v: Array) -> tuple[Array, Array]:
        return u, -v

    def _second(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        return np.ones_like(u), np.zeros_like(u), -np.ones_like(u)


@final
@dataclass(frozen=True)
class DoubleWell(OfTwo):
    r"""\tfrac12 (u^2 - v^2) + \tfrac14 v^4"""

    def _value(self, u: Array, v: Array) -> Array:
        return 0.5 * (u * u - v * v) + 0.25 * v**4

    def _first(self, u: Array, v: Array) -> tuple[Array, Array]:
        return u, v * v * v - v

    def _second(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        return np.ones_like(u), np.zeros_like(u), 3 * v * v - 1


@final
@dataclass(frozen=True)
class Rosenbrock(OfSquares):
    r"""(1 - u)^2 + c\,(v - u^2)^2"""

    c: float = knob(100.0, 1.0, 1000.0, symbol="c", log=True, help="steepness of the valley")

    @plainly("1 - u, sqrt(self.c) * (v - u * u)")
    def _residuals(self, u: Array, v: Array) -> tuple[Array, ...]:
        return 1 - u, self._root(u) * (v - u * u)

    @plainly("(-1.0, 0.0), (-2 * sqrt(self.c) * u, sqrt(self.c))")
    def _slopes(self, u: Array, v: Array) -> tuple[Terms, ...]:
        root = self._root(u)
        return (-1.0, 0.0), (-2 * root * u, root)

    @plainly("(0.0, 0.0, 0.0), (-2 * sqrt(self.c), 0.0, 0.0)")
    def _bends(self, u: Array, v: Array) -> tuple[Terms, ...]:
        return (0.0, 0.0, 0.0), (-2 * self._root(u), 0.0, 0.0)

    def _root(self, u: Array) -> Array | float:
        c = per_model(self.c, u, 0)
        return np.sqrt(c) if isinstance(c, np.ndarray) else sqrt(c)


@final
@dataclass(frozen=True)
class Beale(OfSquares):
    r"""(1.5 - u + uv)^2 + (2.25 - u + uv^2)^2 + (2.625 - u + uv^3)^2"""

    def _residuals(self, u: Array, v: Array) -> tuple[Array, ...]:
        return 1.5 - u + u * v, 2.25 - u + u * v * v, 2.625 - u + u * v * v * v

    def _slopes(self, u: Array, v: Array) -> tuple[Terms, ...]:
        return (v - 1, u), (v * v - 1, 2 * u * v), (v * v * v - 1, 3 * u * v * v)

    def _bends(self, u: Array, v: Array) -> tuple[Terms, ...]:
        return (0.0, 1.0, 0.0), (0.0, 2 * v, 2 * u), (0.0, 3 * v * v, 6 * u * v)


@final
@dataclass(frozen=True)
class Himmelblau(OfSquares):
    r"""(u^2 + v - 11)^2 + (u + v^2 - 7)^2"""

    def _residuals(self, u: Array, v: Array) -> tuple[Array, ...]:
        return u * u + v - 11, u + v * v - 7

    def _slopes(self, u: Array, v: Array) -> tuple[Terms, ...]:
        return (2 * u, 1.0), (1.0, 2 * v)

    def _bends(self, u: Array, v: Array) -> tuple[Terms, ...]:
        return (2.0, 0.0, 0.0), (0.0, 0.0, 2.0)


@final
@dataclass(frozen=True)
class Product(OfSquares):
    r"""\tfrac12 (uv - 1)^2"""

    weight = 0.5

    def _residuals(self, u: Array, v: Array) -> tuple[Array, ...]:
        return (u * v - 1,)

    def _slopes(self, u: Array, v: Array) -> tuple[Terms, ...]:
        return ((v, u),)

    def _bends(self, u: Array, v: Array) -> tuple[Terms, ...]:
        return ((0.0, 1.0, 0.0),)


OBJECTIVES = menu(Quadratic, Saddle, DoubleWell, Rosenbrock, Beale, Himmelblau, Product)
