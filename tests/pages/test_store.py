"""What is kept for all readers: limited by bytes, computed once, waited for by nobody else."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from core.experiments.higham.experiment import HighamExperiment
from core.networks.activations import LeakyReLU, Sigmoid
from pages.ui.higham.recording import Recording
from pages.ui.store import KEPT, MOST_BYTES, Store, weight
from tests import patience

ROOT = Path(__file__).parents[2]
KILO = 1000


def array(kilobytes: float) -> np.ndarray:
    return np.zeros(int(KILO * kilobytes), dtype=np.uint8)


@settings(max_examples=60, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 9), some.integers(1, 60)), max_size=40))
def test_the_results_fit_into_the_limit_and_the_latest_is_always_there(asked):
    store, sizes = Store(100 * KILO), dict[int, int]()
    for key, size in asked:
        there = key in store
        found = store.found(key, lambda size=size: array(size))
        assert len(found) == KILO * (sizes[key] if there else size)
        sizes[key] = len(found) // KILO
        assert key in store
        assert store.bytes <= store.most


def test_the_least_recently_used_is_forgotten_first():
    store = Store(100 * KILO)
    for key in "abc":
        store.found(key, lambda: array(30))
    store.found("a", lambda: array(30))
    store.found("d", lambda: array(30))
    assert [key in store for key in "abcd"] == [True, False, True, True]


def test_what_alone_is_too_large_stays_until_the_next_comes():
    store = Store(100 * KILO)
    store.found("a", lambda: array(30))
    assert len(store.found("large", lambda: array(500))) == 500 * KILO
    assert "large" in store
    assert "a" not in store
    store.found("b", lambda: array(30))
    assert "large" not in store
    assert store.bytes <= store.most


def test_an_error_is_kept_for_nobody():
    store = Store()
    with pytest.raises(ZeroDivisionError):
        store.found("a", lambda: 1 // 0)
    assert len(store) == 0
    assert store.found("a", lambda: 7) == 7


def test_two_who_want_the_same_wait_for_one_computation_and_others_for_nobody():
    store, begun, go_on = Store(), Event(), Event()
    computed, found = [], []

    def slow() -> str:
        computed.append("slow")
        begun.set()
        assert go_on.wait(patience.SECONDS)
        return "slow"

    both = [Thread(target=lambda: found.append(store.found("slow", slow))) for _ in range(2)]
    for thread in both:
        thread.start()
    try:
        assert begun.wait(patience.SECONDS)
        other = Thread(target=lambda: found.append(store.found("other", lambda: "other")))
        other.start()
        other.join(patience.SECONDS)
        assert found == ["other"]
    finally:
        go_on.set()
        for thread in both:
            thread.join(patience.SECONDS)
    assert found == ["other", "slow", "slow"]
    assert computed == ["slow"]


@dataclass(frozen=True)
class Result:
    values: np.ndarray
    half: np.ndarray
    words: str


class Slotted:
    __slots__ = ("values",)

    def __init__(self, values: np.ndarray) -> None:
        self.values = values


def test_the_weight_is_that_of_arrays_and_words_each_once():
    values = np.zeros((50, 100))
    one = Result(values, values[::2], "x" * 10_000)
    own = 8 * values.size + 10_000
    assert own < weight(one) < own + 1500
    assert weight([one, one, values.T]) < own + 1800
    assert weight(values[:1]) == values.nbytes, "a view holds all of it"
    assert weight({"a": Slotted(values)}) > values.nbytes
    assert weight([0.5 * i for i in range(1000)]) > 32 * KILO
    assert weight(np.frombuffer(b"x" * 4000, dtype=np.uint8)) >= 4000
    assert weight((len, Result, test_an_error_is_kept_for_nobody)) < 200
    assert weight(None) == 0


def test_what_grows_weighs_what_it_will():
    class Growing:
        most_bytes = 5_000_000

    assert 5_000_000 <= weight([Growing()]) < 5_000_200


@pytest.mark.long
@pytest.mark.parametrize("activation", [Sigmoid(), LeakyReLU()], ids=["drawn there", "shipped"])
def test_a_recording_says_before_it_begins_how_large_it_becomes(activation):
    recording = Recording(HighamExperiment(steps=1000, activation=activation))
    said = recording.most_bytes
    while not recording.finished:
        recording.advance(0.1)
    held = sum(weight(vars(part)) for part in recording._parts) + weight(recording.live._parts)
    assert 0.3 * said < held < said


_EXPERIMENTS = """
import gc, json, tracemalloc
from pages.ui.losses import cached
from pages.ui.store import KEPT
from tests.benchmarks import memory

