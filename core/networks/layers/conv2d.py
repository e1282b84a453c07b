"""Convolution, as every library means it: the cross-correlation of an image with a kernel."""

from dataclasses import dataclass
from math import prod
from typing import final

from core.arrays import Array
from core.networks.layers.affine import Affine, Product
from core.networks.layers.layer import image, require_count
from core.networks.layers.windows import Padding, Pair, Windows, pair, sides
from core.networks.model import Shape


@final
@dataclass(frozen=True)
class Conv2d(Affine):
    r"""z_{o} = \sum_{c,u,v} K_{ocuv}\, x_{c,\, i s + u d - p,\, j s + v d - p} + b_o

    `channels` filters, each over `kernel` pixels of the channels of its group. Kernel, stride and
    dilation are a number or (height, width); padding besides (top, bottom, left, right).
    `circular` continues the image on its other side, where zeros stand otherwise. Dumoulin and
    Visin (2016); parameters in PyTorch's order, kernels (channels, C / groups, *kernel), then b.
    """

    torch = (
        "nn.Conv2d({inputs}, {channels}, {kernel}, stride={stride}, padding={padding}, "
        "dilation={dilation}, groups={groups}, padding_mode={mode!r})"
    )

    channels: int
    kernel: Pair
    stride: Pair = 1
    padding: Padding = 0
    dilation: Pair = 1
    groups: int = 1
    circular: bool = False

    def __post_init__(self) -> None:
        require_count("channels", self.channels)
        require_count("groups", self.groups)
        for name in ("kernel", "stride", "dilation"):
            pair(name, getattr(self, name))
        sides(self.padding)

    def windows(self, below: Shape) -> Windows:
        """Where the kernel looks."""
        channels, h, w = image(self, below)
        if channels % self.groups or self.channels % self.groups:
            raise ValueError(
                f"groups = {self.groups} is not possible: it must divide the {channels} channels "
                f"that enter and the {self.channels} that leave."
            )
        return Windows(
            (h, w),
            pair("kernel", self.kernel),
            pair("stride", self.stride),
            sides(self.padding),
            pair("dilation", self.dilation),
            self.circular,
        ).require("The kernel of Conv2d")

    def layout(self, below: Shape) -> Product:
        windows = self.windows(below)
        fan_in = below[0] // self.groups * prod(windows.kernel)
        shape = (self.channels, *windows.places)
        return Product(below, shape, self.groups, self.channels // self.groups, fan_in, windows)

    def columns(self, a: Array, layout: Product) -> Array:
        """im2col: each column is a window, of the channels of a group."""
        assert layout.windows is not None
        windows = layout.windows.gathered(a)
        return windows.reshape(*windows.shape[:-6], layout.groups, layout.fan_in, -1)

    def scatter(self, columns: Array, layout: Product) -> Array:
        """col2im, the transpose."""
        assert layout.windows is not None
        windows = layout.windows
        shape = (layout.below[0], *windows.kernel, *windows.places, -1)
        return windows.scattered(columns.reshape(*columns.shape[:-3], *shape))
