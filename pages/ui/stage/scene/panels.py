"""The panels of the stage, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from pages.ui.stage.scene.panel import Panel
from pages.ui.stage.scene.plane_view import PlaneView


@dataclass(frozen=True)
class Stack:
    """Surfaces value (T, n, m) for T values (T,) of the parameter `index`, which is held.

    mask (T, n, m): where each is hatched; it moves the traces called "hatch" of both figures.
    notes: what is said of each, in place of the panel's note.
    """

    label: str
    index: int
    held: NDArray[Any]
    value: NDArray[Any]
    mask: NDArray[Any]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class LandscapePanel(Panel):
    """One lane's surface: two figures of it, and its grid alpha (m,), beta (n,), value (n, m).

    With `lane` None it is the surface of all lanes: their paths, and a dot with each lane's number.
    `figure3d` and `figure2d` are figures as dicts (`Figure.to_dict()`). With `stack` the surface
    follows the path; with `profile` the parameters not shown are minimised out, or, with a `plane`
    of its own in place of the scene's, left where that plane has them. In all these cases, as long
    as p has more than two entries, the panel shows how far the dot is off the surface.
    """

    name: str
    lane: int | None
    title: str
    alt: str
    figure3d: Mapping[str, Any]
    figure2d: Mapping[str, Any]
    alpha: NDArray[Any]
    beta: NDArray[Any]
    value: NDArray[Any]
    note: str = ""
    stack: Stack | None = None
    profile: bool = False
    plane: PlaneView | None = None


@dataclass(frozen=True)
class Units:
    """Data x (N, d) are `center + scale * x` in their own units, both (d,)."""

    center: NDArray[Any]
    scale: NDArray[Any]


@dataclass(frozen=True)
class BoundaryPanel(Panel):
    """The model over its inputs: x (N, d) with d = 1 or 2, classes y (N,), the inputs' symbols.

    `window` is (low, high) for each feature. `fields` holds, for each lane, shipped frames
    (F, rows, columns) of uint8 = 255·probability, first row lowest. With `network` the stage
    evaluates that network itself, which is quick enough up to some 120 parameters: what
    `Network.described()` says, and "show" as "difference", F₁ - F₂ from class 1 at -1 to class 0
    at 1, or "first", F₁ as the probability of class 1. With "targets" (N, n_L) and "factor" as
    well, factor·Σ‖y - F‖² is said while a reader changes weights by hand. Without either the stage
    evaluates σ(wᵀx + b) from p = (w, b). one_model: all lanes have the same, so there is no choice.
    With `scores` x (N, d) has any number of features, and what is over the one axis is each
    sample's z = wᵀx + b, which moves with the run, under σ(z).
    With `own` the points are the reader's to add, move and delete, as long as the page hears
    "points".
    """

    name: str
    title: str
    alt: str
    x: NDArray[Any]
    y: NDArray[Any]
    labels: Sequence[str]
    window: Sequence[tuple[float, float]]
    fields: Sequence[NDArray[Any]] | None = None
    network: Mapping[str, Any] | None = None
    note: str = ""
    own: Units | None = None
    one_model: bool = False
    scores: bool = False
    across: int = 0
    down: int = 0


@dataclass(frozen=True)
class Axis:
    """A horizontal axis besides the step: for each lane where it is at each frame, values (F,).

    `label` is the word on the button, `title` the one under the axis. `mark` is a place on it that
    a dashed line shows.
    """

    name: str
    label: str
    title: str
    values: Sequence[NDArray[Any]]
    mark: float | None = None


@dataclass(frozen=True)
class CurvePanel(Panel):
    """Cost (and accuracy) of every lane against the step.

    `levels` are costs with names of their own, beside the round numbers of the axis.
    `last_step` is where the axis ends while a run is still under way. With `axes` the reader may
    choose another horizontal axis; `axis` is the one to begin with, "step" or the name of one.
    """

    name: str
    title: str
    alt: str
    label: str = "cost"
    log_step: bool = False
    log_cost: bool = False
    last_step: int | None = None
    levels: Mapping[str, float] = field(default_factory=dict)
    axes: Sequence[Axis] = ()
    axis: str = "step"
    note: str = ""
    across: int = 0
    down: int = 0


@dataclass(frozen=True)
class Mark:
    """A dashed vertical line on the strip, such as 2/λ_max of one lane."""

    value: float
    label: str
    lane: int = -1


@dataclass(frozen=True)
class StripPanel(Panel):
    """Final cost against the values of a knob, the axis of the family of that name.

    Dragging shows the family's runs; where it has no parameters they do not belong to this picture
    (another width, another surface), and only letting go does something. `at` is the present
    value's position, -1 where the axis does not have it. `choices` are the knobs that have a strip,
    with their words: choosing another sends the event `strip`, its name.
    """

    name: str
    title: str
    alt: str
    knob: str = "optimizer.eta"
    at: int = -1
    choices: Mapping[str, str] = field(default_factory=dict)
    marks: Sequence[Mark] = ()
    note: str = ""


@dataclass(frozen=True)
class NetworkPanel(Panel):
    """The layers of one lane's network as a diagram: an edge for each weight, a stub for each bias.

    `widths` (n_1, …, n_L) and the lane's flat p, layer by layer W row-major, then b. Picking an
    edge tells the event `edge` = [layer, to, from, step], counted from 1 as in w^[l]_jk, from 0
    for a bias; `step` is that of the picture. `names` (s,) of parameters replace w^[l]_jk;
    `hidden` is the letter of hidden units, if they are to have one ("h").
    """

    name: str
    title: str
    alt: str
    widths: Sequence[int]
    lane: int = 0
    note: str = ""
    names: Sequence[str] = ()
    hidden: str = ""


@dataclass(frozen=True)
class MatrixPanel(Panel):
    """W and b of every layer of one lane's network as cells: color by value, and the number."""

    name: str
    title: str
    alt: str
    widths: Sequence[int]
    lane: int = 0
    note: str = ""


@dataclass(frozen=True)
class StandingsPanel(Panel):
    """The lanes as a table: rank, number, name and read-outs at the moment shown.

    rank (L, F), 0 for a run that has diverged, 255 where rounding decides it. It stands for the
    read-outs below the player, where one sentence for all lanes is left:
    `sentences[sentence[frame]]`. Beside a name stands the word `notes[noted[lane, frame]]`.
    """

    name: str
    title: str
    alt: str
    rank: NDArray[Any]
    sentences: Sequence[str]
    sentence: NDArray[Any]
    notes: Sequence[str]
    noted: NDArray[Any]
    note: str = ""
