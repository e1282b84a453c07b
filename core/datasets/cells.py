"""From the text of a table, or the bytes of its file, to the cells of its header and its rows."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

MAX_BYTES = 1_000_000
SEPARATORS = "\t;,"
"""In the order in which they are taken where a header holds several: the rarest in a text first."""

_SIGNS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar", " ": "space"}
_NEWLINE = re.compile(r"\r\n|\r|\n")
_SAID = re.compile(r'"?sep=([^\r\n]?)"?[,;\t ]*(?=[\r\n]|\Z)', re.IGNORECASE)
# Lines that begin with # above the header, and the # of the header itself.
_COMMENTS = re.compile(r"\s*(?:#[^\r\n]*[\r\n]+)*# ")
# So many rows tell which character of a header separates the cells.
_TRIED_ROWS = 50


class TableError(ValueError):
    """A table that cannot be used; one sentence that names line, value and reason.

    Lines are counted from 1, the header included.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"Line {line}: {reason}.")
        self.line = line
        self.reason = reason


def cells_of(table: str | bytes) -> tuple[str, Iterator[tuple[int, list[str]]]]:
    """The separator, and each row that is not blank with the line that it begins on.

    White space in a cell is a single space, and none at its ends. A first line `sep=;` says the
    separator, and a header may stand behind “# ”.
    """
    text, separator = said_separator(_decoded(table), SEPARATORS)
    text = without_comments(text)
    separator = separator or _separator(text)
    return separator, rows_of(text, separator)


def shown(text: str, characters: int = 40) -> str:
    """The beginning of a reader's text, harmless to print."""
    short = text if len(text) <= characters else text[:characters] + "…"
    return "".join(character if character.isprintable() else "�" for character in short)


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


def without_comments(text: str) -> str:
    """The text without the lines above the header that begin with #, and without its own #.

    The breaks of these lines stay, so that lines keep their numbers.
    """
    commented = _COMMENTS.match(text)
    if commented is None:
        return text
    return "".join(_NEWLINE.findall(commented[0])) + text[commented.end() :]


def said_separator(text: str, allowed: str) -> tuple[str, str | None]:
    """The text without a first line `sep=;` but with its line break, and the separator it says."""
    said = _SAID.match(text)
    if not said:
        return text, None
    if not said[1] or said[1] not in allowed:
        names = [name for sign, name in _SIGNS.items() if sign in allowed]
        raise TableError(
            1,
            f"the separator “{shown(said[1])}” is not possible: allowed are "
            + " and ".join([", ".join(names[:-1]), names[-1]]),
        )
    return text[said.end() :], said[1]


def _separator(text: str) -> str:
    """The one that cuts the header, and with it most rows into as many cells as the header."""
    fitting = {separator: _fitting(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=fitting.__getitem__)
    return best if fitting[best] else ","


def _fitting(text: str, separator: str) -> int:
    fitting, count = 0, 0
    try:
        for _, row in islice(rows_of(text, separator), _TRIED_ROWS):
            filled = len(trimmed(row))
            count = count or filled
            fitting += filled == count > 1
    except TableError:
        pass
    return fitting


def trimmed(row: list[str]) -> list[str]:
    """The row without the empty cells at its end."""
    count = next((k for k in range(len(row), 0, -1) if row[k - 1]), 0)
    return row[:count]


def rows_of(text: str, separator: str, *, spaced: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank with the line that it begins on.

    spaced: quotation marks may stand behind white space. TableError where they do not match.
    """
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=spaced
    )
    while True:
        line = reader.line_num + 1
        try:
            row = [" ".join(cell.split()) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            raise TableError(
                line, "the quotation marks do not match, or a cell is far too long"
            ) from None
        if any(row):
            yield line, row
