"""The learning-rate finder: every entrant with every η, and a click that loads one of the runs."""

from typing import Any, Final

import numpy as np
import streamlit as st

from core.finder import Finder
from core.race_experiment import RaceExperiment
from pages.ui.logistic.sentences import three
from pages.ui.optimizers import actions, cached
from pages.ui.optimizers.entries import Entry, entries
from pages.ui.optimizers.race_figures import rates

_CHART: Final = "race-rates"
_TURN: Final = "race-rates-turn"


def show_rates(spec: RaceExperiment) -> None:
    """Final cost against the learning rate."""
    with st.spinner("Training every entrant with every learning rate …", show_time=True):
        found = cached.found(spec)
    who, stands = entries(spec), cached.raced(spec).stands
    decades = f"from {three(float(found.eta[0]))} to {three(float(found.eta[-1]))}"
    st.markdown(
        f"**Which η?** Each entrant's cost after {spec.steps:,} steps, for {len(found.eta)} "
        f"learning rates {decades}: one vectorised run in which η is an axis. ✕ at the top: "
        "diverged. A ring marks the η of now. **Click a point to race with it.**"
    )
    # A new key forgets the selection, so that the same point can be clicked again.
    turn = st.session_state.setdefault(_TURN, 0)
    above = "" if stands.lowest == 0 else f" above {three(stands.lowest)}"
    st.plotly_chart(
        rates(found, who, stands, f"final cost{above}"),
        key=f"{_CHART}-{turn}",
        on_select=lambda: _load(who, turn),
        selection_mode="points",
    )
    st.markdown(_best(found, who))


def _best(found: Finder, who: list[Entry]) -> str:
    parts = []
    for i, entry in enumerate(who):
        if not found.has_rate[i]:
            parts.append(f"{entry.title} has no η")
        elif not np.isfinite(found.steady[i]).any():
            parts.append(f"{entry.title} diverges with all of them")
        else:
            parts.append(f"{entry.title} with η = {three(float(found.best[i]))}")
    return "Lowest at the end: " + "; ".join(parts) + "."


def _load(who: list[Entry], turn: int) -> None:
    event: Any = st.session_state.get(f"{_CHART}-{turn}")
    points = event.selection.points if event else []
    chosen = next((point["customdata"] for point in points if point.get("customdata")), None)
    if chosen is None:
        return
    st.session_state[_TURN] = turn + 1
    entry = who[int(chosen[0])]
    if hasattr(entry.entrant.optimizer, "eta"):
        actions.load_rate(entry.lane, float(chosen[1]))
