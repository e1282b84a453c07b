"""Patience has one place: no test sets a limit of its own, in which a slow machine would fail."""

import re
from pathlib import Path

import pytest

from tests import patience

TESTS = Path(__file__).parent
MAY = {TESTS / "patience.py", Path(__file__)}
OWN = re.compile(r"\b(?:\w*timeout|deadline)=\d|\b(?:monotonic|perf_counter)\(")


def test_no_test_has_a_limit_of_its_own() -> None:
    measured = TESTS / "benchmarks"
    files = {path for path in TESTS.rglob("*.py") if not path.is_relative_to(measured)} - MAY
    found = {path: OWN.findall(path.read_text("utf-8")) for path in files}
    assert {path: own for path, own in found.items() if own} == {}


@pytest.mark.parametrize(
    "line",
    ["run(timeout=5)", "AppTest(x, default_timeout=30)", "settings(deadline=200)", "monotonic()"],
)
def test_a_limit_of_its_own_would_be_found(line: str) -> None:
    assert OWN.search(line)


def test_waiting_ends_with_what_is_waited_for_or_with_an_error(monkeypatch) -> None:
    asked = iter([False, False, True])
    patience.until(lambda: next(asked), every=0)
    assert next(asked, "all asked") == "all asked"
    monkeypatch.setattr(patience, "SECONDS", 0.0)
    with pytest.raises(TimeoutError):
        patience.until(lambda: False, every=0)


def test_no_browser_test_waits_for_a_time_in_place_of_what_it_waits_for() -> None:
    folder = TESTS / "browser"
    waiting = [file.name for file in folder.glob("test_*.py") if "_for_timeout" in file.read_text()]
    assert not waiting
