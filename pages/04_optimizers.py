"""Optimizers

Six rules race from one start: what does each buy, what does it cost, what does theory say?

40 minutes.
"""

import streamlit as st

import pages.ui.together
from core.experiments.race.experiment import RaceExperiment as Experiment
from pages.ui import chapter
from pages.ui.controls import place
from pages.ui.optimizers.asked.questions import QUESTIONS
from pages.ui.optimizers.formulas import FORMULAS, formulas_of, show_formulas
from pages.ui.optimizers.in_torch import show_in_torch
from pages.ui.optimizers.lineup import place_lineup
from pages.ui.optimizers.practice.issues import show_practice
from pages.ui.optimizers.presets import (
    PRESETS,
    RATES,
    place_again,
    place_start,
    place_surface,
    surface_lesson,
)
from pages.ui.optimizers.rates import show_rates
from pages.ui.optimizers.scene import surfaces
from pages.ui.optimizers.show_race import show_race
from pages.ui.optimizers.theory.noise import show_noise
from pages.ui.optimizers.theory.quadratics import show_theory

spec = chapter.begin(
    Experiment,
    "Which optimizer wins, and at what?",
    PRESETS,
    otherwise=surface_lesson,
    questions=QUESTIONS,
)


def _show_more() -> None:
    place(Experiment, "ground.*", "start", "start.*", "clip", "seed", "axis", "log_cost")


chapter.presets(Experiment, PRESETS, questions=QUESTIONS, included="race", surfaces=surfaces)
if spec.entrants:
    chapter.part("stage", lambda: show_race(chapter.shown(Experiment)))
else:
    st.info("Nobody races: add an optimizer in the sidebar, or choose one of the races above.")
with st.sidebar:
    place_surface(spec)
    place_lineup(spec)
    place(Experiment, "steps")
    if spec.ground.sample_count is not None:
        place(Experiment, "sampler", "sampler.*", high={"sampler.m": spec.ground.sample_count})
        chapter.seed_button(Experiment, "New batches")
    place_again()
    place_start(spec)
    chapter.folded("more", "More", _show_more)

if spec.entrants:
    chapter.sections(
        "race",
        {
            FORMULAS: show_formulas,
            RATES: show_rates,
            "Theory": show_theory,
            "Noise": show_noise,
            "Practice": show_practice,
            "In PyTorch": show_in_torch,
        },
        lambda: [chapter.shown(Experiment)],
        still={FORMULAS: formulas_of},
    )
