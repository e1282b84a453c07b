"""What the stage shows, as plain data: one run, its variants, and the panels it appears on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray


@dataclass(frozen=True)
class Lane:
    """One of the trainings shown side by side, in one colour everywhere.

    `short` is the label where there is little room ("squared").
    """

    name: str
    label: str
    color: str
    short: str = ""


@dataclass(frozen=True)
class Runs:
    """One lane's trainings for V variants at F recorded steps.

    p (V, F, s), cost (V, F), accuracy (V, F) in 0…1, diverged_at (V,) the step or -1,
    regime (V,) one word each ("slow", "good", "oscillating", "diverging").
    """

    p: NDArray[Any]
    cost: NDArray[Any]
    diverged_at: NDArray[Any]
    regime: Sequence[str]
    accuracy: NDArray[Any] | None = None


@dataclass(frozen=True)
class Family:
    """Variants of a run trained in one batch: along learning rates (V,) or starts (V, 2).

    `steps` (F,) are the recorded steps; `runs` holds one entry for each lane, in their order.
    """

    axis: NDArray[Any]
    steps: NDArray[Any]
    runs: Sequence[Runs]


@dataclass(frozen=True)
class PlaneView:
    """The two parameters shown (positions in p), their symbols, and the window over them.

    sign -1 shows their negatives: the picture turned by half a turn.
    """

    indices: tuple[int, int]
    labels: tuple[str, str]
    alpha: tuple[float, float]
    beta: tuple[float, float]
    sign: float = 1.0


@dataclass(frozen=True)
class Stack:
    """Surfaces value (T, n, m) for T values (T,) of the parameter `index`, which is held.

    mask (T, n, m): where each is hatched; it moves the traces called "hatch" of both figures.
    """

    label: str
    index: int
    held: NDArray[Any]
    value: NDArray[Any]
    mask: NDArray[Any]


@dataclass(frozen=True)
class LandscapePanel:
    """One lane's surface: two figures of it, and its grid alpha (m,), beta (n,), value (n, m).

    `figure3d` and `figure2d` are figures as dicts (`Figure.to_dict()`). With `stack` the surface
    follows the path; with `profile` the parameters not shown are minimised out. In both cases, as
    long as p has more than two entries, the panel shows how far the dot is off the surface.
    """

    name: str
    lane: int
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
    kind: str = field(default="landscape", init=False)


@dataclass(frozen=True)
class BoundaryPanel:
    """The model over its inputs: x (N, d) with d = 1 or 2, classes y (N,), the inputs' symbols.

    `window` is (low, high) for each feature. `fields` holds, for each lane, shipped frames
    (F, rows, columns) of uint8 = 255·probability, first row lowest; without it the stage evaluates
    σ(wᵀx + b) from p = (w, b).
    """

    name: str
    title: str
    alt: str
    x: NDArray[Any]
    y: NDArray[Any]
    labels: Sequence[str]
    window: Sequence[tuple[float, float]]
    fields: Sequence[NDArray[Any]] | None = None
    note: str = ""
    kind: str = field(default="boundary", init=False)


@dataclass(frozen=True)
class CurvePanel:
    """Cost (and accuracy) of every lane against the step."""

    name: str
    title: str
    alt: str
    label: str = "cost"
    log_step: bool = False
    log_cost: bool = False
    note: str = ""
    kind: str = field(default="curve", init=False)


@dataclass(frozen=True)
class Mark:
    """A dashed vertical line on the strip, such as 2/λ_max of one lane."""

    value: float
    label: str
    lane: int = -1


@dataclass(frozen=True)
class StripPanel:
    """Final cost against the learning rate: the axis of the family "eta"."""

    name: str
    title: str
    alt: str
    symbol: str = "η"
    marks: Sequence[Mark] = ()
    note: str = ""
    kind: str = field(default="strip", init=False)


Panel = LandscapePanel | BoundaryPanel | CurvePanel | StripPanel


@dataclass(frozen=True)
class Column:
    """A read-out: its label (HTML with <i> and <sub> only) and one value (F,) for each frame."""

    label: str
    values: NDArray[Any]


@dataclass(frozen=True)
class Reading:
    """A lane's read-outs, and a sentence for each frame: `sentences[sentence[frame]]`.

    The first column is the cost: it stays while a variant without read-outs is being tried.
    """

    columns: Sequence[Column]
    sentences: Sequence[str] = ()
    sentence: NDArray[Any] | None = None


@dataclass(frozen=True, eq=False)
class Repertoire:
    """What many scenes have in common: the trained runs and the panels.

    `families` always has "eta". Keep one object for as long as it serves: it is encoded once, and
    Streamlit sends it once.
    """

    families: Mapping[str, Family]
    panels: Sequence[Panel]

    def __post_init__(self) -> None:
        if "eta" not in self.families:
            raise ValueError(f"families = {sorted(self.families)} has no “eta”, which is required.")


@dataclass(frozen=True)
class Scene:
    """Everything on stage: a repertoire, which of its runs is the one, and what is said of it.

    `run` is the spec's query; `selected` the variant of the family "eta" that Python's controls
    name. When `restart` changes, the run is played from its start.
    """

    run: str
    title: str
    alt: str
    lanes: Sequence[Lane]
    repertoire: Repertoire
    selected: int
    plane: PlaneView
    readings: Sequence[Reading]
    colors: Mapping[str, str]
    autoplay: bool = True
    restart: int = 0
    step_label: str = "step"
    plotly_url: str = ""

    def __post_init__(self) -> None:
        for name, family in self.repertoire.families.items():
            if len(family.runs) != len(self.lanes):
                raise ValueError(
                    f"family “{name}” has runs for {len(family.runs)} lanes, "
                    f"but there are {len(self.lanes)}."
                )
