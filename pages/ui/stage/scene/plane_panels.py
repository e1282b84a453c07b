"""The stage's panels about a plane of two parameters that needs no surface."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel


@dataclass(frozen=True)
class Ball:
    """{w: ‖w‖ ≤ radius} of a norm, radius (V,) and the place (V, 2) where it is touched.

    V is that of the home family, or 1. A level line is drawn through the contact.
    """

    name: str
    norm: Literal["1", "2", "inf"]
    radius: NDArray[Any]
    contact: NDArray[Any]
    color: str


@dataclass(frozen=True)
class BallsPanel(Panel):
    """½ (w - center)ᵀ hessian (w - center) as level lines, with balls and every lane's path.

    Each lane's p is w (2,). hessian (2, 2) is positive definite, window (low, high) for w₁ and w₂
    the least that is shown; a unit is as long across as upwards.
    """

    name: str
    title: str
    alt: str
    labels: tuple[str, str]
    hessian: NDArray[Any]
    center: Sequence[float]
    window: Sequence[tuple[float, float]]
    balls: Sequence[Ball]
    note: str = ""
    across: int = 6
    down: int = 6

    def __post_init__(self) -> None:
        if self.hessian.shape != (2, 2) or len(self.center) != 2:
            raise ValueError(
                f"hessian has shape {self.hessian.shape} and center {len(self.center)} entries: "
                "they should be (2, 2) and 2."
            )
        for ball in self.balls:
            if ball.contact.shape != (*ball.radius.shape, 2):
                raise ValueError(
                    f"contact has shape {ball.contact.shape}: it should be "
                    f"({', '.join(map(str, (*ball.radius.shape, 2)))})."
                )
