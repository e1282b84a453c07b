"""The stage: panels on one clock, in one component that lives in the browser.

Everything that moves or is clicked is drawn by the JavaScript in the rooms beside this file; Python
sends one scene of plain numbers and hears of the events that it listens to.
Its rooms, each of which imports only those before it:

    scene        what is on stage, as plain data
    drawing      numbers, elements, marks and gestures, which know nothing of networks
    wire         scenes as bytes, and films that grow while they play
    model        networks and their parameters, and which of the runs is looked at
    panels       what a panel is, and those that stand alone
    diagrams     a network's weights, as edges and as matrices
    landscape    a surface by Plotly, with paths over it
    space        one hidden layer: the plane, folded, and the line that separates it
    player       the clock, its buttons, and all panels of a scene
    components   what Streamlit calls
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.ui.stage.bundle import CHUNK, MOUNT, REPERTOIRE, STAGE, javascript, stylesheet
from pages.ui.stage.plotly_file import install_plotly, plotly_url
from pages.ui.stage.scene import (
    Axis,
    BoundaryPanel,
    Chunk,
    Column,
    CurvePanel,
    Family,
    LandscapePanel,
    Lane,
    Mark,
    MatrixPanel,
    NetworkPanel,
    Panel,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
    SeparatePanel,
    SpacePanel,
    Stack,
    StandingsPanel,
    StripPanel,
)
from pages.ui.stage.wire import encode_chunks, encode_repertoire, encode_scene

__all__ = [
    "EVENTS",
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
    "Panel",
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
    js=javascript(MOUNT),
    isolate_styles=False,
)

# Streamlit sends an element whole when anything in it has changed, and only its name when nothing
# has. So the code, and what stays the same from one learning rate to the next, are elements of
# their own.
_code = st.components.v2.component(
    "loss_landscape_code",
    html="<span></span>",
    css=stylesheet(),
    js=javascript(STAGE),
    isolate_styles=False,
)
_repertoire = st.components.v2.component(
    "loss_landscape_repertoire", html="<span></span>", js=javascript(REPERTOIRE)
)
_chunk = st.components.v2.component(
    "loss_landscape_chunk", html="<span></span>", js=javascript(CHUNK)
)


EVENTS = {
    "start": "[alpha, beta]: a place on a surface was clicked, or the start dragged there",
    "knob": "[dotted name, value]: a strip was let go of",
    "strip": "the dotted name of a knob: its strip is wanted on stage",
    "edge": "[layer, to, from, step]: a weight was picked, at the step of the picture",
    "model": "all parameters of the model that is shown: the reader wants to train on from there",
}
"""What a stage can tell, and the value that comes with it."""


def stage(scene: Scene, *, key: str, on: Mapping[str, Callable[[], None]] | None = None) -> Any:
    """Show a scene, and call what is registered for an event before the rerun that it causes.

    `on` has callables by the names of `EVENTS`; the value is then `st.session_state[key][event]`.
    An event without a listener is not sent, and the button for "model" not shown. Another name is
    a ValueError.
    """
    listeners = dict(on or {})
    if unknown := sorted(listeners.keys() - EVENTS.keys()):
        raise ValueError(f"on = {unknown}: a stage tells of {', '.join(EVENTS)}.")
    _code(key=f"{key}-code")
    _repertoire(key=f"{key}-repertoire", data=encode_repertoire(scene.repertoire).bytes)
    heard = replace(scene, plotly_url=plotly_url(), listens=tuple(sorted(listeners)))
    callbacks: dict[str, Any] = {
        f"on_{event}_change": listeners.get(event, _nothing) for event in EVENTS
    }
    return _component(key=key, data=encode_scene(heard), **callbacks)


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
