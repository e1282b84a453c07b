"""Which question is open, and what has been answered: in the session and in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from core.spec import SpecError
from pages.ui.predict.question import GUESS, Question

PREDICT: Final = "predict"
"""The URL parameter: the name of the question that is open."""

REVEALED: Final = "shown"
"""In place of an answer: it was asked for without one."""

_OPEN: Final = "predict-open"
_BEFORE: Final = "predict-before"
_ANSWERED: Final = "predict-answered"


@dataclass(frozen=True)
class Asked:
    """The question that is open, and the answer to it, None as long as there is none."""

    name: str
    answer: str | None = None


def asked() -> Asked | None:
    """What is open."""
    match st.session_state.get(_OPEN):
        case (str(name), answer):
            return Asked(name, answer)
    return None


def awaits() -> bool:
    """Whether an answer is awaited, so that nothing may give it away."""
    now = asked()
    return now is not None and now.answer is None


def put(name: str | None, answer: str | None = None) -> None:
    """Open a question, note its answer, or with None close it."""
    st.session_state[_OPEN] = None if name is None else (name, answer)
    if name is None:
        st.session_state[_BEFORE] = None


def keep_before(query: Mapping[str, str]) -> None:
    """Note the experiment that the first of several questions takes the place of.

    That is the one of the address, where a question came with it and another one follows.
    """
    if before() is None:
        st.session_state[_BEFORE] = dict(query)


def before() -> dict[str, str] | None:
    """What a question has taken the place of; None where it came with the address."""
    found: dict[str, str] | None = st.session_state.get(_BEFORE)
    return found


def answered(page: str) -> dict[str, bool]:
    """By name, the questions of a page that have been answered, and whether rightly."""
    found: dict[str, dict[str, bool]] = st.session_state.get(_ANSWERED, {})
    return dict(found.get(page, {}))


def note(page: str, name: str, *, right: bool) -> None:
    """A question has been answered."""
    found = st.session_state.setdefault(_ANSWERED, {})
    found[page] = answered(page) | {name: right}


def asked_query() -> dict[str, str]:
    """What the open question adds to the URL of its page."""
    now = asked()
    if now is None:
        return {}
    return {PREDICT: now.name} | ({} if now.answer is None else {GUESS: now.answer or REVEALED})


def leave_asked(questions: Sequence[Question[Any]], spec: Any) -> list[SpecError]:
    """Close a question whose settings have been left; nothing is wrong with that."""
    now = asked()
    if now is not None and not any(one.name == now.name and one.fits(spec) for one in questions):
        put(None)
    return []


def read_asked(questions: Sequence[Question[Any]], spec: Any) -> list[SpecError]:
    """Open the question that the URL names, with its answer; what is wrong with it, if anything."""
    put(None)
    name, answer = st.query_params.get(PREDICT), st.query_params.get(GUESS)
    if name is None:
        return []
    question = next((one for one in questions if one.name == name), None)
    if question is None:
        allowed = ", ".join(one.name for one in questions) or "none on this page"
        return [SpecError(PREDICT, name, f"allowed are {allowed}")]
    if not question.fits(spec):
        return [SpecError(PREDICT, name, "its question is about other settings")]
    put(name)
    if answer == REVEALED:
        put(name, "")
    elif answer is not None:
        try:
            question.check(spec, answer)
        except SpecError as error:
            return [error]
        put(name, answer)
    return []
