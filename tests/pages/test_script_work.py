"""No script run of a page computes for long, whatever is set: what is much goes to the worker.

Each section of each chapter is opened with the settings that make most of it, one after the other.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.higham.experiment import HighamExperiment
from core.spec import from_query
from pages.ui.chapter.sections import section_key
from pages.ui.chapter.sections import view as one_of
from pages.ui.digits import recording as digits
from pages.ui.higham import recording as higham
from pages.ui.store import KEPT
from tests.pages.counting import Counter, counted
from tests.pages.settling import jobs, wait_for

PAGES = Path(__file__).parents[2] / "pages"
MOST = 1.0
"""Seconds, as counted, of one script run."""

SIX = {
    f"{lane}.optimizer": rule
    for lane, rule in zip(
        ("one", "two", "three", "four", "five", "six"),
        ("adam", "newton", "levenberg-marquardt", "nadam", "amsgrad", "centered-rmsprop"),
        strict=True,
    )
}
CLOUDS = {"data": "two-clouds", "data.count": "2000", "steps": "5000", "optimizer": "adam"}
DEEP = {"hidden": "four-layers"} | {f"hidden.n{layer}": "16" for layer in range(2, 6)}
OWN = {"network": "own", "side": "64", "blocks": "5", "channels": "128", "kernel": "7", "pool": "1"}
COUNTING = {f"topic.{name}".replace(".network.", "."): value for name, value in OWN.items()}
MANY = {"topic": "deep-net", "topic.count": "1000", "topic.kind": "jitter"}

CASES: list[tuple[str, str, dict[str, str]]] = [
    ("../app", "", {}),
    ("01_logistic_regression", "logistic", CLOUDS | {"sampler.m": "2000"}),
    ("01_logistic_regression", "logistic", CLOUDS | {"sampler.m": "20", "ridge": "1"}),
    ("01_logistic_regression", "logistic", {"data": "breast-cancer", "steps": "5000"}),
    ("02_higham_network", "higham", {"steps": "1000000"}),
    ("02_higham_network", "higham", DEEP | {"activation": "gelu", "steps": "20000"}),
    ("03_xor", "xor", {"width": "64", "steps": "20000", "optimizer": "adam"}),
    ("04_optimizers", "race", {"ground": "higham-plane", "steps": "2000"} | SIX),
    ("04_optimizers", "race", {"ground": "tumors", "steps": "2000"} | SIX),
    ("05_regularization", "regularization", {"question": "how-much"}),
    ("05_regularization", "regularization", {"question": "bias-and-variance"}),
    ("06_implicit_regularization", "implicit", {"topic": "weight-decay", "steps": "20000"}),
    ("06_implicit_regularization", "implicit", {"topic": "noise", "steps": "20000"}),
    ("06_implicit_regularization", "implicit", {"topic": "start-size", "steps": "20000"}),
    ("06_implicit_regularization", "implicit", MANY | {"steps": "2000"}),
    ("07_convolutions", "", {"topic": "counting"} | COUNTING),
    ("07_convolutions", "", {"topic": "frequencies"}),
    ("08_digits", "digits", {"network.channels": "8", "network.kernel": "5", "epochs": "3"}),
]


@pytest.fixture(autouse=True, scope="module")
def all_is_imported() -> None:
    """A process imports once, and makes the stage's code once; neither is a reader's work."""
    assert not AppTest.from_file(str(PAGES / ".." / "app.py")).run().exception


@pytest.fixture(autouse=True)
def turn(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Which of a section's views is shown, and how many there are; nothing is known as yet."""
    shown = {"turn": 0, "views": 1}

    def nth(_key: str, views: Mapping[str, object]) -> object:
        shown["views"] = max(shown["views"], len(views))
        return list(views.values())[shown["turn"] % len(views)]

    for module in list(sys.modules.values()):
        if getattr(module, "view", None) is one_of:
            monkeypatch.setattr(module, "view", nth)
    KEPT.clear()
    yield shown
    KEPT.clear()


def let_run(page: str, query: dict[str, str]) -> None:
    """Let a run that is computed a slice at a time, while readers look at it, come to its end."""
    if page.startswith("02"):
        higham.recording.whole(from_query(HighamExperiment, query))
    elif page.startswith("08"):
        digits.recording.whole(from_query(DigitsExperiment, query))


def scripts(app: AppTest) -> Iterator[Counter]:
    """What each script run computes until nothing is found beside the page any more."""
    while True:
        with counted() as counter:
            app.run()
        assert not app.exception, [error.message for error in app.exception]
        yield counter
        running = [job for job in jobs(app) if job.running]
        if not running:
            return
        wait_for(running)


@pytest.mark.long
@pytest.mark.parametrize(
    ("page", "chapter", "query"),
    CASES,
    ids=[f"{page[:2]}-{'-'.join(list(query.values())[:2])}" for page, _, query in CASES],
)
def test_no_script_run_computes_for_long(page, chapter, query, turn):
    let_run(page, query)
    app = AppTest.from_file(str(PAGES / f"{page}.py"))
    app.query_params.update(query)
    counts = [("stage", 0, counter) for counter in scripts(app)]
    rows = [row for row in app.button_group if chapter and row.key == section_key(chapter)]
    for name in rows[0].options if rows else []:
        turn.update(turn=0, views=1)
        while turn["turn"] < turn["views"]:
            app.session_state[section_key(chapter)] = name
            counts += [(name, turn["turn"], counter) for counter in scripts(app)]
            turn["turn"] += 1
    assert len(counts) > 2 or not chapter
    too_long = [(name, at, one.parts) for name, at, one in counts if one.seconds > MOST]
    assert too_long == []
