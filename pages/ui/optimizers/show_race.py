"""The race on stage, and below it who wins at what, and whether that is fair."""

from functools import partial
from typing import Final

import streamlit as st

from core.experiments.race.experiment import RaceExperiment
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.work import Need, at_once, show_scene, waiting
from pages.ui.optimizers import cached, presets
from pages.ui.optimizers.asked.questions import QUESTIONS
from pages.ui.optimizers.entries import entries
from pages.ui.optimizers.scene import scene
from pages.ui.optimizers.varied import rates
from pages.ui.optimizers.words.verdicts import fairness, paying, verdict
from pages.ui.predict.staged import put_on_stage
from pages.ui.predict.state import awaits

_SINCE: Final = "race-rates"


def show_race(spec: RaceExperiment) -> None:
    """Stage, result and fairness of a race with at least one entrant."""
    before, turned = _begun_with(spec)
    made = partial(
        scene,
        restart=restarts(RaceExperiment),
        measured=presets.measured(),
        before=before,
        turned=turned,
    )
    show_scene(
        spec,
        _needs,
        partial(made, sliders=False),
        made,
        partial(
            put_on_stage,
            cls=RaceExperiment,
            questions=QUESTIONS,
            key=presets.STAGE,
            on={"start": presets.set_start},
        ),
        doing=("Racing", "Racing with the other learning rates"),
    )
    if awaits() or waiting():
        return
    names = [entry.spoken for entry in entries(spec)]
    st.markdown(verdict(cached.raced(spec), cached.timed(spec, presets.measured()), names))
    if paid := paying(cached.raced(spec), names):
        st.markdown(paid)
    st.markdown(fairness(spec))


def _needs(spec: RaceExperiment) -> tuple[list[Need], list[Need]]:
    """Race and sliders, which come together where both are little."""
    race, sliders = cached.needs(spec, presets.measured())
    return ([*race, *sliders], []) if at_once([*race, *sliders]) else (race, sliders)


def _begun_with(spec: RaceExperiment) -> tuple[dict[str, float], list[str]]:
    """The learning rates since all else is as it is, and the lanes where they have been turned."""
    settings, now = key_of(spec.without("view", "rate")), rates(spec)
    known, before, turned = st.session_state.get(_SINCE, ("", {}, []))
    if known != settings:
        before, turned = now, []
    turned = [lane for lane in now if lane in turned or now[lane] != before[lane]]
    st.session_state[_SINCE] = (settings, before, turned)
    return before, turned
