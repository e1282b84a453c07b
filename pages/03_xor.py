"""XOR: what a hidden layer does

No line separates these four points: can a hidden layer, and does training find it?

40 minutes.
"""

from functools import partial

import streamlit as st

import pages.ui.together
from core.experiments.xor.experiment import XorExperiment as Experiment
from core.experiments.xor.experiment import samples as samples_of
from pages.ui import chapter
from pages.ui.chapter.presets import restarts
from pages.ui.controls import place
from pages.ui.own import place_own_data, readable, say_about, take_points
from pages.ui.xor.asked.questions import QUESTIONS
from pages.ui.xor.by_hand import by_hand_of, show_by_hand
from pages.ui.xor.in_torch import show_in_torch
from pages.ui.xor.linear.one_line import show_one_line
from pages.ui.xor.many.starts import show_many_starts
from pages.ui.xor.own_points import OWN, about_xor, needs_xor
from pages.ui.xor.presets import (
    BY_HAND,
    MANY_STARTS,
    ONE_LINE,
    PRESETS,
    STAGE,
    otherwise,
    startable,
    train_on,
)
from pages.ui.xor.scene import show
from pages.ui.xor.solutions.minimum import show_minimum
from pages.ui.xor.solutions.slices import show_slices, surfaces
from pages.ui.xor.training import Training, training

spec = chapter.begin(
    Experiment,
    "What does a hidden layer do?",
    PRESETS,
    otherwise=otherwise,
    usable=lambda spec: startable(readable(OWN, spec)),
    questions=QUESTIONS,
)


def _show_more() -> None:
    place(Experiment, "optimizer.*", without={"optimizer.eta"})
    place(Experiment, "start", "start.*", "seed", "steps", "log_cost")


def _show_stage() -> None:
    show(
        chapter.shown(Experiment),
        restarts(Experiment),
        on=chapter.events(Experiment, STAGE)
        | {"model": train_on, "points": partial(take_points, OWN, STAGE, samples)},
    )


def _now() -> tuple[Training, Experiment]:
    spec = chapter.shown(Experiment)
    return training(spec), spec


samples = samples_of(spec)
say_about(spec, samples)
chapter.presets(Experiment, PRESETS, questions=QUESTIONS, surfaces=surfaces)
chapter.part("stage", _show_stage)
with st.sidebar:
    place(Experiment, "data", "width", "optimizer.eta")
    place(Experiment, "sampler", "sampler.*", high={"sampler.m": len(samples.x)})
    place(Experiment, "activation", "activation.*", "optimizer")
    chapter.restart_buttons(Experiment, new_seed={"start": "drawn"})
    chapter.folded("more", "More", _show_more)
    chapter.folded("own-data", "Your own data", lambda: place_own_data(OWN, samples))
    st.caption("The loss is the mean squared error, as in the book.")

chapter.sections(
    "xor",
    {
        ONE_LINE: about_xor(show_one_line),
        BY_HAND: needs_xor(show_by_hand),
        "Why a global minimum?": about_xor(show_minimum),
        "The cost surface": show_slices,
        MANY_STARTS: needs_xor(show_many_starts),
        "In PyTorch": show_in_torch,
    },
    _now,
    first=BY_HAND,
    still={BY_HAND: lambda spec: (spec.is_xor, by_hand_of(spec))},
)
st.caption(
    "Equations are numbered as in Goodfellow, Bengio & Courville 2016, *Deep Learning*, MIT Press, "
    "chapter 6."
)
