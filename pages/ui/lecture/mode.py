"""Lecture mode: the stage is the page, for a projector."""

from typing import Final

import plotly.graph_objects as go
import streamlit as st

LECTURE: Final = "lecture"
"""The URL parameter, and the key in the session."""

# What two lines of text above it leave of the screen, in pixels before it is enlarged.
_TALL: Final = 470


def lecture() -> bool:
    """Whether lecture mode is on; the URL parameter `lecture=true` starts it."""
    on: bool = st.session_state.setdefault(LECTURE, st.query_params.get(LECTURE) == "true")
    return on


def follow_address() -> None:
    """Be in lecture mode if the URL says so: where the browser's Back has led."""
    st.session_state[LECTURE] = st.query_params.get(LECTURE) == "true"


def filling(figure: go.Figure) -> go.Figure:
    """A chart that stands with a few lines in its section, which has the screen in lecture mode."""
    return figure.update_layout(height=_TALL) if lecture() else figure


def lecture_query() -> dict[str, str]:
    """What lecture mode adds to the URL of a page."""
    return {LECTURE: "true"} if lecture() else {}


def lecture_switch() -> None:
    """The button that starts lecture mode, or the one that ends it; the key L does what they do."""
    if lecture():
        st.button("Leave lecture mode", key="leave-lecture", on_click=turn_lecture, args=(False,))
    else:
        st.sidebar.button(
            "Lecture mode",
            key="enter-lecture",
            help="Only the stage, for a projector: the key L. All keys: ?",
            on_click=turn_lecture,
            args=(True,),
        )


def turn_lecture(on: bool) -> None:
    """Begin lecture mode, or end it; in a callback."""
    st.session_state[LECTURE] = on
    if on:
        st.query_params[LECTURE] = "true"
    else:
        st.query_params.pop(LECTURE, None)
