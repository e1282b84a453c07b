"""The next scene of a lecture is found beside the page, before anybody asks for it."""

from collections.abc import Iterator
from pathlib import Path
from threading import current_thread

import pytest

from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import from_query
from pages.ui.lecture.deck import PAGES, mathematics_of_ai
from pages.ui.logistic import scene as logistic
from pages.ui.losses import cached as losses
from pages.ui.losses.loss_view import views
from pages.ui.optimizers import cached as race
from pages.ui.store import KEPT, Store
from pages.ui.xor import ahead as xor_ahead
from pages.ui.xor import scene as xor
from pages.ui.xor.training import knows_all
from tests import patience
from tests.hosted import Host, hosted

ROOT = Path(__file__).parents[2]
DECK = mathematics_of_ai()
LONG = {"landscape", "_strip", "_with_single", "_reading", "raced", "timed", "_judged"}
"""Functions whose results take long."""


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.ui.xor.training._RATES", (0.05, 1.0))
        patch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0, 2.0))
        with hosted(ROOT / "app.py") as host:
            yield host


def found(monkeypatch) -> list[str]:
    """The names of the functions whose results pages find from now on, those that take long."""
    names: list[str] = []
    find = Store._find

    def noted(self, key, entry, finder):
        name = getattr(key[0], "__name__", "")
        # What jobs find meanwhile is for the scene after this one.
        if name in LONG and not current_thread().name.startswith("job"):
            names.append(name)
        find(self, key, entry, finder)

    monkeypatch.setattr(Store, "_find", noted)
    return names


def knows(scene) -> bool:
    """Whether what a scene needs is kept."""
    spec = from_query(PAGES[scene.page], scene.query)
    if isinstance(spec, RaceExperiment):
        return all(one.knows(spec, *rest) for one, *rest in ((race.raced,), (race.timed, 0)))
    if isinstance(spec, XorExperiment):
        return knows_all(spec) and xor._reading.knows(spec, None)
    assert isinstance(spec, LogisticExperiment)
    return losses.knows_all(spec) and all(view.knows_reading() for view in views(spec))


@pytest.mark.long
@pytest.mark.parametrize("number", [4, 5, 9])
def test_page_down_finds_nothing_that_has_been_found_beside_the_scene_before(
    host, monkeypatch, number
):
    """The fifth scene on its own page; the sixth on another, from there; the tenth on a third."""
    KEPT.clear()
    before, scene = DECK[number - 1], DECK[number]
    reader = host.reader(before.page, "lecture=true&deck=mathematics-of-ai")
    reader.arrive()
    reader.open("deck-list")
    reader.press(f"deck-go-{number - 1}")
    patience.until(lambda: knows(scene))
    names = found(monkeypatch)
    reader.press(f"deck-go-{number}")
    assert names == []
    # Without that there is something to find.
    KEPT.clear()
    reader.again()
    assert names != []


@pytest.mark.long
@pytest.mark.parametrize(
    ("module", "page"),
    [(logistic, "logistic_regression"), (xor_ahead, "xor"), (race, "optimizers")],
)
def test_what_is_foreseen_is_all_that_takes_long(module, page, monkeypatch):
    monkeypatch.setattr("pages.ui.xor.training._RATES", (0.05, 1.0))
    monkeypatch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0, 2.0))
    for scene in {str(one.query): one for one in DECK if one.page == page}.values():
        spec = from_query(PAGES[page], scene.query)
        for need in module.foreseen(spec):
            need.find()
        assert knows(scene)


def test_outside_of_a_lecture_nothing_is_foreseen(host):
    KEPT.clear()
    reader = host.reader("logistic_regression", "deck=mathematics-of-ai")
    reader.arrive()
    reader.open("deck-list")
    reader.press("deck-go-3")
    assert not knows(DECK[4])
