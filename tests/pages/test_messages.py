"""Messages in the stage's name: what no gesture can have sent is dropped, whatever the event."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from core.spec import from_query
from pages.ui import stage
from pages.ui.chapter.sections import section_key
from pages.ui.controls import in_force
from pages.ui.stage import EVENTS, SKETCHED
from pages.ui.stage.wire import heard
from pages.ui.xor.presets import ONE_LINE
from tests.chapters import EXPERIMENTS, FILES
from tests.pages.settling import settled

PAGES = Path(__file__).parents[2] / "pages"
CHAPTERS = {file.stem: EXPERIMENTS[path] for path, file in FILES.items()}

JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-5, 12)
    | some.integers(-(10**400), 10**400)
    | some.floats()
    | some.text(max_size=8)
    | some.sampled_from(["optimizer.eta", "seed", "ridge", "sampler.m", "width", "data.table", ""]),
    lambda inner: some.lists(inner, max_size=5) | some.dictionaries(some.text(max_size=4), inner),
    max_leaves=12,
)
NUMBERS = some.lists(some.floats(-9, 9) | some.integers(-9, 9), max_size=25)
LIKELY = {
    "start": some.lists(some.floats() | some.integers(), min_size=2, max_size=2),
    "knob": some.tuples(some.sampled_from(["optimizer.eta", "seed", "nonsense"]), some.floats()),
    "strip": some.sampled_from(["optimizer.eta", "seed", "ridge", "width", "nonsense"]),
    "edge": some.lists(some.integers(-1, 6), min_size=4, max_size=4),
    "points": some.lists(
        some.tuples(some.floats() | some.integers(-9, 9), some.integers(0, 1)), max_size=6
    ),
    "drawn": some.lists(some.floats(0, 9), min_size=SKETCHED, max_size=SKETCHED),
    "model": NUMBERS,
    "digit": some.text("0123456789abcdefg", min_size=64, max_size=64)
    | some.text("0ghG٣", min_size=63, max_size=65)
    | some.integers(-1, 402).map(str),
    "picked": some.tuples(
        some.sampled_from(["unit", "taken", "drawn", "nonsense"]),
        some.sampled_from(["", "2.17", "49", "99.9999", "0.٣", "9" * 8]),
    ),
    "cells": some.tuples(
        some.sampled_from(["topic.image", "topic.kernel", "topic.delta", "nonsense"]),
        some.sampled_from([4, 9, 16]).flatmap(
            lambda count: some.lists(some.floats(-120, 120), min_size=count, max_size=count)
        ),
    ),
}


class State(dict[str, Any]):
    """A session's state, as Streamlit's: by key or by attribute."""

    __getattr__ = dict.__getitem__


Told = tuple[str, dict[str, Callable[[], None]], Any]


def stages(page: str) -> dict[str, Told]:
    """Of each stage of a page: its key, what it registers for each event, and its scene."""
    found: dict[str, Told] = {}

    def registered(*, key: str, data: Any, **callbacks: Any) -> None:
        events = {name[3:-7]: each for name, each in callbacks.items()}
        found[f"{page} {key}"] = (key, events, data)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.ui.xor.training._RATES", (0.05, 1.0))
        patch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0, 2.0))
        patch.setattr(stage, "show", registered)
        # What the browser would be sent stays the scene that it is made of.
        patch.setattr(stage, "encode_scene", lambda scene: scene)
        app = AppTest.from_file(str(PAGES / f"{page}.py"))
        app.session_state[section_key("xor")] = ONE_LINE
        app.query_params["steps"] = "1000"
        assert not settled(app.run()).exception
    return found


@pytest.fixture(scope="module")
def told() -> dict[str, Told]:
    return {name: one for page in CHAPTERS for name, one in stages(page).items()}


@pytest.mark.long
def test_every_stage_of_every_chapter_is_here(told):
    assert len(told) == 9
    assert all(set(events) == set(EVENTS) for _, events, _ in told.values())


def session(page: str, key: str, event: str, value: object) -> State:
    cls = CHAPTERS[page]
    memory = {"query": {}, "written": {}, "sentences": []}
    return State({cls.__name__: memory, key: State({event: value})})


@pytest.mark.long
@pytest.mark.parametrize("event", EVENTS)
def test_no_message_makes_an_error_and_the_settings_stay_possible(told, event):
    count = {"sent": 0, "heard": 0}

    @settings(max_examples=200, deadline=None, database=None, derandomize=True)
    @given(JSON | LIKELY[event])
    def send(value: object) -> None:
        for name, (key, events, scene) in told.items():
            page = name.partition(" ")[0]
            state = session(page, key, event, value)
            before = repr(state)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(st, "session_state", state)
                events[event]()
                count["sent"] += 1
                if heard(scene)[event](value):
                    count["heard"] += 1
                else:
                    assert repr(state) == before
                cls = CHAPTERS[page]
                assert from_query(cls, dict(state[cls.__name__]["query"])) == in_force(cls)

    send()
    assert count["sent"] >= 700
    assert count["heard"] >= 5


@pytest.mark.parametrize("event", EVENTS)
def test_a_session_that_has_lost_the_stage_hears_nothing(told, event, monkeypatch):
    for key, events, _ in told.values():
        for state in (State(), State({key: None}), State({key: State()})):
            monkeypatch.setattr(st, "session_state", state)
            before = dict(state)
            events[event]()
            assert state == before


def test_what_gestures_send_is_heard(told):
    by_page = {name.partition(" ")[0]: scene for name, (_, _, scene) in told.items()}
    logistic, higham = by_page["01_logistic_regression"], by_page["02_higham_network"]
    assert heard(logistic)["start"]([-3, 4.25])
    assert heard(logistic)["knob"](["optimizer.eta", 0.1])
    assert heard(logistic)["strip"]("ridge")
    assert heard(logistic)["points"]([[-3, 1], [0.25, 0]])
    assert heard(higham)["edge"]([2, 1, 0, 0])
    assert heard(higham)["edge"]([4, 2, 3, 10**6])
    size = higham.repertoire.families["run"].runs[0].p.shape[-1]
    assert heard(higham)["model"](np.zeros(size).tolist())
    digits = by_page["08_digits"]
    assert heard(digits)["digit"]("0123456789abcdefg" + "0" * 47)
    assert heard(digits)["digit"]("")
    for image in ("0" * 63, "0" * 65, "h" * 64, "G" * 64, "٣" * 64, ["0"] * 64, None, 0):
        assert not heard(digits)["digit"](image)
    by_hand = by_page["07_convolutions"]
    assert heard(by_hand)["cells"](["topic.kernel", [0, -99.0, *range(7)]])
    for name, numbers in (
        ("topic.kernel", [0] * 8),
        ("topic.kernel", [100, *range(8)]),
        ("topic.kernel", [True, *range(8)]),
        ("topic.kernel", "123456789"),
        ("topic.padding", [0] * 9),
    ):
        assert not heard(by_hand)["cells"]([name, numbers])


@pytest.mark.parametrize(
    ("event", "value"),
    [
        *(("start", value) for value in ([1], [1, 2, 3], [1, None], ["1", "2"], [True, 1], "12")),
        *(("start", [1, value]) for value in (math.nan, math.inf, 10**400, [2], {})),
        *(("knob", value) for value in (["optimizer.eta"], ["seed", 1], [1, "optimizer.eta"])),
        *(("knob", ["optimizer.eta", value]) for value in (None, "1", math.nan, True, [1])),
        *(("strip", value) for value in (None, 3, "optimizer.beta", ["ridge"], {"ridge": 1})),
        *(("edge", [*value, 5]) for value in ([1, 1, 1], [2, 3, 0], [2, 1, 3], [5, 1, 1], [2, 1])),
        *(
            ("edge", [*value, 5])
            for value in ([2.0, 1, 1], [2, True, 1], ["2", "1", "1"], [2, 0, 1])
        ),
        *(
            ("edge", value)
            for value in ([2, 1, 0], [2, 1, 0, -1], [2, 1, 0, 0.5], [2, 1, 0, None], 7)
        ),
        *(
            ("points", value)
            for value in (
                [],
                [[1, 0]],
                [[1, 0], [2, 0]],
                [[1, 0], [2, 2]],
                [[1, 2, 3, 0], [1, 2, 3, 1]],
            )
        ),
        *(("points", [[value, 0], [1, 1]]) for value in (None, "1", math.nan, 10**400, [1])),
        ("points", [[k, k % 2] for k in range(201)]),
        *(("cells", [name, [0.0] * 9]) for name in ("topic.kernel", "seed", 3)),
        *(("digit", value) for value in ("", "0" * 64)),
        *(("drawn", value) for value in ([], [0.5] * (SKETCHED - 1), [None] * SKETCHED, "5")),
        *(("model", value) for value in ([], [0.0] * 22, [0.0] * 22 + [None], "x" * 23, None)),
    ],
    ids=str,
)
def test_what_no_gesture_sends_is_not(told, event, value):
    pages = ("01_logistic_regression", "02_higham_network")
    for name, (_, _, scene) in told.items():
        if name.partition(" ")[0] in pages:
            assert not heard(scene)[event](value)
