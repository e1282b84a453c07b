"""What is computed once for each object, and by nobody waited for."""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread

import pytest

from core.once import Once, once
from tests import patience

ROOT = Path(__file__).parents[2]
CODE = sorted([*ROOT.glob("core/**/*.py"), *ROOT.glob("pages/**/*.py"), ROOT / "app.py"])


@dataclass(frozen=True)
class Word:
    letters: str
    may_go_on: Event
    begun: Event

    @once
    def length(self) -> int:
        """How long it is."""
        self.begun.set()
        assert self.may_go_on.wait(patience.SECONDS)
        return len(self.letters)


def ready(letters: str) -> Word:
    word = Word(letters, Event(), Event())
    word.may_go_on.set()
    return word


def test_it_is_computed_once_for_each_object_and_a_copy_computes_its_own():
    word = ready("landscape")
    assert word.length == 9
    word.begun.clear()
    assert word.length == 9
    assert not word.begun.is_set()
    assert replace(word, letters="lab").length == 3
    assert word.begun.is_set()


def test_on_the_class_it_is_itself_with_the_words_of_its_function():
    assert isinstance(Word.length, Once)
    assert Word.length.__doc__ == "How long it is."


def test_an_object_that_computes_for_long_stops_no_other():
    slow = Word("slow", Event(), Event())
    thread = Thread(target=lambda: slow.length)
    thread.start()
    try:
        assert slow.begun.wait(patience.SECONDS)
        found = []
        other = Thread(target=lambda: found.append(ready("other").length), daemon=True)
        other.start()
        other.join(patience.SECONDS)
        assert found == [5]
        assert thread.is_alive()
    finally:
        slow.may_go_on.set()
        thread.join(patience.SECONDS)
    assert slow.length == 4


def test_two_threads_that_compute_the_same_get_one_object():
    class Pair:
        computed = 0

        @once
        def found(self) -> list[int]:
            self.computed += 1
            if self.computed == 1:
                # Another thread asks while this one computes.
                other = Thread(target=lambda: seen.append(self.found))
                other.start()
                other.join(patience.SECONDS)
            return [self.computed]

    seen: list[list[int]] = []
    pair = Pair()
    assert pair.found is seen[0]
    assert pair.found is seen[0]


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_uses_the_property_that_locks_a_class_while_it_computes(path):
    code = re.sub(r"`[^`]*`", "", path.read_text("utf-8"))
    assert "cached_property" not in code
