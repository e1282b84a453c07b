"""Results found before anybody asks: for a lecture's next scene, and for the neighbors of now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Any, Final, Protocol

import streamlit as st

from pages.ui.chapter import work
from pages.ui.chapter.jobs import Job, start
from pages.ui.chapter.presets import shown
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.work import Need
from pages.ui.lecture.deck import PAGES, LectureScene
from pages.ui.lecture.mode import lecture
from pages.ui.lecture.scenes import deck, position
from pages.ui.queries import parsed
from pages.ui.store import KEPT

MOST_SECONDS: Final = 5.0
"""What the neighbors of one experiment may take together, as counted."""

MOST_BYTES: Final = 24_000_000
"""What they may add to the store. Of a store that is half full nothing is forgotten for them."""

_LOOKED: Final = "lecture-ahead"
_NEIGHBORS: Final = "neighbors-ahead"


class Foreseeing(Protocol):
    """A module that says what its chapter finds for a spec."""

    def foreseen(self, spec: Any) -> Sequence[Need]:
        """What is to be found before a spec can be shown, one thing after the other."""

    def neighbors(self, spec: Any) -> Iterable[Any]:
        """What a reader may ask for next, the likeliest first."""


def next_scene() -> LectureScene | None:
    """The one that Page Down leads to, if there is one."""
    scenes, after = deck(), position() + 1
    return scenes[after] if lecture() and after < len(scenes) else None


def look_ahead(chapters: Mapping[str, str], page: str) -> None:
    """Find beside the page what may be asked for next; the last call of a run.

    chapters: by page the name of its `Foreseeing` module, which is imported when it is needed.
    """
    scene = next_scene()
    if scene is not None and scene.page in chapters:
        spec = parsed(PAGES[scene.page], scene.query)[0]
        _begin(_LOOKED, spec, partial(_find, chapters[scene.page], spec), spare=False)
    if page in chapters and not work.waiting():
        now = shown(PAGES[page])
        _begin(_NEIGHBORS, now, partial(find_neighbors, chapters[page], now), spare=True)


def _begin(name: str, spec: Any, find: Callable[[Job[bool]], bool], *, spare: bool) -> None:
    key = key_of(spec)
    if st.session_state.get(name) != key:
        st.session_state[name] = key
        start(f"{name}-job", key, find, spare=spare)


def _find(module: str, spec: Any, job: Job[bool]) -> bool:
    """One after the other, so that others have their turns, and a later scene can come first."""
    chapter: Foreseeing = import_module(module)
    try:
        needs = [need for need in chapter.foreseen(spec) if not need.known()]
        return work.find(needs, job) if needs else True
    except ValueError:
        # A table that cannot be read: the page itself says so.
        return False


def find_neighbors(module: str, spec: Any, job: Job[bool]) -> bool:
    """What the neighbors of a spec need, as far as the budget goes."""
    chapter: Foreseeing = import_module(module)
    left, most = MOST_SECONDS, min(KEPT.bytes + MOST_BYTES, KEPT.most // 2)
    # The page itself comes first.
    job.progress(0.0)
    try:
        for neighbor in chapter.neighbors(spec):
            needs = [need for need in chapter.foreseen(neighbor) if not need.known()]
            asked = sum(need.seconds for need in needs)
            if needs and asked <= left and KEPT.bytes < most:
                left -= asked
                work.find(needs, job)
    except ValueError:
        return False
    return True
