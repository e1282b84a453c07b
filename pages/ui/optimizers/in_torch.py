"""An entrant's run as a script."""

import numpy as np
import streamlit as st

from core.export import Recipe
from core.race_experiment import RaceExperiment, picks, rule, start
from pages.ui.chapter.export import show_export
from pages.ui.optimizers.entries import Entry, entries


def show_in_torch(spec: RaceExperiment) -> None:
    """The choice of an entrant, and its script."""
    who = {entry.name: entry for entry in entries(spec)}
    chosen = st.selectbox("Whose run?", list(who), key="race-export-entrant")
    entry = who[chosen] if chosen in who else next(iter(who.values()))
    show_export(_recipe(spec, entry), key="race-export")


def _recipe(spec: RaceExperiment, entry: Entry) -> Recipe:
    return Recipe(
        spec.ground.objective,
        rule(spec, entry.entrant),
        np.array(start(spec)),
        spec.steps,
        picks(spec, entry.entrant),
        f"{entry.title} on the surface {spec.ground.title}",
    )
