"""The results of the next scene, found while the audience looks at this one."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Final

import streamlit as st

from pages.ui.chapter.jobs import Job, start
from pages.ui.chapter.remembered import key_of
from pages.ui.lecture.deck import PAGES, LectureScene
from pages.ui.lecture.mode import lecture
from pages.ui.lecture.scenes import deck, position
from pages.ui.queries import parsed

_LOOKED: Final = "lecture-ahead"


def next_scene() -> LectureScene | None:
    """The one that Page Down leads to, if there is one."""
    scenes, after = deck(), position() + 1
    return scenes[after] if lecture() and after < len(scenes) else None


def look_ahead(chapters: Mapping[str, str]) -> None:
    """Find beside the page what the next scene needs; the last call of a run.

    chapters: by page the module whose `foreseen(spec)` says what that is, for those that need it.
    It is imported when it is needed.
    """
    scene = next_scene()
    if scene is None or scene.page not in chapters:
        return
    spec = parsed(PAGES[scene.page], scene.query)[0]
    key = key_of(spec)
    if st.session_state.get(_LOOKED) != key:
        st.session_state[_LOOKED] = key
        start(f"{_LOOKED}-job", key, partial(_find, chapters[scene.page], spec))


def _find(module: str, spec: Any, job: Job[bool]) -> bool:
    """One after the other, so that others have their turns, and a later scene can come first."""
    foreseen: Callable[[Any], Sequence[Callable[[], object]]] = import_module(module).foreseen
    try:
        steps = foreseen(spec)
        for number, find in enumerate(steps):
            job.progress(number / len(steps))
            find()
    except ValueError:
        # A table that cannot be read: the page itself says so.
        return False
    return True
