"""Nearest points of balls, and shrinking: what proximal steps are made of.

All take p (..., s) and a number, or a column (V, 1) with one for each model.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.spec import menu


def shrink(p: Array, by: NDArray[np.floating[Any]] | float) -> Array:
    """sign(p) max(|p| - by, 0): nearer to 0 by as much, and exactly 0 within it."""
    return np.sign(p) * np.clip(np.abs(p) - by, 0, None)


def onto_l1_ball(p: Array, radius: Array | float) -> Array:
    """The point nearest to p with ‖·‖₁ ≤ radius (Duchi et al. 2008, Figure 1)."""
    size = -np.sort(-np.abs(p))
    excess = (np.cumsum(size, axis=-1) - radius) / np.arange(1, p.shape[-1] + 1)
    # What all come nearer by is the largest of the excesses of the k largest, over k.
    return shrink(p, np.clip(np.amax(excess, axis=-1, keepdims=True), 0, None))


@dataclass(frozen=True)
class Ball(ABC):
    """All p whose norm is at most a radius."""

    @abstractmethod
    def nearest(self, p: Array, radius: Array | float) -> Array:
        """The nearest point of the ball, shape (..., s)."""


@final
@dataclass(frozen=True)
class L1Ball(Ball):
    r"""\|p\|_1 \le r"""

    def nearest(self, p: Array, radius: Array | float) -> Array:
        return onto_l1_ball(p, radius)


@final
@dataclass(frozen=True)
class L2Ball(Ball):
    r"""\|p\|_2 \le r"""

    def nearest(self, p: Array, radius: Array | float) -> Array:
        norm = np.linalg.norm(p, axis=-1, keepdims=True)
        return p * (radius / np.clip(norm, radius, None))


@final
@dataclass(frozen=True)
class MaxBall(Ball):
    r"""\|p\|_\infty \le r"""

    def nearest(self, p: Array, radius: Array | float) -> Array:
        return np.clip(p, -radius, radius)


BALLS = menu(L1Ball, L2Ball, MaxBall)
