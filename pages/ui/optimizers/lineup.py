"""The entrants in the sidebar: a line for each, behind it the optimizer with its knobs."""

import streamlit as st

from core.experiments.race.experiment import LANE_NAMES, METHODS, RaceExperiment
from core.optimizers.schedules import Constant
from core.optimizers.second_order import SecondOrder
from core.spec import as_text, name_of
from pages.ui.controls import place
from pages.ui.optimizers import presets
from pages.ui.optimizers.entries import Entry, entries
from pages.ui.widgets import title_of


def place_lineup(spec: RaceExperiment) -> None:
    """A line for each entrant, and the button for one more."""
    there = {entry.lane: entry for entry in entries(spec)}
    for entry in there.values():
        # The key keeps a line open while its label follows the knobs inside.
        with st.expander(_line(entry), key=f"race-line-{entry.lane}"):
            _place_entrant(entry, spec)
    if len(there) < len(LANE_NAMES):
        st.button(
            "Add an optimizer", on_click=presets.enter, icon=":material/add:", width="stretch"
        )


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
        on_change=presets.change_method,
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
