"""The chapters of the app: every numbered file in pages/, described by its own docstring."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Chapter:
    """A page: its file, its title in the navigation, a sentence about it, and how long it takes."""

    file: Path
    title: str
    summary: str
    duration: str = ""


@cache
def chapters(folder: Path = FOLDER) -> tuple[Chapter, ...]:
    """The pages in the order of their numbers; the first is where a reader arrives.

    A page's docstring begins with its title; the summary is its second paragraph, the time that it
    takes its third.
    """
    return tuple(_described(file) for file in sorted(folder.glob("[0-9][0-9]_*.py")))


def _described(file: Path) -> Chapter:
    text = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
    title, _, rest = text.partition("\n\n")
    summary, _, further = rest.partition("\n\n")
    duration = further.partition("\n\n")[0].strip().rstrip(".")
    return Chapter(file, title.rstrip("."), summary.replace("\n", " "), duration)
