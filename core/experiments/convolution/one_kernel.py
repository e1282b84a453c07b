"""One kernel on a small image, by hand: what a reader can set, and what follows from it."""

from dataclasses import dataclass, replace
from typing import ClassVar, final

import numpy as np

from core.arrays import Array
from core.experiments.convolution.numbers import LONGEST, CellsError, read_cells
from core.spec import knob, switch, text
from core.theory.convolutions import Hand, by_hand, turned

SIDE, KERNEL = 4, 3
"""Pixels along an axis of the image and of the kernel."""


@final
@dataclass(frozen=True)
class OneKernel:
    """A kernel of 3 × 3 on an image of 4 × 4, and a derivative δ of some cost by the map."""

    title: ClassVar[str] = "One kernel by hand"

    image: str = text("1 2 0 1 0 1 3 1 2 1 0 2 1 0 1 3", LONGEST, "16 numbers, row by row")
    kernel: str = text("1 0 -1 2 0 -2 1 0 -1", LONGEST, "9 numbers, row by row")
    delta: str = text("1 -1 2 0", LONGEST, "numbers of δ, row by row; fewer are repeated")
    stride: int = knob(1, 1, 3, symbol="s", help="pixels from one window to the next")
    padding: int = knob(0, 0, 2, symbol="p", help="rows and columns of zeros on each side")
    dilation: int = knob(
        1, 1, 2, symbol="d", help="pixels from one number of the kernel's to the next"
    )
    true_convolution: bool = switch(
        False, "turn the kernel by 180°: the convolution of mathematics"
    )


@dataclass(frozen=True, eq=False)
class Exercise:
    """An exercise in numbers: x (4, 4), kernel (3, 3), delta as y, and what follows from them.

    `hand` is that of the kernel as it is laid on the image: turned by 180° where that is asked for.
    `by_kernel` is ∂C/∂K of the kernel as it is written.
    """

    x: Array
    kernel: Array
    delta: Array
    hand: Hand
    by_kernel: Array


def places(side: int, kernel: int, stride: int, padding: int, dilation: int) -> int:
    """⌊(n + 2p - d(k-1) - 1)/s⌋ + 1: windows along an axis, 0 and less where none fits."""
    return (side + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def fitting(topic: OneKernel) -> OneKernel:
    """The same with the least padding at which the kernel fits on the image."""
    least = next(
        p
        for p in range(topic.padding, SIDE + KERNEL)
        if places(SIDE, KERNEL, topic.stride, p, topic.dilation) > 0
    )
    return replace(topic, padding=least)


def exercise(topic: OneKernel) -> Exercise:
    """What follows from the numbers of a topic.

    CellsError where these cannot be read, or where the kernel does not fit on the image.
    """
    x = read_cells("image", topic.image, (SIDE, SIDE))
    kernel = read_cells("kernel", topic.kernel, (KERNEL, KERNEL))
    count = places(SIDE, KERNEL, topic.stride, topic.padding, topic.dilation)
    if count < 1:
        raise CellsError(
            f"A padding of {topic.padding} leaves no place for a kernel that spans "
            f"{topic.dilation * (KERNEL - 1) + 1} pixels: allowed is {fitting(topic).padding} "
            "and more."
        )
    delta = read_cells("derivative δ", topic.delta, (count, count), fewer=True)
    laid = turned(kernel) if topic.true_convolution else kernel
    hand = by_hand(x, laid, delta, topic.stride, topic.padding, topic.dilation)
    by_kernel = turned(hand.by_kernel) if topic.true_convolution else hand.by_kernel
    return Exercise(x, kernel, delta, hand, np.ascontiguousarray(by_kernel))
