"""What a unit really looks at: where its gradient by the image is, and how wide."""

from math import sqrt

import numpy as np

from core.arrays import Array
from core.networks.layers import AvgPool2d, Conv2d, Layer, MaxPool2d, Sequential


def gradient_support(network: Sequential, p: Array, x: Array, unit: tuple[int, ...]) -> Array:
    """∂ z_unit / ∂x (C, H, W) of one image x (C, H, W): not 0 only where the unit looks.

    unit = (channel, row, column) of a map, or (j,) of flat outputs.
    """
    z, back = network.pullback(p, x[None])
    delta = np.zeros_like(z)
    delta[(0, *unit)] = 1.0
    return back(delta)[1][0]


def support_size(gradient: Array) -> tuple[int, int]:
    """Height and width of the smallest box that holds all of a gradient (C, H, W)."""
    seen = (gradient != 0).any(axis=0)
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return 0, 0
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1


def effective_width(gradient: Array) -> tuple[float, float]:
    """Standard deviation, along height and width, of a gradient's mass |g| (C, H, W).

    L convolutions with a box of k pixels have √(L (k² - 1) / 12), far less than the field
    L (k - 1) + 1 (Luo et al. 2016).
    """
    mass = np.abs(gradient).sum(axis=0)
    spreads = []
    for axis in (1, 0):
        share = mass.sum(axis=axis) / mass.sum()
        at = np.arange(len(share))
        spreads.append(sqrt(share @ (at - share @ at) ** 2))
    return spreads[0], spreads[1]


def measured_fields(network: Sequential) -> list[tuple[int, int]]:
    """Rows and columns of the image on which the unit that sees most depends, after each layer.

    Found by pulling derivatives back through windows of ones, so that no sum cancels and no
    maximum leaves anything out; what reaches over the image is not counted. A layer that is no
    window on a map, such as a dense one, sees what the whole map below it sees.
    """
    rows, columns = (_fields_along(network, axis) for axis in (0, 1))
    return list(zip(rows, columns, strict=True))


def _fields_along(network: Sequential, axis: int) -> list[int]:
    """The same along one axis: windows are rectangles, so a strip of the image tells all."""
    shape = (1, network.input_shape[1 + axis], 1)
    windows, found, whole = list[Layer](), list[int](), False
    for layer, below, *_ in network.levels:
        if isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
            at = layer.windows(below)
            windows.append(
                Conv2d(
                    1,
                    (at.kernel[axis], 1),
                    (at.stride[axis], 1),
                    (at.padding[axis], (0, 0)),
                    (at.dilation[axis], 1),
                    circular=at.circular,
                )
            )
        whole = whole or len(layer.shape(below)) < 3
        thin = Sequential(shape, tuple(windows or [Conv2d(1, 1)]))
        units = int(np.prod(thin.output_shape))
        z, back = thin.pullback(np.ones(thin.size), np.zeros((units, *shape)))
        # One image for each unit, or one for all of them.
        each = np.ones(z.shape) if whole else np.eye(units).reshape(z.shape)
        found.append(max(support_size(seen)[0] for seen in back(each)[1]))
    return found
