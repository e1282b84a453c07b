"""The run on stage as a script."""

from dataclasses import replace

import streamlit as st

from core.experiments.digits.experiment import DigitsExperiment
from core.export import Recipe
from pages.ui.chapter.export import show_export
from pages.ui.digits.recording import Recording


def show_in_torch(recording: Recording, spec: DigitsExperiment) -> None:
    """The run as far as it has been computed, in PyTorch and in NumPy."""
    if not recording.finished:
        st.caption("The script is there when the run has ended.")
        return
    steps = spec.steps if recording.diverged_at < 0 else recording.diverged_at - 1
    show_export(recipe(spec, steps), key="digits-export")


def recipe(spec: DigitsExperiment, steps: int) -> Recipe:
    """The first steps of an experiment's run."""
    return replace(spec.recipes()["network"], steps=steps, record_every=max(1, steps))
