"""The run on stage, computed while the reader looks at it."""

from contextlib import AbstractContextManager

import streamlit as st

from core.experiments.digits.experiment import DigitsExperiment
from pages.ui.chapter.presets import restarts
from pages.ui.digits import presets
from pages.ui.digits.asked.questions import QUESTIONS
from pages.ui.digits.recording import Recording, key_of
from pages.ui.digits.scene import chunk, scene
from pages.ui.predict.staged import put_on_stage
from pages.ui.stage import frame_to_repeat_from, send_chunk

# The thread computes during part of the time, so that the page answers in between.
_SLICE_SECONDS, _EVERY_SECONDS = 0.12, 0.25
_TOLD = "digits-frames-told"


def show_run(recording: Recording, spec: DigitsExperiment) -> None:
    """Stage, and below it what is under way."""
    stopped = presets.stopped(key_of(spec))
    if not stopped or not recording.live.done:
        recording.advance(0.0 if stopped else _SLICE_SECONDS)
    live = not (stopped or recording.finished)
    shown = scene(recording, spec, live=live, restart=restarts(DigitsExperiment))
    put_on_stage(shown, cls=DigitsExperiment, questions=QUESTIONS, key=presets.STAGE, on={})
    st.session_state[_TOLD] = [len(shown.repertoire.families["run"].steps)]
    if live:
        _under_way(recording, spec)
        return
    with _row():
        if recording.finished:
            st.button("Stop", key="digits-stopped", icon=":material/stop:", disabled=True)
            _progress(recording, "Diverged after" if recording.diverged_at >= 0 else "Computed:")
        else:
            st.button("Go on", on_click=presets.go_on, icon=":material/play_arrow:")
            _progress(recording, "Stopped after")


@st.fragment(run_every=_EVERY_SECONDS)
def _under_way(recording: Recording, spec: DigitsExperiment) -> None:
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
        if st.button("Stop", key="digits-stop", icon=":material/stop:"):
            presets.stop(key_of(spec))
            st.rerun()
        _progress(recording, "Computing:")


def _row() -> AbstractContextManager[object]:
    """The one row below the stage: it is always there, so that nothing moves when a run ends."""
    return st.container(horizontal=True, vertical_alignment="center")


def _progress(recording: Recording, doing: str) -> None:
    st.progress(
        recording.live.share, f"{doing} {recording.live.done:,} of {recording.k[-1]:,} steps"
    )
