"""Logistic regression

Same data, same start, two losses: does each arrive, at which learning rates, and why?

20 minutes.
"""

from functools import partial

import streamlit as st

import pages.ui.together
from core.experiments.logistic.experiment import LogisticExperiment as Experiment
from pages.ui import chapter
from pages.ui.controls import place
from pages.ui.logistic.asked.questions import QUESTIONS
from pages.ui.logistic.basin_map import show_basins
from pages.ui.logistic.in_torch import show_in_torch
from pages.ui.logistic.own_data import OWN, say_scaling
from pages.ui.logistic.points import show_points
from pages.ui.logistic.presets import PRESETS, QUESTION, STAGE, place_start
from pages.ui.logistic.reasons import show_questions, show_reasons
from pages.ui.logistic.ridge import show_ridge
from pages.ui.logistic.scene import show, surfaces
from pages.ui.logistic.separable import show_separable
from pages.ui.logistic.wide import OFF_PLANE, is_wide, place_plane, say_wide, show_off_plane
from pages.ui.losses.cached import problem
from pages.ui.losses.loss_view import LossView, views
from pages.ui.own import place_own_data, readable, say_what_is_wrong, take_points

spec = chapter.begin(
    Experiment,
    "Why not just square the error?",
    PRESETS,
    otherwise=QUESTION,
    usable=partial(readable, OWN),
    questions=QUESTIONS,
)


def _now() -> list[LossView]:
    return views(chapter.shown(Experiment))


def _show_stage() -> None:
    show(
        _now(),
        on=chapter.events(Experiment, STAGE)
        | ({} if is_wide(samples) else {"start": place_start, "points": _take_points}),
    )


def _take_points() -> None:
    take_points(OWN, STAGE, samples)


def _show_more() -> None:
    place(Experiment, "data.*", without={"data.table"})
    place(Experiment, "optimizer", "optimizer.*", without={"optimizer.eta"})
    place(Experiment, "sampler", "steps", "start", "start.*", "seed", "ridge")
    place(Experiment, "log_height", *([] if is_wide(samples) else ["zoom", "as_printed"]))
    if samples.x.shape[1] == 2:
        place(Experiment, "axes", "minimized")


samples = problem(spec).samples
# One place, whether anything is said or not: the stage below would be drawn anew.
with st.container():
    say_what_is_wrong(spec)
    say_scaling(spec, samples)
    say_wide(samples)
chapter.presets(Experiment, PRESETS, questions=QUESTIONS, surfaces=surfaces)
chapter.part("stage", _show_stage)
with st.sidebar:
    place(
        Experiment, "data", "optimizer.eta", "sampler.m", "loss", high={"sampler.m": len(samples.x)}
    )
    if is_wide(samples):
        place_plane(samples)
    chapter.restart_buttons(
        Experiment, again="Reset to the same start", new_seed={"start": "drawn"}
    )
    chapter.folded("more", "More", _show_more)
    chapter.folded("own-data", "Your own data", lambda: place_own_data(OWN, samples))
chapter.sections(
    "logistic",
    {
        "Find out": show_questions,
        "Why?": show_reasons,
        **({OFF_PLANE: show_off_plane} if is_wide(samples) else {}),
        "Critical points": show_points,
        "Basin map": show_basins,
        "Ridge": show_ridge,
        "Separable data": show_separable,
        "In PyTorch": show_in_torch,
    },
    lambda: [_now()],
    still={"Find out": lambda _: None},
)
