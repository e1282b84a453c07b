"""What the address of a page says, and how much of a query it can take."""

import re
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from typing import Final, ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from core.spec import Choice, SpecError, Text, as_text, controls, name_of
from pages.ui.lecture.hidden import HIDE, hide_query
from pages.ui.lecture.mode import LECTURE, lecture_query
from pages.ui.lecture.scenes import DECK
from pages.ui.long_texts import fits, named, unnamed
from pages.ui.predict.question import GUESS
from pages.ui.predict.state import PREDICT, asked_query

P = ParamSpec("P")

SECTION: Final = "section"
"""The URL parameter: the section that is open, where it is not the one that opens by itself."""

_NO_SETTINGS: Final = (LECTURE, HIDE, DECK, PREDICT, GUESS, SECTION)
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
# In the session: the query of the settings, the whole of the address, and the section in it.
_QUERY: Final = "address-query"
_WRITTEN: Final = "address-written"
_SECTION: Final = "address-section"
_ARRIVED: Final = "address-arrived"
_PAGE: Final = "address-page"
_UNREAD: Final = "address-unread"


def enter() -> bool:
    """Note whether the reader comes from another page; the first call of every page."""
    context = get_script_run_ctx()
    page = context.page_script_hash if context else None
    new = bool(st.session_state.get(_PAGE) != page)
    if new:
        st.session_state.update({_PAGE: page, _UNREAD: True})
    return new


def here(callback: Callable[P, None]) -> Callable[P, None]:
    """What a widget of this page calls when its reader has changed it. Every `on_change` does so.

    Two other things count as a change. Whoever goes on quickly makes the browser tell of widgets
    that the server has forgotten. And a part that looks by itself how far its work is tells of all
    widgets as the browser has them, which may not know yet what a preset has made of them: only a
    widget inside of the parts that run has been turned.
    """
    page = st.session_state.get(_PAGE)

    def call(*args: P.args, **rest: P.kwargs) -> None:
        if st.session_state.get(_PAGE) == page and not _told_by_the_way():
            callback(*args, **rest)

    return call


def _told_by_the_way() -> bool:
    """Whether the widget whose callback this is lies outside of the parts that run."""
    context = get_script_run_ctx()
    running = context.fragment_ids_this_run if context is not None else None
    return running is not None and ThreadState.get().fragment_id not in running


def arriving() -> bool:
    """Whether the URL is to be read: by who has come, or has gone back to what it says.

    Once it has been, it is rewritten from what was understood; a run that is cut short a moment
    later does not read that as if somebody had asked for it.
    """
    return went_back() or bool(st.session_state.get(_UNREAD, True))


def arrived_with() -> tuple[dict[str, str], list[SpecError]]:
    """The settings in the URL by name, and an error for each that is there twice."""
    st.session_state[_WRITTEN] = st.query_params.to_dict()
    st.session_state[_SECTION] = st.query_params.get(SECTION, "")
    st.session_state.update({_ARRIVED: True, _UNREAD: False})
    query, errors = dict[str, str](), list[SpecError]()
    for name in st.query_params:
        match st.query_params.get_all(name):
            case _ if name in _NO_SETTINGS:
                pass
            case [text]:
                query[name] = text
            case texts:
                errors.append(SpecError(name, " and ".join(texts), "allowed is one value"))
    return unnamed(query), errors


def instead(spec: object, error: SpecError) -> str:
    """What is wrong with a setting, and what is shown in its place."""
    member, (*owners, name) = spec, error.key.split(".")
    for owner in owners:
        member = getattr(member, owner, None)
    declared = controls(member).get(name) if is_dataclass(member) else None
    match declared:
        case None:
            return str(error)
        case field, Text():
            known = "The usual one" if getattr(member, name) == field.default else "The one before"
            return f"{error} {known} is shown instead."
        case _, Choice(menu):
            return f"{error} {name_of(getattr(member, name), menu)} is shown instead."
    return f"{error} {as_text(getattr(member, name))} is shown instead."


def page_query() -> dict[str, str]:
    """What of the URL is about the page and no setting."""
    section = str(st.session_state.get(_SECTION, ""))
    return lecture_query() | hide_query() | asked_query() | ({SECTION: section} if section else {})


def write_address(query: Mapping[str, str]) -> None:
    """Let the address say a query and what is about the page, if it does not yet."""
    st.session_state[_QUERY] = dict(query)
    wanted = named(query) | page_query()
    if wanted != st.session_state.get(_WRITTEN):
        st.session_state[_WRITTEN] = wanted
        st.query_params.from_dict(wanted)


def section_asked() -> str | None:
    """Once after an arrival: the section in the address, "" for the one that opens by itself.

    None in between, and where no section is named by who does not come by the back button.
    """
    if not st.session_state.pop(_ARRIVED, False):
        return None
    return str(st.session_state[_SECTION]) or ("" if went_back() else None)


def went_back() -> bool:
    """Whether this run is one of the browser's back button."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def tell_section(section: str) -> None:
    """Let the address name the open section, "" for the one that opens by itself."""
    if section != st.session_state.get(_SECTION, ""):
        st.session_state[_SECTION] = section
        write_address(st.session_state.get(_QUERY, {}))


def named_in_address(section: str) -> str:
    """A section's name as the address has it: “In PyTorch” is in-pytorch."""
    return _NO_WORD.sub("-", section.lower()).strip("-")


def fitting(query: Mapping[str, str]) -> dict[str, str]:
    """What of a query is short enough for an address."""
    return {name: text for name, text in query.items() if fits(text)}
