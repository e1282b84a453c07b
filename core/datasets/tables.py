"""A reader's own data as CSV text: one or two features and a 0/1 label."""

import csv
import io
import math
import re
from collections.abc import Iterator

import numpy as np

from core.datasets.samples import Samples

MAX_BYTES = 1_000_000
MAX_ROWS = 2_000
MAX_MAGNITUDE = 1e6
MAX_NAME = 80

_SEPARATORS = ",;\t"
_NEWLINE = re.compile(r"\r\n|\r|\n")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity)", re.IGNORECASE)
_EXAMPLE = "such as x1,x2,label"


class TableError(ValueError):
    """A table that cannot be used; one sentence that names line, value and reason.

    Lines are counted from 1, the header included.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}.")
        self.line = line
        self.reason = reason


def read_table(table: str | bytes) -> Samples:
    """The samples in CSV text, or in the bytes of a file in UTF-8.

    The first line names the columns: one or two features (finite, at most 1e6 in magnitude) and,
    last, the label 0 or 1. Comma, semicolon or tab separate the cells; the header tells which. With
    semicolons, as spreadsheets write where the decimal sign is a comma, 1,5 is 1.5.
    Raises TableError for everything else; never more than 2,000 rows or 1 MB.
    """
    text = _decoded(table)
    separator = _separator(text)
    point = "," if separator == ";" else "."
    rows = _rows(text, separator)
    line, header = next(rows, (1, []))
    features = _features(line, header)
    x, y = list[list[float]](), list[float]()
    for line, row in rows:
        if len(y) == MAX_ROWS:
            raise TableError(line, f"the table goes on, but allowed are {MAX_ROWS:,} rows of data")
        cells = _cells(line, row, header)
        x.append([_number(line, *pair, point) for pair in zip(features, cells[:-1], strict=True)])
        y.append(_label(line, cells[-1], point))
    if not y:
        raise TableError(line + 1, "there is no data below the header")
    if min(y) == max(y):
        raise TableError(
            line, f"every label down to here is {y[0]:.0f}, but both 0 and 1 must occur"
        )
    return Samples(np.array(x), np.array(y), features)


def write_table(samples: Samples) -> str:
    """The samples as CSV text that `read_table` reads back bit for bit.

    Numbers are those of `samples.x`; the header of a standardized column says so.
    """
    names = [
        name if (center, scale) == (0, 1) else f"{name} [standardized]"
        for name, center, scale in zip(samples.features, samples.center, samples.scale, strict=True)
    ]
    label = next(name for name in ("label", "class", "target") if name not in names)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*names, label])
    for x, y in zip(samples.x.tolist(), samples.y[:, 0].tolist(), strict=True):
        writer.writerow([*map(repr, x), int(y)])
    return text.getvalue()


def _decoded(table: str | bytes) -> str:
    data = table.encode("utf-8", "surrogatepass") if isinstance(table, str) else table
    if len(data) > MAX_BYTES:
        raise TableError(1, f"the table has {len(data):,} bytes, but allowed are {MAX_BYTES:,}")
    if isinstance(table, str):
        text = table
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = _line_after(data[: error.start].decode("utf-8"))
            raise TableError(
                line, f"the byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
            ) from None
    if "\0" in text:
        line = _line_after(text[: text.index("\0")])
        raise TableError(line, "there is a NUL byte, so this is not text; save the file as UTF-8")
    return text.removeprefix("\ufeff")


def _line_after(text: str) -> int:
    return 1 + len(_NEWLINE.findall(text))


def _separator(text: str) -> str:
    """The separator that the header holds most of, outside quotation marks."""
    first = _NEWLINE.split(text.lstrip(), maxsplit=1)[0]
    unquoted = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=unquoted.count)


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, its cells stripped, with the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            raise TableError(
                line, "the quotation marks do not match, or a cell is far too long"
            ) from None
        if row not in ([], [""]):
            yield line, row


def _features(line: int, header: list[str]) -> tuple[str, ...]:
    if not header:
        raise TableError(line, f"the table is empty, but a header is needed, {_EXAMPLE}")
    for name in header:
        if _NUMBER.fullmatch(name) or _NOT_FINITE.fullmatch(name):
            raise TableError(
                line, f"“{_shown(name)}” is a number, but here a header is needed, {_EXAMPLE}"
            )
    if len(header) not in (2, 3):
        raise TableError(
            line,
            f"the header “{_shown(' | '.join(header))}” has {_count(header, 'column')}, "
            f"but allowed are one or two features and a label, {_EXAMPLE}",
        )
    for position, name in enumerate(header, start=1):
        if not name:
            raise TableError(line, f"column {position} has no name")
        if len(name) > MAX_NAME or not name.isprintable():
            raise TableError(
                line,
                f"the column name “{_shown(name)}” is not possible: allowed are {MAX_NAME} "
                "printable characters",
            )
        if name in header[: position - 1]:
            raise TableError(line, f"the column name “{_shown(name)}” occurs twice")
    return tuple(header[:-1])


def _cells(line: int, row: list[str], header: list[str]) -> list[str]:
    if len(row) != len(header):
        raise TableError(
            line,
            f"“{_shown(' | '.join(row))}” has {_count(row, 'cell')}, but the header has "
            f"{len(header)}",
        )
    for name, cell in zip(header, row, strict=True):
        if not cell:
            raise TableError(line, f"the cell in column “{_shown(name)}” is empty")
    return row


def _number(line: int, name: str, cell: str, point: str) -> float:
    text = cell.replace(point, ".")
    subject = f"“{_shown(cell)}” in column “{_shown(name)}”"
    if _NOT_FINITE.fullmatch(cell):
        raise TableError(line, f"{subject} is not finite, but allowed are finite numbers")
    if not _NUMBER.fullmatch(text):
        raise TableError(
            line, f"{subject} is not a number; allowed are numbers such as -1.5 or 2e3"
        )
    number = float(text)
    if math.fabs(number) > MAX_MAGNITUDE:
        raise TableError(line, f"{subject} is too large: allowed is from -1e6 to 1e6")
    return number


def _label(line: int, cell: str, point: str) -> float:
    text = cell.replace(point, ".")
    if not (_NUMBER.fullmatch(text) and float(text) in (0, 1)):
        raise TableError(line, f"the label “{_shown(cell)}” is not possible: allowed are 0 and 1")
    return math.fabs(float(text))


def _count(cells: list[str], noun: str) -> str:
    return f"{len(cells)} {noun}" if len(cells) == 1 else f"{len(cells):,} {noun}s"


def _shown(text: str, characters: int = 40) -> str:
    """The beginning of a reader's text, harmless to print."""
    short = text if len(text) <= characters else text[:characters] + "…"
    return "".join(character if character.isprintable() else "�" for character in short)
