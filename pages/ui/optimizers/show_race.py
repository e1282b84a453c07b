"""The race on stage, and below it who wins at what, and whether that is fair."""

import streamlit as st

from core.experiments.race.experiment import RaceExperiment
from pages.ui.chapter.presets import restarts
from pages.ui.optimizers import cached, presets
from pages.ui.optimizers.entries import entries
from pages.ui.optimizers.scene import scene
from pages.ui.optimizers.words.verdicts import fairness, paying, verdict
from pages.ui.stage import stage


def show_race(spec: RaceExperiment) -> None:
    """Stage, result and fairness of a race with at least one entrant."""
    stage(
        scene(spec, restart=restarts(RaceExperiment), measured=presets.measured()),
        key=presets.STAGE,
        on={"start": presets.set_start},
    )
    names = [entry.spoken for entry in entries(spec)]
    st.markdown(verdict(cached.raced(spec), cached.timed(spec, presets.measured()), names))
    if paid := paying(cached.raced(spec), names):
        st.markdown(paid)
    st.markdown(fairness(spec))
