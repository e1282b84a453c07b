"""The question that the reader has chosen, on stage, and its controls."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from core.experiments.regularization.choices import EarlyStopping
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import (
    QUESTIONS,
    BiasAndVariance,
    HowMuch,
    OneSpectrum,
    ThirtyColumns,
    WhyZeros,
)
from core.spec import name_of
from pages.ui import chapter
from pages.ui.chapter.presets import restarts
from pages.ui.controls import place
from pages.ui.predict.staged import put_on_stage
from pages.ui.regularization.asked.questions import QUESTIONS as ASKED
from pages.ui.regularization.presets import STAGE
from pages.ui.regularization.questions import (
    bias_variance,
    how_much,
    real_coefficients,
    spectrum,
    tumors,
    why_zeros,
)
from pages.ui.stage import Scene

SCENES: Final[dict[str, Callable[[Experiment, int], Scene]]] = {
    "why-zeros": why_zeros.scene,
    "real-coefficients": real_coefficients.scene,
    "how-much": how_much.scene,
    "bias-and-variance": bias_variance.scene,
    "one-spectrum": spectrum.scene,
    "thirty-columns": tumors.scene,
}


def show(spec: Experiment) -> None:
    """Its scene."""
    scene = SCENES[name_of(spec.question, QUESTIONS)](spec, restarts(Experiment))
    put_on_stage(
        scene,
        cls=Experiment,
        questions=ASKED,
        key=STAGE,
        on=chapter.events(Experiment, STAGE),
    )


def place_controls(spec: Experiment) -> None:
    """What can be set in this question, the dial first."""
    question = spec.question
    if isinstance(question, BiasAndVariance):
        place(Experiment, "question.kept_simple_by", "question.kept_simple_by.*")
    elif isinstance(question, OneSpectrum):
        place(Experiment, "question.method")
    else:
        place(Experiment, "question.penalty", "question.penalty.*")
    if not isinstance(question, HowMuch | BiasAndVariance | ThirtyColumns):
        place(Experiment, "question.strength")
    match question:
        case WhyZeros():
            place(Experiment, "question.column_twice", "show_sum")
            chapter.restart_buttons(Experiment, new_seed={"start": "drawn"})
            chapter.folded("more", "More", _place_run)
        case HowMuch():
            place(Experiment, "question.random_folds")
            chapter.seed_button(Experiment, also={"question.random_folds": True})
            chapter.folded("more", "More", lambda: place(Experiment, "seed"))
        case BiasAndVariance():
            place(Experiment, "question.sigma", "question.count")
            chapter.seed_button(Experiment, "New noise")
            chapter.folded("more", "More", lambda: place(Experiment, "seed"))
        case ThirtyColumns():
            st.caption(
                "Thirty columns of 569 tumors (Street, Wolberg & Mangasarian 1993), each with mean "
                "0 and variance 1; the intercept is not penalized."
            )
        case _:
            if isinstance(question, OneSpectrum) and isinstance(question.method, EarlyStopping):
                place(Experiment, "question.step_size")
            st.caption(
                "Ten columns of 442 patients (Efron, Hastie, Johnstone & Tibshirani 2004), each "
                "with mean 0 and variance 1; the intercept is not penalized."
            )


def _place_run() -> None:
    place(Experiment, "question.eta", "steps", "start", "start.*", "seed")
