"""What a reader may ask for next is found while the server has nothing else to do."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import current_thread
from types import SimpleNamespace

import numpy as np
import pytest

from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import from_query
from core.training.recipe import Recipe
from pages.ui.chapter.jobs import Job, SpareJob, StoppedError
from pages.ui.chapter.work import Need
from pages.ui.lecture import ahead
from pages.ui.logistic import scene as logistic
from pages.ui.optimizers import cached as race
from pages.ui.store import KEPT
from pages.ui.turns import Idle
from pages.ui.xor import ahead as xor
from tests import patience
from tests.hosted import Host, hosted

ROOT = Path(__file__).parents[2]
BATCHES = {"sampler": "shuffled-epochs", "sampler.m": "4"}
RACE = {"ground": "logistic-cross-entropy", "steps": "50"} | BATCHES


@pytest.fixture(autouse=True)
def nothing_is_known() -> Iterator[None]:
    KEPT.clear()
    yield
    KEPT.clear()


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.ui.xor.training._RATES", (0.05, 1.0))
        patch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0, 2.0))
        with hosted(ROOT / "app.py") as host:
            yield host


def trained(monkeypatch) -> list[str]:
    """The runs that scripts do from now on, by their threads."""
    names: list[str] = []
    run = Recipe.run

    def noted(self, watch=None):
        if not current_thread().name.startswith("job"):
            names.append(current_thread().name)
        return run(self, watch)

    monkeypatch.setattr(Recipe, "run", noted)
    return names


def known(module, spec) -> bool:
    return all(need.known() for one in module.neighbors(spec) for need in module.foreseen(one))


@pytest.mark.long
@pytest.mark.parametrize(
    ("page", "module", "cls", "query", "key", "value"),
    [
        ("logistic_regression", logistic, LogisticExperiment, {}, "next-seed", None),
        ("logistic_regression", logistic, LogisticExperiment, BATCHES, "/sampler.m", "5"),
        ("logistic_regression", logistic, LogisticExperiment, BATCHES, "/sampler.m", "3"),
        ("logistic_regression", logistic, LogisticExperiment, {}, "/loss", "Squared loss"),
        ("logistic_regression", logistic, LogisticExperiment, {}, "/ridge", "0.002"),
        ("xor", xor, XorExperiment, {}, "next-seed", None),
        ("xor", xor, XorExperiment, BATCHES | {"sampler.m": "2"}, "/sampler.m", "3"),
        ("optimizers", race, RaceExperiment, RACE, "next-seed", None),
        ("optimizers", race, RaceExperiment, RACE, "/sampler.m", "5"),
    ],
)
def test_the_neighbors_of_an_experiment_are_there_before_they_are_asked_for(
    host, monkeypatch, page, module, cls, query, key, value
):
    query = {"steps": "50"} | query
    reader = host.reader(page, "&".join(f"{name}={text}" for name, text in query.items()))
    reader.arrive()
    reader.open("open-more")
    spec = from_query(cls, query)
    # Seldom: whoever asks is at work, and guesses wait until nobody is.
    patience.until(lambda: known(module, spec), every=1.0)
    runs = trained(monkeypatch)
    key = f"{cls.__name__}{key}" if value else f"{cls.__name__}-{key}"
    before = reader.query
    if value is None:
        reader.press(key)
    else:
        reader.turn(key, value)
    assert reader.query != before
    assert runs == []
    # Without that there is something to train.
    KEPT.clear()
    reader.again()
    assert runs != []


def test_neighbors_differ_in_one_thing_each():
    spec = from_query(LogisticExperiment, BATCHES | {"ridge": "0.1"})
    found = list(logistic.neighbors(spec))
    assert (found[0].seed, type(found[0].start).__name__) == (1, "Drawn")
    assert [one.sampler.m for one in found[1:3]] == [5, 3]
    ridges = [one.ridge for one in found[-2:]]
    assert ridges[0] > 0.1 > ridges[1]
    assert {one.loss.title for one in found} == {
        from_query(LogisticExperiment, {"loss": name}).loss.title
        for name in ("both", "squared", "cross-entropy")
    }
    last = from_query(LogisticExperiment, {"seed": "9999"})
    assert next(iter(logistic.neighbors(last))).seed == 0
    assert list(race.neighbors(RaceExperiment())) == []


def chapter_of(needs: dict[int, list[Need]]) -> SimpleNamespace:
    return SimpleNamespace(neighbors=lambda _spec: list(needs), foreseen=lambda one: needs[one])


def found_of(monkeypatch, needs: dict[int, tuple[float, int]]) -> list[int]:
    """Which neighbors are found, if each takes so many seconds and so many bytes."""
    found: list[int] = []

    def need(one, seconds, size):
        def find():
            found.append(one)
            KEPT.found(("neighbor", one), lambda: np.zeros(size, dtype=np.uint8))

        return Need(seconds, lambda: ("neighbor", one) in KEPT, find)

    chapter = chapter_of({one: [need(one, *each)] for one, each in needs.items()})
    monkeypatch.setattr(ahead, "import_module", lambda _name: chapter)
    assert ahead.find_neighbors("chapter", None, Job("one"))
    return found


def test_what_does_not_fit_into_the_budget_of_seconds_is_left_out(monkeypatch):
    half = 0.6 * ahead.MOST_SECONDS
    assert found_of(monkeypatch, {1: (half, 1), 2: (half, 1), 3: (0.1, 1)}) == [1, 3]


def test_what_is_known_is_not_found_again_and_costs_nothing(monkeypatch):
    KEPT.found(("neighbor", 1), lambda: 1)
    assert found_of(monkeypatch, {1: (100.0, 1), 2: (0.1, 1)}) == [2]


def test_nothing_more_is_found_when_the_budget_of_bytes_is_used_up(monkeypatch):
    large = ahead.MOST_BYTES + 1
    assert found_of(monkeypatch, {1: (0.1, large), 2: (0.1, 1)}) == [1]


def test_nothing_is_forgotten_for_a_guess(monkeypatch):
    KEPT.found("a reader's", lambda: np.zeros(KEPT.most // 2 + 1, dtype=np.uint8))
    assert found_of(monkeypatch, {1: (0.1, 1)}) == []
    assert "a reader's" in KEPT


class Others:
    """Threads that use a whole processor as long as they are busy."""

    def __init__(self) -> None:
        self.busy, self.used = True, 0.0

    def __call__(self) -> float:
        self.used += float(self.busy)
        return self.used


class Watched(SpareJob[None]):
    """A spare job that tells of each look at the others."""

    def __init__(self, others: Others, look: Callable[["Watched"], None]) -> None:
        super().__init__("spare", idle=Idle(others, look=0.01))
        self._look = look

    def _go_on(self) -> None:
        self._look(self)
        super()._go_on()


def test_a_spare_job_waits_until_all_else_rests():
    others, looks = Others(), []

    def look(_job):
        looks.append(others.busy)
        others.busy = len(looks) < 4

    job = Watched(others, look)
    job.progress(0.0)
    assert looks[:4] == [True, True, True, True]
    looks.clear()
    others.busy = False
    job.progress(0.1)
    assert looks == [], "they have rested since"
    others.busy = True
    time.sleep(0.02)
    job.progress(0.2)
    assert len(looks) >= 4, "somebody has come"


def test_a_spare_job_can_be_stopped_while_it_waits():
    asked = []

    def look(job):
        asked.append(1)
        job.stopped = len(asked) > 2

    with pytest.raises(StoppedError):
        Watched(Others(), look).progress(0.0)
