"""Presets: buttons that set the controls, and what to look for then; restarts; events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Final, TypeVar

import streamlit as st

from core.experiments.experiment import Experiment
from core.spec import Knob, as_text, controls
from pages.ui.chapter.strips import choose
from pages.ui.chapter.take_away import Runs, Surfaces, from_recipes, no_surfaces, show_share
from pages.ui.chapter.work import no_wait
from pages.ui.controls import Value, assign, by_hand, in_force, read, turn
from pages.ui.lecture.hidden import is_hidden
from pages.ui.lecture.scenes import line_of, words
from pages.ui.page import heading
from pages.ui.parts import part, run_whole
from pages.ui.predict.asking import Questions, offer, open_question, sentence, show_row
from pages.ui.predict.state import awaits, put
from pages.ui.queries import link, parsed

E = TypeVar("E", bound=Experiment)
_MOST_PRESETS: Final = 64
Sentence = str | Callable[[E], str]


@dataclass(frozen=True)
class Preset:
    """A button that sets the controls, and what to look for then; all else is as by default."""

    label: str
    look: str
    settings: Mapping[str, Value] = field(default_factory=dict)
    icon: str = ""

    def spec(self, cls: type[E]) -> E:
        """The experiment that it sets."""
        texts = {name: as_text(value) for name, value in self.settings.items()}
        spec, errors = parsed(cls, texts)
        if errors:
            raise errors[0]
        return spec


def begin(
    cls: type[E],
    question: str,
    presets: Sequence[Preset],
    otherwise: Sentence[E],
    usable: Callable[[E], E] = lambda spec: spec,
    questions: Questions = (),
) -> E:
    """The question, a sentence, and the spec in force. The first call of a chapter.

    otherwise: what is said when no preset is in force. usable: replaces what a reader's text makes
    impossible, and says so. questions: what a reader can be asked before a run.
    """
    heading(question)
    no_wait()
    # One place, whether anything is said or not: a part that moved down would be drawn anew.
    with st.container():
        spec = read(cls, questions)
        shown = usable(spec)
    replaced = shown != in_force(cls)
    st.session_state[_replaced_key(cls)] = link(shown) if replaced else None
    asking = open_question(shown, questions)
    if replaced or asking:
        run_whole()

    def said(spec: E) -> str:
        if asking:
            return sentence(spec, asking, questions, line_of(cls, asking.name))
        return words(spec) or lesson(spec, presets, otherwise)

    part("lesson", lambda: _say(said(in_force(cls))), of=said)
    return shown


def _say(text: str) -> None:
    st.markdown(text)


def shown(cls: type[E]) -> E:
    """The spec that the page shows: the one in force, or what `begin` has made usable of it."""
    replaced = st.session_state.get(_replaced_key(cls))
    return in_force(cls) if replaced is None else parsed(cls, replaced)[0]


def chosen(spec: E, presets: Sequence[Preset]) -> Preset | None:
    """The preset that is in force: its run is the spec's, however it is shown."""
    run = spec.without("view")
    return next((one for one in presets if _run_of(one.spec(type(spec))) == run), None)


@lru_cache(_MOST_PRESETS)
def _run_of(spec: Experiment) -> Experiment:
    return spec.without("view")


def lesson(spec: E, presets: Sequence[Preset], otherwise: Sentence[E]) -> str:
    """What to look for: the words of the preset in force, as long as it is."""
    preset = chosen(spec, presets)
    if preset is not None:
        return preset.look
    return otherwise if isinstance(otherwise, str) else otherwise(spec)


def presets(
    cls: type[Any],
    presets: Sequence[Preset],
    *,
    included: str = "run",
    surfaces: Surfaces = no_surfaces,
    runs: Callable[[Any], Runs] = from_recipes,
    questions: Questions = (),
) -> None:
    """A row of buttons, that of the preset in force marked; the address and what to take away.

    As long as one of the questions is open, a row to answer it instead.

    surfaces: what of an experiment can be taken away as a picture that turns. runs: its runs, where
    they need not be done again.
    """
    opened = f"{cls.__name__}-share"
    part(
        "presets",
        partial(_show_presets, cls, presets, included, opened, (surfaces, runs), questions),
        of=lambda spec: (chosen(spec, presets), spec if st.session_state.get(opened) else None),
    )


