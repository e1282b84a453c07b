"""What an activation is, and what is known of each."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from core.arrays import Array


@dataclass(frozen=True)
class Activation(ABC):
    """An elementwise function of the pre-activation z, any shape in, the same shape out.

    A knob may have a number for each model, (V, 1); z is (..., V, N, n) then.

    `torch` is the module that does the same in PyTorch, with a member's fields in braces.

    `scalar` is the value at a single z and the slope there, as expressions of Python: of z, in the
    slope of the value a as well, and of the names of the fields; made of numbers, + - * /, a
    comparison, `if else`, and erf, exp, expm1, log1p, sqrt, tanh, pi. The steps of single samples
    (`core.training.kernels.chain_rule`) and the evaluator in the browser are written from it.

    `steepest` is the largest slope if all values are within ±1. `mirror` is c where
    σ(-z) = c - σ(z), which gives a unit a sign to flip; `homogeneous` says that σ(cz) = c σ(z) for
    c > 0, which gives it a scale to trade.
    """

    torch: ClassVar[str]
    scalar: ClassVar[tuple[str, str]]
    steepest: ClassVar[float] = math.inf
    mirror: ClassVar[float | None] = None
    homogeneous: ClassVar[bool] = False

    @abstractmethod
    def __call__(self, z: Array) -> Array: ...

    @abstractmethod
    def derivative(self, z: Array) -> Array: ...

    @abstractmethod
    def second_derivative(self, z: Array) -> Array: ...

    def with_derivative(self, z: Array) -> tuple[Array, Array]:
        """Value and derivative together, for members where they share work."""
        return self(z), self.derivative(z)
