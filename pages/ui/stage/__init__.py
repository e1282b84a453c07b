"""The stage: panels on one clock, in one component that lives in the browser.

Everything that moves or is clicked is drawn by the JavaScript beside this file; Python sends one
scene of plain numbers and hears back when a reader sets a start or a learning rate.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.ui.stage.bundle import (
    CHUNK_MODULES,
    MODULES,
    MOUNT_MODULES,
    REPERTOIRE_MODULES,
    javascript,
    stylesheet,
)
from pages.ui.stage.panels import (
    Axis,
    BoundaryPanel,
    CurvePanel,
    LandscapePanel,
    Mark,
    MatrixPanel,
    NetworkPanel,
    Stack,
    StandingsPanel,
    StripPanel,
)
from pages.ui.stage.plotlyjs import install_plotly, plotly_url
from pages.ui.stage.scene import (
    Chunk,
    Column,
    Family,
    Lane,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
)
from pages.ui.stage.space_panels import SeparatePanel, SpacePanel
from pages.ui.stage.wire import encode_chunks, encode_repertoire, encode_scene

__all__ = [
    "Axis",
    "BoundaryPanel",
    "Chunk",
    "Column",
    "CurvePanel",
    "Family",
    "LandscapePanel",
    "Lane",
    "Mark",
    "MatrixPanel",
    "NetworkPanel",
    "PlaneView",
    "Reading",
    "Repertoire",
    "Runs",
    "Scene",
    "SeparatePanel",
    "SpacePanel",
    "Stack",
    "StandingsPanel",
    "StripPanel",
    "encode_chunks",
    "encode_repertoire",
    "encode_scene",
    "install_plotly",
    "send_chunk",
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
_chunk = st.components.v2.component(
    "loss_landscape_chunk", html="<span></span>", js=javascript(CHUNK_MODULES)
)


def stage(
    scene: Scene,
    *,
    key: str,
    on_start: Callable[[], None] | None = None,
    on_eta: Callable[[], None] | None = None,
    on_edge: Callable[[], None] | None = None,
    on_weight: Callable[[], None] | None = None,
    on_model: Callable[[], None] | None = None,
) -> Any:
    """Show a scene. The result has what the reader did last, each set for one rerun.

    `start` ([alpha, beta]), `eta`, `edge` ([layer, to, from]), `weight` ([position in p, value])
    and `model` (all parameters of the model shown, as floats: the reader wants to train on from
    there; offered only with `on_model`, while weights are changed by hand). The callbacks run
    before that rerun; `st.session_state[key]` has the same values.
    """
    _code(key=f"{key}-code")
    _repertoire(key=f"{key}-repertoire", data=encode_repertoire(scene.repertoire).bytes)
    return _component(
        key=key,
        data=encode_scene(replace(scene, plotly_url=plotly_url(), trains=on_model is not None)),
        on_start_change=on_start or _nothing,
        on_eta_change=on_eta or _nothing,
        on_edge_change=on_edge or _nothing,
        on_weight_change=on_weight or _nothing,
        on_model_change=on_model or _nothing,
    )


def send_chunk(chunk: Chunk, *, key: str) -> None:
    """Append frames to the live scene that `stage(…, key=key)` shows; meant for a fragment.

    A browser that is busy may skip an element that is replaced at once, so the chunk before goes
    along; the stage takes every frame once.
    """
    state = st.session_state
    before = state.get(f"{key}-chunk-before")
    pair = [before] if before and before.run == chunk.run and before.first < chunk.first else []
    state[f"{key}-chunk-before"] = chunk
    _chunk(key=f"{key}-chunk", data=encode_chunks([*pair, chunk]))


def _nothing() -> None:
    """Registering a callback makes the result always have the value's name."""
