"""How an entrant looks everywhere on the page: its number, its name, its color, its dash."""

from dataclasses import dataclass

from core.experiments.race.experiment import LANE_NAMES, METHODS, Entrant, RaceExperiment
from core.experiments.race.race import labels
from core.spec import name_of
from pages.ui.theme import OPTIMIZER_COLORS, SECOND_ORDER_COLORS

_COLORS = dict(zip(METHODS, OPTIMIZER_COLORS + SECOND_ORDER_COLORS, strict=True))
# For the first, second, … entrant with the same optimizer: pixels drawn and left out.
_DASHES: tuple[tuple[int, ...], ...] = ((), (9, 5), (2, 4), (9, 4, 2, 4), (5, 3), (14, 4))
_PLOTLY_DASHES = ("solid", "dash", "dot", "dashdot", "5px,3px", "longdash")


@dataclass(frozen=True)
class Entry:
    """An entrant as readers see it. `twin` counts the entrants before it with its optimizer."""

    lane: str
    number: int
    label: str
    color: str
    twin: int
    entrant: Entrant

    @property
    def name(self) -> str:
        """Number and label, capitalized."""
        return f"{self.number} {self.title}"

    @property
    def title(self) -> str:
        """The label, capitalized."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def spoken(self) -> str:
        """The label within a sentence, what tells it apart in brackets."""
        name, _, detail = self.title.partition(", ")
        return f"{name} ({detail})" if detail else name

    @property
    def dash(self) -> tuple[int, ...]:
        """Pixels drawn and left out, for a canvas."""
        return _DASHES[self.twin]

    @property
    def plotly_dash(self) -> str:
        """About the same for Plotly."""
        return _PLOTLY_DASHES[self.twin]


def entries(spec: RaceExperiment) -> list[Entry]:
    """The entrants of a race in the order of their lanes."""
    twins: dict[str, int] = {}
    made = []
    for (lane, entrant), label in zip(spec.entrants.items(), labels(spec), strict=True):
        method = name_of(entrant.optimizer, METHODS)
        twin = twins.get(method, 0)
        twins[method] = twin + 1
        number = LANE_NAMES.index(lane) + 1
        made.append(Entry(lane, number, label, _COLORS[method], twin, entrant))
    return made
