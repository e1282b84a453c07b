"""What an objective is, with the forms that the test functions share."""

from abc import ABC, abstractmethod
from typing import ClassVar

import numpy as np

from core.arrays import Array, Rows


class Objective(ABC):
    """A twice differentiable function of p (..., s); leading axes are a batch of points.

    A knob of shape (V, 1) makes V functions side by side: p is (..., V, s) then. data: the names of
    the arrays that it is made of, where a script can have its own code with these.
    """

    data: ClassVar[tuple[str, ...]] = ()

    @property
    @abstractmethod
    def size(self) -> int:
        """Number of parameters s."""

    @abstractmethod
    def value(self, p: Array) -> Array:
        """Shape (...)."""

    @abstractmethod
    def gradient(self, p: Array, rows: Rows | None = None) -> Array:
        """Shape (..., s); `rows` picks samples, where the objective has any."""

    @abstractmethod
    def hessian(self, p: Array) -> Array:
        """Shape (..., s, s)."""


class SumOfSquares(Objective):
    """weight · Σ r_i(p)²: the objectives that the Gauss-Newton matrix is made for."""

    weight: ClassVar[float] = 1.0

    @abstractmethod
    def residuals(self, p: Array) -> Array:
        """r (..., M) at p (..., s)."""

    @abstractmethod
    def jacobian(self, p: Array) -> Array:
        """∂r/∂p (..., M, s)."""


class OfTwo(Objective):
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

    def gradient(self, p: Array, rows: Rows | None = None) -> Array:
        return np.stack(self._first(p[..., 0], p[..., 1]), axis=-1)

    def hessian(self, p: Array) -> Array:
        uu, uv, vv = np.broadcast_arrays(*self._second(p[..., 0], p[..., 1]))
        return np.stack([np.stack([uu, uv], axis=-1), np.stack([uv, vv], axis=-1)], axis=-2)


Terms = tuple[Array | float, ...]


class OfSquares(OfTwo, SumOfSquares):
    """A weighted sum of squares in u and v, given by its residuals and their derivatives."""

    @abstractmethod
    def _residuals(self, u: Array, v: Array) -> tuple[Array, ...]:
        """Each r."""

    @abstractmethod
    def _slopes(self, u: Array, v: Array) -> tuple[Terms, ...]:
        """(r_u, r_v) of each r."""

    @abstractmethod
    def _bends(self, u: Array, v: Array) -> tuple[Terms, ...]:
        """(r_uu, r_uv, r_vv) of each r."""

    def residuals(self, p: Array) -> Array:
        return np.stack(self._residuals(p[..., 0], p[..., 1]), axis=-1)

    def jacobian(self, p: Array) -> Array:
        u, v = p[..., 0], p[..., 1]
        rows = [np.stack([s + np.zeros_like(u) for s in row], -1) for row in self._slopes(u, v)]
        return np.stack(rows, axis=-2)

    def _value(self, u: Array, v: Array) -> Array:
        return self.weight * sum((r * r for r in self._residuals(u, v)), np.zeros_like(u))

    def _first(self, u: Array, v: Array) -> tuple[Array, Array]:
        du, dv = np.zeros_like(u), np.zeros_like(u)
        for r, (r_u, r_v) in zip(self._residuals(u, v), self._slopes(u, v), strict=True):
            du, dv = du + r * r_u, dv + r * r_v
        return 2 * self.weight * du, 2 * self.weight * dv

    def _second(self, u: Array, v: Array) -> tuple[Array, Array, Array]:
        uu, uv, vv = np.zeros_like(u), np.zeros_like(u), np.zeros_like(u)
        terms = zip(self._residuals(u, v), self._slopes(u, v), self._bends(u, v), strict=True)
        for r, (r_u, r_v), (r_uu, r_uv, r_vv) in terms:
            uu, uv, vv = (
                uu + r_u * r_u + r * r_uu,
                uv + r_u * r_v + r * r_uv,
                vv + r_v * r_v + r * r_vv,
            )
        return 2 * self.weight * uu, 2 * self.weight * uv, 2 * self.weight * vv
