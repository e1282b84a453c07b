"""The stage's panels of images, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel


@dataclass(frozen=True)
class Image:
    """A gray image or a map of features: pixels (F, H, W), one for each frame, or one for all.

    `limits` are the values of paper and of ink; without them the least and the largest of all
    frames, which nothing exceeds. Pixels of uint8 go from the one (0) to the other (255). A
    `signed` image is 0 on paper and has a color for each sign, as strong as its largest modulus.
    With `numbers` each pixel has its value written into it, where there is room.
    """

    pixels: NDArray[Any]
    caption: str = ""
    signed: bool = False
    limits: tuple[float, float] | None = None
    numbers: bool = False

    def __post_init__(self) -> None:
        if self.pixels.ndim != 3 or not self.pixels.size:
            raise ValueError(f"pixels have shape {self.pixels.shape}: allowed is (F, H, W).")
        if self.pixels.dtype == "uint8" and self.limits is None:
            raise ValueError("limits = None: pixels of uint8 need the values that 0 and 255 are.")


@dataclass(frozen=True)
class ImagePanel(Panel):
    """Images side by side, each with its caption; a pixel under the pointer says its value."""

    name: str
    title: str
    alt: str
    images: Sequence[Image]
    note: str = ""


@dataclass(frozen=True)
class KernelPanel(Panel):
    """One kernel on one image as an exercise, which the browser computes and the reader edits.

    image (H, W), kernel (k, l) and delta, the derivative of a cost by the map and as large as it.
    Around the image are `padding` rows and columns of zeros, and `more` of them below and at the
    right. `turned` lays the kernel on the image turned by 180°. `settings` are the names of the
    settings that hold the numbers of "x", "K" and "delta": a cell that a reader has changed tells
    the event `cells` = [name, all numbers of its grid], none larger in modulus than `largest`. With
    `blanks` the map and both derivatives are the reader's to fill in, and are marked.
    """

    name: str
    title: str
    alt: str
    image: NDArray[Any]
    kernel: NDArray[Any]
    delta: NDArray[Any]
    stride: int
    padding: int
    more: int
    dilation: int
    turned: bool
    settings: Mapping[str, str]
    largest: float
    blanks: bool = False
    note: str = ""
