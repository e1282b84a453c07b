"""What the scenes of all questions are built of: a dial, what is shown along it, and a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from core.arrays import Array, Steps
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.spec import Choice, Knob, controls
from pages.ui.chapter.remembered import key_of
from pages.ui.controls import widget_classes
from pages.ui.stage import ComparisonPanel, Family, Lane, Panel, Repertoire, Runs, Scene
from pages.ui.theme import OPTIMIZER_COLORS, stage_colors
from pages.ui.widgets import positions

TEN_COLORS: Final = OPTIMIZER_COLORS[:10]
# Not s₁, s₂, …: s1 and s2 are columns of the data.
COMPONENT_NAMES: Final = ["1st", "2nd", "3rd", *(f"{k}th" for k in range(4, 11))]

Compared = tuple[Array, Array, Sequence[str]]
"""Predicted and measured numbers (V, R) or (V, F, R), and the rows' names (R,)."""


@dataclass(frozen=True)
class Dial:
    """The number that a reader drags: its dotted name, its value, its positions (V,)."""

    name: str
    value: float
    at: Array
    symbol: str
    log: bool

    @property
    def position(self) -> int:
        """Where the value is among the positions."""
        return int(np.flatnonzero(self.at == self.value)[0])


@dataclass(frozen=True)
class Filled:
    """What is on stage at the positions of a dial: each lane's runs and the panels.

    k: the recorded steps; without them there is one moment.
    """

    runs: Sequence[Runs]
    panels: Sequence[Panel]
    k: Steps = field(default_factory=lambda: np.zeros(1, dtype=np.int64))


@dataclass(frozen=True)
class Staging:
    """How a question is shown: its lanes, and what fills the stage.

    fill: of a spec, the dial's name and its positions (V,).
    """

    lanes: Sequence[Lane]
    fill: Callable[[Experiment, str, Array], Filled]


def dial_of(spec: Experiment) -> Dial:
    """The dial of a spec's question: its one number that a reader drags on the stage."""
    found = _found("question.", spec.question)
    assert found is not None
    name, knob, value = found
    at = np.array(positions(knob, value), dtype=float)
    return Dial(name, float(value), at, knob.symbol, knob.log)


def _found(prefix: str, owner: Any) -> tuple[str, Knob, float] | None:
    for name, (declared, control) in controls(owner).items():
        value = getattr(owner, name)
        if isinstance(control, Knob) and declared.metadata["part"] == "rate":
            return prefix + name, control, value
        if isinstance(control, Choice) and (below := _found(f"{prefix}{name}.", value)):
            return below
    return None


def off_scale(spec: Experiment) -> float | None:
    """The dial's value where no position of its scale has it: what a repertoire depends on then."""
    value = dial_of(spec).value
    return None if value in dial_of(spec.without("rate")).at else value


def with_value(dial: Dial, value: float | None) -> Array:
    """The positions (V,) of a dial's scale, and a value that is none of them."""
    return dial.at if value is None else np.unique(np.append(dial.at, value))


def repertoire(spec: Experiment, value: float | None, staging: Staging) -> Repertoire:
    """All positions of a spec's dial, and a value between them."""
    dial = dial_of(spec)
    at = with_value(dial, value)
    filled = staging.fill(spec, dial.name, at)
    family = Family(at, filled.k, filled.runs, dial.symbol, dial.log)
    return Repertoire({dial.name: family}, filled.panels)


def still(w: Array, cost: Array) -> Runs:
    """What has no film: one point w (V, s) with its cost (V,) at each position."""
    return Runs(w[:, None], cost[:, None], np.full(len(w), -1))


def table(
    compared: Compared,
    said: Sequence[str],
    knob: str,
    alt: str,
    *,
    title: str = "Predicted and measured",
    heads: tuple[str, str] = ("predicted", "measured"),
    across: int,
    down: int,
) -> ComparisonPanel:
    """What theory says beside what there is, and the sentence of each position."""
    predicted, measured, rows = compared
    if predicted.ndim == 2:
        predicted, measured = predicted[:, None], measured[:, None]
    return ComparisonPanel(
        "compared",
        title,
        alt,
        rows,
        predicted,
        measured,
        knob,
        heads=heads,
        sentences=said,
        across=across,
        down=down,
    )


def on_stage(
    spec: Experiment, lanes: Sequence[Lane], repertoire: Repertoire, restart: int
) -> Scene:
    """A repertoire as it stands for a spec."""
    dial = dial_of(spec)
    return Scene(
        run=key_of(spec),
        title=spec.question.title,
        alt="; ".join(panel.title for panel in repertoire.panels),
        lanes=lanes,
        repertoire=repertoire,
        home=(dial.name, dial.position),
        plane=None,
        readings=[],
        colors=stage_colors(),
        restart=restart,
        autoplay=True,
        sliders=widget_classes(Experiment, {dial.name}),
    )
