"""XOR: what a hidden layer does

Four points that no line separates, a hidden layer that folds the plane until one does, and the
reasons why training finds such a fold or does not.
"""

import streamlit as st

from core.xor_experiment import XorExperiment as Experiment
from pages.ui.controls import place, read
from pages.ui.page import heading
from pages.ui.stage import stage
from pages.ui.xor import presets
from pages.ui.xor.by_hand import show_by_hand
from pages.ui.xor.in_torch import show_in_torch
from pages.ui.xor.linear.one_line import show_one_line
from pages.ui.xor.many.starts import show_many_starts
from pages.ui.xor.scene import scene
from pages.ui.xor.solutions.minimum import show_minimum
from pages.ui.xor.solutions.slices import show_slices
from pages.ui.xor.training import training

heading("What does a hidden layer do?")
spec = read(Experiment)
st.markdown(presets.lesson(spec))
spec = presets.startable(spec)
with st.sidebar:
    place(Experiment, "width", "optimizer.eta", "sampler", "sampler.*", high={"sampler.m": 4})
    place(Experiment, "activation", "activation.*", "optimizer")
    presets.place_restart()
    with st.expander("More"):
        place(Experiment, "optimizer.*", without={"optimizer.eta"})
        place(Experiment, "start", "start.*", "seed", "steps", "log_cost")
    st.caption("The loss is the mean squared error, as in the book.")

presets.place_presets()
trained = training(spec)
stage(
    scene(trained, presets.restarts()),
    key=presets.STAGE,
    on_eta=presets.on_eta,
    on_model=presets.on_model,
)

SECTIONS = {
    presets.ONE_LINE: show_one_line,
    presets.BY_HAND: show_by_hand,
    "Why a global minimum?": show_minimum,
    "The cost surface": show_slices,
    presets.MANY_STARTS: show_many_starts,
    "In PyTorch": show_in_torch,
}
chosen = st.segmented_control(
    "Below the stage",
    SECTIONS,
    default=presets.BY_HAND,
    key=presets.SECTION,
    label_visibility="collapsed",
)
if chosen:
    SECTIONS[chosen](trained, spec)
st.caption(
    "Equations are numbered as in Goodfellow, Bengio & Courville 2016, *Deep Learning*, MIT Press, "
    "chapter 6."
)
