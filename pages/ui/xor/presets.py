"""What readers do on the third chapter besides turning knobs: presets, restarts, given starts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from core.spec import from_query
from core.xor_experiment import (
    LAST_SEED,
    SEEDS_STUCK,
    Drawn,
    StartError,
    XorExperiment,
    start,
    write_numbers,
)
from pages.ui.controls import as_plain, assign, in_force, link

STAGE: Final = "xor-stage"
SECTION: Final = "xor-section"
ONE_LINE: Final = "One line is not enough"
BY_HAND: Final = "Solve it by hand"
MANY_STARTS: Final = "Many starts"

_RESTARTS: Final = "xor-restarts"
# The browser computes with single precision: more digits would say nothing.
_DIGITS: Final = 7


@dataclass(frozen=True)
class Preset:
    """A button that sets the controls, and what to look for then."""

    label: str
    look: str
    settings: dict[str, str | float | bool]


def _stuck(label: str, fate: str, look: str) -> Preset:
    return Preset(label, look, {"seed": SEEDS_STUCK[fate][0]})


PRESETS: Final = (
    Preset(
        "Fold the plane",
        "No line separates these four points. Two hidden units fold the plane until one does: "
        "watch the grid on the right.",
        {},
    ),
    Preset(
        "Start at the textbook's solution",
        "The cost is exactly 0 and so is the gradient: drag an edge of the network, or a unit's "
        "line, and see what it does.",
        {"start": "by-hand"},
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
        "One point is right and the other three share one output: the gradient is gone, though "
        "the cost is not 0.",
    ),
    _stuck(
        "… at 1/8",
        "1/8",
        "Two points are right and two share the output ½: look where those two lie in the hidden "
        "space.",
    ),
    Preset(
        "Use tanh",
        "A smooth fold: no unit is ever quite off, and most starts find a solution. See “Many "
        "starts” below.",
        {"activation": "tanh"},
    ),
    Preset(
        "Widen to 8 units",
        "Eight units where two would do: nearly every start gets there. See “Many starts” below.",
        {"width": 8},
    ),
)


def lesson(spec: XorExperiment) -> str:
    """The sentence under the heading: that of the preset which is set, as long as it is."""
    now = link(spec)
    for preset in PRESETS:
        query = {name: str(value) for name, value in preset.settings.items()}
        if link(from_query(XorExperiment, query)) == now:
            return preset.look
    return (
        "XOR: 01 and 10 are to give 1, 00 and 11 are to give 0. Does the hidden layer move the "
        "points to where a line separates them?"
    )


def startable(spec: XorExperiment) -> XorExperiment:
    """The spec, its start drawn where the reader's numbers cannot be used; a sentence says so."""
    try:
        start(spec)
    except StartError as error:
        st.warning(as_plain(f"{error} The start is drawn by the seed instead."))
        return replace(spec, start=Drawn())
    return spec


def restarts() -> int:
    """How often the reader has asked for the run from its start."""
    return int(st.session_state.get(_RESTARTS, 0))


def place_presets() -> None:
    """A row of buttons, the lesson's own first."""
    with st.container(horizontal=True, gap="small"):
        for i, preset in enumerate(PRESETS):
            st.button(
                preset.label,
                on_click=_set,
                args=(preset,),
                type="secondary" if i else "primary",
            )
        with st.popover("Share"):
            st.markdown("This address is the experiment, run included:")
            address = f"{st.context.url}?{urlencode(link(in_force(XorExperiment)))}"
            st.code(address.rstrip("?"), language=None, wrap_lines=True)


def place_restart() -> None:
    """The two buttons about the start."""
    st.button("Run again from the start", on_click=restart, width="stretch")
    st.button("New seed", on_click=_new_seed, width="stretch")


def on_eta() -> None:
    """The reader has let go of the η strip."""
    assign(XorExperiment, {"optimizer.eta": float(st.session_state[STAGE].eta)})


def on_model() -> None:
    """The reader wants to train on from the weights that they have set by hand."""
    give_start(st.session_state[STAGE].model)


def give_start(p: Sequence[float] | np.ndarray) -> None:
    """Start from these parameters (s,), in a callback."""
    rounded = np.array([float(f"{value:.{_DIGITS}g}") for value in p])
    assign(XorExperiment, {"start": "given", "start.numbers": write_numbers(rounded)})
    restart()


def load_seed(seed: int) -> None:
    """Put the run of one seed on stage, its start drawn, in a callback."""
    assign(XorExperiment, {"start": "drawn", "seed": seed})
    restart()


def restart() -> None:
    """Play the run from its first step."""
    st.session_state[_RESTARTS] = restarts() + 1


def _set(preset: Preset) -> None:
    assign(XorExperiment, preset.settings, keep=False)
    restart()


def _new_seed() -> None:
    """Other picks, and always another start, so that something changes."""
    load_seed((in_force(XorExperiment).seed + 1) % (LAST_SEED + 1))
