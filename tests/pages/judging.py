"""A run's sentences, held one by one against what is true of its frames."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pages.ui.chapter.words import Told

# Code, formulas, addresses and tables of Markdown are typed, not printed.
_TYPED = re.compile(
    r"```.*?```|`[^`]*`|\$[^$]*\$|\]\([^)]*\)|^\|[-:| ]+\|$", re.DOTALL | re.MULTILINE
)
_HYPHEN = re.compile(r"(?<![\w)\]-])-(?=\.?\d|∞|inf\b)|\de[-+]\d|\de0\d")
_READ = {"text", "ticktext", "name", "hovertemplate", "texttemplate", "hovertext", "customdata"}


def hyphens(prose: str) -> list[str]:
    """The numbers in a text whose minus is a hyphen, or whose exponent is a program's."""
    text = _TYPED.sub("", prose)
    return [text[max(0, hit.start() - 3) : hit.end() + 6] for hit in _HYPHEN.finditer(text)]


def underscores(prose: str) -> list[str]:
    """The symbols in a text that are written as a program writes them: λ_max."""
    return re.findall(r"\w*[α-ω]_\w+", _TYPED.sub("", prose))


def in_picture(figure: Mapping[str, Any]) -> list[str]:
    """What a reader of a figure, as plain data, finds typed by a program: hyphens for minus signs.

    Also templates that format a number themselves, since Plotly does it with hyphens.
    """
    found = []
    for key, text in _texts(figure, ""):
        if key in {"hovertemplate", "texttemplate"}:
            found += re.findall(r"%{[^}]*:[^}]*}", text)
        else:
            found += hyphens(text)
    return found


def _texts(part: Any, key: str) -> Iterator[tuple[str, str]]:
    """The strings that are read, each with the name of its property."""
    if isinstance(part, str) and key in _READ:
        yield key, part
    elif isinstance(part, Mapping):
        for name, inner in part.items():
            yield from _texts(inner, name)
    elif isinstance(part, Sequence) and not isinstance(part, str):
        for inner in part:
            yield from _texts(inner, key)


def typed(prose: str) -> str:
    """A text with the minus signs of its numbers as Python reads them."""
    return re.sub(r"−(?=\.?\d|inf)", "-", prose)


def judged(told: Told, true: Any, judge: Callable[[str, Any], None]) -> list[str]:
    """The first words of the sentences, all of which `judge` finds true; `true.f` is the frame."""
    words = []
    for true.f, number in enumerate(told.frame):
        said = told.sentences[number]
        assert not hyphens(said), said
        try:
            judge(typed(said), true)
        except AssertionError as error:
            raise AssertionError(f"{said!r} at step {true.run.k[true.f]} of {true.spec}") from error
        words.append(said.split()[0].strip(":"))
    return words
