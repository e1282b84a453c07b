"""What a risk asks of a network: outputs, and how a change of them follows from its parameters."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.activation import Activation
from core.once import once

Shape = tuple[int, ...]
Mask = NDArray[np.bool_]
# The number of a step, which draws the masks of dropout; or one mask for each such layer.
Noise = int | Sequence[Mask] | None


class Back(Protocol):
    """From δ, the derivative of a cost by the logits, to its gradients."""

    def __call__(self, delta: Array, inputs: bool = True) -> tuple[Array, Array]:
        """The gradient by p (..., s), summed over samples, and that by x (..., N, *input_shape).

        The second is empty, and nothing is computed for it, where `inputs` is false.
        """


# (δ (..., N, *outputs), its change along each direction (D, ..., N, *outputs)) -> the change of the
# gradient (D, ..., s).
BackTangent = Callable[[Array, Array], Array]


class Model(ABC):
    """A function of one flat parameter vector p (..., s) and samples x (..., N, *input_shape).

    Leading axes of p are a batch of models.
    """

    input_shape: Shape
    output: Activation

    @property
    @abstractmethod
    def size(self) -> int:
        """Number of parameters s."""

    @property
    @abstractmethod
    def output_shape(self) -> Shape:
        """Axes of one sample's outputs."""

    @property
    @abstractmethod
    def is_weight(self) -> NDArray[np.bool_]:
        """Mask (s,): true for entries of a weight matrix or kernel."""

    @property
    @abstractmethod
    def units(self) -> NDArray[np.int64]:
        """Which unit (s,), or filter, each parameter leads to, counted through the layers."""

    @property
    @abstractmethod
    def fan_in(self) -> NDArray[np.int64]:
        """How many numbers (s,) the unit of a parameter adds up; 0 for one that is not drawn."""

    @property
    @abstractmethod
    def resting(self) -> Array:
        """Where (s,) parameters start that are not drawn: biases at 0, scales at 1."""

    @property
    @abstractmethod
    def widest(self) -> int:
        """Numbers in the largest array that one sample needs."""

    @once
    def weight_groups(self) -> Array:
        """(s, L): n for the n weights of a layer, which stand together, else 0."""
        edges = np.flatnonzero(np.diff(np.r_[False, self.is_weight, False].astype(int)))
        groups = np.zeros((self.size, len(edges) // 2))
        for layer, (first, end) in enumerate(edges.reshape(-1, 2)):
            groups[first:end, layer] = end - first
        groups.setflags(write=False)
        return groups

    @property
    def noisy(self) -> bool:
        """Whether a step draws masks."""
        return False

    @abstractmethod
    def logits(self, p: Array, x: Array) -> Array:
        """z (..., N, *output_shape): what the output's activation is applied to."""

    @abstractmethod
    def pullback(self, p: Array, x: Array, noise: Noise = None) -> tuple[Array, Back]:
        """The logits z, and the way back from a δ of their shape."""

    @abstractmethod
    def tangent(self, p: Array, x: Array, directions: Array) -> tuple[Array, Array, BackTangent]:
        """z, its change (D, ..., N, *output_shape) along directions (D, s), and the way back.

        Differentiates `pullback` along each direction (Pearlmutter 1994).
        """

    @abstractmethod
    def described(self) -> dict[str, Any]:
        """What another evaluator needs, in numbers and names of menus."""

    def __call__(self, p: Array, x: Array) -> Array:
        """The outputs F(x), shape (..., N, *output_shape)."""
        return self.output(self.logits(p, x))
