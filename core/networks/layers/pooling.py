"""Pooling: the largest, or the mean, of each window."""

from abc import abstractmethod
from dataclasses import dataclass
from math import prod
from typing import ClassVar, final

import numpy as np

from core.arrays import Array
from core.networks.layers.layer import Draw, Fixed, Layout, Saved, image
from core.networks.layers.windows import Padding, Pair, Windows, pair, sides
from core.networks.model import Shape


@dataclass(frozen=True)
class _Pooling(Fixed):
    """`kernel` and `stride` are a number or (height, width), the stride the kernel's if not given.

    padding is a number, a pair, or (top, bottom, left, right), always less than the kernel, so that
    every window holds a pixel.
    """

    kernel: Pair
    stride: Pair | None = None
    padding: Padding = 0

    fill: ClassVar[float] = 0.0

    def __post_init__(self) -> None:
        kernel = pair("kernel", self.kernel)
        pair("stride", self._stride)
        for size, pads in zip(kernel, sides(self.padding), strict=True):
            if max(pads) >= size:
                raise ValueError(
                    f"padding = {self.padding} is not possible: allowed is less than the kernel, "
                    f"{kernel[0]} × {kernel[1]}."
                )

    @property
    def _stride(self) -> Pair:
        return self.kernel if self.stride is None else self.stride

    def windows(self, below: Shape) -> Windows:
        """Where it looks."""
        _, h, w = image(self, below)
        kernel, stride = pair("kernel", self.kernel), pair("stride", self._stride)
        windows = Windows((h, w), kernel, stride, sides(self.padding))
        return windows.require(f"The window of {type(self).__name__}")

    def shape(self, below: Shape) -> Shape:
        return (below[0], *self.windows(below).places)

    def layout(self, below: Shape) -> Layout:
        return self.windows(below)

    @abstractmethod
    def again(self, saved: Saved, da: Array) -> Array: ...


@final
@dataclass(frozen=True)
class MaxPool2d(_Pooling):
    r"""a = \max_{\text{window}} x

    Of equal ones the first counts, row by row, as in PyTorch.
    """

    torch = "nn.MaxPool2d({kernel}, {stride}, padding={padding})"
    fill = -np.inf

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        windows: Windows = layout
        views = windows.shifted(windows.padded(a, self.fill))
        largest = views[0].copy()
        for view in views[1:]:
            np.maximum(largest, view, out=largest)
        return largest, (windows, views, largest)

    def again(self, saved: Saved, da: Array) -> Array:
        windows, _, _ = saved
        out = np.zeros((*da.shape[:-3], *windows.places, da.shape[-1]))
        for view, first in zip(
            windows.shifted(windows.padded(da)), self._firsts(saved), strict=True
        ):
            out = out + view * first
        return out

    def back(self, saved: Saved, delta: Array) -> Array:
        windows: Windows = saved[0]
        return windows.spread(delta, self._firsts(saved))

    def _firsts(self, saved: Saved) -> list[Array]:
        """For each entry of the kernel whether it is the first of the largest, as 0 or 1."""
        _, views, largest = saved
        free = np.ones(largest.shape, dtype=bool)
        firsts = []
        for view in views:
            first = view == largest
            first &= free
            free ^= first
            firsts.append(first)
        return firsts


@final
@dataclass(frozen=True)
class AvgPool2d(_Pooling):
    r"""a = \operatorname{mean}_{\text{window}} x

    `count_padding` says whether the zeros of the margin count as pixels, as PyTorch does it;
    MatConvNet divides by the pixels of the image alone.
    """

    torch = "nn.AvgPool2d({kernel}, {stride}, padding={padding}, count_include_pad={count_padding})"

    count_padding: bool = True

    def forward(self, p: Array, a: Array, layout: Layout, noise: Draw) -> tuple[Array, Saved]:
        return self.again(layout, a), layout

    def layout(self, below: Shape) -> Layout:
        windows = self.windows(below)
        return windows, self._share(windows)

    def again(self, saved: Saved, da: Array) -> Array:
        windows, share = saved
        return share * sum(windows.shifted(windows.padded(da)))

    def back(self, saved: Saved, delta: Array) -> Array:
        windows, share = saved
        return windows.spread(share * delta, [1.0] * prod(windows.kernel))

    def _share(self, windows: Windows) -> Array | float:
        """One over the pixels of each window, (*places, 1) where they differ."""
        if self.count_padding:
            return 1 / prod(windows.kernel)
        ones = windows.padded(np.ones((*windows.image, 1)))
        return 1 / np.sum(windows.shifted(ones), axis=0)
