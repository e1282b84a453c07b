"""One view of a section at a time: one screen, one question."""

from collections.abc import Mapping
from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def chosen(section: str, views: Mapping[str, T]) -> T:
    """The view that the reader has picked from a row of names, the first to begin with."""
    first = next(iter(views))
    name = st.pills(
        "View",
        views,
        default=first,
        required=True,
        key=f"optimizers-{section}",
        label_visibility="collapsed",
        persist_state="session",
    )
    return views[name or first]
