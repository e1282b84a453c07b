"""From text to rows of cells: which character stands between them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.datasets.cells import TableError, rows_of, said_separator, shown, without_comments
from core.datasets.numerals import is_number

SEPARATORS: Final = {
    "\t": "tabs",
    ";": "semicolons",
    "|": "vertical bars",
    ",": "commas",
    " ": "spaces",
}
"""In the order in which they are taken where several fit as well: the rarest in a text first."""

_QUOTES: Final = re.compile("""'([^']*)'|"([^"]*)"|[“”„«]([^“”«»]*)[“”»]""")
_MINUS: Final = re.compile("[‐‒–−﹣－](?=[0-9.,])")
# 1'234 and 1’234, as the Swiss write thousands, and 1_234: nothing else is written so.
_APOSTROPHES: Final = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:['’][0-9]{3})+(?:\.[0-9]*)?")
_PAIR: Final = re.compile(r"[0-9]+:[-+0-9.eE]+")
_MISSING: Final = frozenset(
    (
        "",
        "na",
        "n/a",
        "#n/a",
        "<na>",
        "nan",
        "null",
        "nil",
        "none",
        "?",
        "-",
        "--",
        ".",
        "..",
        "\\n",
    )
) | frozenset(("missing", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "#null!"))

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Cut:
    """The rows (line, cells) of a table and the character that separated the cells."""

    separator: str
    rows: list[Row]


def cut(text: str) -> Cut:
    """The rows that are not blank; the separator is that of `sep=`, or the one that fits best.

    That is the one that cuts most rows into as many cells, most of them numbers. TableError where
    two separators make numbers of everything.
    """
    text, said = said_separator(text, "".join(SEPARATORS))
    text = without_comments(text)
    if said:
        return Cut(said, _rows(text, said))
    fits: dict[str, float] = {}
    rows: dict[str, list[Row]] = {}
    error: TableError | None = None
    for separator in SEPARATORS:
        try:
            rows[separator] = _rows(text, separator)
        except TableError as found:
            error = error or found
        else:
            fits[separator] = _fit(rows[separator], separator)
    best = max(fits, key=fits.__getitem__, default="")
    if not best or (fits[best] == 0 and error):
        raise error or TableError(1, "the table is empty")
    if fits[best] == 0:
        best = "," if "," in rows else best
    rivals = [separator for separator, fit in fits.items() if fit == 1]
    if len(rivals) > 1:
        first, second = (SEPARATORS[rival] for rival in rivals[:2])
        raise TableError(
            rows[best][0][0],
            f"{first} may separate the cells here, and {second} too: say which in a line above, "
            "such as “sep=;”",
        )
    _refuse_pairs(rows[best])
    return Cut(best, rows[best])


def _refuse_pairs(rows: Sequence[Row]) -> None:
    """TableError for the lines of LIBSVM: a label, and pairs of a column and a value."""
    if rows and all(len(row) > 1 and all(map(_PAIR.fullmatch, row[1:])) for _, row in rows):
        raise TableError(
            rows[0][0],
            f"“{shown(rows[0][1][1])}” is a pair of a column and a value, but here each column "
            "needs a cell in each row",
        )


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value: empty, NA, ?, a dash, an error of Excel."""
    return cell.casefold() in _MISSING


def width_of(rows: Sequence[Row]) -> int:
    """How many cells most rows have."""
    return Counter(len(row) for _, row in rows).most_common(1)[0][0] if rows else 0


def _rows(text: str, separator: str) -> list[Row]:
    rows = [
        (line, [_plain(cell) for cell in row])
        for line, row in rows_of(text, separator, spaced=separator != " ")
    ]
    if separator == " ":
        return [(line, [cell for cell in row if cell]) for line, row in rows]
    if separator == "\t" and len({len(row) for _, row in rows}) > 1:
        # Tabs that only align: no cell is empty, and all rows have as many.
        filled = [(line, [cell for cell in row if cell]) for line, row in rows]
        if len({len(row) for _, row in filled}) == 1:
            return filled
    return rows


def _plain(cell: str) -> str:
    """A cell without quotation marks around it, and with a hyphen for its minus sign."""
    quoted = _QUOTES.fullmatch(cell)
    if quoted:
        cell = next(part for part in quoted.groups() if part is not None).strip()
    if _MINUS.match(cell):
        cell = "-" + cell[1:]
    return re.sub("['’]", "", cell) if _APOSTROPHES.fullmatch(cell) else cell


def _fit(rows: Sequence[Row], separator: str) -> float:
    """From 0 to 1: the share of rows of the usual width, times that of numbers below the first."""
    width = width_of(rows)
    if width < 2:
        return 0.0
    cells = [cell for _, row in rows[1:] for cell in row if not is_missing(cell)]
    if separator == " " and any(cell[:1] in ",;" or cell[-1:] in ",;" for cell in cells):
        return 0.0
    regular = sum(len(row) == width for _, row in rows) / len(rows)
    numbers = sum(map(is_number, cells)) / len(cells) if cells else 0.0
    return regular * (0.01 + 0.99 * numbers) if numbers < 1 else regular
