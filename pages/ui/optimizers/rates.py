"""The learning-rate finder: every entrant with every η, and a click that loads one of the runs."""

from collections.abc import Sequence

import streamlit as st

from core.experiments.race.experiment import RaceExperiment
from pages.ui.chapter.clicks import Point, clickable
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.words import three
from pages.ui.chapter.work import at_hand
from pages.ui.optimizers import cached, presets
from pages.ui.optimizers.entries import Entry, entries
from pages.ui.optimizers.race_figures import FLOOR, rates
from pages.ui.optimizers.words.rates import best


def show_rates(spec: RaceExperiment) -> None:
    """Final cost against the learning rate."""
    needs, settings = [cached.for_the_finder(spec)], key_of(spec.without("view", "rate"))
    if not at_hand("race-finder", settings, needs, doing="Every entrant with every learning rate"):
        return
    found, who, out = cached.found(spec), entries(spec), cached.raced(spec)
    stands = out.stands
    decades = f"from {three(float(found.eta[0]))} to {three(float(found.eta[-1]))}"
    st.markdown(
        f"**Which η?** Each entrant's cost after {spec.steps:,} steps, for {len(found.eta)} "
        f"learning rates {decades}: one vectorised run in which η is an axis. ✕ at the top: "
        "diverged. A ring marks the η of now. **Click a point to race with it.**"
        + (
            " Hollow: rounding decides how high."
            if found.turned(stands.lowest, FLOOR).any()
            else ""
        )
    )
    above = "" if stands.lowest == 0 else f" above {three(stands.lowest)}"
    clickable(
        rates(found, who, stands, f"final cost{above}"),
        "race-rates",
        lambda points: _load(who, points),
    )
    rates_now = [getattr(entry.entrant.optimizer, "eta", None) for entry in who]
    st.markdown(best(found, out, [entry.title for entry in who], rates_now))


def _load(who: list[Entry], points: Sequence[Point]) -> None:
    chosen = next((point["customdata"] for point in points if point.get("customdata")), None)
    if chosen is None:
        return
    entry = who[int(chosen[0])]
    if entry.entrant.optimizer.has_rate:
        presets.load_rate(entry.lane, float(chosen[1]))
