"""Long computations share one place fairly, and a page says how far its own is."""

import time
from threading import Event, Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from pages.ui.chapter import jobs
from pages.ui.chapter.jobs import Job, Worker
from pages.ui.store import KEPT
from pages.ui.turns import Turns
from tests import patience
from tests.pages.settling import settled


def begun(worker, work, key="one"):
    job = Job(key)
    worker.begin(job, work)
    return job


def ended(*all_jobs):
    patience.until(lambda: not any(job.running for job in all_jobs))


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 5), st.integers(1, 12))
def test_those_who_compute_together_go_on_by_turns(readers, parts):
    """However long the others' work is, each goes on after one turn of every other."""
    worker, told, go = Worker(readers, Turns(slice_seconds=0.0)), [], Event()

    def work(job):
        for part in range(parts):
            patience.until(go.is_set)
            told.append(job.key)
            job.progress(part / parts)

    every = [begun(worker, work, str(reader)) for reader in range(readers)]
    patience.until(lambda: len(worker._turns._waiting) == readers - 1)
    go.set()
    ended(*every)
    rounds = [told[at : at + readers] for at in range(0, len(told), readers)]
    assert len(rounds) == parts
    assert all(sorted(one) == sorted(map(str, range(readers))) for one in rounds)


def test_a_short_job_ends_while_a_long_one_goes_on():
    worker, enough = Worker(2, Turns(slice_seconds=0.0)), Event()

    def long(job):
        while not enough.is_set():
            job.progress(0.5)

    first = begun(worker, long)
    second = begun(worker, lambda job: [job.progress(share) for share in (0.1, 0.9)])
    ended(second)
    assert first.running
    assert worker.beside(first) == 0
    enough.set()
    ended(first)


def test_who_waits_for_something_itself_lets_the_others_go_on():
    worker, go = Worker(2, Turns(slice_seconds=0.0, patience=0.02)), Event()
    silent = begun(worker, lambda job: go.wait(patience.SECONDS))
    other = begun(worker, lambda job: [job.progress(0.5), go.set()])
    ended(silent, other)
    assert silent.result is True


def test_nobody_computes_while_somebody_else_does():
    turns, inside, most = Turns(slice_seconds=0.0, patience=patience.SECONDS), [], []

    def compute(who):
        turns.take(who)
        for _ in range(50):
            inside.append(who)
            most.append(len(inside))
            time.sleep(0)
            inside.remove(who)
            turns.share(who)
        turns.end(who)

    threads = [Thread(target=compute, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience.SECONDS)
    assert len(most) == 200
    assert max(most) == 1


def test_who_finds_no_place_is_told_how_many_are_before_it(monkeypatch):
    worker, go = Worker(2, Turns(slice_seconds=0.0)), Event()

    def work(job):
        while not go.is_set():
            job.progress(0.25)

    every = [begun(worker, work, str(number)) for number in range(5)]
    monkeypatch.setattr(jobs, "_worker", lambda: worker)
    patience.until(lambda: every[1].done == 0.25)
    assert [worker.before(job) for job in every] == [0, 0, 1, 2, 3]
    assert jobs._how_far(every[1]) == "25 %, in turns with 1 other computation"
    assert jobs._how_far(every[3]) == "number 2 in the queue"
    every[0].stopped = True
    patience.until(lambda: [worker.before(job) for job in every[1:]] == [0, 0, 1, 2])
    go.set()
    ended(*every)
    assert [worker.before(job) for job in every] == [0] * 5
    with pytest.raises(jobs.StoppedError):
        every[0].future.result()


def test_a_turn_that_is_not_over_is_kept_though_another_waits():
    turns, begun_there = Turns(slice_seconds=1e9, patience=1e9), Event()
    turns.take("one")

    def other():
        turns.take("other")
        begun_there.set()
        turns.end("other")

    thread = Thread(target=other, daemon=True)
    thread.start()
    patience.until(lambda: len(turns._waiting) == 1)
    turns.share("one")
    assert not begun_there.is_set()
    turns.end("one")
    patience.until(begun_there.is_set)
    thread.join(patience.SECONDS)


def test_what_a_job_has_found_counts_in_the_store_and_is_forgotten_like_all_else():
    before = KEPT.bytes
    job = begun(Worker(), lambda job: np.ones(1_000_000))
    ended(job)
    assert job.result.shape == (1_000_000,)
    assert KEPT.bytes >= before + 8_000_000
    KEPT.clear()
    assert not job.failed
    assert job.result is None


SHOWN = """
import streamlit as st
from pages.ui.chapter import jobs

found = jobs.show(
    "example", "7", lambda job: [7], offer="Begin", doing="Working", failed="Failed", at_once={}
)
st.text("found " + str(found))
"""


@pytest.mark.parametrize("at_once", [False, True])
def test_what_has_been_forgotten_is_offered_or_found_again(at_once):
    app = AppTest.from_string(SHOWN.format(at_once)).run()
    if not at_once:
        next(one for one in app.button if one.label == "Begin").click().run()
    assert settled(app).run().text[0].value == "found [7]"
    KEPT.clear()
    app.run()
    assert not app.exception
    assert not app.error
    labels = {one.label for one in app.button}
    assert labels == ({"Begin"} if not at_once else labels - {"Begin"})
    if not at_once:
        next(one for one in app.button if one.label == "Begin").click().run()
    assert settled(app).run().text[0].value == "found [7]"
