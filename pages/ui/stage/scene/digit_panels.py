"""The panels about networks that read images: a pad to draw on, their maps, and their mistakes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel


@dataclass(frozen=True)
class PadPanel(Panel):
    """An image that the reader draws, or one of some, and what the lane's network takes it for.

    `network` is what `Sequential.described()` says; the stage evaluates it, so that the decision
    follows each stroke. images (N, n²) are whole numbers from 0 to `scale`, labels (N,) their
    classes; batch normalization takes its means over them. On a scene with maps or mistakes there
    is one pad, which they share.
    """

    name: str
    title: str
    alt: str
    network: Mapping[str, Any]
    images: NDArray[Any]
    labels: NDArray[Any]
    scale: float
    lane: int = 0
    note: str = ""


@dataclass(frozen=True)
class MapsPanel(Panel):
    """Kernels and feature maps of the network of the pad, for the image on it."""

    name: str
    title: str
    alt: str
    note: str = ""


@dataclass(frozen=True)
class MistakesPanel(Panel):
    """Which of the pad's images are taken for which class: the confusion matrix, the wrong ones."""

    name: str
    title: str
    alt: str
    note: str = ""
