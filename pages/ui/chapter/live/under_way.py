"""The run on stage, computed while the reader looks at it, who may stop it and let it go on."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

import streamlit as st

from core.experiments.experiment import Experiment
from pages.ui.chapter.live.recording import Recording, key_of
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.presets import shown as in_force
from pages.ui.stage import Chunk, Scene, frame_to_repeat_from, send_chunk
from pages.ui.turns import long_work, one_run

# The thread computes during part of the time, so that the page answers in between.
_SLICE_SECONDS: Final = 0.12
# So much of it is computed before the first picture, and before a reader who goes on is noticed.
_STRETCH_SECONDS: Final = 0.03
_EVERY_SECONDS: Final = 0.25


@dataclass(frozen=True)
class Shown:
    """A run on the stage of that key, and what of it is shown.

    scene: everything, told whether more is to come; chunk: what is new since a frame; put: shows a
    scene, as `stage` does.
    """

    cls: type[Experiment]
    stage: str
    recording: Recording
    scene: Callable[[bool], Scene]
    chunk: Callable[[int], Chunk | None]
    put: Callable[[Scene], None]

    @property
    def stopped(self) -> bool:
        """Whether the reader has stopped the run, and not begun it again since."""
        return bool(st.session_state.get(f"{self.stage}-stopped-at") == self._now)

    def stop(self) -> None:
        """Leave the run where it is."""
        st.session_state[f"{self.stage}-stopped-at"] = self._now

    def go_on(self) -> None:
        """Take up the stopped run."""
        st.session_state[f"{self.stage}-stopped-at"] = None

    @property
    def _now(self) -> tuple[str, int]:
        return self.recording.key, restarts(self.cls)


def show(shown: Shown) -> None:
    """Stage, and below it what is under way."""
    recording, stopped = shown.recording, shown.stopped
    if not stopped or not recording.done:
        with long_work():
            _begin(recording, 0.0 if stopped else _STRETCH_SECONDS)
    live = not (stopped or recording.finished)
    scene = shown.scene(live)
    shown.put(scene)
    st.session_state[_told(shown)] = [len(scene.repertoire.families["run"].steps)]
    if live:
        _under_way(shown)
        return
    with _row():
        if recording.finished:
            key = f"{shown.stage}-stopped"
            st.button("Stop", key=key, icon=":material/stop:", disabled=True)
            _progress(recording, "Diverged after" if recording.diverged_at >= 0 else "Computed:")
        else:
            st.button("Go on", on_click=shown.go_on, icon=":material/play_arrow:")
            _progress(recording, "Stopped after")


@st.fragment(run_every=_EVERY_SECONDS)
@one_run()
def _under_way(shown: Shown) -> None:
    # Other settings may be in force already, and the page not have been run with them.
    if key_of(in_force(shown.cls)) != shown.recording.key:
        st.rerun()
    with long_work():
        _compute(shown)
    told = st.session_state[_told(shown)]
    first = frame_to_repeat_from(told)
    new = shown.chunk(first)
    # The count goes ahead: the film never shows a step that it does not have.
    with _row():
        if st.button("Stop", key=f"{shown.stage}-stop", icon=":material/stop:"):
            shown.stop()
            st.rerun()
        _progress(shown.recording, "Computing:")
    if new is not None:
        told.append(first + len(new.steps))
        send_chunk(new, key=shown.stage)
    if shown.recording.finished:
        st.rerun()


def _begin(recording: Recording, seconds: float) -> None:
    """Compute as much as the first picture waits for: all of it, where a slice would do."""
    recording.advance(seconds)
    if recording.share * _SLICE_SECONDS >= seconds > 0:
        recording.advance(_SLICE_SECONDS - seconds)


def _compute(shown: Shown) -> None:
    """Compute a slice, unless the reader wants something else meanwhile."""
    end = time.monotonic() + _SLICE_SECONDS
    while time.monotonic() < end and not shown.recording.finished:
        shown.recording.advance(_STRETCH_SECONDS)
        # Streamlit ends a run that is out of date where it asks the session for something.
        in_force(shown.cls)


def _told(shown: Shown) -> str:
    """Where it stands how many frames the stage has been told of, message by message."""
    return f"{shown.stage}-frames-told"


def _row() -> AbstractContextManager[object]:
    """The one row below the stage: it is always there, so that nothing moves when a run ends."""
    return st.container(horizontal=True, vertical_alignment="center")


def _progress(recording: Recording, doing: str) -> None:
    st.progress(
        recording.share,
        f"{doing} {recording.done:,} of {recording.k[-1]:,} steps, "
        f"{recording.steps_per_second:,.0f} a second",
    )
