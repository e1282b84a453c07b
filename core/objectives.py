"""Objectives: functions of a flat parameter vector to be minimized, and the classic test functions.

The cost of a network on data is `core.risk.Risk`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np
from numpy.typing import NDArray

from core.activations import Array
from core.spec import knob, menu

Rows = NDArray[np.integer] | None


class Objective(ABC):
    """A twice differentiable function of p (..., s); leading axes are a batch of points."""

    @property
    @abstractmethod
    def size(self) -> int:
        """Number of parameters s."""

    @abstractmethod
    def value(self, p: Array) -> Array:
        """Shape (...)."""

    @abstractmethod
    def gradient(self, p: Array, rows: Rows = None) -> Array:
        """Shape (..., s); `rows` picks samples, where the objective has any."""

    @abstractmethod
    def hessian(self, p: Array) -> Array:
        """Shape (..., s, s)."""


def in_chunks(f: Callable[[Array], Array], p: Array, chunk: int) -> Array:
    """f(p) for p (..., s), at most `chunk` points at a time, so that temporaries stay in cache."""
    points = p.reshape(-1, p.shape[-1])
    if len(points) <= chunk:
        return f(p)
    parts = [f(points[at : at + chunk]) for at in range(0, len(points), chunk)]
    values = np.concatenate(parts)
    return values.reshape(*p.shape[:-1], *values.shape[1:])


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

    def gradient(self, p: Array, rows: Rows = None) -> Array:
        A, b = self._coefficients()
        return p @ A - b

    def hessian(self, p: Array) -> Array:
        A, _ = self._coefficients()
        return np.broadcast_to(A, (*p.shape[:-1], *A.shape)).copy()

    def _coefficients(self) -> tuple[Array, Array]:
        b = np.zeros(self.size) if self.b is None else np.asarray(self.b, dtype=float)
        return np.asarray(self.A, dtype=float), b


class _OfTwo(Objective):
    """A test function of two variables u and v, given by its partial derivatives."""

    @property
    def size(self) -> int:
        return 2

    @abstractmethod
    def _value(self, u: Array, v: Array) -> Array: ...

    @abstractmethod
    def _first(self, u: Array, v: Array) -> tuple[Array, Array]: ...

    @abstractmethod
    def _second(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        """f_uu, f_uv, f_vv."""

    def value(self, p: Array) -> Array:
        return self._value(p[..., 0], p[..., 1])

    def gradient(self, p: Array, rows: Rows = None) -> Array:
        return np.stack(self._first(p[..., 0], p[..., 1]), axis=-1)

    def hessian(self, p: Array) -> Array:
        uu, uv, vv = np.broadcast_arrays(*self._second(p[..., 0], p[..., 1]))
        return np.stack([np.stack([uu, uv], axis=-1), np.stack([uv, vv], axis=-1)], axis=-2)


@final
@dataclass(frozen=True)
class Saddle(_OfTwo):
    r"""\tfrac12 (u^2 - v^2)"""

    def _value(self, u: Array, v: Array) -> Array:
        return 0.5 * (u * u - v * v)

    def _first(self, u: Array, v: Array) -> tuple[Array, Array]:
        return u, -v

    def _second(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        return np.ones_like(u), np.zeros_like(u), -np.ones_like(u)


@final
@dataclass(frozen=True)
class Rosenbrock(_OfTwo):
    r"""(1 - u)^2 + c\,(v - u^2)^2"""

    c: float = knob(100.0, 1.0, 1000.0, symbol="c", log=True, help="steepness of the valley")

    def _value(self, u: Array, v: Array) -> Array:
        return (1 - u) ** 2 + self.c * (v - u * u) ** 2

    def _first(self, u: Array, v: Array) -> tuple[Array, Array]:
        w = v - u * u
        return -2 * (1 - u) - 4 * self.c * u * w, 2 * self.c * w

    def _second(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        uu = 2 + self.c * (12 * u * u - 4 * v)
        return uu, -4 * self.c * u, np.full_like(u, 2 * self.c)


_BEALE = (1.5, 2.25, 2.625)


@final
@dataclass(frozen=True)
class Beale(_OfTwo):
    r"""(1.5 - u + uv)^2 + (2.25 - u + uv^2)^2 + (2.625 - u + uv^3)^2"""

    def _value(self, u: Array, v: Array) -> Array:
        return sum((c - u + u * v**i) ** 2 for i, c in enumerate(_BEALE, 1)) + np.zeros_like(u)

    def _first(self, u: Array, v: Array) -> tuple[Array, Array]:
        du, dv = np.zeros_like(u), np.zeros_like(u)
        for i, c in enumerate(_BEALE, 1):
            r = c - u + u * v**i
            du = du + 2 * r * (v**i - 1)
            dv = dv + 2 * r * i * u * v ** (i - 1)
        return du, dv

    def _second(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        uu, uv, vv = np.zeros_like(u), np.zeros_like(u), np.zeros_like(u)
        for i, c in enumerate(_BEALE, 1):
            r = c - u + u * v**i
            r_u, r_v = v**i - 1, i * u * v ** (i - 1)
            uu = uu + 2 * r_u * r_u
            uv = uv + 2 * (r_u * r_v + r * i * v ** (i - 1))
            vv = vv + 2 * (r_v * r_v + (r * i * (i - 1) * u * v ** (i - 2) if i > 1 else 0))
        return uu, uv, vv


@final
@dataclass(frozen=True)
class Himmelblau(_OfTwo):
    r"""(u^2 + v - 11)^2 + (u + v^2 - 7)^2"""

    def _value(self, u: Array, v: Array) -> Array:
        return (u * u + v - 11) ** 2 + (u + v * v - 7) ** 2

    def _first(self, u: Array, v: Array) -> tuple[Array, Array]:
        r, q = u * u + v - 11, u + v * v - 7
        return 4 * u * r + 2 * q, 2 * r + 4 * v * q

    def _second(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        r, q = u * u + v - 11, u + v * v - 7
        return 4 * r + 8 * u * u + 2, 4 * (u + v), 4 * q + 8 * v * v + 2


OBJECTIVES = menu(Quadratic, Saddle, Rosenbrock, Beale, Himmelblau)
