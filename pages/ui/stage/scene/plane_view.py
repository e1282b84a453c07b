"""Which plane of parameter space a surface lies over, as plain data."""

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True)
class Laid:
    """A plane anywhere: origin (s,), directions (2, s), and onto (2, s), which projects."""

    origin: NDArray[Any]
    directions: NDArray[Any]
    onto: NDArray[Any]


@dataclass(frozen=True)
class PlaneView:
    """The two parameters shown (positions in p), their symbols, and the window over them.

    sign -1 shows their negatives: the picture turned by half a turn. With `laid` the plane lies
    anywhere, and a path is shown as its shadow on it.
    """

    indices: tuple[int, int]
    labels: tuple[str, str]
    alpha: tuple[float, float]
    beta: tuple[float, float]
    sign: float = 1.0
    laid: Laid | None = None