def _show_presets(
    cls: type[Any],
    presets: Sequence[Preset],
    included: str,
    opened: str,
    taken: tuple[Surfaces, Callable[[Any], Runs]],
    questions: Questions,
) -> None:
    if question := open_question(in_force(cls), questions):
        key = "predict-open" if awaits() else "predict-done"
        with st.container(horizontal=True, gap="small", vertical_alignment="center", key=key):
            show_row(cls, question, questions, restart)
            show_share(cls, shown(cls), included, opened, taken, partial(_set, cls))
        return
    now = chosen(in_force(cls), presets)
    with st.container(horizontal=True, gap="small", key=f"presets-{cls.__name__}"):
        for preset in () if is_hidden("presets") else presets:
            st.button(
                preset.label,
                key=f"{cls.__name__}-preset-{preset.label}",
                on_click=_press,
                args=(cls, preset.settings),
                type="primary" if preset is now else "secondary",
                icon=preset.icon or None,
            )
        offer(cls, questions, restart)
        show_share(cls, shown(cls), included, opened, taken, partial(_set, cls))


def restarts(cls: type[Any]) -> int:
    """How often the reader has asked for the run from its start."""
    return int(st.session_state.get(_restarts_key(cls), 0))


def restart(cls: type[Any]) -> None:
    """Play the run from its first step, in a callback."""
    st.session_state[_restarts_key(cls)] = restarts(cls) + 1


def restart_buttons(
    cls: type[Any],
    *,
    again: str = "Run again from the start",
    new_seed: Mapping[str, Value] | None = None,
) -> None:
    """The two buttons about the start. new_seed: what the next seed sets besides itself."""
    if not is_hidden("restart"):
        st.button(again, on_click=restart, args=(cls,), width="stretch")
    seed_button(cls, also=new_seed)


def seed_button(
    cls: type[Any], label: str = "New seed", also: Mapping[str, Value] | None = None
) -> None:
    """The button for the next seed."""
    if not is_hidden("new-seed"):
        st.button(
            label,
            key=f"{cls.__name__}-next-seed",
            on_click=next_seed,
            args=(cls, also),
            width="stretch",
        )


def next_seed(cls: type[Any], also: Mapping[str, Value] | None = None) -> None:
    """Draw everything anew by the seed after this one, in a callback; after the last the first."""
    knob = controls(cls)["seed"][1]
    assert isinstance(knob, Knob)
    seed = (in_force(cls).seed + 1) % (int(knob.high) + 1)
    assign(cls, {"seed": seed, **(also or {})})
    restart(cls)


def events(cls: type[Any], key: str) -> dict[str, Callable[[], None]]:
    """What the stage `key` tells any experiment: a knob's new value, or that of another strip."""
    return {"knob": partial(_take_knob, cls, key), "strip": partial(_take_strip, cls, key)}


def _take_knob(cls: type[Any], key: str) -> None:
    name, value = st.session_state[key].knob
    turn(cls, str(name), float(value))


def _take_strip(cls: type[Any], key: str) -> None:
    choose(cls, str(st.session_state[key].strip))


def _press(cls: type[Any], settings: Mapping[str, Value]) -> None:
    _set(cls, {**by_hand(cls), **settings})


def _set(cls: type[Any], settings: Mapping[str, Value]) -> None:
    assign(cls, settings, keep=False)
    put(None)
    restart(cls)


def _replaced_key(cls: type[Any]) -> str:
    return f"{cls.__name__}-replaced"


def _restarts_key(cls: type[Any]) -> str:
    return f"{cls.__name__}-restarts"
