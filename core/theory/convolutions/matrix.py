"""A convolution as one matrix T: y = T vec X, and its transpose is the way back."""

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.layers import Conv2d, ConvTranspose2d, Sequential
from core.networks.layers.windows import Padding, Pair, Windows
from core.networks.model import Shape


def conv_matrix(layer: Conv2d | ConvTranspose2d, p: Array, below: Shape) -> Array:
    """T (outputs, inputs) of the layer with parameters p (size,), without its bias.

    Both sides in row-major order, channels first. Column j is the map of an image that is 1 at
    pixel j and 0 elsewhere.
    """
    network, pixels = Sequential(below, (layer,)), prod(below)
    free = np.where(network.is_weight, p, 0.0)
    maps = network.logits(free, np.eye(pixels).reshape(pixels, *below))
    return maps.reshape(pixels, -1).T


def im2col(x: Array, layer: Conv2d) -> Array:
    """The windows of an image x (C, H, W) as rows (places, C · kernel), row by row."""
    layout = layer.layout(x.shape)
    return layer.columns(x[..., None], layout).reshape(-1, prod(layout.shape[1:])).T


def density(layer: Conv2d, below: Shape) -> tuple[int, int]:
    """How many entries of T are no zeros by position, and how many there are.

    Taps that fall into the margin of zeros have no column; the others are counted for each axis.
    """
    windows = layer.windows(below)
    taps = [
        n * k if layer.circular else _inside(windows, axis)
        for axis, (n, k) in enumerate(zip(windows.places, windows.kernel, strict=True))
    ]
    pairs = below[0] * layer.channels // layer.groups
    return prod(taps) * pairs, prod(layer.shape(below)) * prod(below)


def _inside(windows: Windows, axis: int) -> int:
    places = windows.stride[axis] * np.arange(windows.places[axis])
    taps = windows.dilation[axis] * np.arange(windows.kernel[axis])
    pixel = places[:, None] + taps - windows.padding[axis][0]
    return int(((pixel >= 0) & (pixel < windows.image[axis])).sum())


def pattern(layer: Conv2d, below: Shape, rows: int, columns: int) -> NDArray[np.int64]:
    """The upper left corner of T between one channel and another: where which number stands.

    (rows, columns), or all of it where it is smaller: k for the kernel's k-th number, row by row
    from 1, and 0 where T is 0 whatever the kernel.
    """
    windows = layer.windows(below)
    outputs = np.arange(min(rows, prod(windows.places)))
    pixels = np.arange(min(columns, prod(windows.image)))
    taps = []
    for axis in (0, 1):
        of_output, of_pixel = (
            np.divmod(at, wide)[axis]
            for at, wide in ((outputs, windows.places[1]), (pixels, windows.image[1]))
        )
        step = of_pixel - windows.stride[axis] * of_output[:, None] + windows.padding[axis][0]
        if layer.circular:
            step %= windows.image[axis]
        tap, rest = np.divmod(step, windows.dilation[axis])
        taps.append(np.where((rest == 0) & (tap >= 0) & (tap < windows.kernel[axis]), tap, -1))
    down, across = taps
    return np.where((down < 0) | (across < 0), 0, down * windows.kernel[1] + across + 1)


@dataclass(frozen=True, eq=False)
class Hand:
    """One kernel on one image, with all that an exercise asks for.

    x (H, W), kernel (k, l) and delta, the derivative of a cost by the map y; `matrix` is T,
    `columns` the im2col rows, by_kernel = ∂C/∂K and by_image = ∂C/∂X = Tᵀ vec δ.
    """

    y: Array
    matrix: Array
    columns: Array
    by_kernel: Array
    by_image: Array


def by_hand(
    x: Array,
    kernel: Array,
    delta: Array | None = None,
    stride: Pair = 1,
    padding: Padding = 0,
    dilation: Pair = 1,
) -> Hand:
    """The cross-correlation of an image with a kernel, and its derivatives; δ is 1 if not given."""
    layer = Conv2d(1, (kernel.shape[0], kernel.shape[1]), stride, padding, dilation)
    below = (1, *x.shape)
    network = Sequential(below, (layer,))
    p = np.append(kernel.ravel(), 0.0)
    y, back = network.pullback(p, x[None, None])
    delta = np.ones(y.shape[2:]) if delta is None else delta
    if delta.shape != y.shape[2:]:
        raise ValueError(f"δ has shape {delta.shape}; the map has {y.shape[2:]}.")
    gradient, by_image = back(delta[None, None])
    return Hand(
        y[0, 0],
        conv_matrix(layer, p, below),
        im2col(x[None], layer),
        gradient[:-1].reshape(kernel.shape),
        by_image[0, 0],
    )
