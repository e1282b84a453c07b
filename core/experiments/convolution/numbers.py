"""Numbers that a reader writes into cells, as text that an address can hold."""

import re
from collections.abc import Sequence

import numpy as np

from core.arrays import Array
from core.spec import as_text

LARGEST = 99
"""No cell holds a larger modulus."""

LONGEST = 400
"""Characters for the numbers of one grid."""

# Python reads more as a number than a reader writes: "1_0", "nan", "٣".
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class CellsError(ValueError):
    """Numbers that cannot be used: one sentence that names the grid, the value, what is allowed."""


def read_cells(what: str, cells: str, shape: tuple[int, int], fewer: bool = False) -> Array:
    """The numbers (rows, columns) in a text, row by row, separated by spaces, commas, semicolons.

    fewer: there may be any positive count, which is repeated or cut to the shape. CellsError
    otherwise, and for what is no number from -99 to 99.
    """
    words = _words(cells)
    count = shape[0] * shape[1]
    if not words or (len(words) != count and not fewer):
        asked = "at least one" if fewer else str(count)
        raise CellsError(f"The {what} has {_counted(len(words))}: allowed are {asked}.")
    return np.resize(np.array([_number(what, word) for word in words]), shape)


def read_square(what: str, cells: str, sides: Sequence[int]) -> Array:
    """The numbers (k, k) in a text, for the k of `sides` that it has numbers for.

    CellsError otherwise, and for what is no number from -99 to 99.
    """
    count = len(_words(cells))
    side = next((k for k in sides if k * k == count), None)
    if side is None:
        *some, last = (str(k * k) for k in sides)
        allowed = f"{', '.join(some)} and {last}"
        raise CellsError(f"The {what} has {_counted(count)}: allowed are {allowed}.")
    return read_cells(what, cells, (side, side))


def write_cells(values: Array) -> str:
    """The text that `read_cells` reads back as the same bits."""
    return " ".join(as_text(float(value)) for value in np.ravel(values))


def _counted(count: int) -> str:
    return f"{count} number{'s' * (count != 1)}"


def _words(cells: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", cells) if word]


def _number(what: str, word: str) -> float:
    if not _NUMBER.fullmatch(word) or not abs(float(word)) <= LARGEST:
        raise CellsError(
            f"“{word[:40]}” is no number for the {what}: allowed are numbers from "
            f"-{LARGEST} to {LARGEST}."
        )
    return float(word)
