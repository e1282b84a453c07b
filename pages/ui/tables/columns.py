"""From rows to columns: whether there is a header, and which column only counts the rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.datasets.cells import TableError, shown, trimmed
from core.datasets.numerals import is_number
from core.datasets.tables import MAX_NAME, MAX_ROWS, meant
from pages.ui.tables.rows import Cut, Row, is_missing, width_of

_COUNTS: Final = re.compile(
    r"id|index|row|rows|no|nr|rownames|unnamed: 0|.*[ _.-](?:id|index|no|nr)|[a-z]+id|#",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"[0-9]+")
# 150,000 cut in two.
_FRONT, _THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}"), re.compile(r"[0-9]{3}")


@dataclass(frozen=True)
class Column:
    """A column: its name and its cells (N,).

    counts: it only numbers or names the rows.
    """

    name: str
    cells: tuple[str, ...]
    counts: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it is meant to hold numbers: at least half of what is there are some."""
        there = [cell for cell in self.cells if not is_missing(cell)]
        return bool(there) and 2 * sum(map(is_number, there)) >= len(there)


@dataclass(frozen=True)
class Table:
    """The columns, and the line (N,) on which each row begins.

    header: the first row was names. rows_named: a column without a name, which is not among the
    columns, counts or names the rows.
    """

    columns: tuple[Column, ...]
    lines: tuple[int, ...]
    header: bool
    separator: str
    rows_named: bool = False

    def named(self, name: str) -> Column:
        """The column of a name."""
        return next(column for column in self.columns if column.name == name)


def table_of(cut: Cut) -> Table:
    """The columns of a table; TableError where a row has other cells than the rest."""
    if not cut.rows:
        raise TableError(1, "the table is empty")
    (line, first), rest = cut.rows[0], cut.rows[1:]
    header = _is_header(line, first, rest, cut.separator)
    body = rest if header else cut.rows
    if not body:
        raise TableError(line + 1, "there is no data below the header")
    if len(body) > MAX_ROWS:
        raise TableError(
            body[MAX_ROWS][0], f"the table goes on, but allowed are {MAX_ROWS:,} rows of data"
        )
    names, shifted = _names(line, first, body, cut.separator) if header else ([], False)
    width = len(names) if header else width_of(body)
    cells = [_fitted(line, row, width, header) for line, row in body]
    columns = list(zip(*cells, strict=True))
    if not header:
        _beware_of_torn_numbers(body, cut.separator)
    found = [
        _column(k, names[k] if header else "", column, (header, shifted), len(columns))
        for k, column in enumerate(columns)
        if any(column) or (header and names[k])
    ]
    rows_named = header and not names[0] and any(columns[0]) and found[0].counts
    found = found[rows_named:]
    _refuse_doubles(line, found)
    lines = tuple(line for line, _ in body)
    return Table(tuple(found), lines, header, cut.separator, rows_named)


def _is_header(line: int, first: list[str], rest: Sequence[Row], separator: str) -> bool:
    numbers = [k for k, cell in enumerate(first) if is_number(cell) and not is_missing(cell)]
    texts = [k for k, cell in enumerate(first) if not is_number(cell) and not is_missing(cell)]
    below = [_below(rest, k) for k in range(len(first))]
    named = any(2 * sum(map(is_number, below[k])) >= len(below[k]) > 0 for k in texts)
    if not numbers:
        gaps = len(texts) < len(trimmed(first))
        return named or not (gaps and texts and all(first[k] in below[k] for k in texts))
    counting = all(
        _DIGITS.fullmatch(first[k]) and int(first[k]) - int(first[numbers[0]]) == k - numbers[0]
        for k in numbers
    ) and int(first[numbers[0]]) in (0, 1)
    if named and counting:
        return True
    if named:
        raise TableError(
            line,
            f"“{shown(first[texts[0]])}” is a name and “{shown(first[numbers[0]])}” a number: a "
            "header has names alone, and a table without a header has numbers there",
        )
    if counting and not texts and len(first) > 1:
        if numbers == list(range(1, len(first))):
            return True
        pointed = any(col and all(re.search("[.,]", cell) for cell in col) for col in below)
        if len(first) > 2 or pointed:
            raise TableError(
                line,
                f"“{shown(' | '.join(first))}” may be names or numbers: write names such as "
                "x1,x2,label",
            )
    return False


