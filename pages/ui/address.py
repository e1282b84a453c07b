"""What the address of a page says, and how much of a query it can take."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Final

import streamlit as st

from core.spec import Choice, SpecError, Text, as_text, controls, name_of
from pages.ui.lecture.hidden import HIDE, hide_query
from pages.ui.lecture.mode import LECTURE, lecture_query
from pages.ui.lecture.scenes import DECK
from pages.ui.long_texts import fits, unnamed
from pages.ui.predict.question import GUESS
from pages.ui.predict.state import PREDICT, asked_query

_NO_SETTINGS: Final = (LECTURE, HIDE, DECK, PREDICT, GUESS)


def arrived_with() -> tuple[dict[str, str], list[SpecError]]:
    """The settings in the URL by name, and an error for each that is there twice."""
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
    return lecture_query() | hide_query() | asked_query()


def fitting(query: Mapping[str, str]) -> dict[str, str]:
    """What of a query is short enough for an address."""
    return {name: text for name, text in query.items() if fits(text)}
