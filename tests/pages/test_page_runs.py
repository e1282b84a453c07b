"""Runs of pages come one after the other, and nobody is held up by what is long or waits."""

import ast
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui import parts, turns
from pages.ui.chapter import work
from pages.ui.chapter.work import Need
from pages.ui.store import Store
from tests import patience

ROOT = Path(__file__).parents[2]


def test_runs_of_pages_come_one_after_the_other_in_the_order_of_their_beginnings():
    """A run that has several parts is not behind those who came after it began."""
    told, entered, go = [], Event(), Event()

    def run(name):
        with turns.one_run():
            told.append(f"{name} 1")
            if name == "a":
                entered.set()
                patience.until(go.is_set)
        with turns.one_run(), turns.one_run():
            told.append(f"{name} 2")

    threads = [Thread(target=run, args=(name,), daemon=True) for name in "abc"]
    with patient(turns._RUNS, 2 * patience.SECONDS):
        threads[0].start()
        entered.wait(patience.SECONDS)
        for waiting, thread in enumerate(threads[1:], 1):
            thread.start()
            patience.until(lambda waiting=waiting: len(turns._RUNS._waiting) == waiting)
        go.set()
        for thread in threads:
            thread.join(patience.SECONDS)
    # Between its parts a run has left: what stands first in the queue then goes on.
    assert [one for one in told if one.endswith("1")] == ["a 1", "b 1", "c 1"]
    assert told.index("a 2") < told.index("c 1")
    assert told.index("b 2") < told.index("c 2")


def test_the_run_of_a_part_overtakes_those_of_pages():
    told, threads = [], []

    def run(name, ahead):
        with turns.one_run(ahead):
            told.append(name)

    with patient(turns._RUNS, 2 * patience.SECONDS):
        turns._RUNS.take("test")
        for waiting, (name, ahead) in enumerate((("page", 0.0), ("part", 1e6)), 1):
            threads.append(Thread(target=run, args=(name, ahead), daemon=True))
            threads[-1].start()
            patience.until(lambda waiting=waiting: len(turns._RUNS._waiting) == waiting)
        turns._RUNS.end("test")
        for thread in threads:
            thread.join(patience.SECONDS)
    assert told == ["part", "page"]


def test_long_work_and_waiting_hold_up_no_other_run():
    go, done = Event(), []

    def other():
        with turns.one_run():
            done.append("other")

    with patient(turns._RUNS, 2 * patience.SECONDS):
        for pause in (turns.long_work, turns.at_rest):
            done.clear()
            with turns.one_run(), pause():
                thread = Thread(target=other, daemon=True)
                thread.start()
                patience.until(lambda: done == ["other"])
                thread.join(patience.SECONDS)
            with turns.one_run():
                go.set()
    assert turns._RUNS._holder is None


def test_long_work_takes_turns_with_its_like(monkeypatch):
    monkeypatch.setattr(turns.LONG, "_slice", 0.0)
    told = []

    def work(name):
        with turns.one_run(), turns.long_work():
            for _ in range(4):
                told.append(name)
                turns.give_way()

    threads = [Thread(target=work, args=(name,), daemon=True) for name in "ab"]
    with patient(turns.LONG, 2 * patience.SECONDS):
        turns.LONG.take("test")
        for thread in threads:
            thread.start()
        patience.until(lambda: len(turns.LONG._waiting) == 2)
        turns.LONG.end("test")
        for thread in threads:
            thread.join(patience.SECONDS)
    assert [set(pair) for pair in zip(told[::2], told[1::2], strict=True)] == [{"a", "b"}] * 4


def test_who_waits_for_what_another_finds_lets_the_next_run_go_on():
    store, finding, go, told = Store(), Event(), Event(), []

    def find():
        finding.set()
        patience.until(go.is_set)
        return "found"

    def run(name):
        with turns.one_run():
            told.append(name if name == "next" else store.found("key", find))

    with patient(turns._RUNS, 2 * patience.SECONDS):
        # Somebody finds it beside the pages; one run wants it as well.
        threads = [Thread(target=store.found, args=("key", find), daemon=True)]
        threads += [Thread(target=run, args=(name,), daemon=True) for name in ("waiting", "next")]
        threads[0].start()
        patience.until(finding.is_set)
        threads[1].start()
        threads[2].start()
        patience.until(lambda: told == ["next"])
        go.set()
        for thread in threads:
            thread.join(patience.SECONDS)
    assert told == ["next", "found"]


@pytest.mark.parametrize(("seconds", "among"), [(0.01, turns._RUNS), (0.5, turns.LONG)])
def test_a_scene_for_which_much_is_to_be_found_is_long_work(seconds, among):
    with turns.one_run():
        seen = work._found([Need(seconds, bool, int)], lambda _: turns._TURN.get()[0], None)
    assert seen is among


TWO_PARTS = """
from pages.ui.parts import begin_page, end_page, part

begin_page()
part("stage", lambda: None)
part("below", lambda: None)
end_page()
"""


def test_a_page_gives_way_before_each_of_its_parts(monkeypatch):
    given = []
    monkeypatch.setattr(parts, "give_way", lambda: given.append(1))

    assert not AppTest.from_string(TWO_PARTS).run().exception
    assert len(given) == 2


def test_whatever_runs_alone_has_its_turn():
    """A fragment that Streamlit runs without the rest of a page goes through the same gate."""
    found = 0
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                if any(mark.startswith("st.fragment") for mark in marks):
                    found += 1
                    assert marks[-1].startswith("one_run("), f"{path.name}: {node.name}"
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.fragment":
                assert node.keywords, f"{path.name} makes a fragment that the rule does not see"
    assert found >= 7
    assert "with one_run():\n    show()\n" in (ROOT / "app.py").read_text("utf-8")


@contextmanager
def patient(these, seconds):
    before, these._patience = these._patience, seconds
    try:
        yield
    finally:
        these._patience = before
