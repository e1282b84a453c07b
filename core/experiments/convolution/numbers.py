"""Numbers that a reader writes into cells, as text that an address can hold."""

import re

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
    words = [word for word in re.split(r"[\s,;]+", cells) if word]
    count = shape[0] * shape[1]
    if not words or (len(words) != count and not fewer):
        asked = "at least one" if fewer else str(count)
        raise CellsError(f"The {what} has {len(words)} numbers: allowed are {asked}.")
    return np.resize(np.array([_number(what, word) for word in words]), shape)


def write_cells(values: Array) -> str:
    """The text that `read_cells` reads back as the same bits."""
    return " ".join(as_text(float(value)) for value in np.ravel(values))


def _number(what: str, word: str) -> float:
    if not _NUMBER.fullmatch(word) or not abs(float(word)) <= LARGEST:
        raise CellsError(
            f"“{word[:40]}” is no number for the {what}: allowed are numbers from "
            f"-{LARGEST} to {LARGEST}."
        )
    return float(word)
