"""The stage's panels about one hidden layer: what it does to the plane, and what a line can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel
from pages.ui.stage.scene.panels import Units


@dataclass(frozen=True)
class SpacePanel(Panel):
    """A network with one hidden layer, seen in the plane of its inputs or of its hidden units.

    x (N, 2), classes y (N,) of 0 and 1, `points` their names if they have any ("00", …).
    `network` is what `Network.described()` says of a network (2, H, 1) with a linear output, and p
    the lane's, in core's flat order (W, c, w, b). With "targets" (N, 1) and "factor" as well,
    factor·Σ‖y - F‖² is said while a reader changes weights by hand.
    With `own` the points are the reader's to add, move and delete in the picture of the inputs, as
    long as the page hears "points".

    space "input": F as a soft field over `window` ((low, high) of x₁, of x₂), the line F = ½, the
    grid, the points, and up to eight hidden units' lines z_j = 0, which a reader may drag.
    space "hidden": the same grid, points and line after the map x → h = σ(Wx + c). H = 2: (h₁, h₂).
    H = 1: h₁ and F. H > 2: F itself across, and up the principal component of the hidden points
    orthogonal to w. A control plays x → z = Wx + c → h. Both draw the same `window` of the inputs.

    Everything is evaluated in the browser. A wrong `space`, and a network of another shape or
    output, is a ValueError.
    """

    name: str
    title: str
    alt: str
    space: Literal["input", "hidden"]
    x: NDArray[Any]
    y: NDArray[Any]
    window: Sequence[tuple[float, float]]
    network: Mapping[str, Any]
    lane: int = 0
    note: str = ""
    points: Sequence[str] = ()
    own: Units | None = None

    def __post_init__(self) -> None:
        widths = tuple(self.network["widths"])
        if self.space not in ("input", "hidden"):
            raise ValueError(f"space = {self.space!r}: allowed are “input” and “hidden”.")
        if len(widths) != 3 or widths[0] != 2 or widths[2] != 1:
            raise ValueError(f"widths = {widths}: a space panel shows networks (2, H, 1).")
        output = self.network["activations"][-1]["name"]
        if output != "identity":
            raise ValueError(f"the output's activation is “{output}”: allowed is “identity”.")


@dataclass(frozen=True)
class SeparatePanel(Panel):
    """A line that the reader drags, trying to separate points x (N, 2) whose labels they can flip.

    y (N,) are the labels at first. `labelings` (L, N) lists all labelings; of each, `separable`
    (L,) says whether a line can separate it and `lines` (L, 3) has one such (w₁, w₂, b), with
    w·x + b > 0 at the points of label 1 (any numbers, such as NaN, where there is none).

    With `lane` the line that this lane's linear model p = (w₁, w₂, b) draws at F = ½ is shown too,
    and while the labels are y, the reader's line is that model changed by hand, with ‖w‖ = 1: a
    landscape of the lane shows where it stands. `targets` are y and the cost is the mean square.
    """

    name: str
    title: str
    alt: str
    x: NDArray[Any]
    y: NDArray[Any]
    window: Sequence[tuple[float, float]]
    labelings: NDArray[Any]
    separable: NDArray[Any]
    lines: NDArray[Any]
    lane: int | None = None
    note: str = ""
    points: Sequence[str] = ()

    def __post_init__(self) -> None:
        shapes = (self.labelings.shape, self.separable.shape, self.lines.shape)
        count = len(self.labelings)
        if shapes != ((count, len(self.x)), (count,), (count, 3)):
            raise ValueError(f"labelings, separable and lines have shapes {shapes}.")
