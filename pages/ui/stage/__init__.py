"""The stage: panels on one clock, in one component that lives in the browser.

Everything that moves or is clicked is drawn by the JavaScript beside this file; Python sends one
scene of plain numbers and hears back when a reader sets a start or a learning rate.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.ui.stage.bundle import (
    MODULES,
    MOUNT_MODULES,
    REPERTOIRE_MODULES,
    javascript,
    stylesheet,
)
from pages.ui.stage.plotlyjs import install_plotly, plotly_url
from pages.ui.stage.scene import (
    BoundaryPanel,
    Column,
    CurvePanel,
    Family,
    LandscapePanel,
    Lane,
    Mark,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
    Stack,
    StripPanel,
)
from pages.ui.stage.wire import encode_repertoire, encode_scene

__all__ = [
    "BoundaryPanel",
    "Column",
    "CurvePanel",
    "Family",
    "LandscapePanel",
    "Lane",
    "Mark",
    "PlaneView",
    "Reading",
    "Repertoire",
    "Runs",
    "Scene",
    "Stack",
    "StripPanel",
    "encode_repertoire",
    "encode_scene",
    "install_plotly",
    "stage",
]

_component = st.components.v2.component(
    "loss_landscape_stage",
    html='<section data-testid="stage" class="ll-stage ll-empty"></section>',
    js=javascript(MOUNT_MODULES),
    isolate_styles=False,
)

# Streamlit sends an element whole when anything in it has changed, and only its name when nothing
# has. So the code, and what stays the same from one learning rate to the next, are elements of
# their own.
_code = st.components.v2.component(
    "loss_landscape_code",
    html="<span></span>",
    css=stylesheet(),
    js=javascript(MODULES),
    isolate_styles=False,
)
_repertoire = st.components.v2.component(
    "loss_landscape_repertoire", html="<span></span>", js=javascript(REPERTOIRE_MODULES)
)


def stage(
    scene: Scene,
    *,
    key: str,
    on_start: Callable[[], None] | None = None,
    on_eta: Callable[[], None] | None = None,
) -> Any:
    """Show a scene. The result has `start` ([alpha, beta]) and `eta`, each set for one rerun.

    The callbacks run before that rerun; `st.session_state[key]` has the same two values.
    """
    _code(key=f"{key}-code")
    _repertoire(key=f"{key}-repertoire", data=encode_repertoire(scene.repertoire).bytes)
    return _component(
        key=key,
        data=encode_scene(replace(scene, plotly_url=plotly_url())),
        on_start_change=on_start or _nothing,
        on_eta_change=on_eta or _nothing,
    )


def _nothing() -> None:
    """Registering a callback makes the result always have the value's name."""
