"""Optimizers

Optimizers and stochastic gradients: up to six race on one surface from one start, on the same
batches. What each of them buys, what it costs, and what theory says of it.
"""

import streamlit as st

from core.race_experiment import RaceExperiment as Experiment
from pages.ui.controls import place, read
from pages.ui.optimizers import presets
from pages.ui.optimizers.formulas import show_formulas
from pages.ui.optimizers.in_torch import show_in_torch
from pages.ui.optimizers.lineup import place_lineup
from pages.ui.optimizers.practice.issues import show_practice
from pages.ui.optimizers.rates import show_rates
from pages.ui.optimizers.show_race import show_race
from pages.ui.optimizers.theory.noise import show_noise
from pages.ui.optimizers.theory.quadratics import show_theory
from pages.ui.page import heading

heading("Which optimizer wins, and at what?")
spec = read(Experiment)
st.markdown(presets.lesson(spec))
presets.place_presets()
if spec.entrants:
    show_race(spec)
else:
    st.info("Nobody races: add an optimizer in the sidebar, or choose one of the races above.")
# After the stage, which then is on its way to the browser while the rest is made.
with st.sidebar:
    presets.place_surface(spec)
    place_lineup(spec)
    place(Experiment, "steps")
    if spec.ground.sample_count is not None:
        place(Experiment, "sampler", "sampler.*", high={"sampler.m": spec.ground.sample_count})
        presets.place_seed()
    presets.place_start(spec)
    with st.expander("More"):
        place(Experiment, "ground.*", "start", "start.*", "clip", "seed", "axis", "log_cost")

SECTIONS = {
    "Formulas": show_formulas,
    presets.RATES: show_rates,
    "Theory": show_theory,
    "Noise": show_noise,
    "Practice": show_practice,
    "In PyTorch": show_in_torch,
}
if spec.entrants:
    chosen = st.segmented_control(
        "Below the stage",
        SECTIONS,
        default="Formulas",
        key=presets.SECTION,
        label_visibility="collapsed",
    )
    if chosen:
        SECTIONS[chosen](spec)
