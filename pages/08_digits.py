"""A network that reads digits

How does a network learn to read handwriting, and do shared kernels help?

40 minutes.
"""

import streamlit as st

import pages.ui.together
from core.experiments.digits.experiment import DigitsExperiment as Experiment
from pages.ui import chapter
from pages.ui.controls import place
from pages.ui.digits.asked.questions import QUESTIONS
from pages.ui.digits.in_torch import show_in_torch
from pages.ui.digits.inside.attack import show_inside
from pages.ui.digits.inside.landscape import show_landscape, surfaces
from pages.ui.digits.inside.layers import show_layers
from pages.ui.digits.presets import INSIDE, MOVED, OTHERWISE, PRESETS, PRIOR
from pages.ui.digits.prior import show_prior
from pages.ui.digits.recording import Recording, computed, recording
from pages.ui.digits.shifts import show_shifts
from pages.ui.digits.show_run import show_run

spec = chapter.begin(
    Experiment,
    "How does a network read digits?",
    PRESETS,
    otherwise=OTHERWISE,
    questions=QUESTIONS,
)


def _show_more() -> None:
    place(Experiment, "optimizer", "optimizer.*", without={"optimizer.eta"})
    place(Experiment, "decay", "moves", "count", "epochs", "start", "seed", "log_cost")


def _now() -> tuple[Recording, Experiment]:
    spec = chapter.shown(Experiment)
    return recording(spec), spec


chapter.presets(Experiment, PRESETS, questions=QUESTIONS, surfaces=surfaces, runs=computed)
chapter.part("stage", lambda: show_run(*_now()))
with st.sidebar:
    place(Experiment, "network", "network.*", "optimizer.eta")
    place(Experiment, "sampler", "sampler.*", high={"sampler.m": spec.count})
    chapter.restart_buttons(Experiment)
    chapter.folded("more", "More", _show_more)

SECTIONS = {
    PRIOR: show_prior,
    MOVED: show_shifts,
    INSIDE: show_inside,
    "Layers": show_layers,
    "Landscape": show_landscape,
    "In PyTorch": show_in_torch,
}
# A digit that is drawn is on stage only.
chapter.sections(
    "digits", SECTIONS, _now, still=dict.fromkeys(SECTIONS, lambda spec: spec.without("view"))
)
st.caption(
    "1,797 digits of 8 × 8 pixels, Alpaydin & Kaynak 1998, UCI repository: 1,397 to train on, the "
    "last 400 to test."
)
