"""The row of questions above the stage."""

from typing import Final

import streamlit as st

from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import QUESTIONS
from core.spec import name_of
from pages.ui.address import here
from pages.ui.chapter.presets import restart
from pages.ui.controls import assign
from pages.ui.lecture.hidden import is_hidden

KEY: Final = "regularization-question"


def place_question(spec: Experiment) -> None:
    """A button for each question, that of the spec pressed."""
    if is_hidden("question"):
        return
    now = name_of(spec.question, QUESTIONS)
    if KEY in st.session_state and st.session_state[KEY] != now:
        st.session_state[KEY] = now
    st.segmented_control(
        "Question",
        list(QUESTIONS),
        format_func=lambda name: QUESTIONS[name].short,
        default=now,
        required=True,
        key=KEY,
        on_change=here(_choose),
        label_visibility="collapsed",
    )


def _choose() -> None:
    """Another question, as its first preset has it, in a callback."""
    assign(Experiment, {"question": st.session_state[KEY]}, keep=False)
    restart(Experiment)