cached._RATES, KEPT.most = (0.1, 1.0, 2.0), 3_000_000
held, traced = [], []
tracemalloc.start()
for number in range(12):
    memory.experiment(number, data="six-points")
    gc.collect()
    held.append(KEPT.bytes)
    traced.append(tracemalloc.get_traced_memory()[0])
print(json.dumps([held, traced]))
"""


@pytest.mark.long
def test_memory_stays_where_it_is_after_enough_different_experiments():
    """One experiment after another, each with its scene: what is new pushes out what is old."""
    # In a process of its own, where nobody else takes memory meanwhile.
    done = subprocess.run(
        [sys.executable, "-c", _EXPERIMENTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    held, traced = json.loads(done.stdout)
    assert max(held) <= 3_000_000
    assert held[2] > held[0]
    assert traced[-1] - traced[7] < 0.25 * (traced[3] - traced[0]), "no plateau from the eighth on"


def test_everything_that_is_kept_is_kept_there():
    """Streamlit's own caches know no bytes; the jobs' one worker is no result."""
    sources = {path.name: path.read_text("utf-8") for path in (ROOT / "pages").rglob("*.py")}
    named = {name for name, source in sources.items() if re.search(r"st\.cache_\w+", source)}
    assert named == {"jobs.py"}


@settings(max_examples=60, deadline=None)
@given(some.lists(some.tuples(some.integers(0, 9), some.booleans()), max_size=40))
def test_what_several_results_share_is_there_once(asked):
    """The sum is that of all arrays in the store, whichever results have come and gone."""
    store, common = Store(100 * KILO), array(40)
    for key, forget in asked:
        if forget:
            store.put(key, common)
        else:
            store.found(key, lambda: [array(20), common])
        kept = [store.get(key) for key in range(10) if key in store]
        arrays = {id(one): one for result in kept for one in parts(result)}
        assert 0 <= store.bytes - sum(one.nbytes for one in arrays.values()) < 20 * KILO
        assert store.bytes <= store.most
    store.clear()
    assert store.bytes == 0


def parts(result):
    return result if isinstance(result, list) else [result]


def test_what_is_there_is_handed_out_while_another_is_being_put_there():
    """Not even the store's own lock is waited for: a hall of readers would queue up at it."""
    store, got = Store(100 * KILO), []
    store.found("a", lambda: 1)
    with store._lock:
        reader = Thread(target=lambda: got.append(store.found("a", lambda: 2)), daemon=True)
        reader.start()
        reader.join(patience.SECONDS)
        assert got == [1]


def test_twenty_readers_with_settings_of_their_own_find_all_their_results_again(monkeypatch):
    """In a lecture hall each moves η on: what one experiment keeps, counted, is small enough."""
    monkeypatch.setattr(KEPT, "most", 10 * MOST_BYTES)
    KEPT.clear()
    for seed in ("1", "77"):
        page = AppTest.from_file(str(ROOT / "pages" / "01_logistic_regression.py"))
        page.query_params["seed"] = seed
        assert not page.run(timeout=patience.SECONDS).exception
    assert 20 * KEPT.bytes / 2 < MOST_BYTES
    KEPT.clear()
