"""What readers do on the second chapter besides turning knobs: presets, stop, the picked edge."""

from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.network_experiment import HighamExperiment
from pages.ui.controls import assign, in_force
from pages.ui.higham.recording import begin_anew

STAGE: Final = "higham-stage"
SECTION: Final = "higham-section"
BY_HAND: Final = "Lemma 5.1 by hand"
PICKED: Final = "higham-picked"
"""The parameter picked in the diagram or below: (layer, to, from), from 0 for a bias."""

_LESSON, _RESTARTS, _STOPPED = "higham-lesson", "higham-restarts", "higham-stopped"


@dataclass(frozen=True)
class Preset:
    """A button that sets the controls, and what to look for then."""

    label: str
    look: str
    settings: dict[str, str | float | bool]


QUESTION: Final = (
    "The example of Higham & Higham's paper. As published: layers 2-2-3-2, one point drawn at a "
    "time, a million steps."
)
REPLAY: Final = Preset("Replay the published run", QUESTION, {})
PRESETS: Final = (
    Preset(
        "Add the eleventh point",
        "The point (0.3, 0.7) of the second class sits among the first: the same start is now "
        "asked for a bay in its region.",
        {"eleventh": True},
    ),
    Preset(
        "Shuffle the points",
        "Equation (4.7): every point once in each epoch, in an order of its own, instead of draws "
        "with replacement (4.8). Steps are as cheap, and the end is about as low.",
        {"sampler": "shuffled-epochs", "sampler.m": 1},
    ),
    Preset(
        "Use all points at once",
        "The full gradient: each step costs ten gradient evaluations, and the curve is smooth.",
        {"sampler": "full-batch"},
    ),
    Preset(
        "Hurry",
        "η forty times as large: the plateau is left early, and every drawn point shakes the run.",
        {"eta": 2.0, "steps": 100_000},
    ),
    Preset(
        "Try the cross-entropy",
        "δ = a − y at the output, without the factor σ′: the plateau lasts about as long, but then "
        "the pull does not fade, and the outputs come far closer to 0 and 1.",
        {"loss": "binary-cross-entropy", "sum_of_squares": False},
    ),
)


def lesson() -> str:
    """The sentence under the heading."""
    return str(st.session_state.get(_LESSON, QUESTION))


def restarts() -> int:
    """How often the reader has asked for the run from its start."""
    return int(st.session_state.get(_RESTARTS, 0))


def stopped(key: str) -> bool:
    """Whether the reader has stopped the run of this name."""
    return bool(st.session_state.get(_STOPPED) == key)


def stop(key: str) -> None:
    """Leave the run of this name where it is."""
    st.session_state[_STOPPED] = key


def go_on() -> None:
    """Take up the stopped run."""
    st.session_state[_STOPPED] = None


def place_presets() -> None:
    """A row of buttons, the published run first."""
    with st.container(horizontal=True, gap="small"):
        st.button(
            REPLAY.label,
            on_click=_set,
            args=(REPLAY,),
            type="primary",
            icon=":material/replay:",
        )
        for preset in PRESETS:
            st.button(preset.label, on_click=_set, args=(preset,))
        with st.popover("Share"):
            st.markdown("This address is the experiment, run included:")
            st.code(st.context.url or "", language=None, wrap_lines=True)


def place_restart() -> None:
    """The two buttons about the start."""
    st.button("Run again from the start", on_click=_restart, width="stretch")
    st.button("New seed", on_click=_new_seed, width="stretch")


def on_edge() -> None:
    """The reader has picked an edge of the diagram: its derivative is shown by hand."""
    layer, to, source = st.session_state[STAGE].edge
    st.session_state[PICKED] = (int(layer), int(to), int(source))
    st.session_state[SECTION] = BY_HAND


def _set(preset: Preset) -> None:
    st.session_state[_LESSON] = preset.look
    assign(HighamExperiment, preset.settings, keep=False)
    _restart()


def _restart() -> None:
    """From the first step, and computed again: the reader has asked to see it happen."""
    begin_anew(in_force(HighamExperiment))
    st.session_state[_RESTARTS] = restarts() + 1
    go_on()


def _new_seed() -> None:
    """Other picks, and always another start, so that something changes."""
    seed = (in_force(HighamExperiment).seed + 1) % 10_000
    assign(HighamExperiment, {"seed": seed, "start": "drawn"})
    _restart()
