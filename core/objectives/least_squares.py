"""Linear least squares without an intercept, for data that are centered."""

from dataclasses import dataclass
from typing import final

import numpy as np

from core.arrays import Array, Rows
from core.objectives.objective import Objective
from core.once import once


@final
@dataclass(frozen=True, eq=False)
class LeastSquares(Objective):
    r"""\tfrac{1}{2N} \|y - Xp\|^2

    x (N, d), y (N,); copied and read-only. ValueError for other shapes.
    """

    x: Array
    y: Array

    def __post_init__(self) -> None:
        for name in ("x", "y"):
            data = np.array(getattr(self, name), dtype=float)
            data.setflags(write=False)
            object.__setattr__(self, name, data)
        if self.x.ndim != 2 or self.y.shape != (len(self.x),) or not len(self.y):
            raise ValueError(
                f"x of shape {self.x.shape} with y of shape {self.y.shape} is not possible: "
                "allowed are (N, d) and (N,)."
            )

    @property
    def size(self) -> int:
        return self.x.shape[1]

    @property
    def sample_count(self) -> int:
        """N."""
        return len(self.y)

    @once
    def _products(self) -> tuple[Array, Array]:
        """XᵀX/N and Xᵀy/N."""
        return self.x.T @ self.x / len(self.y), self.y @ self.x / len(self.y)

    def value(self, p: Array) -> Array:
        p = np.asarray(p, dtype=float)
        return np.asarray(0.5 * np.square(self.y - p @ self.x.T).mean(axis=-1))

    def gradient(self, p: Array, rows: Rows | None = None) -> Array:
        p = np.asarray(p, dtype=float)
        if rows is None:
            H, c = self._products
            return p @ H - c
        x, y = self.x[rows], self.y[rows]
        left = (x @ p[..., None])[..., 0] - y
        return (left[..., None, :] @ x)[..., 0, :] / rows.shape[-1]

    def hessian(self, p: Array) -> Array:
        H, _ = self._products
        return np.broadcast_to(H, (*np.shape(p)[:-1], *H.shape))
