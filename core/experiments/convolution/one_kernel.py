"""One kernel on a small image, by hand: what a reader can set, and what follows from it."""

from dataclasses import dataclass, replace
from typing import ClassVar, final

import numpy as np

from core.arrays import Array
from core.experiments.convolution.numbers import LONGEST, CellsError, read_cells, read_square
from core.spec import knob, switch, text
from core.theory.convolutions import Hand, by_hand, turned

SIDE, KERNELS = 4, (1, 2, 3, 4)
"""Pixels along an axis of the image, and of the kernels."""


@final
@dataclass(frozen=True)
class OneKernel:
    """A small kernel on an image of 4 × 4, and a derivative δ of some cost by the map."""

    title: ClassVar[str] = "One kernel by hand"

    image: str = text("1 2 0 1 0 1 3 1 2 1 0 2 1 0 1 3", LONGEST, "16 numbers, row by row")
    kernel: str = text("1 0 -1 2 0 -2 1 0 -1", LONGEST, "numbers of a square, row by row")
    delta: str = text("1 -1 2 0", LONGEST, "numbers of δ, row by row; fewer are repeated")
    size: int = knob(
        3,
        KERNELS[0],
        KERNELS[-1],
        symbol="k",
        help="rows and columns of the kernel: its corner, or zeros more",
    )
    stride: int = knob(1, 1, 3, symbol="s", help="pixels from one window to the next")
    padding: int = knob(0, 0, 2, symbol="p", help="rows and columns of zeros on each side")
    one_more: bool = switch(
        False, "one row and one column of zeros more below and at the right, as even kernels need"
    )
    dilation: int = knob(
        1, 1, 2, symbol="d", help="pixels from one number of the kernel's to the next"
    )
    true_convolution: bool = switch(
        False, "turn the kernel by 180°: the convolution of mathematics"
    )


@dataclass(frozen=True, eq=False)
class Exercise:
    """An exercise in numbers: x (4, 4), kernel (k, k), delta as y, and what follows from them.

    `hand` is that of the kernel as it is laid on the image: turned by 180° where that is asked for.
    `by_kernel` is ∂C/∂K of the kernel as it is written.
    """

    x: Array
    kernel: Array
    delta: Array
    hand: Hand
    by_kernel: Array


def places(topic: OneKernel) -> int:
    """⌊(n + 2p - d(k-1) - 1)/s⌋ + 1: windows along an axis, 0 and less where none fits.

    The margin 2p is larger by one with `one_more`.
    """
    padded = SIDE + 2 * topic.padding + topic.one_more
    return (padded - topic.dilation * (topic.size - 1) - 1) // topic.stride + 1


def fitting(topic: OneKernel) -> OneKernel:
    """The same with the least padding at which the kernel fits on the image."""
    wider = (replace(topic, padding=p) for p in range(topic.padding, topic.padding + SIDE))
    return next(one for one in wider if places(one) > 0)


def sized(kernel: Array, size: int) -> Array:
    """The upper left corner (size, size) of a kernel, with zeros where it has no numbers."""
    found = np.zeros((size, size))
    corner = kernel[:size, :size]
    found[: len(corner), : len(corner)] = corner
    return found


def exercise(topic: OneKernel) -> Exercise:
    """What follows from the numbers of a topic.

    CellsError where these cannot be read, or where the kernel does not fit on the image.
    """
    x = read_cells("image", topic.image, (SIDE, SIDE))
    kernel = sized(read_square("kernel", topic.kernel, KERNELS), topic.size)
    count = places(topic)
    if count < 1:
        raise CellsError(
            f"A padding of {topic.padding} leaves no place for a kernel that spans "
            f"{topic.dilation * (topic.size - 1) + 1} pixels: allowed is {fitting(topic).padding} "
            "and more."
        )
    delta = read_cells("derivative δ", topic.delta, (count, count), fewer=True)
    laid = turned(kernel) if topic.true_convolution else kernel
    far = topic.padding + topic.one_more
    margin = (topic.padding, far, topic.padding, far)
    hand = by_hand(x, laid, delta, topic.stride, margin, topic.dilation)
    by_kernel = turned(hand.by_kernel) if topic.true_convolution else hand.by_kernel
    return Exercise(x, kernel, delta, hand, np.ascontiguousarray(by_kernel))
