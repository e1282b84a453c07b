"""Activations as layers, and the change of shape between images and flat features."""

from dataclasses import dataclass
from math import prod
from typing import final

from core.arrays import Array
from core.networks.activation import Activation
from core.networks.layers.layer import NOTHING, Draw, Fixed, Layer, Layout, Saved
from core.networks.model import Shape


@final
@dataclass(frozen=True)
class Activate(Layer):
    r"""a = \sigma(z)"""

    torch = "{activation}"

    activation: Activation

    def shape(self, below: Shape) -> Shape:
        return below

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        return self.activation(a), a

    def backward(
        self, p: Array, saved: Saved, delta: Array, inputs: bool = True
    ) -> tuple[Array, Array]:
        return NOTHING, delta * self.activation.derivative(saved) if inputs else NOTHING

    def tangent(self, p: Array, saved: Saved, dp: Array, da: Array) -> tuple[Array, Saved]:
        return self.activation.derivative(saved) * da, da

    def backward_tangent(
        self, p: Array, saved: Saved, dp: Array, dsaved: Saved, delta: Array, ddelta: Array
    ) -> tuple[Array, Array]:
        bend = self.activation.second_derivative(saved) * dsaved * delta
        return NOTHING, bend + self.activation.derivative(saved) * ddelta


@final
@dataclass(frozen=True)
class Flatten(Fixed):
    r"""a = \operatorname{vec}(x)"""

    torch = "nn.Flatten()"

    def shape(self, below: Shape) -> Shape:
        return (prod(below),)

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        return self.again(layout, a), layout

    def again(self, saved: Saved, da: Array) -> Array:
        return da.reshape(*da.shape[: da.ndim - 1 - len(saved)], prod(saved), da.shape[-1])

    def back(self, saved: Saved, delta: Array) -> Array:
        return delta.reshape(*delta.shape[:-2], *saved, delta.shape[-1])
