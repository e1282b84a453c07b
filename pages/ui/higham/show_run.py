"""The run on stage, computed while the reader looks at it."""

from functools import partial

import streamlit as st

from core.experiments.higham.experiment import HighamExperiment, samples, step_count
from pages.ui.chapter.live.under_way import Shown, show
from pages.ui.chapter.presets import restarts
from pages.ui.higham import presets
from pages.ui.higham.asked.questions import QUESTIONS
from pages.ui.higham.own_points import OWN
from pages.ui.higham.recording import Recording
from pages.ui.higham.scene import chunk, scene
from pages.ui.own import take_points
from pages.ui.predict.staged import put_on_stage
from pages.ui.stage import Scene


def show_run(recording: Recording, spec: HighamExperiment) -> None:
    """Stage, and below it what is under way."""

    def put(shown: Scene) -> None:
        put_on_stage(
            shown,
            cls=HighamExperiment,
            questions=QUESTIONS,
            key=presets.STAGE,
            on={"edge": presets.pick_edge, "points": partial(_take_points, spec)},
        )

    show(
        Shown(
            HighamExperiment,
            presets.STAGE,
            recording,
            lambda live: scene(recording, spec, live=live, restart=restarts(HighamExperiment)),
            lambda first: chunk(recording, spec, first),
            put,
        )
    )
    if step_count(spec) < spec.steps and recording.finished:
        st.caption(
            f"{step_count(spec):,} steps instead of {spec.steps:,}: one point at a time on a small "
            "network is some fifty times as quick as larger batches or networks."
        )


def _take_points(spec: HighamExperiment) -> None:
    take_points(OWN, presets.STAGE, samples(spec))
