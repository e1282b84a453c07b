"""What a layer is: a shape, parameters, and a map with its derivatives."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.model import Mask, Shape

# What a layer works out once of the shape below it, and what `forward` leaves for the way back;
# each kind of layer knows what they are.
Layout = Any
Saved = Any
Draw = np.random.Generator | Mask | None
NOTHING = np.empty(0)


@dataclass(frozen=True)
class Layer(ABC):
    """A map of features a (..., *below, N), samples last, to (..., *shape(below), N).

    Samples stand last so that sums and products run along memory. Leading axes are models; p
    (..., size) holds this layer's parameters alone, in PyTorch's order. A layer whose size is 0
    is given an empty p. `torch` is the module that does the same, with fields in braces.
    """

    torch: ClassVar[str]
    noisy: ClassVar[bool] = False

    @abstractmethod
    def shape(self, below: Shape) -> Shape:
        """Axes of the features that leave; ValueError where `below` cannot enter."""

    def size(self, below: Shape) -> int:
        """Number of parameters."""
        return 0

    def is_weight(self, below: Shape) -> NDArray[np.bool_]:
        """Mask (size,): true for weights."""
        return np.zeros(self.size(below), dtype=bool)

    def unit_of(self, below: Shape) -> NDArray[np.int64]:
        """Which unit or filter (size,), from 0, each parameter leads to."""
        return np.zeros(self.size(below), dtype=np.int64)

    def fan_in(self, below: Shape) -> int:
        """How many numbers a unit adds up; 0 where the start is not drawn."""
        return 0

    def resting(self, below: Shape) -> Array:
        """Where parameters (size,) start that are not drawn."""
        return np.zeros(self.size(below))

    def multiply_adds(self, below: Shape) -> int:
        """Products of two numbers, each added to a sum, that one sample needs."""
        return 0

    def widest(self, below: Shape) -> int:
        """Numbers in the largest array that one sample needs."""
        return prod(self.shape(below))

    def layout(self, below: Shape) -> Layout:
        """What `forward` has to know of the shape below, worked out once."""
        return below

    @abstractmethod
    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        """The features that leave, and what the way back needs."""

    @abstractmethod
    def backward(
        self, p: Array, saved: Saved, delta: Array, inputs: bool = True
    ) -> tuple[Array, Array]:
        """From δ (..., *shape, N): the gradient (..., size) and δ below (..., *below, N).

        The second is `NOTHING` where `inputs` is false.
        """

    @abstractmethod
    def tangent(self, p: Array, saved: Saved, dp: Array, da: Array) -> tuple[Array, Saved]:
        """The changes of what leaves, and of what is saved, along dp (D, ..., size) and da."""

    @abstractmethod
    def backward_tangent(
        self, p: Array, saved: Saved, dp: Array, dsaved: Saved, delta: Array, ddelta: Array
    ) -> tuple[Array, Array]:
        """The changes (D, ...) of what `backward` gives."""


class Fixed(Layer):
    """A layer without parameters that is linear once it has made its choices, as pooling is."""

    @abstractmethod
    def again(self, saved: Saved, da: Array) -> Array:
        """The same choices for other features."""

    @abstractmethod
    def back(self, saved: Saved, delta: Array) -> Array:
        """The transpose of `again`."""

    def backward(
        self, p: Array, saved: Saved, delta: Array, inputs: bool = True
    ) -> tuple[Array, Array]:
        return NOTHING, self.back(saved, delta) if inputs else NOTHING

    def tangent(self, p: Array, saved: Saved, dp: Array, da: Array) -> tuple[Array, Saved]:
        return self.again(saved, da), None

    def backward_tangent(
        self, p: Array, saved: Saved, dp: Array, dsaved: Saved, delta: Array, ddelta: Array
    ) -> tuple[Array, Array]:
        return NOTHING, self.back(saved, ddelta)


def image(layer: Layer, below: Shape) -> tuple[int, int, int]:
    """`below` as (C, H, W); ValueError where it is no image."""
    if len(below) != 3:
        raise ValueError(
            f"{type(layer).__name__} got features of shape {below}: allowed are images (C, H, W)."
        )
    return below[0], below[1], below[2]


def require_count(name: str, value: object, least: int = 1) -> None:
    """ValueError where a value is no whole number from `least` on."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise ValueError(
            f"{name} = {value!r} is not possible: allowed are whole numbers from {least} on."
        )


def samples_last(x: Array, shape: Shape) -> Array:
    """(..., N, *shape) as (..., *shape, N)."""
    # As `np.moveaxis` does it, in a fifth of the time.
    lead = x.ndim - len(shape) - 1
    return x.transpose(*range(lead), *range(lead + 1, x.ndim), lead)


def samples_first(a: Array, shape: Shape) -> Array:
    """(..., *shape, N) as (..., N, *shape)."""
    lead = a.ndim - len(shape) - 1
    return a.transpose(*range(lead), a.ndim - 1, *range(lead, a.ndim - 1))
