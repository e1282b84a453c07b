"""Messages in the name of the components beside the stage: of a lecture, and of a kept table."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import streamlit as st
from hypothesis import example, given, settings
from hypothesis import strategies as some

from pages.ui.lecture import hall
from pages.ui.lecture.deck import PAGES, from_json, mathematics_of_ai, to_json
from pages.ui.own import kept_table
from tests.chapters import EXPERIMENTS
from tests.pages.test_hostile import ATTACKS
from tests.pages.test_messages import JSON, State

DECK = to_json(mathematics_of_ai()[:3])
VECTOR = some.fixed_dictionaries({name: some.floats() | some.integers() for name in "xyz"})
SEEN = some.fixed_dictionaries(
    {},
    optional={
        "view": some.sampled_from(["3d", "contour", "4d"]),
        "camera": JSON
        | some.fixed_dictionaries({"eye": VECTOR, "up": VECTOR}, optional={"projection": JSON}),
        "frame": some.integers(-2, 10**6) | some.floats() | some.just("playing"),
        "title": JSON,
        "below": some.booleans(),
    },
)
EVENTS: dict[str, Callable[[], None]] = {
    "go": hall._go,
    "stored": hall._take_stored,
    "phone": hall._make_code,
    "again": hall._run_again,
    "lecture": hall._turn_lecture,
    **{f"keep {path}": partial(hall._keep, path) for path in ("", *EXPERIMENTS)},
}
LIKELY = {
    "go": some.integers(-2, 4) | some.floats(),
    "stored": some.fixed_dictionaries(
        {"deck": some.just(DECK) | some.sampled_from(ATTACKS), "at": some.integers(-2, 9)}
    ),
    "phone": some.sampled_from(["https://lab.example/xor?seed=1", *ATTACKS]),
    "keep": SEEN,
    "again": some.integers(),
    "lecture": some.booleans(),
}
SILENT = {"again", "keep ", *(f"keep {path}" for path in EXPERIMENTS if path not in PAGES)}


def session(event: str, value: object, deck: str) -> State:
    """A session that has a deck, and may have visited every chapter."""
    pages = {
        cls.__name__: {"query": {}, "written": {}, "sentences": []} for cls in EXPERIMENTS.values()
    }
    return State({**pages, "deck-text": deck, "hall": State({event: value})})


@pytest.mark.long
@pytest.mark.parametrize("event", EVENTS)
def test_no_message_makes_an_error_and_the_deck_stays_one(event: str) -> None:
    name = event.partition(" ")[0]
    changed = 0

    @settings(max_examples=80)
    @given(JSON | LIKELY[name], some.sampled_from([DECK, ""]))
    @example(float("nan"), DECK)
    @example(float("inf"), DECK)
    @example({"camera": {"eye": dict.fromkeys("xyz", 1.25)}, "frame": 3}, DECK)
    @example({"camera": {"eye": dict.fromkeys("xyz", 1), "projection": "<b>" * 999}}, DECK)
    @example(1, DECK)
    @example({"deck": DECK, "at": 2}, "")
    @example("https://lab.example/xor", DECK)
    def send(value: object, deck: str) -> None:
        nonlocal changed
        state = session(name, value, deck)
        before = repr(state)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(st, "session_state", state)
            EVENTS[event]()
        changed += repr(state) != before
        text = str(state["deck-text"])
        scenes = from_json(text) if text else ()
        assert len(scenes) <= len(from_json(DECK)) + 1
        assert all(len(to_json([scene])) < 2000 for scene in scenes)
        assert 0 <= state.get("deck-wanted", 0) < max(1, len(scenes))
        kept = {name: one for name, one in state.items() if name != "hall"}
        json.dumps(kept, allow_nan=False)

    send()
    # A page that has no scenes keeps none.
    assert (changed > 0) == (event not in SILENT)


def test_only_words_are_a_kept_table() -> None:
    taken: list[Any] = []

    @settings(max_examples=200)
    @given(JSON | some.sampled_from(ATTACKS) | some.text())
    def send(value: object) -> None:
        taken.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(st, "session_state", State({"kept-table": State({"found": value})}))
            kept_table._found(taken.append)
        assert taken == ([value] if isinstance(value, str) and value else [])

    send()
