"""The runs of weight decay as scripts."""

from dataclasses import replace

import streamlit as st

from core.experiments.implicit.decay import ADAM_L2, ADAMW, SGD, WeightDecay, exported
from core.experiments.implicit.experiment import ImplicitExperiment
from pages.ui.chapter.export import show_export

_NAMES = {"AdamW": ADAMW, "Adam + L2": ADAM_L2, "Gradient descent + L2": SGD}


def show_in_torch(spec: ImplicitExperiment) -> None:
    """The choice of a rule, and its script."""
    assert isinstance(spec.topic, WeightDecay)
    name = st.segmented_control(
        "Whose run?", list(_NAMES), default="AdamW", key="implicit-export-lane", required=True
    )
    recipe = exported(spec.topic, spec.steps, spec.seed, _NAMES[name])
    st.caption("The script's unit has a bias besides, which the run on stage has not.")
    show_export(replace(recipe, title=f"{name} on diabetes"), key="implicit-export")
