"""Logistic regression

Logistic regression on the same data under the squared loss and under the cross-entropy: two
landscapes side by side, and the reason why one of them gets stuck.
"""

import streamlit as st

from core.experiment import LogisticExperiment as Experiment
from pages.ui.controls import place, read
from pages.ui.logistic import presets
from pages.ui.logistic.basin_map import show_basins
from pages.ui.logistic.in_torch import show_in_torch
from pages.ui.logistic.loss_view import views
from pages.ui.logistic.own_data import place_own_data, readable, say_what_is_wrong
from pages.ui.logistic.points import show_points
from pages.ui.logistic.reasons import show_reasons
from pages.ui.logistic.ridge import show_ridge
from pages.ui.logistic.scene import scene
from pages.ui.logistic.separable import show_separable
from pages.ui.page import heading
from pages.ui.stage import stage

heading("Why not just square the error?")
losses = views(readable(read(Experiment)))
st.markdown(presets.lesson(losses[0].spec))
samples = losses[0].problem.samples
say_what_is_wrong(losses[0].spec)
with st.sidebar:
    place(
        Experiment, "data", "optimizer.eta", "sampler.m", "loss", high={"sampler.m": len(samples.x)}
    )
    presets.place_restart()
    with st.expander("More"):
        place(Experiment, "data.*", without={"data.table"})
        place(Experiment, "optimizer", "optimizer.*", without={"optimizer.eta"})
        place(Experiment, "sampler", "steps", "start", "start.*", "seed", "ridge")
        place(Experiment, "zoom", "log_height", "as_printed")
        if samples.x.shape[1] == 2:
            place(Experiment, "axes", "minimized")
    with st.expander("Your own data"):
        place_own_data(samples)

presets.place_presets()
stage(scene(losses), key=presets.STAGE, on_start=presets.on_start, on_eta=presets.on_eta)

SECTIONS = {
    "Why?": show_reasons,
    "Critical points": show_points,
    "Basin map": show_basins,
    "Ridge": show_ridge,
    "Separable data": show_separable,
    "In PyTorch": show_in_torch,
}
chosen = st.segmented_control(
    "Below the stage",
    SECTIONS,
    default="Why?",
    key="logistic-section",
    label_visibility="collapsed",
)
if chosen:
    SECTIONS[chosen](losses)
