"""The presets of the third chapter, and the starts that readers give it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.experiments.xor.experiment import (
    SEED_SOLVED,
    SEEDS_STUCK,
    Drawn,
    StartError,
    XorExperiment,
    start,
    write_numbers,
)
from pages.ui.chapter.presets import Preset, restart
from pages.ui.controls import as_plain, assign

STAGE: Final = "xor-stage"
ONE_LINE: Final = "One line is not enough"
BY_HAND: Final = "Solve it by hand"
MANY_STARTS: Final = "Many starts"

# The browser computes with single precision: more digits would say nothing.
_DIGITS: Final = 7


def _stuck(label: str, fate: str, look: str) -> Preset:
    return Preset(label, look, {"seed": SEEDS_STUCK[fate][0]})


PRESETS: Final = (
    Preset(
        "Fold the plane",
        "No line separates these four points. Two hidden units fold the plane along two lines that "
        "cross, until one line does: watch the grid on the right.",
    ),
    Preset(
        "… to a line",
        "Another seed, whose two lines end up parallel: the whole plane collapses to one line, "
        "bent where 01 and 10 have come to lie together.",
        {"seed": SEED_SOLVED},
    ),
    Preset(
        "Start at the textbook's solution",
        "The cost is exactly 0 and so is the gradient: drag an edge of the network, or a unit's "
        "line, and see what it does.",
        {"start": "by-hand", "seed": SEED_SOLVED},
    ),
    _stuck(
        "Get stuck at ¼",
        "1/4",
        "Another seed, and the run ends with ½ at all four points, no better than a constant. "
        "Where have the two lines gone?",
    ),
    _stuck(
        "… at 1/6",
        "1/6",
        "One output is exact and the other three are one and the same: the gradient is gone, "
        "though the cost is not 0.",
    ),
    _stuck(
        "… at 1/8",
        "1/8",
        "Two outputs are exact and two are both ½: look where those two lie in the hidden space.",
    ),
    Preset(
        "Use tanh",
        "A smooth fold: no unit is ever quite off, and most starts find a solution. See “Many "
        "starts” below.",
        {"activation": "tanh", "seed": SEED_SOLVED},
    ),
    Preset(
        "Widen to 8 units",
        "Eight units where two would do: nearly every start gets there. See “Many starts” below.",
        {"width": 8, "seed": SEED_SOLVED},
    ),
)


OTHERWISE: Final = (
    "XOR: 01 and 10 are to give 1, 00 and 11 are to give 0. Does the hidden layer move the "
    "points to where a line separates them?"
)


_OWN: Final = (
    "Points of your own, set with ✎ in the picture of the inputs: can the hidden layer fold the "
    "plane until one line separates them? Watch the grid on the right."
)


def otherwise(spec: XorExperiment) -> str:
    """What is said of settings that are no preset's."""
    return OTHERWISE if spec.is_xor else _OWN


def startable(spec: XorExperiment) -> XorExperiment:
    """The spec, its start drawn where the reader's numbers cannot be used; a sentence says so."""
    try:
        start(spec)
    except StartError as error:
        st.warning(as_plain(f"{error} The start is drawn by the seed instead."))
        return replace(spec, start=Drawn())
    return spec


def train_on() -> None:
    """The reader wants to train on from the weights that they have set by hand."""
    give_start(st.session_state[STAGE].model)


def give_start(p: Sequence[float] | np.ndarray) -> None:
    """Start from these parameters (s,), in a callback."""
    rounded = np.array([float(f"{value:.{_DIGITS}g}") for value in p])
    assign(XorExperiment, {"start": "given", "start.numbers": write_numbers(rounded)})
    restart(XorExperiment)


def load_seed(seed: int) -> None:
    """Put the run of one seed on stage, its start drawn, in a callback."""
    assign(XorExperiment, {"start": "drawn", "seed": seed})
    restart(XorExperiment)