def _below(rows: Sequence[Row], k: int) -> list[str]:
    return [row[k] for _, row in rows if k < len(row) and not is_missing(row[k])]


def _names(line: int, first: list[str], body: Sequence[Row], cut: str) -> tuple[list[str], bool]:
    """The header's names; R leaves the one above the rows' own names out, which is put back."""
    first = trimmed(first)
    longest = max(len(trimmed(row)) for _, row in body)
    if longest != len(first) + 1 or not all(len(row) >= longest for _, row in body):
        blank = longest > len(first) and not first[:1]
        return first + [""] * (longest - len(first) if blank else 0), False
    rows = [row for _, row in body]
    unique = len({row[0] for row in rows}) == len(rows)
    words = not any(is_number(row[0]) for row in rows)
    counts = any(
        [row[0] for row in rows] == [str(k + begin) for k in range(len(rows))] for begin in (0, 1)
    )
    torn = cut == " " and all(_DIGITS.fullmatch(row[1]) for row in rows)
    # R does so with spaces and tabs; with commas it is rather the last name that is missing.
    if cut in "\t " and len(rows) > 1 and unique and (words or (counts and not torn)):
        return ["", *first], True
    return first, False


def _fitted(line: int, row: list[str], width: int, header: bool) -> list[str]:
    filled = trimmed(row)
    row = row[: max(width, len(filled))]
    if len(row) != width:
        cells = "1 cell" if len(row) == 1 else f"{len(row):,} cells"
        usual = "the header has" if header else "most rows have"
        raise TableError(line, f"“{shown(' | '.join(row))}” has {cells}, but {usual} {width}")
    return row


def _beware_of_torn_numbers(body: Sequence[Row], separator: str) -> None:
    """TableError where two columns may be one: 150,000 that a comma has cut in two."""
    if separator not in ", ":
        return
    rows = [trimmed(row) for _, row in body]
    for k in range(min(map(len, rows)) - 1):
        pairs = [(row[k], row[k + 1]) for row in rows]
        torn = all(_FRONT.fullmatch(a) and _THOUSANDS.fullmatch(b) for a, b in pairs)
        if torn and any(b.startswith("0") for _, b in pairs):
            line, row = body[0]
            raise TableError(
                line,
                f"“{shown(row[k])}{separator}{shown(row[k + 1])}” may be one number or two: write "
                "a header, or leave out the sign between thousands",
            )


def _column(
    k: int, name: str, cells: tuple[str, ...], how: tuple[bool, bool], width: int
) -> Column:
    """A column with a name that is possible, and whether it counts the rows."""
    header, shifted = how
    name = meant(name)
    distinct = len(set(cells)) == len(cells) > 1
    whole = distinct and all(_DIGITS.fullmatch(cell) for cell in cells)
    counting = whole and [int(cell) - int(cells[0]) for cell in cells] == list(range(len(cells)))
    if header and not name and k == 0:
        counts = shifted or whole or (distinct and not any(map(is_number, cells)))
    elif header:
        counts = whole and bool(_COUNTS.fullmatch(name))
    else:
        counts = k == 0 and counting and int(cells[0]) in (0, 1) and len(cells) > 2 < width
    if is_number(name) or not name:
        name = f"column {name or k + 1}"
    shortened = name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
    return Column(shown(shortened, MAX_NAME), cells, counts)


def _refuse_doubles(line: int, columns: Sequence[Column]) -> None:
    names = [column.name for column in columns]
    for k, name in enumerate(names):
        if name in names[:k]:
            raise TableError(line, f"the column name “{shown(name)}” occurs twice")
