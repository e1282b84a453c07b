"""Where training starts."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Final, final

import numpy as np

from core.arrays import Array
from core.spec import knob, menu

FARTHEST: Final = 1e15
"""A chosen start reaches so far: a table in its own units may have its minimum there."""


@dataclass(frozen=True)
class Start(ABC):
    """A rule for the first point p₀ (s,) of a logistic regression, p = (w_1, …, w_d, b)."""

    @abstractmethod
    def __call__(
        self, half_widths: Array, rng: np.random.Generator, center: Array | float = 0.0
    ) -> Array:
        """p₀ (s,) in a window of these half-widths (s,) around its center (s,)."""


@final
@dataclass(frozen=True)
class Plateau(Start):
    """Confidently wrong: p₀ = (-0.6, …, -0.6, 0.5) of the window's half-widths."""

    title = "on a plateau"

    def __call__(
        self, half_widths: Array, rng: np.random.Generator, center: Array | float = 0.0
    ) -> Array:
        return center + np.append(np.full(len(half_widths) - 1, -0.6), 0.5) * half_widths


@final
@dataclass(frozen=True)
class Chosen(Start):
    """p₀ as the reader sets it, by number or by a click; a third weight and more start at 0."""

    title = "a point I choose"

    w1: float = knob(1.0, -FARTHEST, FARTHEST, symbol="w₁", help="start of the first weight")
    w2: float = knob(
        1.0, -FARTHEST, FARTHEST, symbol="w₂", help="start of the second weight, if there is one"
    )
    b: float = knob(0.0, -FARTHEST, FARTHEST, symbol="b", help="start of the bias")

    def __call__(
        self, half_widths: Array, rng: np.random.Generator, center: Array | float = 0.0
    ) -> Array:
        p = np.zeros(len(half_widths))
        p[:2], p[-1] = (self.w1, self.w2), self.b
        return p


@final
@dataclass(frozen=True)
class Drawn(Start):
    """p₀ uniform in the window, drawn by the seed."""

    title = "drawn by the seed"

    def __call__(
        self, half_widths: Array, rng: np.random.Generator, center: Array | float = 0.0
    ) -> Array:
        return center + rng.uniform(-1, 1, len(half_widths)) * half_widths


STARTS = menu(Plateau, Chosen, Drawn)
