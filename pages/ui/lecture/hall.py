"""What makes a page fit for a lecture hall: its keys and its screen, in the browser."""

from dataclasses import asdict
from functools import partial
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui.controls import as_plain
from pages.ui.lecture.entering import come_back, go, keep_scene, section_shown, turn
from pages.ui.lecture.mode import lecture, turn_lecture
from pages.ui.lecture.phone import phone_link
from pages.ui.lecture.scenes import deck_text, for_the_browser, load, said
from pages.ui.stage.bundle import HALL, javascript

_KEY: Final = "hall"
_PHONE: Final = "hall-phone"
_KEPT: Final = "hall-kept"

_hall = st.components.v2.component(
    "loss_landscape_hall", html="<span></span>", js=javascript(HALL), isolate_styles=False
)


def show_hall(path: str) -> None:
    """The keys of the page with this path; an element of every page, before the rest."""
    if said():
        st.warning(as_plain(said()))
    if kept := st.session_state.pop(_KEPT, ""):
        st.toast(f"Kept: “{as_plain(kept)}”")
    context = get_script_run_ctx()
    _hall(
        key=_KEY,
        data={
            "lecture": lecture(),
            "turn": turn(),
            "scene": for_the_browser() | {"section": section_shown()},
            "deck": deck_text(),
            "phone": st.session_state.get(_PHONE),
            "session": context.session_id if context else "",
        },
        on_go_change=_go,
        on_keep_change=partial(_keep, path),
        on_lecture_change=_turn_lecture,
        on_stored_change=_take_stored,
        on_phone_change=_make_code,
        on_again_change=_run_again,
    )


def _heard(event: str) -> Any:
    state: Any = st.session_state.get(_KEY)
    return state.get(event) if state is not None else None


def _go() -> None:
    number = _heard("go")
    if isinstance(number, int):
        go(number)


def _keep(path: str) -> None:
    if title := keep_scene(path, _heard("keep")):
        st.session_state[_KEPT] = title


def _turn_lecture() -> None:
    if isinstance(on := _heard("lecture"), bool):
        turn_lecture(on)


def _take_stored() -> None:
    """The browser has kept a deck from another day, or its scene, and the session has none."""
    match _heard("stored"):
        case {"deck": str(text), "at": int(at)}:
            if not deck_text():
                load(text)
            if deck_text() == text:
                come_back(at)


def _run_again() -> None:
    """The browser has found its server again: the run that follows is all that it wants."""


def _make_code() -> None:
    """The reader wants the address of now as a code; each wish is shown once."""
    address = _heard("phone")
    before = st.session_state.get(_PHONE)
    link = phone_link(address) if isinstance(address, str) else None
    if link is not None:
        asked = before["asked"] + 1 if before else 1
        st.session_state[_PHONE] = {**asdict(link), "asked": asked}
