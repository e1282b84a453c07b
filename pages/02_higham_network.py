"""Higham & Higham's network

What does a small deep network learn in a million steps, and how?

40 minutes.
"""

from functools import partial

import streamlit as st

import pages.ui.together
from core.experiments.higham.data import PaperPoints
from core.experiments.higham.experiment import HighamExperiment as Experiment
from core.experiments.higham.experiment import samples as samples_of
from pages.ui import chapter
from pages.ui.controls import place
from pages.ui.higham.asked.questions import QUESTIONS
from pages.ui.higham.gradients import show_gradients
from pages.ui.higham.in_torch import show_in_torch
from pages.ui.higham.landscape.copies import show_copies
from pages.ui.higham.landscape.least_squares import show_least_squares
from pages.ui.higham.landscape.planes import show_landscape, surfaces
from pages.ui.higham.many_seeds import show_many_seeds
from pages.ui.higham.own_points import OWN
from pages.ui.higham.parameters import show_parameters
from pages.ui.higham.presets import BY_HAND, PARAMETERS, PRESETS, otherwise
from pages.ui.higham.propagation.by_hand import show_by_hand
from pages.ui.higham.propagation.written_out import show_written_out
from pages.ui.higham.recording import Recording, computed, recording
from pages.ui.higham.show_run import show_run
from pages.ui.own import place_own_data, readable, say_about

spec = chapter.begin(
    Experiment,
    "Can a tiny network separate these points?",
    PRESETS,
    otherwise=otherwise,
    usable=partial(readable, OWN),
    questions=QUESTIONS,
)


def _show_more() -> None:
    place(Experiment, "start", "seed", "hidden", "hidden.*", "activation", "activation.*")
    place(Experiment, "loss", "steps", "log_step", "log_cost")


def _now() -> tuple[Recording, Experiment]:
    spec = chapter.shown(Experiment)
    return recording(spec), spec


samples = samples_of(spec)
say_about(spec, samples)
chapter.presets(Experiment, PRESETS, questions=QUESTIONS, surfaces=surfaces, runs=computed)
chapter.part("stage", lambda: show_run(*_now()))
with st.sidebar:
    place(Experiment, "data", *(["eleventh"] if isinstance(spec.data, PaperPoints) else []))
    place(Experiment, "eta", "sampler", "sampler.*", high={"sampler.m": len(samples.x)})
    place(Experiment, "sum_of_squares")
    chapter.restart_buttons(Experiment, new_seed={"start": "drawn"})
    chapter.folded("more", "More", _show_more)
    chapter.folded("own-data", "Your own data", lambda: place_own_data(OWN, samples))

chapter.sections(
    "higham",
    {
        BY_HAND: show_by_hand,
        PARAMETERS: show_parameters,
        "Written out": show_written_out,
        "Landscape": show_landscape,
        "Gradients": show_gradients,
        "Seeds": show_many_seeds,
        "Copies": show_copies,
        "Least squares": show_least_squares,
        "In PyTorch": show_in_torch,
    },
    _now,
    first=PARAMETERS,
    still={PARAMETERS: lambda _: None},
)
st.caption(
    "Equations are numbered as in Higham & Higham 2019, *Deep Learning: An Introduction for "
    "Applied Mathematicians*, SIAM Review 61(4), 860–891, arXiv 1801.05894."
)
