"""What a network costs, layer by layer: parameters, products, and how far a unit sees."""

from dataclasses import dataclass
from math import prod

from core.networks.layers import Activate, AddNoise, Dropout, Layer, Sequential
from core.networks.layers.conv2d import Conv2d
from core.networks.layers.conv_transpose2d import ConvTranspose2d
from core.networks.layers.pooling import AvgPool2d, MaxPool2d
from core.networks.model import Shape

Pixels = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """A layer of a network in numbers.

    `dense` is what a dense layer between the same maps would have, 0 for a layer without
    parameters. `field` is how many pixels (height, width) of the image a unit can see, `jump` how
    far apart those of two neighbors are; they exceed the image where its margin is seen too.
    """

    layer: Layer
    shape: Shape
    parameters: int
    dense: int
    multiply_adds: int
    field: Pixels
    jump: Pixels


def layer_table(network: Sequential) -> tuple[Row, ...]:
    """Each layer of a network of images in numbers."""
    rows, fields = list[Row](), reach(network)
    for (layer, below, *_), (field, jump) in zip(network.levels, fields, strict=True):
        shape, size = layer.shape(below), layer.size(below)
        dense = prod(shape) * (prod(below) + 1) if size else 0
        rows.append(Row(layer, shape, size, dense, layer.multiply_adds(below), field, jump))
    return tuple(rows)


def reach(network: Sequential) -> list[tuple[Pixels, Pixels]]:
    """Receptive field and jump after each layer: r ← r + (k-1) d j, j ← j s (Araujo et al. 2019).

    A layer in which everything meets sees the whole image. A transposed convolution has no fixed
    field of this kind: ValueError.
    """
    field, jump = (1, 1), (1, 1)
    image = network.input_shape[1:] if len(network.input_shape) == 3 else (1, 1)
    found = []
    for layer, below, *_ in network.levels:
        if isinstance(layer, ConvTranspose2d):
            raise ValueError("The receptive field of ConvTranspose2d differs from unit to unit.")
        if isinstance(layer, Conv2d | MaxPool2d | AvgPool2d):
            windows = layer.windows(below)
            spans = [d * (k - 1) for d, k in zip(windows.dilation, windows.kernel, strict=True)]
            field = field[0] + spans[0] * jump[0], field[1] + spans[1] * jump[1]
            jump = jump[0] * windows.stride[0], jump[1] * windows.stride[1]
        elif layer.shape(below) != below or not isinstance(layer, Activate | AddNoise | Dropout):
            field = max(field[0], image[0]), max(field[1], image[1])
        found.append((field, jump))
    return found
