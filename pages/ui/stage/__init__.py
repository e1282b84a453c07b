"""The stage: panels on one clock, in one component that lives in the browser.

Everything that moves or is clicked is drawn by the JavaScript in the rooms beside this file; Python
sends one scene of plain numbers and hears of the events that it listens to.
Its rooms, each of which imports only those before it:

    scene        what is on stage, as plain data
    drawing      numbers, elements, marks and gestures, which know nothing of networks
    wire         scenes as bytes, what comes back, and films that grow while they play
    files        what a reader takes away: pictures and films
    model        networks and their parameters, which of the runs is looked at, a reader's curve
    points       a reader's own points: set, moved, deleted, brought back
    kernels      one kernel on one image, and which numbers come from which
    surface      a surface or its contours, drawn by the stage itself
    panels       what a panel is, and those that stand alone
    charts       numbers at the positions of a knob: bars, paths, predicted beside measured
    diagrams     a network's weights, as edges and as matrices
    landscape    a surface by Plotly, with paths over it
    space        one hidden layer: the plane, folded, and the line that separates it
    digits       a pad to draw on, and what a network makes of the image
    images       images and maps as pixels, and one kernel by hand
    penalties    a penalty's ball beside the loss, in the plane and in space
    hall         keys, black screen and bar of a lecture hall
    aloud        words and a place in the order of keys for what a page shows besides
    player       the clock, its buttons, and all panels of a scene
    components   what Streamlit calls
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from pages.ui.stage.elements import (
    bring_chunk,
    bring_parts,
    bring_scene,
    code_of,
    rooms_of,
    show,
)
from pages.ui.stage.plotly_file import install_plotly, plotly_url
from pages.ui.stage.scene import (
    SKETCHED,
    Asked,
    Axis,
    Ball,
    BallPanel,
    BarsPanel,
    BoundaryPanel,
    Chunk,
    Column,
    ComparisonPanel,
    CurvePanel,
    CurvesPanel,
    Family,
    Image,
    ImagePanel,
    KernelPanel,
    Laid,
    LandscapePanel,
    Lane,
    MapsPanel,
    Mark,
    MatrixPanel,
    MistakesPanel,
    NetworkPanel,
    PadPanel,
    Panel,
    PathsPanel,
    PlaneView,
    Reading,
    Repertoire,
    Runs,
    Scene,
    SeparatePanel,
    SheetsPanel,
    SpacePanel,
    Stack,
    StandingsPanel,
    StripPanel,
    Units,
    ValleyPanel,
)
from pages.ui.stage.wire import (
    EVENTS,
    MOST_POINTS,
    Heard,
    encode_chunks,
    encode_families,
    encode_panels,
    encode_scene,
    heard,
)

__all__ = [
    "EVENTS",
    "MOST_POINTS",
    "SKETCHED",
    "Asked",
    "Axis",
    "Ball",
    "BallPanel",
    "BarsPanel",
    "BoundaryPanel",
    "Chunk",
    "Column",
    "ComparisonPanel",
    "CurvePanel",
    "CurvesPanel",
    "Family",
    "Image",
    "ImagePanel",
    "KernelPanel",
    "Laid",
    "LandscapePanel",
    "Lane",
    "MapsPanel",
    "Mark",
    "MatrixPanel",
    "MistakesPanel",
    "NetworkPanel",
    "PadPanel",
    "Panel",
    "PathsPanel",
    "PlaneView",
    "Reading",
    "Repertoire",
    "Runs",
    "Scene",
    "SeparatePanel",
    "SheetsPanel",
    "SpacePanel",
    "Stack",
    "StandingsPanel",
    "StripPanel",
    "Units",
    "ValleyPanel",
    "encode_chunks",
    "encode_families",
    "encode_panels",
    "encode_scene",
    "frame_to_repeat_from",
    "install_plotly",
    "send_chunk",
    "stage",
]

_REPEATED = 8


def stage(
    scene: Scene,
    *,
    key: str,
    on: Mapping[str, Callable[[], None]] | None = None,
    follow: Callable[[], Scene] | None = None,
) -> Any:
    """Show a scene, and call what is registered for an event before the rerun that it causes.

    `on` has callables by the names of `EVENTS`; the value is then `st.session_state[key][event]`.
    An event without a listener is not sent, and the button for "model" not shown. A value that no
    gesture on this scene can have sent is dropped unheard. Another name is a ValueError.

    `follow` finds the same scene with more runs around its own: it is called when the scene itself
    is on its way, and what it finds takes the scene's place.
    """
    listeners = dict(on or {})
    if unknown := sorted(listeners.keys() - EVENTS.keys()):
        raise ValueError(f"on = {unknown}: a stage tells of {', '.join(EVENTS)}.")
    told = replace(scene, plotly_url=plotly_url(), listens=tuple(sorted(listeners)))
    rooms = rooms_of(scene.repertoire.panels)
    code_of(rooms)(key=f"{key}-code")
    bring_parts(key=f"{key}-panels", data=encode_panels(scene.repertoire).bytes)
    families = "first-families" if follow else "families"
    bring_parts(key=f"{key}-{families}", data=encode_families(scene.repertoire).bytes)
    # Registering a callback makes the result always have the value's name.
    callbacks: dict[str, Any] = {
        f"on_{event}_change": partial(_hear, key, event, possible, listeners.get(event))
        for event, possible in heard(scene).items()
    }
    heard_back = show(key=key, data=encode_scene(told), **callbacks)
    # After the stage, which would lose its place by one more element before it.
    for number, more in enumerate(scene.beside):
        bring_parts(key=f"{key}-beside-{number}", data=encode_families(more).bytes)
    if follow:
        whole = follow()
        if more_rooms := rooms_of(whole.repertoire.panels) - rooms:
            code_of(rooms | more_rooms)(key=f"{key}-code-too")
        if encode_panels(whole.repertoire).digest != encode_panels(scene.repertoire).digest:
            bring_parts(key=f"{key}-panels-too", data=encode_panels(whole.repertoire).bytes)
        bring_parts(key=f"{key}-families", data=encode_families(whole.repertoire).bytes)
        bring_scene(
            key=f"{key}-follow",
            data=encode_scene(replace(whole, plotly_url=told.plotly_url, listens=told.listens)),
        )
    return heard_back


def send_chunk(chunk: Chunk, *, key: str) -> None:
    """Append frames to the live scene that `stage(…, key=key)` shows; meant for a fragment.

    The stage takes every frame once, so a chunk may begin with frames that it has
    (`frame_to_repeat_from`).
    """
    bring_chunk(key=f"{key}-chunk", data=encode_chunks([chunk]))


def frame_to_repeat_from(told: Sequence[int]) -> int:
    """The frame with which the next chunk begins, if `told[j]` frames were there after message j.

    A busy browser skips messages that are replaced at once, so each repeats the eight before it,
    every second one sixteen, every fourth 32, and so on: a gap of any length closes after about as
    many messages as were skipped, and n messages repeat O(n log n) of them.
    """
    messages = len(told)
    reach = _REPEATED * (messages & -messages)
    return told[max(0, messages - reach)]


def _hear(key: str, event: str, possible: Heard, listener: Callable[[], None] | None) -> None:
    state: Any = st.session_state.get(key)
    if listener is not None and state is not None and possible(state.get(event)):
        listener()
