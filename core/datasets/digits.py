"""Handwritten digits, and how they are moved: by a step, at random on a canvas, or shuffled."""

from functools import cache
from pathlib import Path

import numpy as np

from core.arrays import Array, Rows
from core.datasets.samples import Samples

_FILE = Path(__file__).with_name("images") / "digits.npz"

DIGITS_TRAIN = 1397
"""The first rows are for training; the last 400 were written by other people."""


@cache
def digits() -> Samples:
    """1,797 digits of 8 × 8 pixels (Alpaydin and Kaynak 1998): x (1797, 64) from 0 to 1.

    Row by row; `images` gives them their two axes back.
    """
    with np.load(_FILE) as file:
        pixels, labels = file["images"] / 16, file["labels"]
    names = tuple(f"pixel {i}, {j}" for i in range(1, 9) for j in range(1, 9))
    classes = tuple(map(str, range(10)))
    return Samples(pixels, labels, names, classes, label="digit", scale=np.full(1, 16.0))


def images(x: Array) -> Array:
    """Rows of square images (N, n²) as (N, 1, n, n)."""
    side = round(np.sqrt(x.shape[-1]))
    if side * side != x.shape[-1]:
        raise ValueError(f"x has {x.shape[-1]} columns; a square image has 4, 9, 16, ….")
    return x.reshape(-1, 1, side, side)


def moved(x: Array, right: int, down: int, wrap: bool = False) -> Array:
    """Images (..., H, W) moved by so many pixels; what comes in is 0, or what went out (`wrap`)."""
    out: Array = np.roll(x, (down, right), axis=(-2, -1))
    if wrap:
        return out
    height, width = x.shape[-2:]
    rows, columns = np.arange(height) - down, np.arange(width) - right
    inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))
    return out * inside


def augmented(x: Array, steps: tuple[tuple[int, int], ...]) -> Array:
    """Copies of images (N, ...) moved by each of the steps (right, down), below each other.

    Row i of the copy number s is row i + s N: so a minibatch moves by adding s N to its rows.
    """
    return np.concatenate([moved(x, *step) for step in steps])


def moved_batches(batches: Rows, N: int, steps: int, rng: np.random.Generator) -> Rows:
    """Minibatches (K, m) of N rows as rows of `augmented`: one of so many steps a batch."""
    return batches + N * rng.integers(steps, size=(len(batches), 1))


def on_canvas(x: Array, side: int, offsets: Rows) -> Array:
    """Images (N, 1, H, W) on an empty canvas, row i with its corner at offsets[i] (down, right)."""
    height, width = x.shape[-2:]
    largest = np.array([side - height, side - width])
    if ((offsets < 0) | (offsets > largest)).any():
        raise ValueError(f"The offsets must be from 0 to {largest.min()}, to stay on the canvas.")
    out = np.zeros((*x.shape[:-2], side, side))
    for image, canvas, (down, right) in zip(x, out, offsets, strict=True):
        canvas[..., down : down + height, right : right + width] = image
    return out


def shuffled(x: Array, seed: int) -> Array:
    """Images (..., H, W) with their pixels in another order, the same for all."""
    flat = x.reshape(*x.shape[:-2], -1)
    order = np.random.default_rng(seed).permutation(flat.shape[-1])
    return flat[..., order].reshape(x.shape)
