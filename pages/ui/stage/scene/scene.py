"""What the stage shows, as plain data: one run, its variants, and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from numpy.typing import NDArray

from pages.ui.stage.scene.asked import Asked
from pages.ui.stage.scene.panel import Panel
from pages.ui.stage.scene.plane_view import PlaneView


@dataclass(frozen=True)
class Lane:
    """One of the trainings shown side by side, in one color everywhere.

    `short` is the label where there is little room ("squared", or a number in a race); `dash`
    tells two lanes of one color apart, in pixels drawn and left out.
    """

    name: str
    label: str
    color: str
    short: str = ""
    dash: Sequence[float] = ()


@dataclass(frozen=True)
class Runs:
    """One lane's trainings for V variants at F recorded steps.

    p (V, F, s) or None where no panel needs it, cost (V, F), accuracy (V, F) in 0…1,
    diverged_at (V,) the step or -1, regime (V,) one word each ("slow", "good", "oscillating",
    "diverging"), or none at all.
    """

    p: NDArray[Any] | None
    cost: NDArray[Any]
    diverged_at: NDArray[Any]
    regime: Sequence[str] = ()
    accuracy: NDArray[Any] | None = None


@dataclass(frozen=True)
class Family:
    """Variants of a run along one knob, at the values `axis` (V,), or along starts (V, 2).

    `steps` (F,) are the recorded steps; `runs` holds one entry for each lane, in their order, None
    for a lane that the knob does not touch: it is as in the scene's home family, of a single run.
    `symbol` is the knob's, and `log` says that its scale is logarithmic.
    """

    axis: NDArray[Any]
    steps: NDArray[Any]
    runs: Sequence[Runs | None]
    symbol: str = ""
    log: bool = True


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

    `families` are named by their knobs, as in the address ("optimizer.eta", "seed"); a single run
    is a family of one. Keep one object for as long as it serves: it is encoded once, and Streamlit
    sends it once.
    """

    families: Mapping[str, Family]
    panels: Sequence[Panel]


@dataclass(frozen=True)
class Scene:
    """Everything on stage: a repertoire, which of its runs is the one, and what is said of it.

    `run` is the spec's query; `home` the family and the variant in it that Python's controls name.
    When `restart` changes, the run is played from its start. A scene without landscapes has no
    `plane`; one without lanes has no player, as its panels need no run. While it is `live`, more of
    the run follows in chunks (`send_chunk`). `stage` sets `plotly_url`, and `listens`: the events
    that the page hears, the only ones that are sent. `view` is that of its surfaces at first, "3d"
    or "contour". `sliders` has the CSS class of the page's own slider of a family's knob: while a
    reader moves it, the stage shows its runs at once. `beside` has more families, each of which is
    sent on its own and stays while the repertoire changes; `present` has the variant in them that
    the controls name, where there is one. `asked` is the question that the reader is to answer
    before they see the run, or has answered. `drawn` is the image on a pad, as it tells it: a sign
    for each pixel of the reader's own, or the number of another. `picked` has what a reader has
    picked on panels, in each panel's words by its name there. `told_at_end` says that the words
    on stage speak of the end of the run: a reader who wants no motion is shown that.
    """

    run: str
    title: str
    alt: str
    lanes: Sequence[Lane]
    repertoire: Repertoire
    home: tuple[str, int]
    plane: PlaneView | None
    readings: Sequence[Reading]
    colors: Mapping[str, str]
    autoplay: bool = True
    restart: int = 0
    live: bool = False
    step_label: str = "step"
    view: str = "3d"
    plotly_url: str = ""
    listens: Sequence[str] = ()
    sliders: Mapping[str, str] = field(default_factory=dict)
    present: Mapping[str, int] = field(default_factory=dict)
    beside: Sequence[Repertoire] = ()
    asked: Asked | None = None
    drawn: str = ""
    picked: Mapping[str, str] = field(default_factory=dict)
    told_at_end: bool = False

    def __post_init__(self) -> None:
        if self.home[0] not in self.repertoire.families:
            raise ValueError(f"There is no family “{self.home[0]}”, which the scene is to show.")
        every = [each.families.items() for each in (self.repertoire, *self.beside)]
        for name, family in chain.from_iterable(every):
            if len(family.runs) != len(self.lanes):
                raise ValueError(
                    f"family “{name}” has runs for {len(family.runs)} lanes, "
                    f"but there are {len(self.lanes)}."
                )


@dataclass(frozen=True, eq=False)
class Chunk:
    """The next c frames of a scene that is `live`: frame `first` and those after it.

    `run` is the scene's. steps (c,), one entry of `runs` for each lane (p (V, c, s), cost (V, c)),
    one of `fields` (c, rows, columns) if the boundary has them, and one of `readings` (columns and
    sentences of c frames). With the `last` one the run is complete.
    """

    run: str
    first: int
    steps: NDArray[Any]
    runs: Sequence[Runs]
    fields: Sequence[NDArray[Any]] | None = None
    readings: Sequence[Reading] = ()
    last: bool = False
