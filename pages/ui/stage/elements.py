"""The components that Streamlit knows: the stage, and what brings it its code and its scenes.

Streamlit sends an element whole when anything in it has changed, and only its name when nothing
has. So the code, and what stays the same from one learning rate to the next, are elements of
their own.
"""

import zlib
from collections.abc import Iterable
from functools import cache, partial
from typing import Protocol

import streamlit as st

from pages.ui.stage.bundle import (
    CHUNK,
    CODE,
    FOLLOW,
    MOUNT,
    REPERTOIRE,
    STAGE,
    homes,
    javascript,
    stylesheet,
)
from pages.ui.stage.scene import Panel

_HOMES = homes()

show = st.components.v2.component(
    "loss_landscape_stage",
    html='<section data-testid="stage" class="ll-stage ll-empty"></section>',
    js=javascript(MOUNT),
    isolate_styles=False,
)

bring_parts = st.components.v2.component(
    "loss_landscape_repertoire", html="<span></span>", js=javascript(REPERTOIRE)
)
bring_scene = st.components.v2.component(
    "loss_landscape_follow", html="<span></span>", js=javascript(FOLLOW)
)
bring_chunk = st.components.v2.component(
    "loss_landscape_chunk", html="<span></span>", js=javascript(CHUNK)
)


def rooms_of(panels: Iterable[Panel]) -> frozenset[str]:
    """The rooms in which these panels' classes live."""
    return frozenset(_HOMES[type(panel).__name__] for panel in panels)


class Bring(Protocol):
    """Puts an element on the page that brings something and shows nothing."""

    def __call__(self, *, key: str) -> object:
        """What the element says, which is nothing."""


@cache
def code_of(rooms: frozenset[str]) -> Bring:
    """What brings the code of all panels in these rooms, and what every stage needs.

    Packed it is a quarter of its length, and no text that Streamlit's browser takes up.
    """
    element = st.components.v2.component(
        "-".join(["loss_landscape_code", *sorted(rooms)]),
        html="<span></span>",
        css=stylesheet(rooms=rooms),
        js=javascript(CODE),
        isolate_styles=False,
    )
    return partial(element, data=zlib.compress(javascript(STAGE, rooms=rooms).encode(), 9))
