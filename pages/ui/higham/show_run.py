"""The run on stage, computed while the reader looks at it."""

from contextlib import AbstractContextManager
from functools import partial

import streamlit as st

from core.experiments.higham.experiment import HighamExperiment, samples, step_count
from pages.ui.chapter.presets import restarts
from pages.ui.higham import presets
from pages.ui.higham.asked.questions import QUESTIONS
from pages.ui.higham.own_points import OWN
from pages.ui.higham.recording import Recording
from pages.ui.higham.scene import chunk, run_name, scene
from pages.ui.own import take_points
from pages.ui.predict.staged import put_on_stage
from pages.ui.stage import frame_to_repeat_from, send_chunk

# The thread computes during part of the time, so that the page answers in between.
_SLICE_SECONDS, _EVERY_SECONDS = 0.12, 0.25
_TOLD = "higham-frames-told"


def show_run(recording: Recording, spec: HighamExperiment) -> None:
    """Stage, and below it what is under way."""
    stopped = presets.stopped(run_name(spec))
    if not stopped or not recording.done:
        recording.advance(0.0 if stopped else _SLICE_SECONDS)
    live = not (stopped or recording.finished)
    shown = scene(recording, spec, live=live, restart=restarts(HighamExperiment))
    put_on_stage(
        shown,
        cls=HighamExperiment,
        questions=QUESTIONS,
        key=presets.STAGE,
        on={"edge": presets.pick_edge, "points": partial(_take_points, spec)},
    )
    st.session_state[_TOLD] = [len(shown.repertoire.families["run"].steps)]
    if live:
        _under_way(recording, spec)
    elif stopped and not recording.finished:
        with _row():
            st.button("Go on", on_click=presets.go_on, icon=":material/play_arrow:")
            _progress(recording, "Stopped after")
    else:
        with _row():
            st.button("Stop", key="higham-stopped", icon=":material/stop:", disabled=True)
            _progress(recording, "Diverged after" if recording.diverged_at >= 0 else "Computed:")
    if step_count(spec) < spec.steps and recording.finished:
        st.caption(
            f"{step_count(spec):,} steps instead of {spec.steps:,}: one point at a time on a small "
            "network is some fifty times as quick as larger batches or networks."
        )


def _take_points(spec: HighamExperiment) -> None:
    take_points(OWN, presets.STAGE, samples(spec))


@st.fragment(run_every=_EVERY_SECONDS)
def _under_way(recording: Recording, spec: HighamExperiment) -> None:
    recording.advance(_SLICE_SECONDS)
    told = st.session_state[_TOLD]
    first = frame_to_repeat_from(told)
    new = chunk(recording, spec, first)
    if new is not None:
        told.append(first + len(new.steps))
        send_chunk(new, key=presets.STAGE)
    if recording.finished:
        st.rerun()
    with _row():
        if st.button("Stop", key="higham-stop", icon=":material/stop:"):
            presets.stop(run_name(spec))
            st.rerun()
        _progress(recording, "Computing:")


def _row() -> AbstractContextManager[object]:
    """The one row below the stage: it is always there, so that nothing moves when a run ends."""
    return st.container(horizontal=True, vertical_alignment="center")


def _progress(recording: Recording, doing: str) -> None:
    st.progress(
        recording.share,
        f"{doing} {recording.done:,} of {recording.k[-1]:,} steps, "
        f"{recording.steps_per_second:,.0f} a second",
    )
