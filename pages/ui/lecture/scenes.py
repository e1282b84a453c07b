"""The reader's deck of scenes: which there are, which is on, and what is said of it."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from pages.ui.lecture.deck import (
    PAGES,
    PLAYING,
    DeckError,
    LectureScene,
    from_json,
    from_link,
    mathematics_of_ai,
    to_json,
)
from pages.ui.predict.state import awaits
from pages.ui.queries import link

DECK: Final = "deck"
"""The URL parameter: the name of a ready-made deck, or a packed one."""

READY_MADE: Final = {"mathematics-of-ai": ("Mathematics of AI", mathematics_of_ai)}
"""The decks that come with the app, by the names that the URL has for them."""

_TEXT: Final = "deck-text"
_AT: Final = "deck-at"
_SAID: Final = "deck-said"


def deck() -> tuple[LectureScene, ...]:
    """The scenes of this session, in their order."""
    text = deck_text()
    return from_json(text) if text else ()


def deck_text() -> str:
    """The same as a file; empty where there are none."""
    return str(st.session_state.get(_TEXT, ""))


def position() -> int:
    """Which scene is on, from 0; −1 before the first."""
    return int(st.session_state.get(_AT, -1))


def scene_now() -> LectureScene | None:
    """The scene that is on."""
    scenes, at = deck(), position()
    return scenes[at] if 0 <= at < len(scenes) else None


def keep(scenes: Sequence[LectureScene], at: int) -> None:
    """Make these the scenes of the session, and `at` the one that is on."""
    st.session_state[_TEXT] = to_json(scenes) if scenes else ""
    st.session_state[_AT] = min(at, len(scenes) - 1)


def said() -> str:
    """What was wrong with the deck that was to be loaded last, or nothing."""
    return str(st.session_state.get(_SAID, ""))


def load(text: str | bytes) -> None:
    """Take over the deck in a file; a sentence says why it cannot be, and the deck before stays."""
    _take(lambda: from_json(text))


def load_ready_made(name: str) -> None:
    """Take over one of the decks that come with the app, in a callback."""
    _take(READY_MADE[name][1])


def take_link() -> None:
    """Take over the deck that the address names or holds; once, when the reader arrives."""
    text = st.query_params.get(DECK)
    if text is not None and _TEXT not in st.session_state:
        _take(lambda: READY_MADE[text][1]() if text in READY_MADE else from_link(text))


def words(spec: object) -> str:
    """The line and the question of the scene that is on, as long as its settings are in force."""
    scene = scene_now()
    if scene is None or PAGES[scene.page] is not type(spec) or scene.query != link(spec):
        return ""
    return f"{scene.line} **{scene.question}**" if scene.question else scene.line


def line_of(page: type[Any], ask: str) -> str:
    """The line of the scene that is on, if it is the one that asks this question of its page."""
    scene = scene_now()
    if scene is None or PAGES[scene.page] is not page or scene.ask != ask:
        return ""
    return scene.line


def for_the_browser() -> dict[str, Any]:
    """What the page's keys need to know of the deck, and how the stage shows the scene."""
    scene = scene_now()
    return {
        "at": position(),
        "count": len(deck()),
        "title": scene.title if scene else "",
        "line": scene.line if scene else "",
        "question": scene.question if scene else "",
        "view": scene.view if scene else "",
        "camera": scene.camera if scene else None,
        "frame": scene.frame if scene else PLAYING,
        "asks": awaits(),
    }


def _take(find: Callable[[], Sequence[LectureScene]]) -> None:
    try:
        scenes = find()
    except DeckError as error:
        st.session_state[_SAID] = str(error)
        return
    st.session_state[_SAID] = ""
    keep(scenes, at=-1)
