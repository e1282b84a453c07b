"""The entrants in the sidebar: a line for each, behind it the optimizer with its knobs."""

from functools import partial

import streamlit as st

from core.experiments.race.experiment import LANE_NAMES, METHODS, RaceExperiment
from core.optimizers.schedules import Constant
from core.optimizers.second_order import SecondOrder
from core.spec import as_text, name_of
from pages.ui.address import here
from pages.ui.controls import in_force, place
from pages.ui.optimizers import presets
from pages.ui.optimizers.entries import Entry, entries
from pages.ui.parts import part
from pages.ui.widgets import title_of


def place_lineup(spec: RaceExperiment) -> None:
    """A line for each entrant, and the button for one more."""
    there = {entry.lane: entry for entry in entries(spec)}
    for entry in there.values():
        part(
            f"line-{entry.lane}", partial(_show_line, entry.lane), of=partial(_in_lane, entry.lane)
        )
    if len(there) < len(LANE_NAMES):
        st.button(
            "Add an optimizer", on_click=presets.enter, icon=":material/add:", width="stretch"
        )


def _show_line(lane: str) -> None:
    spec = in_force(RaceExperiment)
    entry = next(one for one in entries(spec) if one.lane == lane)
    # The key keeps a line open while its label follows the knobs inside.
    with st.expander(_line(entry), key=f"race-line-{lane}"):
        _place_entrant(entry, spec)


def _in_lane(lane: str, spec: RaceExperiment) -> object:
    return spec.entrants.get(lane)


def _line(entry: Entry) -> str:
    method = entry.entrant.optimizer
    eta = getattr(method, "eta", None)
    rate = "" if eta is None else f" η {as_text(eta)}"
    return f"**{entry.number}** {title_of(type(method))}{rate}"


def _place_entrant(entry: Entry, spec: RaceExperiment) -> None:
    lane, method = entry.lane, entry.entrant.optimizer
    key = f"race-method-{lane}"
    st.session_state[key] = name_of(method, METHODS)
    st.selectbox(
        "Optimizer",
        list(METHODS),
        format_func=lambda name: title_of(METHODS[name]),
        key=key,
        on_change=here(presets.change_method),
        args=(lane, key),
    )
    place(RaceExperiment, f"{lane}.optimizer.*")
    if not isinstance(method, SecondOrder):
        place(RaceExperiment, f"{lane}.schedule", f"{lane}.schedule.*")
        if spec.ground.sample_count is not None:
            place(RaceExperiment, f"{lane}.m", high={f"{lane}.m": spec.ground.sample_count})
    elif not isinstance(entry.entrant.schedule, Constant):
        st.caption("Second-order steps have no schedule.")
    st.button(
        "Take it out of the race",
        key=f"race-leave-{lane}",
        on_click=presets.leave,
        args=(lane,),
        icon=":material/close:",
        width="stretch",
    )
