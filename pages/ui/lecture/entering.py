"""From scene to scene, over all pages."""

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from pages.ui.chapter.presets import restart
from pages.ui.chapter.sections import section_key
from pages.ui.chapters import chapters
from pages.ui.controls import address, assign
from pages.ui.lecture.deck import MOST_SCENES, PAGES, DeckError, LectureScene, from_json, to_json
from pages.ui.lecture.mode import lecture_query
from pages.ui.lecture.scenes import deck, keep, position, scene_now
from pages.ui.predict.state import PREDICT, asked, put

_WANTED: Final = "deck-wanted"
_TURN: Final = "deck-turn"
_SEEN: Final = frozenset({"view", "camera", "frame"})
SECTIONS: Final = {
    "logistic_regression": "logistic",
    "higham_network": "higham",
    "xor": "xor",
    "optimizers": "race",
    "regularization": "regularization",
    "implicit_regularization": "implicit",
    "convolutions": "convolutions",
    "digits": "digits",
}
"""What a page's sections go by."""


def go(number: int) -> None:
    """Ask for a scene, in a callback; beyond the ends nothing happens."""
    if 0 <= number < len(deck()):
        st.session_state[_WANTED] = number


def come_back(number: int) -> None:
    """Be at a scene whose page has been loaded again, in a callback; it is not entered anew."""
    scenes = deck()
    if position() >= 0 or not 0 <= number < len(scenes):
        return
    keep(scenes, at=number)
    if section := scenes[number].section:
        st.session_state[section_key(SECTIONS[scenes[number].page])] = section


def turn() -> int:
    """How often a scene has been entered."""
    return int(st.session_state.get(_TURN, 0))


def section_shown() -> str:
    """The key of the sections of the page, if the scene that is on shows one of them."""
    scene = scene_now()
    return section_key(SECTIONS[scene.page]) if scene and scene.section else ""


def enter(path: str) -> None:
    """Go to the scene that has been asked for, from the page with this path; before it runs.

    It stays asked for until its own page runs: a browser that says something on the way there, as
    it does while a run is under way, makes the page before run once more.
    """
    number, scenes = st.session_state.get(_WANTED), deck()
    if number is None or number >= len(scenes):
        st.session_state.pop(_WANTED, None)
        return
    scene = scenes[number]
    if scene.page != path:
        files = {chapter.file.stem.partition("_")[2]: chapter.file for chapter in chapters()}
        place = f"pages/{files[scene.page].name}"
        st.switch_page(place, query_params=scene.query | _asked(scene) | lecture_query())
    del st.session_state[_WANTED]
    keep(scenes, at=number)
    st.session_state[_TURN] = turn() + 1
    restart(PAGES[scene.page])
    if scene.section:
        st.session_state[section_key(SECTIONS[scene.page])] = scene.section
    # No question of before leads back from here.
    put(None)
    if scene.ask:
        put(scene.ask)
    assign(PAGES[scene.page], scene.query, keep=False)


def _asked(scene: LectureScene) -> dict[str, str]:
    return {PREDICT: scene.ask} if scene.ask else {}


def keep_scene(path: str, seen: object) -> str:
    """Add the present state of a page to the deck, in a callback; its title, if it could be.

    seen: how the browser shows it, {"view": …, "camera": …, "frame": …, "below": …}, the last where
    a section is in sight and not the stage; what of it no scene can have is left out.
    """
    scenes = deck()
    if path not in PAGES or len(scenes) >= MOST_SCENES:
        return ""
    told: dict[str, Any] = seen if isinstance(seen, dict) else {}
    section = st.session_state.get(section_key(SECTIONS[path])) if told.get("below") else ""
    scene = LectureScene(
        path,
        f"Scene {len(scenes) + 1}",
        query=address(PAGES[path]),
        section=section or "",
        ask=now.name if (now := asked()) and now.answer is None else "",
    )
    for name in _SEEN & told.keys():
        scene = _with(scene, {name: told[name]})
    at = position() + 1 if position() >= 0 else len(scenes)
    keep((*scenes[:at], scene, *scenes[at:]), at=at)
    return scene.title


def _with(scene: LectureScene, change: dict[str, Any]) -> LectureScene:
    """What the browser tells is read as a file is."""
    try:
        [changed] = from_json(to_json([replace(scene, **change)]))
    except (DeckError, TypeError, ValueError):
        return scene
    return changed
