"""What the scenes of all questions are built of: a family along λ, and a scene around panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from core.arrays import Array, Steps
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.spec import Knob, controls
from pages.ui.chapter.remembered import key_of
from pages.ui.controls import widget_classes
from pages.ui.stage import Family, Lane, Repertoire, Runs, Scene
from pages.ui.theme import OPTIMIZER_COLORS, stage_colors
from pages.ui.widgets import positions

STRENGTH: Final = "question.strength"
TEN_COLORS: Final = OPTIMIZER_COLORS[:10]


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


def dial_of(spec: Experiment, name: str = STRENGTH) -> Dial:
    """The dial of a spec's question."""
    *owners, field = name.split(".")
    owner: Any = spec
    for each in owners:
        owner = getattr(owner, each)
    knob, value = controls(owner)[field][1], getattr(owner, field)
    assert isinstance(knob, Knob)
    at = np.array(positions(knob, value), dtype=float)
    return Dial(name, float(value), at, knob.symbol, knob.log)


def off_scale(dial: Dial, spec: Experiment) -> float | None:
    """The dial's value where no position of its scale has it: what a repertoire depends on then."""
    usual = dial_of(spec.without("rate"), dial.name)
    return None if dial.value in usual.at else dial.value


def with_value(dial: Dial, value: float | None) -> Array:
    """The positions (V,) of a dial's scale, and a value that is none of them."""
    return dial.at if value is None else np.unique(np.append(dial.at, value))


def family(dial: Dial, at: Array, k: Steps, runs: Sequence[Runs]) -> Family:
    """The runs at the positions (V,) of a dial, one entry for each lane."""
    return Family(at, k, runs, dial.symbol, dial.log)


def still(w: Array, cost: Array) -> Runs:
    """What has no film: one point w (V, s) with its cost (V,) at each position."""
    return Runs(w[:, None], cost[:, None], np.full(len(w), -1))


ONE_MOMENT: Final = np.zeros(1, dtype=np.int64)


def on_stage(
    spec: Experiment, dial: Dial, lanes: Sequence[Lane], repertoire: Repertoire, restart: int
) -> Scene:
    """A repertoire as it stands for a spec."""
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
