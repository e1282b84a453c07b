"""The stage of the chapter, alone as long as a question is open."""

from collections.abc import Callable, Mapping

import streamlit as st

from core.experiments.convolution.experiment import ConvolutionExperiment
from pages.ui.convolutions.asked.questions import QUESTIONS
from pages.ui.predict.staged import put_on_stage
from pages.ui.predict.state import awaits
from pages.ui.stage import Scene


def show_stage(
    scene: Scene, *, key: str, on: Mapping[str, Callable[[], None]] | None = None
) -> bool:
    """Show a scene; may the page go on, or would that answer a question?"""
    put_on_stage(scene, cls=ConvolutionExperiment, questions=QUESTIONS, key=key, on=on or {})
    if awaits():
        st.caption("What is below the stage follows after the answer.")
    return not awaits()
