"""Little work is done in a run of the page, much of it beside, by the same rule everywhere."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import from_query
from pages.ui.chapter import work
from pages.ui.chapter.jobs import Job, StoppedError
from pages.ui.chapter.work import Need
from pages.ui.losses import needs
from pages.ui.store import KEPT
from pages.ui.turns import give_way
from pages.ui.xor import scene as xor
from tests import patience

PAGES = Path(__file__).parents[2] / "pages"
LOGISTIC, XOR = str(PAGES / "01_logistic_regression.py"), str(PAGES / "03_xor.py")

LARGE = [
    (LogisticExperiment, {"data": "two-clouds", "data.count": "2000", "steps": "5000"}),
    (XorExperiment, {"width": "64", "steps": "20000"}),
]
SMALL = [
    (LogisticExperiment, {}),
    (LogisticExperiment, {"data": "iris-petal"}),
    (XorExperiment, {}),
]


def needed(cls, query):
    spec = from_query(cls, query)
    if cls is XorExperiment:
        return xor._needs(spec)
    return needs.for_the_first_run(spec), needs.for_all_runs(spec)


@pytest.fixture(autouse=True)
def nothing_is_known() -> Iterator[None]:
    KEPT.clear()
    yield
    GATE.set()
    KEPT.clear()


@pytest.mark.parametrize(("cls", "query"), LARGE)
def test_large_data_are_not_trained_in_a_run_of_the_page(cls, query):
    first, rest = needed(cls, query)
    assert not work.at_once(first)
    assert not work.at_once(rest)


@pytest.mark.parametrize(("cls", "query"), SMALL)
def test_what_pages_begin_with_is_found_in_one_run(cls, query):
    first, rest = needed(cls, query)
    assert work.at_once([*first, *rest])
    assert 0 < work.seconds(first) <= work.seconds([*first, *rest])


@pytest.mark.parametrize(
    ("query", "more"),
    [
        ({"data": "two-clouds", "data.count": "200"}, {"data.count": "400"}),
        ({"data": "two-clouds"}, {"steps": "1000"}),
        ({"data": "two-clouds", "data.count": "200"}, {"sampler.m": "2000"}),
        ({}, {"optimizer": "adam"}),
    ],
)
def test_the_estimate_grows_with_what_has_to_be_done(query, more):
    small = {"sampler.m": "20"} | query
    counted = [work.seconds(needed(LogisticExperiment, one)[0]) for one in (small, small | more)]
    assert counted[1] > counted[0]


def test_what_is_kept_costs_nothing():
    few = {"data.count": "20", "data": "two-clouds", "steps": "20"}
    for needs_of in needed(LogisticExperiment, few):
        for need in needs_of:
            assert need.seconds > 0
            assert not need.known()
            need.find()
            assert need.known()
        assert work.seconds(needs_of) == 0


def test_what_is_stopped_stops_nothing_else():
    job, told = Job("one"), []

    def find():
        work.watch()(0.5)
        told.append(job.done)
        job.stopped = True
        work.watch()(0.6)

    every = [Need(1.0, bool, lambda: None), Need(3.0, bool, find)]
    with pytest.raises(StoppedError):
        work.find(every, job)
    assert told == [0.25 + 0.5 * 0.75]
    assert work.watch() is give_way


GATE = Event()
"""What is done beside a page waits for this to be set."""


def open_page(page: str, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    """A page for which any work is too much."""
    find = work.find

    def gated(needs, job):
        while not GATE.wait(0.01):
            job.progress(0.0)
        return find(needs, job)

    GATE.clear()
    monkeypatch.setattr(work, "find", gated)
    monkeypatch.setattr(work, "MOST_AT_ONCE", 0.0)
    monkeypatch.setattr("pages.ui.losses.cached._RATES", (0.1, 0.3, 1.0))
    monkeypatch.setattr("pages.ui.xor.training._RATES", (0.05, 0.1, 0.3, 1.0))
    app = AppTest.from_file(page)
    app.query_params.update({"steps": "20"} | query)
    return app.run()


def stages(app: AppTest) -> list[object]:
    return [
        one
        for one in app.get("bidi_component")
        if one.proto.component_name == "loss_landscape_stage"
    ]


def settled(app: AppTest, cls: str) -> AppTest:
    """The page once everything beside it has been found; a run for each of its two stages."""
    for _ in range(4):
        job = app.session_state[f"{cls}-work"]
        patience.until(lambda job=job: not job.running)
        app.run()
        assert not app.exception
    return app


def jobs_end(app: AppTest, cls: str) -> AppTest:
    """The page once what is being found beside it is there."""
    job = app.session_state[f"{cls}-work"]
    GATE.set()
    patience.until(lambda: not job.running)
    GATE.clear()
    app.run()
    assert not app.exception
    return app


def buttons(app: AppTest) -> set[str]:
    return {button.label for button in app.button} & {"Stop", "Go on computing"}


def sentences(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


@pytest.mark.long
@pytest.mark.parametrize(
    ("page", "cls"), [(LOGISTIC, "LogisticExperiment"), (XOR, "XorExperiment")]
)
def test_a_page_trains_beside_itself_and_keeps_the_picture_of_before(page, cls, monkeypatch):
    app = open_page(page, monkeypatch)
    assert stages(app) == []
    assert "follows as soon as" in sentences(app)
    jobs_end(app, cls)
    assert len(stages(app)) == 1
    assert "follows as soon as" in sentences(app), "the other runs are still to be found"
    jobs_end(app, cls)
    assert len(stages(app)) == 1
    assert buttons(app) == set()
    assert "follows" not in sentences(app)
    next(one for one in app.button if one.label == "New seed").click().run()
    assert not app.exception
    assert len(stages(app)) == 1
    assert "that of the settings before" in sentences(app)
    jobs_end(jobs_end(app, cls), cls)
    assert sentences(app).count("settings before") == 0


@pytest.mark.long
def test_a_reader_may_stop_what_is_found_beside_the_page_and_go_on(monkeypatch):
    app = open_page(LOGISTIC, monkeypatch)
    assert buttons(app) == {"Stop"}
    job = app.session_state["LogisticExperiment-work"]
    next(one for one in app.button if one.label == "Stop").click().run()
    assert job.stopped
    assert buttons(app) == {"Go on computing"}
    assert stages(app) == []
    next(one for one in app.button if one.label == "Go on computing").click().run()
    jobs_end(app, "LogisticExperiment")
    assert len(stages(app)) == 1
