"""What a stage tells, and which of the messages in its name can have come from it."""

import math
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeGuard

from pages.ui.stage.scene import (
    SKETCHED,
    BoundaryPanel,
    KernelPanel,
    NetworkPanel,
    PadPanel,
    PathsPanel,
    Scene,
    SpacePanel,
    StripPanel,
)

EVENTS = {
    "start": "[alpha, beta]: a place on a surface was clicked, or the start dragged there",
    "knob": "[dotted name, value]: a strip, or the cursor of paths, was let go of",
    "strip": "the dotted name of a knob: its strip is wanted on stage",
    "edge": "[layer, to, from, step]: a weight was picked, at the step of the picture",
    "points": "rows [x, class] or [x1, x2, class]: the reader's points, in their own units",
    "drawn": "the costs of a curve that the reader has drawn, at so many steps",
    "model": "all parameters of the model that is shown: the reader wants to train on from there",
    "digit": 'what a reader has on the pad: the ink of each pixel, or an image\'s number; "" for 1',
    "picked": '[name, text]: what a reader has picked on a panel, "" where it was let go',
    "cells": "[dotted name, numbers]: a reader has changed one of a grid of numbers",
}
"""What a stage can tell, and the value that comes with it."""

_INKS: Final = string.digits + string.ascii_lowercase

MOST_POINTS: Final = 200
"""No table of points that are set by hand has more."""

_LONGEST_PICK: Final = 7

Heard = Callable[[object], bool]
"""Whether a value is one that an event of this scene can have."""


def heard(scene: Scene) -> dict[str, Heard]:
    """For each event, which values a gesture on this scene can send.

    A browser, or whoever speaks in its name, may send anything. What is let through here has the
    shape that listeners take for granted; whether a setting may have a value is for them to say.
    """
    strips = [panel for panel in scene.repertoire.panels if isinstance(panel, StripPanel)]
    networks = [panel for panel in scene.repertoire.panels if isinstance(panel, NetworkPanel)]
    paths = [panel for panel in scene.repertoire.panels if isinstance(panel, PathsPanel)]
    knobs = {panel.knob for panel in strips} | {panel.knob for panel in paths} - {""}
    offered = {knob for panel in strips for knob in panel.choices}
    edges = [tuple(panel.widths) for panel in networks]
    features = {
        len(panel.labels) if isinstance(panel, BoundaryPanel) else 2
        for panel in scene.repertoire.panels
        if isinstance(panel, BoundaryPanel | SpacePanel) and panel.own is not None
    }
    sizes = {
        runs.p.shape[-1]
        for family in scene.repertoire.families.values()
        for runs in family.runs
        if runs is not None and runs.p is not None
    }
    grids = {
        panel.settings[grid]: (values.size, panel.largest)
        for panel in scene.repertoire.panels
        if isinstance(panel, KernelPanel)
        for grid, values in (("x", panel.image), ("K", panel.kernel), ("delta", panel.delta))
    }
    pads = [
        (*panel.images.shape, frozenset(_INKS[: int(panel.scale) + 1]))
        for panel in scene.repertoire.panels
        if isinstance(panel, PadPanel)
    ]
    picks = set(scene.picked)
    # Only these few facts are kept: a callback outlives its scene by a run.
    return {
        "start": lambda value: _is_numbers(value, {2}),
        "knob": lambda value: _is_setting(value, knobs),
        "strip": lambda value: isinstance(value, str) and value in offered,
        "edge": lambda value: any(_is_edge(value, widths) for widths in edges),
        "points": lambda value: any(_are_points(value, d) for d in features),
        "drawn": lambda value: _is_numbers(value, {SKETCHED}),
        "model": lambda value: _is_numbers(value, sizes),
        "digit": lambda value: any(_is_image(value, *pad) for pad in pads),
        "picked": lambda value: _is_pick(value, picks),
        "cells": lambda value: _is_grid(value, grids),
    }


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, (list, tuple))


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _is_numbers(value: object, lengths: set[int]) -> bool:
    return _is_list(value) and len(value) in lengths and all(map(_is_number, value))


def _are_points(value: object, d: int) -> bool:
    """Whether they are two to MOST_POINTS rows of d numbers and a class, each class among them."""
    if not _is_list(value) or not 2 <= len(value) <= MOST_POINTS:
        return False
    rows = [row for row in value if _is_list(row) and _is_numbers(row, {d + 1})]
    return len(rows) == len(value) and {row[-1] for row in rows} == {0, 1}


def _is_setting(value: object, knobs: set[str]) -> bool:
    match value:
        case [str(name), number]:
            return name in knobs and _is_number(number)
    return False


def _is_image(value: object, count: int, size: int, inks: frozenset[str]) -> bool:
    """Whether it is the ink of each pixel, or one of so many images; "" is the first."""
    if not isinstance(value, str):
        return False
    return value in ("", *map(str, range(1, count + 1))) or (
        len(value) == size and inks.issuperset(value)
    )


def _is_pick(value: object, names: set[str]) -> bool:
    match value:
        case [str(name), str(text)]:
            return name in names and len(text) <= _LONGEST_PICK
    return False


def _is_grid(value: object, grids: Mapping[str, tuple[int, float]]) -> bool:
    match value:
        case [str(name), [*numbers]] if name in grids:
            size, largest = grids[name]
            within = (isinstance(each, int | float) and abs(each) <= largest for each in numbers)
            return _is_numbers(numbers, {size}) and all(within)
    return False


def _is_edge(value: object, widths: tuple[int, ...]) -> bool:
    """Whether it is [layer, to, from, step], w^[l]_jk at a step: layers from 2, units from 1."""
    if not _is_list(value) or len(value) != 4 or not all(type(each) is int for each in value):
        return False
    match value:
        # From unit 0 is the bias.
        case [int(layer), int(to), int(source), int(step)] if 2 <= layer <= len(widths):
            within = 1 <= to <= widths[layer - 1] and 0 <= source <= widths[layer - 2]
            return within and 0 <= step < 2**53
    return False
