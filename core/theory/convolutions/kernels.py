"""Kernels: their spectrum on a ring, how many separable passes they need, where taps overlap."""

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array

# Singular values below this share of the largest are rounding.
_ZERO = 1e-12


def ring_singular_values(kernel: Array, image: tuple[int, int]) -> Array:
    """Singular values (H · W,) of a convolution on a ring, largest first.

    They are the moduli of the discrete Fourier transform of the kernel, padded to the image:
    with circular padding the matrix is doubly block circulant (Sedghi, Gupta and Long 2019). Among
    zeros it is block Toeplitz with Toeplitz blocks, whose singular values only come close.
    """
    if kernel.shape[0] > image[0] or kernel.shape[1] > image[1]:
        raise ValueError(f"A kernel of {kernel.shape} does not fit on an image of {image}.")
    return np.sort(np.abs(np.fft.fft2(kernel, image)).ravel())[::-1]


def separable_terms(kernel: Array) -> tuple[Array, Array, Array]:
    """(columns (k, r), σ (r,), rows (r, l)): K = Σ σ_i columns_i rows_i, by the SVD.

    Each term is a pass down and a pass across: k + l products for a pixel instead of k · l.
    """
    columns, sigma, rows = np.linalg.svd(kernel, full_matrices=False)
    return columns, sigma, rows


def rank(kernel: Array) -> int:
    """How many separable terms the kernel needs."""
    sigma = separable_terms(kernel)[1]
    return int((sigma > _ZERO * sigma.max(initial=0)).sum())


def turned(kernel: Array) -> Array:
    """The kernel turned by 180°: correlation with it is the convolution of mathematics."""
    return kernel[..., ::-1, ::-1]


def overlap(n: int, kernel: int, stride: int) -> NDArray[np.int64]:
    """How many taps of a transposed convolution of n pixels reach each pixel of its map.

    Away from the ends it is constant only if the stride divides the kernel; else the map gets a
    pattern, which in two dimensions multiplies to a checkerboard (Odena et al. 2016).
    """
    counts = np.zeros((n - 1) * stride + kernel, dtype=np.int64)
    for pixel in range(n):
        counts[pixel * stride : pixel * stride + kernel] += 1
    return counts
