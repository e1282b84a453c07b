"""Upsampling by a transposed convolution: how many taps reach each pixel, and how it looks."""

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.datasets.digits import digits, images
from core.networks.layers import ConvTranspose2d, Sequential
from core.spec import knob
from core.theory.convolutions import overlap

SIDE = 8
"""Pixels along an axis of the image."""


@final
@dataclass(frozen=True)
class Upsampling:
    """A transposed convolution whose kernel is 1 everywhere, on a digit."""

    title: ClassVar[str] = "Upsampling"

    kernel: int = knob(3, 1, 6, symbol="k", help="pixels along an axis of the kernel")
    stride: int = knob(2, 1, 4, symbol="s", help="pixels of the map for each pixel of the image")
    digit: int = knob(4, 0, 1796, help="which of the 1,797 digits")


@dataclass(frozen=True, eq=False)
class Upsampled:
    """A digit x (8, 8) and its map (m, m); counts and measured (m, m) are taps for each pixel.

    counts are products of those along the axes, measured is the map of an image of ones. `even` is
    the map divided by its counts (0 where there are none). `phases` (s,) are the taps that reach a
    pixel far from the ends, ⌈(k - r)/s⌉ for r = 0 … s - 1.
    """

    x: Array
    map: Array
    counts: NDArray[np.int64]
    measured: Array
    even: Array
    phases: tuple[int, ...]


def upsampled(topic: Upsampling) -> Upsampled:
    """What follows from a topic."""
    k, s = topic.kernel, topic.stride
    network = Sequential((1, SIDE, SIDE), (ConvTranspose2d(1, k, s),))
    p = np.append(np.ones(k * k), 0.0)
    x = images(digits().x[topic.digit : topic.digit + 1])
    ones, map = network.logits(p, np.concatenate([np.ones_like(x), x]))[:, 0]
    along = overlap(SIDE, k, s)
    counts = np.outer(along, along)
    even = np.divide(map, counts, out=np.zeros_like(map), where=counts > 0)
    return Upsampled(x[0, 0], map, counts, ones, even, tuple(-(-(k - r) // s) for r in range(s)))
