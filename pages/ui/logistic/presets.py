"""What readers do on the first chapter besides turning knobs: presets, seeds, clicks."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from core.experiment import LogisticExperiment
from core.spec import as_text, from_query
from pages.ui.controls import assign, in_force, link
from pages.ui.logistic import cached
from pages.ui.logistic.loss_view import view_sign

STAGE: Final = "logistic-stage"
_RESTARTS = "logistic-restarts"


@dataclass(frozen=True)
class Preset:
    """A button that sets the controls, and what to look for then."""

    label: str
    look: str
    settings: dict[str, str | float | bool]

    def query(self) -> dict[str, str]:
        """The settings as text."""
        return {name: as_text(value) for name, value in self.settings.items()}


QUESTION: Final = (
    "One model, one data set, one start, two losses: watch one path stall on a plateau while the "
    "other walks home."
)
PRESETS: Final = (
    Preset("Stall on a plateau", QUESTION, {}),
    Preset(
        "Start near the minimum",
        "From here both losses arrive: near the minimum the squared loss is convex too.",
        {"start": "chosen", "start.w1": 1.0, "start.b": -1.5},
    ),
    Preset(
        "Overshoot",
        "η is above 2/λₘₐₓ of the cross-entropy: its path jumps from side to side. Drag along "
        "the strip to find the largest η that still settles.",
        {"optimizer.eta": 2.3, "start": "chosen", "start.w1": 1.0, "start.b": -1.5},
    ),
    Preset(
        "Find two minima",
        "Eight points give the squared loss two true minima, so the start decides; the "
        "cross-entropy has one. Drag the start, or compute the basin map below.",
        {
            "data": "two-minima",
            "optimizer.eta": 0.1,
            "start": "chosen",
            "start.w1": 0.8,
            "start.b": 0.3,
            "steps": 2000,
        },
    ),
    Preset(
        "Separate the data",
        "A line separates the classes: the cross-entropy has no finite optimum, and the weights "
        "grow for ever. See “Separable data” below.",
        {"data": "separable", "optimizer.eta": 2.0, "start": "drawn"},
    ),
    Preset(
        "Make it convex",
        "A ridge just above the bound: the hatched region of the squared loss is gone, and the "
        "minimum has moved nowhere.",
        {"ridge": 0.6},
    ),
    Preset(
        "Try real flowers",
        "Iris petals: three parameters, of which the surface shows two and the path moves the "
        "third.",
        {"data": "iris-petal", "optimizer.eta": 2.0},
    ),
)


def lesson(spec: LogisticExperiment) -> str:
    """The sentence under the heading: that of the preset which is set, as long as it is."""
    now = link(spec)
    for preset in PRESETS:
        if link(from_query(LogisticExperiment, preset.query())) == now:
            return preset.look
    return QUESTION


def restarts() -> int:
    """How often the reader has asked for the run from its start."""
    return int(st.session_state.get(_RESTARTS, 0))


def place_presets() -> None:
    """A row of buttons."""
    with st.container(horizontal=True, gap="small"):
        for preset in PRESETS:
            st.button(preset.label, on_click=_set, args=(preset,))
        with st.popover("Share"):
            st.markdown("This address is the experiment, run included:")
            address = f"{st.context.url}?{urlencode(link(in_force(LogisticExperiment)))}"
            st.code(address.rstrip("?"), language=None, wrap_lines=True)


def place_restart() -> None:
    """The two buttons about the start."""
    st.button("Reset to the same start", on_click=_restart, width="stretch")
    st.button("New seed", on_click=_new_seed, width="stretch")


def on_start() -> None:
    """The reader has put the start somewhere on a surface."""
    alpha, beta = st.session_state[STAGE].start
    spec = in_force(LogisticExperiment)
    problem = cached.problem(spec)
    p = problem.start.copy()
    p[list(problem.indices)] = view_sign(spec) * np.array([alpha, beta])
    names = ("w1", "b") if len(p) == 2 else ("w1", "w2", "b")
    values: dict[str, Any] = {f"start.{n}": float(v) for n, v in zip(names, p, strict=True)}
    assign(LogisticExperiment, {"start": "chosen", **values})


def on_eta() -> None:
    """The reader has let go of the η strip."""
    assign(LogisticExperiment, {"optimizer.eta": float(st.session_state[STAGE].eta)})


def _set(preset: Preset) -> None:
    assign(LogisticExperiment, preset.settings, keep=False)
    _restart()


def _restart() -> None:
    st.session_state[_RESTARTS] = restarts() + 1


def _new_seed() -> None:
    """Other batches and other data, and always another start, so that something changes."""
    seed = (in_force(LogisticExperiment).seed + 1) % 10_000
    assign(LogisticExperiment, {"seed": seed, "start": "drawn"})
    _restart()
