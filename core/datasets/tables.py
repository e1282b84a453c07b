"""A reader's own data as CSV text: up to thirty features and a 0/1 label."""

import csv
import io
import math
import re
from collections.abc import Sequence

import numpy as np

from core.datasets.cells import MAX_BYTES, TableError, cells_of, shown, trimmed
from core.datasets.numerals import (
    AmbiguousError,
    Notation,
    beware_of_thousands,
    is_not_finite,
    is_number,
    shown_notation,
)
from core.datasets.samples import Samples

__all__ = ["MAX_BYTES", "MAX_ROWS", "TableError", "read_table", "write_table"]

MAX_ROWS = 2_000
MAX_FEATURES = 30
MAX_MAGNITUDE = 1e9
MAX_NAME = 80

_EXAMPLE = "such as x1,x2,label"
# Where a spreadsheet begins a cell, whatever it cuts at, and what it then takes for a formula; or
# `read_table` for a comment.
_BEGINS, _FORMULA = r"(^|[;,\t]\s*)", r"(?='*[=+\-@#\uFF0B\uFF0D\uFF1D\uFF20\u2212])"
_NAMES_OF_LABELS = ("label", "class", "target")

Rows = list[tuple[int, list[str]]]


def read_table(table: str | bytes) -> Samples:
    """The samples in CSV text, or in the bytes of a file in UTF-8.

    The first line names the columns: one to `MAX_FEATURES` features (finite, at most 1e9 in
    magnitude) and, last, the label 0 or 1. Comma, semicolon or tab separate the cells: the one that
    a first line such as `sep=;` says, or that header and rows agree on. Where it is no comma, the
    decimal sign is the one that some number shows; a point or a comma that may stand between
    thousands is refused unless the sign is known. Rows, and columns at the end, that are empty do
    not count. Raises TableError for everything else; never more than 2,000 rows or 1 MB.
    """
    separator, rows = cells_of(table)
    line, header = next(rows, (1, []))
    names = _names(line, header)
    body: Rows = []
    for line, row in rows:
        if len(body) == MAX_ROWS:
            raise TableError(line, f"the table goes on, but allowed are {MAX_ROWS:,} rows of data")
        body.append((line, _cells(line, row, names)))
    if not body:
        raise TableError(line + 1, "there is no data below the header")
    notation = _notation(body, names, separator)
    x, y = list[list[float]](), list[float]()
    for line, row in body:
        pairs = zip(names[:-1], row[:-1], strict=True)
        x.append([_number(line, name, cell, notation) for name, cell in pairs])
        y.append(_label(line, row[-1], notation))
    if min(y) == max(y):
        raise TableError(
            line, f"every label down to here is {y[0]:.0f}, but both 0 and 1 must occur"
        )
    return Samples(np.array(x), np.array(y), names[:-1], label=names[-1])


def write_table(samples: Samples) -> str:
    """The samples as CSV text that `read_table` reads back bit for bit.

    Numbers are those of `samples.x`; the header of a standardized column says so. A name that a
    spreadsheet would take for a formula has an apostrophe before it, which `read_table` takes off.
    """
    names = [
        name if (center, scale) == (0, 1) else f"{name} [standardized]"
        for name, center, scale in zip(samples.features, samples.center, samples.scale, strict=True)
    ]
    labels = (samples.label, *_NAMES_OF_LABELS)
    names.append(next(name for name in labels if name not in names))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(harmless, names))
    for x, y in zip(samples.x.tolist(), samples.y[:, 0].tolist(), strict=True):
        writer.writerow([*map(repr, x), int(y)])
    return text.getvalue()


def harmless(name: str) -> str:
    """The name as a spreadsheet shows it instead of computing it: with an apostrophe before =."""
    return re.sub(_BEGINS + _FORMULA, r"\1'", name)


def meant(name: str) -> str:
    """The name that `harmless` was given: without the apostrophe."""
    return re.sub(f"{_BEGINS}'{_FORMULA}", r"\1", name)


def _names(line: int, header: list[str]) -> tuple[str, ...]:
    """The columns' names, the label's last."""
    header = trimmed(header)
    if not header:
        raise TableError(line, f"the table is empty, but a header is needed, {_EXAMPLE}")
    for name in header:
        if is_number(name):
            raise TableError(
                line, f"“{shown(name)}” is a number, but here a header is needed, {_EXAMPLE}"
            )
    if not 2 <= len(header) <= MAX_FEATURES + 1:
        raise TableError(
            line,
            f"the header “{shown(' | '.join(header))}” has {_count(header, 'column')}, "
            f"but allowed are one to {MAX_FEATURES} features and a label, {_EXAMPLE}",
        )
    names = [meant(name) for name in header]
    for position, name in enumerate(names, start=1):
        if not name:
            raise TableError(line, f"column {position} has no name")
        if len(name) > MAX_NAME or not name.isprintable():
            raise TableError(
                line,
                f"the column name “{shown(name)}” is not possible: allowed are {MAX_NAME} "
                "printable characters",
            )
        if name in names[: position - 1]:
            raise TableError(line, f"the column name “{shown(name)}” occurs twice")
    return tuple(names)


def _cells(line: int, row: list[str], names: Sequence[str]) -> list[str]:
    row = row[: max(len(names), len(trimmed(row)))]
    if len(row) != len(names):
        raise TableError(
            line,
            f"“{shown(' | '.join(row))}” has {_count(row, 'cell')}, but the header has "
            f"{len(names)}",
        )
    for name, cell in zip(names, row, strict=True):
        if not cell:
            raise TableError(line, f"the cell in column “{shown(name)}” is empty")
    return row


def _notation(body: Rows, names: Sequence[str], separator: str) -> Notation:
    """How the table writes numbers; TableError where a cell can be read in two ways."""
    width = len(names)
    column = 0
    try:
        if separator != ",":
            return shown_notation([cell for _, row in body for cell in row])
        for column in range(width - 1):
            beware_of_thousands([row[column] for _, row in body])
    except AmbiguousError as error:
        place = error.place if separator != "," else error.place * width + column
        line, row = body[place // width]
        raise TableError(
            line,
            f"“{shown(row[place % width])}” in column “{shown(names[place % width])}” "
            f"{error.reason}",
        ) from None
    return Notation()


def _number(line: int, name: str, cell: str, notation: Notation) -> float:
    subject = f"“{shown(cell)}” in column “{shown(name)}”"
    if is_not_finite(cell):
        raise TableError(line, f"{subject} is not finite, but allowed are finite numbers")
    number = notation.value(cell)
    if number is None:
        raise TableError(
            line, f"{subject} is not a number; allowed are numbers such as -1.5 or 2e3"
        )
    if math.fabs(number) > MAX_MAGNITUDE:
        raise TableError(line, f"{subject} is too large: allowed is from -1e9 to 1e9")
    return number


def _label(line: int, cell: str, notation: Notation) -> float:
    number = notation.value(cell)
    if number not in (0, 1):
        raise TableError(line, f"the label “{shown(cell)}” is not possible: allowed are 0 and 1")
    return math.fabs(number)


def _count(cells: Sequence[str], noun: str) -> str:
    return f"{len(cells)} {noun}" if len(cells) == 1 else f"{len(cells):,} {noun}s"
