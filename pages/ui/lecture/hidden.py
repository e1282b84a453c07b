"""Controls that a link hides: `hide=optimizer.eta,sampler.m`, in lecture mode and outside of it."""

from collections.abc import Collection
from typing import Final

import streamlit as st

from core.spec import SpecError

HIDE: Final = "hide"
"""The URL parameter."""

OTHERS: Final = {
    "presets": "the row of presets",
    "predict": "the button Predict first",
    "share": "the button Share",
    "restart": "the button for the start of the run",
    "new-seed": "the button for a new seed",
    "more": "the controls behind More",
    "sections": "the sections below the stage",
}
"""What can be hidden besides the settings of a page, and what it is."""

_HIDDEN: Final = "hidden"


def is_hidden(name: str) -> bool:
    """Whether the link that brought the reader here hides a control."""
    return name in st.session_state.get(_HIDDEN, ())


def read_hidden(settings: Collection[str]) -> list[SpecError]:
    """Take over what the URL hides, and say which of its names no control here has.

    settings: the dotted names of the page's settings.
    """
    names = dict.fromkeys(name for name in st.query_params.get(HIDE, "").split(",") if name)
    possible = {*(name for name in settings if not name.endswith("*")), *OTHERS}
    st.session_state[_HIDDEN] = [name for name in names if name in possible]
    allowed = f"allowed are the settings of this page as its links name them, {', '.join(OTHERS)}"
    return [SpecError(HIDE, name, allowed) for name in names if name not in possible]


def hide_query(names: Collection[str] | None = None) -> dict[str, str]:
    """What hiding these adds to the URL of a page; those that are hidden now, if none are named."""
    hidden = st.session_state.get(_HIDDEN, []) if names is None else names
    return {HIDE: ",".join(hidden)} if hidden else {}
