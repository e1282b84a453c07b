"""Regularization in training

Nobody writes a penalty down: what acts as one?

50 minutes.
"""

import streamlit as st

import pages.ui.together
from core.experiments.implicit.experiment import ImplicitExperiment as Experiment
from pages.ui import chapter
from pages.ui.controls import place
from pages.ui.implicit.asked.questions import QUESTIONS
from pages.ui.implicit.presets import PRESETS, STAGE, otherwise
from pages.ui.implicit.scene import show
from pages.ui.implicit.sections.choices import (
    CURVED,
    MASKS,
    SPHERE,
    WHY,
    ZERO,
    apart_from_the_slider,
    choices,
)

chapter.begin(
    Experiment,
    "What regularizes without a penalty?",
    PRESETS,
    otherwise=otherwise,
    questions=QUESTIONS,
)


def _show_more() -> None:
    place(Experiment, "topic.beta_2", "topic.m", "seed", "steps", "log_cost")


def _show_stage() -> None:
    show(chapter.shown(Experiment), on=chapter.events(Experiment, STAGE))


chapter.presets(Experiment, PRESETS, questions=QUESTIONS)
chapter.part("stage", _show_stage)
with st.sidebar:
    place(Experiment, "topic", "topic.data", "topic.kind")
    place(Experiment, "topic.decay", "topic.kind.*", "topic.alpha")
    place(Experiment, "topic.columns", "topic.count", "topic.eta", "topic.falling")
    chapter.restart_buttons(Experiment)
    chapter.folded("more", "More", _show_more)

chapter.sections(
    "implicit",
    choices(chapter.shown(Experiment)),
    lambda: [chapter.shown(Experiment)],
    still=dict.fromkeys((WHY, MASKS, CURVED, SPHERE, ZERO), apart_from_the_slider),
)
