"""Layers that are one matrix product: z = W · columns(a) + b."""

from abc import abstractmethod
from math import prod

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.layers.layer import NOTHING, Draw, Layer, Saved
from core.networks.model import Shape


class Affine(Layer):
    """W stands for `groups` matrices (units in a group, fan-in), each for its part of the columns.

    The columns (..., groups, fan-in, places · N) of a dense layer are its input, those of a
    convolution its windows (im2col). Parameters: W row by row, then b, one for each unit.
    """

    @abstractmethod
    def matrices(self, below: Shape) -> tuple[int, int, int]:
        """Groups, units in a group, fan-in."""

    @abstractmethod
    def columns(self, a: Array, below: Shape) -> Array:
        """What W multiplies, (..., groups, fan-in, places · N), from a (..., *below, N)."""

    @abstractmethod
    def scatter(self, columns: Array, below: Shape) -> Array:
        """The transpose of `columns`: each entry is added to where it was taken from."""

    def size(self, below: Shape) -> int:
        groups, units, fan_in = self.matrices(below)
        return groups * units * (fan_in + 1)

    def is_weight(self, below: Shape) -> NDArray[np.bool_]:
        groups, units, fan_in = self.matrices(below)
        return np.repeat([True, False], [groups * units * fan_in, groups * units])

    def unit_of(self, below: Shape) -> NDArray[np.int64]:
        groups, units, fan_in = self.matrices(below)
        each = np.arange(groups * units)
        return np.concatenate([np.repeat(each, fan_in), each])

    def fan_in(self, below: Shape) -> int:
        return self.matrices(below)[2]

    def multiply_adds(self, below: Shape) -> int:
        return prod(self.shape(below)) * self.fan_in(below)

    def widest(self, below: Shape) -> int:
        groups, units, fan_in = self.matrices(below)
        places = prod(self.shape(below)) // (groups * units)
        return places * groups * max(units, fan_in)

    def split(self, p: Array, below: Shape) -> tuple[Array, Array]:
        """Views W (..., groups, units, fan-in) and b (..., groups · units) of p (..., size)."""
        groups, units, fan_in = self.matrices(below)
        weights = groups * units * fan_in
        W = p[..., :weights].reshape(*p.shape[:-1], groups, units, fan_in)
        return W, p[..., weights:]

    def forward(self, p: Array, a: Array, below: Shape, noise: Draw) -> tuple[Array, Saved]:
        W, b = self.split(p, below)
        columns = self.columns(a, below)
        return self._mapped(W @ columns, b, below, a.shape[-1]), (columns, below)

    def backward(
        self, p: Array, saved: Saved, delta: Array, inputs: bool = True
    ) -> tuple[Array, Array]:
        columns, below = saved
        W, _ = self.split(p, below)
        delta = self._grouped(delta, below)
        gradient = _flat(delta @ columns.swapaxes(-1, -2), delta)
        return gradient, self.scatter(W.swapaxes(-1, -2) @ delta, below) if inputs else NOTHING

    def tangent(self, p: Array, saved: Saved, dp: Array, da: Array) -> tuple[Array, Saved]:
        columns, below = saved
        (W, _), (dW, db) = self.split(p, below), self.split(dp, below)
        dcolumns = self.columns(da, below)
        return self._mapped(W @ dcolumns + dW @ columns, db, below, da.shape[-1]), dcolumns

    def backward_tangent(
        self, p: Array, saved: Saved, dp: Array, dsaved: Saved, delta: Array, ddelta: Array
    ) -> tuple[Array, Array]:
        columns, below = saved
        (W, _), (dW, _) = self.split(p, below), self.split(dp, below)
        delta, ddelta = self._grouped(delta, below), self._grouped(ddelta, below)
        product = ddelta @ columns.swapaxes(-1, -2) + delta @ dsaved.swapaxes(-1, -2)
        dbelow = W.swapaxes(-1, -2) @ ddelta + dW.swapaxes(-1, -2) @ delta
        return _flat(product, ddelta), self.scatter(dbelow, below)

    def _mapped(self, z: Array, b: Array, below: Shape, samples: int) -> Array:
        """z (..., groups, units, places · N) plus b, as features (..., *shape, N)."""
        z = z.reshape(*z.shape[:-3], -1, z.shape[-1])
        z += b[..., None]
        return z.reshape(*z.shape[:-2], *self.shape(below), samples)

    def _grouped(self, delta: Array, below: Shape) -> Array:
        groups, units, _ = self.matrices(below)
        lead = delta.shape[: delta.ndim - 1 - len(self.shape(below))]
        return delta.reshape(*lead, groups, units, -1)


def _flat(product: Array, delta: Array) -> Array:
    """∂C/∂W and ∂C/∂b as one vector (..., size) from (..., groups, units, fan-in)."""
    bias = delta.sum(axis=-1)
    lead = product.shape[:-3]
    return np.concatenate([product.reshape(*lead, -1), bias.reshape(*lead, -1)], axis=-1)
