"""The components that Streamlit knows: the stage, and what brings it its code and its scenes.

Streamlit sends an element whole when anything in it has changed, and only its name when nothing
has. So the code, and what stays the same from one learning rate to the next, are elements of
their own.
"""

from collections.abc import Iterable
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from pages.ui.stage.bundle import (
    CHUNK,
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


@cache
def code_of(rooms: frozenset[str]) -> ComponentRenderer:
    """What brings the code of all panels in these rooms, and what every stage needs."""
    return st.components.v2.component(
        "-".join(["loss_landscape_code", *sorted(rooms)]),
        html="<span></span>",
        css=stylesheet(rooms=rooms),
        js=javascript(STAGE, rooms=rooms),
        isolate_styles=False,
    )
