"""Regularization

What does a penalty do to the coefficients of a linear model, and how strong should it be?

40 minutes.
"""

import streamlit as st

import pages.ui.together
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from pages.ui import chapter
from pages.ui.regularization.asked.questions import QUESTIONS
from pages.ui.regularization.chooser import place_question
from pages.ui.regularization.elsewhere import show_in_torch, show_scaling
from pages.ui.regularization.formulas import FORMULAS, formulas_of, show_formulas
from pages.ui.regularization.freedom import FREEDOM, seed_of, show_freedom
from pages.ui.regularization.presets import PRESETS, of_question, otherwise
from pages.ui.regularization.show import place_controls, show

spec = chapter.begin(
    Experiment, "What does a penalty do?", PRESETS, otherwise=otherwise, questions=QUESTIONS
)
place_question(spec)
chapter.presets(Experiment, of_question(spec), questions=QUESTIONS)
chapter.part("stage", lambda: show(chapter.shown(Experiment)))
with st.sidebar:
    place_controls(spec)

chapter.sections(
    "regularization",
    {
        FORMULAS: show_formulas,
        FREEDOM: show_freedom,
        "λ elsewhere": show_scaling,
        "In PyTorch": show_in_torch,
    },
    lambda: [chapter.shown(Experiment)],
    still={FORMULAS: formulas_of, FREEDOM: seed_of},
)
