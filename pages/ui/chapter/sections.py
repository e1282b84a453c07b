"""Below the stage: one section at a time, and within a section one view."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def section_key(chapter: str) -> str:
    """Where the session has the section that the reader has chosen: its name, or None."""
    return f"{chapter}-section"


def sections(
    chapter: str, choices: Mapping[str, Callable[..., None]], *given: object, first: str = ""
) -> None:
    """A row of names, and the section that the reader has chosen, shown what is `given`.

    first: the name to begin with, the first of the row if there is none.
    """
    name = st.segmented_control(
        "Below the stage",
        list(choices),
        default=first or next(iter(choices)),
        key=section_key(chapter),
        label_visibility="collapsed",
    )
    if name:
        choices[name](*given)


def view(key: str, views: Mapping[str, T]) -> T:
    """The view that the reader has picked from a row of names, the first to begin with."""
    first = next(iter(views))
    name = st.pills(
        "View",
        views,
        default=first,
        required=True,
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )
    return views[name or first]
