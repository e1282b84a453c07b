"""The deck in the sidebar: keep, rename, reorder, delete, save, load, and a link."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from pages.ui.lecture.deck import LectureScene, to_link
from pages.ui.lecture.entering import go
from pages.ui.lecture.mode import lecture
from pages.ui.lecture.scenes import (
    DECK,
    READY_MADE,
    deck,
    deck_text,
    keep,
    load,
    load_ready_made,
    position,
)

_FILE: Final = "deck-file"
_IN_LECTURE: Final = "**Page Down** and **Page Up** go on and back."
_ELSEWHERE: Final = "**L** begins the lecture: **Page Down** and **Page Up** go on and back."
_LONGEST_LINK: Final = 2000


def show_scenes() -> None:
    """The list of scenes, closed to begin with."""
    with st.sidebar, st.expander("Scenes", key="deck-list", on_change=_opened) as expander:
        if expander.open:
            _show_deck(deck(), position())


def _opened() -> None:
    """The page runs anew, and shows what is inside."""


def _show_deck(scenes: tuple[LectureScene, ...], at: int) -> None:
    st.caption("**K** keeps what is on stage as a scene.")
    st.caption(_IN_LECTURE if lecture() else _ELSEWHERE)
    for number, scene in enumerate(scenes):
        st.button(
            f"{number + 1}. {scene.title}",
            key=f"deck-go-{number}",
            on_click=go,
            args=(number,),
            type="primary" if number == at else "tertiary",
            width="stretch",
        )
    if 0 <= at < len(scenes):
        _show_scene(scenes, at)
    for name, (title, _) in READY_MADE.items():
        st.button(f"Load “{title}”", on_click=load_ready_made, args=(name,), width="stretch")
    st.file_uploader("Load a deck", type="json", key=_FILE, on_change=_take_file)
    if scenes:
        _show_ways_out(scenes)


def _show_scene(scenes: tuple[LectureScene, ...], at: int) -> None:
    for name, label in (("title", "Title"), ("line", "One line"), ("question", "Question")):
        key = f"deck-{name}-{at}"
        st.text_input(
            label,
            getattr(scenes[at], name),
            key=key,
            max_chars=300,
            on_change=partial(_rename, at, name, key),
        )
    with st.container(horizontal=True, gap="small"):
        for label, change, possible in _moves(scenes, at):
            st.button(label, key=f"deck-{label}", on_click=change, disabled=not possible)


def _moves(scenes: tuple[LectureScene, ...], at: int) -> list[tuple[str, Callable[[], None], bool]]:
    def moved(to: int) -> None:
        others = [*scenes[:at], *scenes[at + 1 :]]
        keep((*others[:to], scenes[at], *others[to:]), at=to)

    def without() -> None:
        keep((*scenes[:at], *scenes[at + 1 :]), at=at)

    return [
        ("Up", partial(moved, at - 1), at > 0),
        ("Down", partial(moved, at + 1), at + 1 < len(scenes)),
        ("Delete", without, True),
    ]


def _show_ways_out(scenes: tuple[LectureScene, ...]) -> None:
    st.download_button("Save the deck", deck_text(), "scenes.json", "application/json")
    ready = [name for name, (_, made) in READY_MADE.items() if made() == scenes]
    query = urlencode({"lecture": "true", DECK: ready[0] if ready else to_link(scenes)})
    if len(query) > _LONGEST_LINK:
        st.caption(
            "Too long for a link: the deck is kept in this browser; save it to take it along."
        )
    else:
        st.code(f"{st.context.url or ''}?{query}", language=None, wrap_lines=True)


def _rename(at: int, name: str, key: str) -> None:
    # A run that is cut short leaves the fields of another scene behind, which tell of themselves.
    scenes, text = deck(), str(st.session_state[key]).strip()
    if at < len(scenes) and (text or name != "title") and text.isprintable():
        change: dict[str, Any] = {name: text}
        changed = replace(scenes[at], **change)
        keep((*scenes[:at], changed, *scenes[at + 1 :]), at=position())


def _take_file() -> None:
    file = st.session_state.get(_FILE)
    if file is not None:
        load(file.getvalue())
