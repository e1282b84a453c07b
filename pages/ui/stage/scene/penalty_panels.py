"""The stage's panels about a quadratic loss and a penalty of two coefficients."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel

SHAPES = ("l1", "l2", "elastic-net", "max")


@dataclass(frozen=True)
class Ball:
    """A minimum along λ, and the ball of the penalty that it lies on: contact (V, 2), its places.

    They are a line, the present one is a ring. shape: the ball's, "l1", "l2" (half the square),
    "elastic-net" with the L1 norm's share `share`, or "max"; "" for none. size (V,): the penalty at
    its edge, that of the contact where nothing is given. A shape that is none of these, or sizes of
    another number than places, are a ValueError.
    """

    name: str
    contact: NDArray[Any]
    color: str
    shape: str = ""
    share: float = 0.0
    size: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        _check_shape(self.shape, ("", *SHAPES))
        count = len(self.contact)
        if self.contact.shape != (count, 2) or (self.size is not None and len(self.size) != count):
            sizes = "" if self.size is None else f", size {self.size.shape}"
            raise ValueError(
                f"contact has shape {self.contact.shape}{sizes}: it should be (V, 2) with V sizes."
            )


@dataclass(frozen=True)
class BallPanel(Panel):
    """The plane of two parameters: level lines of ½ wᵀHw - cᵀw + rest, balls, every lane's run.

    H (2, 2), c (2,). window: (low, high) of both, the least that is shown; a unit is as long across
    as upwards. The level line through each ball's contact is drawn. strengths (V,): λ along `knob`;
    where they are given, the slope down the loss stands at the first ball's contact with the cone
    of the penalty's subgradients that holds it. unique: whether the first ball's minimum is one
    point; otherwise all that cost the same are drawn.
    """

    name: str
    title: str
    alt: str
    labels: Sequence[str]
    H: NDArray[Any]
    c: NDArray[Any]
    rest: float
    window: Sequence[tuple[float, float]]
    knob: str
    balls: Sequence[Ball]
    strengths: NDArray[Any] | None = None
    unique: bool = True
    note: str = ""
    across: int = 4
    down: int = 12

    def __post_init__(self) -> None:
        _check_quadratic(self.H, self.c)


@dataclass(frozen=True)
class SheetsPanel(Panel):
    """Loss and penalty as two surfaces, or as one, their sum, where `added`.

    ½ wᵀHw - cᵀw + rest and λ·penalty(w): H (2, 2), c (2,), λ of strengths (V,) along `knob`, the
    penalty of a `shape` as a `Ball` has it. minima (V, 2) are those of the sum; `reach` is the
    half-width of the window around 0. Everything is evaluated in the browser. What is above `top`
    is cut away.
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
    top: float = 0.0
    added: bool = False
    note: str = ""
    across: int = 5
    down: int = 12

    def __post_init__(self) -> None:
        _check_shape(self.shape, SHAPES)
        _check_quadratic(self.H, self.c)


@dataclass(frozen=True)
class ValleyPanel(Panel):
    """Level lines of loss + λ·penalty on a grid x (M,), y (L,), both (L, M), and its lowest point.

    λ of strengths (V,) along `knob`. The levels are at these shares, from the least, of the way
    from the lowest value at a λ to the highest: no λ is without lines.
    """

    name: str
    title: str
    alt: str
    labels: Sequence[str]
    x: NDArray[Any]
    y: NDArray[Any]
    loss: NDArray[Any]
    penalty: NDArray[Any]
    strengths: NDArray[Any]
    shares: Sequence[float]
    knob: str
    color: str
    note: str = ""
    across: int = 4
    down: int = 6

    def __post_init__(self) -> None:
        for name in ("loss", "penalty"):
            shape, wanted = getattr(self, name).shape, (len(self.y), len(self.x))
            if shape != wanted:
                raise ValueError(f"{name} has shape {shape}: it should be {wanted}.")


def _check_shape(shape: str, allowed: Sequence[str]) -> None:
    if shape not in allowed:
        raise ValueError(f"shape = {shape!r}: allowed are {', '.join(filter(None, allowed))}.")


def _check_quadratic(H: NDArray[Any], c: NDArray[Any]) -> None:
    if H.shape != (2, 2) or c.shape != (2,):
        raise ValueError(f"H has shape {H.shape} and c {c.shape}: they should be (2, 2) and (2,).")
