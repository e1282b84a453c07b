"""Layers that are one matrix product: z = W · columns(a) + b."""

from abc import abstractmethod
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.layers.layer import NOTHING, Draw, Layer, Layout, Saved
from core.networks.layers.windows import Windows
from core.networks.model import Shape


class Product(NamedTuple):
    """The layout of an affine layer: `groups` matrices of (units, fan-in), and its shapes."""

    below: Shape
    shape: Shape
    groups: int
    units: int
    fan_in: int
    windows: Windows | None = None

    @property
    def weights(self) -> int:
        """Entries of all matrices."""
        return self.groups * self.units * self.fan_in


class Affine(Layer):
    """W stands for `groups` matrices (units in a group, fan-in), each for its part of the columns.

    The columns (..., groups, fan-in, places · N) of a dense layer are its input, those of a
    convolution its windows (im2col). Parameters: W row by row, then b, one for each unit.
    """

    @abstractmethod
    def layout(self, below: Shape) -> Product: ...

    @abstractmethod
    def columns(self, a: Array, layout: Product) -> Array:
        """What W multiplies, (..., groups, fan-in, places · N), from a (..., *below, N)."""

    @abstractmethod
    def scatter(self, columns: Array, layout: Product) -> Array:
        """The transpose of `columns`: each entry is added to where it was taken from."""

    def shape(self, below: Shape) -> Shape:
        return self.layout(below).shape

    def size(self, below: Shape) -> int:
        layout = self.layout(below)
        return layout.weights + layout.groups * layout.units

    def is_weight(self, below: Shape) -> NDArray[np.bool_]:
        layout = self.layout(below)
        return np.repeat([True, False], [layout.weights, layout.groups * layout.units])

    def unit_of(self, below: Shape) -> NDArray[np.int64]:
        layout = self.layout(below)
        each = np.arange(layout.groups * layout.units)
        return np.concatenate([np.repeat(each, layout.fan_in), each])

    def fan_in(self, below: Shape) -> int:
        return self.layout(below).fan_in

    def multiply_adds(self, below: Shape) -> int:
        return prod(self.shape(below)) * self.fan_in(below)

    def widest(self, below: Shape) -> int:
        _, shape, _, units, fan_in, _ = self.layout(below)
        return prod(shape) // units * max(units, fan_in)

    def split(self, p: Array, layout: Product) -> tuple[Array, Array]:
        """Views W (..., groups, units, fan-in) and b (..., groups · units) of p (..., size)."""
        _, _, groups, units, fan_in, _ = layout
        weights = groups * units * fan_in
        return p[..., :weights].reshape(*p.shape[:-1], groups, units, fan_in), p[..., weights:]

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        W, b = self.split(p, layout)
        columns = self.columns(a, layout)
        return _mapped(W @ columns, b, layout, a.shape[-1]), (columns, layout)

    def backward(
        self, p: Array, saved: Saved, delta: Array, inputs: bool = True
    ) -> tuple[Array, Array]:
        columns, layout = saved
        W, _ = self.split(p, layout)
        delta = _grouped(delta, layout)
        gradient = _flat(delta @ columns.swapaxes(-1, -2), delta)
        return gradient, self.scatter(W.swapaxes(-1, -2) @ delta, layout) if inputs else NOTHING

    def tangent(self, p: Array, saved: Saved, dp: Array, da: Array) -> tuple[Array, Saved]:
        columns, layout = saved
        (W, _), (dW, db) = self.split(p, layout), self.split(dp, layout)
        dcolumns = self.columns(da, layout)
        return _mapped(W @ dcolumns + dW @ columns, db, layout, da.shape[-1]), dcolumns

    def backward_tangent(
        self, p: Array, saved: Saved, dp: Array, dsaved: Saved, delta: Array, ddelta: Array
    ) -> tuple[Array, Array]:
        columns, layout = saved
        (W, _), (dW, _) = self.split(p, layout), self.split(dp, layout)
        delta, ddelta = _grouped(delta, layout), _grouped(ddelta, layout)
        product = ddelta @ columns.swapaxes(-1, -2) + delta @ dsaved.swapaxes(-1, -2)
        dbelow = W.swapaxes(-1, -2) @ ddelta + dW.swapaxes(-1, -2) @ delta
        return _flat(product, ddelta), self.scatter(dbelow, layout)


def _mapped(z: Array, b: Array, layout: Product, samples: int) -> Array:
    """z (..., groups, units, places · N) plus b, as features (..., *shape, N)."""
    z = z.reshape(*z.shape[:-3], -1, z.shape[-1])
    z += b[..., None]
    return z.reshape(*z.shape[:-2], *layout.shape, samples)


def _grouped(delta: Array, layout: Product) -> Array:
    lead = delta.shape[: delta.ndim - 1 - len(layout.shape)]
    return delta.reshape(*lead, layout.groups, layout.units, -1)


def _flat(product: Array, delta: Array) -> Array:
    """∂C/∂W and ∂C/∂b as one vector (..., size) from (..., groups, units, fan-in)."""
    bias = delta.sum(axis=-1)
    lead = product.shape[:-3]
    return np.concatenate([product.reshape(*lead, -1), bias.reshape(*lead, -1)], axis=-1)
