"""The stage's panels of images, as plain data."""

from collections.abc import Sequence
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
    """

    pixels: NDArray[Any]
    caption: str = ""
    signed: bool = False
    limits: tuple[float, float] | None = None

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
