"""The presets of the second chapter and the edge that is picked."""

from typing import Final

import streamlit as st

from core.experiments.higham.data import PaperPoints
from core.experiments.higham.experiment import HighamExperiment
from pages.ui.chapter.presets import Preset
from pages.ui.chapter.sections import section_key

STAGE: Final = "higham-stage"
BY_HAND: Final = "Lemma 5.1 by hand"
PARAMETERS: Final = "How many parameters?"
PICKED: Final = "higham-picked"
"""What is picked in the diagram: (layer, to, from, step), from 0 for a bias, the stage's step."""

QUESTION: Final = (
    "The example of Higham & Higham's paper. As published: layers 2-2-3-2, one point drawn at a "
    "time, a million steps."
)
PRESETS: Final = (
    Preset("Replay the published run", QUESTION, icon=":material/replay:"),
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


OTHERWISE: Final = (
    "The example of Higham & Higham's paper, with settings of your own. As published: layers "
    "2-2-3-2, one point drawn at a time, a million steps."
)
_OWN: Final = (
    "Higham & Higham's kind of network on points of your own, set with ✎: can so few units tell "
    "the two classes apart?"
)


def otherwise(spec: HighamExperiment) -> str:
    """What is said of settings that are no preset's."""
    return OTHERWISE if isinstance(spec.data, PaperPoints) else _OWN


def pick_edge() -> None:
    """The reader has picked an edge of the diagram: its derivative is shown by hand."""
    layer, to, source, step = st.session_state[STAGE].edge
    st.session_state[PICKED] = (int(layer), int(to), int(source), int(step))
    st.session_state[section_key("higham")] = BY_HAND
