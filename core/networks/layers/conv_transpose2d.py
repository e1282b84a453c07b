"""The transposed convolution: the matrix of a convolution, the other way round."""

from dataclasses import dataclass
from math import prod
from typing import final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.layers.layer import (
    NOTHING,
    Draw,
    Layer,
    Layout,
    Saved,
    image,
    require_count,
)
from core.networks.layers.windows import Padding, Pair, Windows, pair, sides
from core.networks.model import Shape


@final
@dataclass(frozen=True)
class ConvTranspose2d(Layer):
    r"""z = T^T x + b, \quad T \text{ the matrix of a convolution}

    Every pixel that enters puts its multiple of the kernel on the larger map. Its size is
    (n-1)s + k, less the padding. Parameters in PyTorch's order: kernels (C, channels, *kernel),
    then b. Dumoulin and Visin (2016), section 4.
    """

    torch = "nn.ConvTranspose2d({inputs}, {channels}, {kernel}, stride={stride}, padding={padding})"

    channels: int
    kernel: Pair
    stride: Pair = 1
    padding: Padding = 0

    def __post_init__(self) -> None:
        require_count("channels", self.channels)
        pair("kernel", self.kernel)
        pair("stride", self.stride)
        sides(self.padding)

    def windows(self, below: Shape) -> Windows:
        """The windows of the convolution that this transposes: on the map that leaves."""
        _, *entering = image(self, below)
        kernel, stride = pair("kernel", self.kernel), pair("stride", self.stride)
        padding = sides(self.padding)
        h, w = (
            (n - 1) * s - sum(pad) + k
            for n, s, pad, k in zip(entering, stride, padding, kernel, strict=True)
        )
        if min(h, w) < 1:
            raise ValueError(
                f"padding = {self.padding} is not possible: nothing is left of the map, {h} × {w}."
            )
        return Windows((h, w), kernel, stride, padding)

    def shape(self, below: Shape) -> Shape:
        return (self.channels, *self.windows(below).image)

    def size(self, below: Shape) -> int:
        return self._weights(below) + self.channels

    def is_weight(self, below: Shape) -> NDArray[np.bool_]:
        return np.repeat([True, False], [self._weights(below), self.channels])

    def unit_of(self, below: Shape) -> NDArray[np.int64]:
        each = np.arange(self.channels)
        kernel = np.repeat(each, prod(pair("kernel", self.kernel)))
        return np.concatenate([np.tile(kernel, below[0]), each])

    def fan_in(self, below: Shape) -> int:
        """As PyTorch counts it: the numbers that a pixel that enters is multiplied with."""
        return self.channels * prod(pair("kernel", self.kernel))

    def multiply_adds(self, below: Shape) -> int:
        return prod(below) * self.fan_in(below)

    def widest(self, below: Shape) -> int:
        return max(prod(self.shape(below)), below[1] * below[2] * self.fan_in(below))

    def layout(self, below: Shape) -> Layout:
        return below, self.windows(below)

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        W, b = self._split(p, layout[0])
        return self._mapped(W, b, flat := _places_flat(a), layout), (flat, layout)

    def backward(
        self, p: Array, saved: Saved, delta: Array, inputs: bool = True
    ) -> tuple[Array, Array]:
        a, layout = saved
        W, _ = self._split(p, layout[0])
        columns = self._columns(delta, layout)
        gradient = _flat(a @ columns.swapaxes(-1, -2), delta)
        return gradient, self._unflat(W @ columns, layout) if inputs else NOTHING

    def tangent(self, p: Array, saved: Saved, dp: Array, da: Array) -> tuple[Array, Saved]:
        a, layout = saved
        (W, b), (dW, db) = self._split(p, layout[0]), self._split(dp, layout[0])
        flat = _places_flat(da)
        moved = self._mapped(W, np.zeros_like(b), flat, layout)
        return moved + self._mapped(dW, db, a, layout), flat

    def backward_tangent(
        self, p: Array, saved: Saved, dp: Array, dsaved: Saved, delta: Array, ddelta: Array
    ) -> tuple[Array, Array]:
        a, layout = saved
        (W, _), (dW, _) = self._split(p, layout[0]), self._split(dp, layout[0])
        columns, dcolumns = self._columns(delta, layout), self._columns(ddelta, layout)
        product = a @ dcolumns.swapaxes(-1, -2) + dsaved @ columns.swapaxes(-1, -2)
        return _flat(product, ddelta), self._unflat(W @ dcolumns + dW @ columns, layout)

    def _weights(self, below: Shape) -> int:
        return below[0] * self.fan_in(below)

    def _split(self, p: Array, below: Shape) -> tuple[Array, Array]:
        """W (..., C, channels · kernel) and b (..., channels)."""
        weights = self._weights(below)
        return p[..., :weights].reshape(*p.shape[:-1], below[0], -1), p[..., weights:]

    def _mapped(self, W: Array, b: Array, a: Array, layout: Layout) -> Array:
        columns, windows = W.swapaxes(-1, -2) @ a, layout[1]
        shape = (self.channels, *windows.kernel, *windows.places, -1)
        z = windows.scattered(columns.reshape(*columns.shape[:-2], *shape))
        return z + b[..., None, None, None]

    def _columns(self, delta: Array, layout: Layout) -> Array:
        below, windows = layout
        columns: Array = windows.gathered(delta)
        return columns.reshape(*columns.shape[:-6], self.fan_in(below), -1)

    def _unflat(self, a: Array, layout: Layout) -> Array:
        return a.reshape(*a.shape[:-1], *layout[0][1:], -1)


def _places_flat(a: Array) -> Array:
    """(..., C, H, W, N) as (..., C, H · W · N)."""
    return a.reshape(*a.shape[:-3], -1)


def _flat(product: Array, delta: Array) -> Array:
    bias = delta.sum(axis=(-1, -2, -3))
    product = product.reshape(*product.shape[:-2], -1)
    return np.concatenate([product, bias], axis=-1)
