"""A run's sentences, held one by one against what is true of its frames."""

from collections.abc import Callable
from typing import Any

from pages.ui.chapter.words import Told


def judged(told: Told, true: Any, judge: Callable[[str, Any], None]) -> list[str]:
    """The first words of the sentences, all of which `judge` finds true; `true.f` is the frame."""
    words = []
    for true.f, number in enumerate(told.frame):
        said = told.sentences[number]
        try:
            judge(said, true)
        except AssertionError as error:
            raise AssertionError(f"{said!r} at step {true.run.k[true.f]} of {true.spec}") from error
        words.append(said.split()[0].strip(":"))
    return words
