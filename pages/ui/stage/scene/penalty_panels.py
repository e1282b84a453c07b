"""The stage's panels about a quadratic loss and a penalty of two coefficients."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel

SHAPES = ("l1", "l2", "elastic-net", "max")


@dataclass(frozen=True)
class _Penalized:
    """½ wᵀHw - cᵀw + rest and λ·penalty(w): H (2, 2), c (2,), λ of strengths (V,) along `knob`.

    shape: "l1", "l2" (half the square), "elastic-net" with the L1 norm's share `share`, or "max".
    minima (V, 2) are those of the sum; `reach` is the half-width of the window around 0. Everything
    is evaluated in the browser. A shape that is none of these is a ValueError.
    """

    name: str
    title: str
    alt: str
    H: NDArray[Any]
    c: NDArray[Any]
    rest: float
    shape: str
    share: float
    strengths: NDArray[Any]
    minima: NDArray[Any]
    labels: Sequence[str]
    reach: float
    knob: str
    color: str

    def __post_init__(self) -> None:
        if self.shape not in SHAPES:
            raise ValueError(f"shape = {self.shape!r}: allowed are {', '.join(SHAPES)}.")


@dataclass(frozen=True)
class BallPanel(_Penalized, Panel):
    """The plane of both coefficients: level lines, the ball that λ means, where they touch.

    At the contact stand the slope down the loss and the cone of the penalty's subgradients, which
    holds it; the minima of all λ are a line, and the lanes' runs are drawn up to the frame shown.
    unique: whether the minimum is one point; otherwise all that cost the same are drawn.
    """

    unique: bool = True
    note: str = ""
    across: int = 4
    down: int = 12


@dataclass(frozen=True)
class SheetsPanel(_Penalized, Panel):
    """Loss and penalty as two surfaces, or as one, their sum, where `added`.

    What is above `top` is cut away.
    """

    top: float = 0.0
    added: bool = False
    note: str = ""
    across: int = 5
    down: int = 12
