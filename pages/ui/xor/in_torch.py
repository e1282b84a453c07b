"""In PyTorch: the run on stage as a script, and as a plain NumPy one."""

from dataclasses import replace

import streamlit as st

from core.experiments.xor.experiment import XorExperiment
from core.export import Recipe
from core.training.descent import Status
from pages.ui.chapter.export import show_export
from pages.ui.widgets import title_of
from pages.ui.xor.notation import SAID
from pages.ui.xor.scene import counted_units
from pages.ui.xor.training import Training


def show_in_torch(training: Training, spec: XorExperiment) -> None:
    """The same network, start and data, step by step the run on stage."""
    st.markdown(
        "**The run on stage, on your own machine**: the same network, start and data, and the "
        f"same {spec.steps:,} steps. {SAID}"
    )
    # A run that diverges is done again, to see how far its script can go.
    known = training.run.status is Status.COMPLETED
    final = float(training.run.value[-1]) if known else None
    show_export(recipe(spec), key="xor-export", final=final)


def recipe(spec: XorExperiment) -> Recipe:
    """What the run of a spec is made of."""
    hidden = title_of(type(spec.activation))
    points = "XOR" if spec.is_xor else "Points of your own"
    title = f"{points} with {counted_units(spec.width)}, {hidden}"
    return replace(spec.recipes()["network"], title=title)
