"""What a kernel does to the frequencies of an image, on a ring and among zeros."""

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from core.arrays import Array
from core.datasets.digits import digits, images
from core.experiments.convolution.kernels import KERNELS
from core.experiments.convolution.numbers import LONGEST, read_square, write_cells
from core.networks.layers import Conv2d, Sequential
from core.spec import knob, switch, text
from core.theory.convolutions import conv_matrix, rank, ring_singular_values, separable_terms

SIDES = (3, 5)
"""Pixels along an axis that a kernel may have."""


@final
@dataclass(frozen=True)
class Frequencies:
    """A kernel of the reader's on a handwritten digit of 8 × 8 pixels."""

    title: ClassVar[str] = "Frequencies"

    kernel: str = text(write_cells(KERNELS["sobel"]()), LONGEST, "9 or 25 numbers, row by row")
    terms: int = knob(5, 1, 5, symbol="r", help="separable terms of the kernel that are used")
    circular: bool = switch(True, "the image goes on at its other side, as on a ring")
    digit: int = knob(4, 0, 1796, help="which of the 1,797 digits")


@dataclass(frozen=True, eq=False)
class Filtered:
    """A kernel (k, k) on an image x (8, 8), a map y of the same size, and the matrix T of both.

    `used` is the sum of the first terms of the kernel, σ (k,) the singular values of the kernel
    itself. Of T (64, 64) there are the singular values (64,), largest first: `predicted` as moduli
    of the kernel's discrete Fourier transform, `ring` and `zeros` of the matrices themselves.
    """

    x: Array
    kernel: Array
    used: Array
    sigma: Array
    y: Array
    predicted: Array
    ring: Array
    zeros: Array
    entries: int

    @property
    def rank(self) -> int:
        """How many separable terms the kernel needs."""
        return rank(self.kernel) if self.kernel.any() else 0


def read_kernel(cells: str) -> Array:
    """The kernel (3, 3) or (5, 5) in a text; CellsError unless it has 9 or 25 numbers."""
    return read_square("kernel", cells, SIDES)


def filtered(topic: Frequencies) -> Filtered:
    """What follows from a topic; CellsError for numbers that cannot be used."""
    kernel = read_kernel(topic.kernel)
    x = images(digits().x[topic.digit : topic.digit + 1])[0, 0]
    columns, sigma, rows = separable_terms(kernel)
    used = (columns[:, : topic.terms] * sigma[: topic.terms]) @ rows[: topic.terms]
    if topic.terms >= len(sigma):
        used = kernel
    p, k = np.append(used.ravel(), 0.0), len(kernel)
    below = (1, *x.shape)
    matrices = {
        circular: conv_matrix(Conv2d(1, k, padding=k // 2, circular=circular), p, below)
        for circular in (True, False)
    }
    layer = Conv2d(1, k, padding=k // 2, circular=topic.circular)
    return Filtered(
        x,
        kernel,
        used,
        sigma,
        Sequential(below, (layer,)).logits(p, x[None, None])[0, 0],
        ring_singular_values(used, (x.shape[0], x.shape[1])),
        _singular_values(matrices[True]),
        _singular_values(matrices[False]),
        int(np.count_nonzero(matrices[topic.circular])),
    )


def _singular_values(matrix: Array) -> Array:
    return np.asarray(np.linalg.svd(matrix, compute_uv=False), dtype=float)


def moduli(values: Array, shape: tuple[int, int] | None = None) -> Array:
    """|DFT| (H, W) of an image or of a kernel padded to a shape; frequency 0 is in the middle."""
    return np.fft.fftshift(np.abs(np.fft.fft2(values, shape)))
