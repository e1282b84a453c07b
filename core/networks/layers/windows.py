"""Windows on an image: where a kernel looks, and how its places are gathered and given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.networks.layers.layer import require_count
from core.once import once

Pair = int | tuple[int, int]
Sides = tuple[tuple[int, int], tuple[int, int]]
Padding = int | tuple[int, int] | tuple[int, int, int, int] | Sides


@dataclass(frozen=True)
class Windows:
    """All places of a kernel on an image (height, width), padding ((top, bottom), (left, right)).

    Images are (..., C, H, W, N), samples last. Circular padding continues the image periodically.
    """

    image: tuple[int, int]
    kernel: tuple[int, int]
    stride: tuple[int, int] = (1, 1)
    padding: Sides = ((0, 0), (0, 0))
    dilation: tuple[int, int] = (1, 1)
    circular: bool = False

    @once
    def places(self) -> tuple[int, int]:
        """The map's height and width, ⌊(n + padding - d(k-1) - 1) / s⌋ + 1 each."""
        h, w = (
            (n + sum(pad) - d * (k - 1) - 1) // s + 1
            for n, pad, d, k, s in zip(
                self.image, self.padding, self.dilation, self.kernel, self.stride, strict=True
            )
        )
        return h, w

    def require(self, name: str) -> "Windows":
        """These windows; ValueError if the kernel is nowhere inside the padded image."""
        if min(self.places) < 1:
            tall, wide = (d * (k - 1) + 1 for d, k in zip(self.dilation, self.kernel, strict=True))
            h, w = (n + sum(pad) for n, pad in zip(self.image, self.padding, strict=True))
            raise ValueError(
                f"{name} spans {tall} × {wide} pixels: allowed is at most the padded image, "
                f"{h} × {w}."
            )
        if self.circular and any(
            max(pad) > n for n, pad in zip(self.image, self.padding, strict=True)
        ):
            raise ValueError(
                f"padding = {self.padding} is not possible: circular padding is at most the "
                f"image, {self.image[0]} × {self.image[1]}."
            )
        return self

    def padded(self, a: Array, fill: float = 0.0) -> Array:
        """a with its margin, `fill` or the other side of the image."""
        (top, bottom), (left, right) = self.padding
        if not any((top, bottom, left, right)):
            return a
        h, w = self.image
        if self.circular:
            a = a.take(np.arange(-top, h + bottom) % h, axis=-3)
            return a.take(np.arange(-left, w + right) % w, axis=-2)
        shape = (*a.shape[:-3], *self._padded_image, a.shape[-1])
        out = np.full(shape, fill) if fill else np.zeros(shape)
        out[..., top : top + h, left : left + w, :] = a
        return out

    def unpadded(self, padded: Array) -> Array:
        """The transpose of `padded`: the margin is dropped, or added to the other side."""
        (top, bottom), (left, right) = self.padding
        h, w = self.image
        inside = padded[..., top : top + h, left : left + w, :]
        if not self.circular or not any((top, bottom, left, right)):
            return inside
        rows = inside_rows = padded[..., top : top + h, :, :].copy()
        inside_rows[..., h - top :, :, :] += padded[..., :top, :, :]
        inside_rows[..., :bottom, :, :] += padded[..., top + h :, :, :]
        out = rows[..., left : left + w, :].copy()
        out[..., w - left :, :] += rows[..., :left, :]
        out[..., :right, :] += rows[..., left + w :, :]
        return out

    def shifted(self, padded: Array) -> list[Array]:
        """One view (..., C, *places, N) for each entry of the kernel, row by row."""
        return [padded[at] for at in self._slices]

    def gathered(self, a: Array) -> Array:
        """All windows (..., C, kernel, *places, N): a view of the padded image, nothing copied."""
        return self._views(self.padded(a))

    def pixels(self, channels: int) -> NDArray[np.intp]:
        """Which pixel (C, kernel, *places) of an image each entry of its windows is.

        The pixels are counted channel by channel, row by row; C · H · W is all that is outside.
        """
        outside = channels * prod(self.image)
        numbers = np.arange(float(outside)).reshape(channels, *self.image, 1)
        found: NDArray[np.intp] = self._views(self.padded(numbers, outside)).astype(np.intp)
        return found[..., 0]

    def _views(self, padded: Array) -> Array:
        padded = np.ascontiguousarray(padded)
        *lead, dh, dw, dn = padded.strides
        (sh, sw), (h, w) = self.stride, self.dilation
        shape = (*padded.shape[:-3], *self.kernel, *self.places, padded.shape[-1])
        strides = (*lead, h * dh, w * dw, sh * dh, sw * dw, dn)
        # As `as_strided` does it, ten times as fast.
        windows: Array = np.ndarray(shape, padded.dtype, padded, 0, strides)
        return windows

    def scattered(self, windows: Array) -> Array:
        """The transpose of `gathered`: each entry is added where it came from."""
        width = self.kernel[1]
        lead, samples = windows.shape[:-5], windows.shape[-1]
        out = np.zeros((*lead, *self._padded_image, samples))
        for entry, at in enumerate(self._slices):
            out[at] += windows[..., entry // width, entry % width, :, :, :]
        return self.unpadded(out)

    def spread(self, delta: Array, factors: Sequence[Array | float]) -> Array:
        """δ (..., C, *places, N) times a factor for each entry of the kernel, added where it is."""
        lead, samples = delta.shape[:-3], delta.shape[-1]
        out = np.zeros((*lead, *self._padded_image, samples))
        for at, factor in zip(self._slices, factors, strict=True):
            if self.apart:
                np.multiply(delta, factor, out=out[at])
            else:
                out[at] += delta * factor
        return self.unpadded(out)

    @once
    def _padded_image(self) -> tuple[int, int]:
        h, w = (n + sum(pad) for n, pad in zip(self.image, self.padding, strict=True))
        return h, w

    @once
    def apart(self) -> bool:
        """Whether no pixel is in two windows."""
        return all(s >= k for s, k in zip(self.stride, self.kernel, strict=True))

    @once
    def _slices(self) -> list[tuple[Any, ...]]:
        (h, w), (sh, sw), (dh, dw) = self.places, self.stride, self.dilation
        return [
            (
                ...,
                slice(dh * i, dh * i + sh * (h - 1) + 1, sh),
                slice(dw * j, dw * j + sw * (w - 1) + 1, sw),
                slice(None),
            )
            for i in range(self.kernel[0])
            for j in range(self.kernel[1])
        ]


def pair(name: str, value: Pair, least: int = 1) -> tuple[int, int]:
    """A number for both axes, or one for each; ValueError below `least`."""
    both = value if isinstance(value, tuple | list) else (value, value)
    if len(both) != 2:
        raise ValueError(f"{name} = {value!r} is not possible: allowed are a number or a pair.")
    for each in both:
        require_count(name, each, least)
    return int(both[0]), int(both[1])


def sides(value: Padding) -> Sides:
    """Padding as (top, bottom), (left, right): of a number, (height, width), four, or itself."""
    axes: Any = value if isinstance(value, tuple | list) else (value, value)
    if len(axes) == 4:
        axes = axes[:2], axes[2:]
    if len(axes) != 2:
        raise ValueError(
            f"padding = {value!r} is not possible: allowed are a number, a pair, or "
            "(top, bottom, left, right)."
        )
    return pair("padding", axes[0], 0), pair("padding", axes[1], 0)
