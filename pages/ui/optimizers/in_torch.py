"""An entrant's run as a script."""

import streamlit as st

from core.experiments.race.experiment import RaceExperiment, recipe
from pages.ui.chapter.export import show_export
from pages.ui.optimizers.entries import entries


def show_in_torch(spec: RaceExperiment) -> None:
    """The choice of an entrant, and its script."""
    who = {entry.name: entry for entry in entries(spec)}
    chosen = st.selectbox("Whose run?", list(who), key="race-export-entrant")
    entry = who[chosen] if chosen in who else next(iter(who.values()))
    title = f"{entry.title} on the surface {spec.ground.title}"
    show_export(recipe(spec, entry.entrant, title), key="race-export")
