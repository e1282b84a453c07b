"""A table as it comes: what is understood of it, or the sentence why nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from core.datasets.cells import TableError, shown
from core.datasets.numerals import (
    AmbiguousError,
    Notation,
    beware_of_thousands,
    is_number,
    shown_notation,
)
from core.datasets.samples import Samples
from core.datasets.tables import MAX_FEATURES, MAX_MAGNITUDE, MAX_NAME
from pages.ui.tables.classes import (
    Classes,
    Picked,
    choosable,
    classes_of,
    refuse_rare,
    usual_label,
)
from pages.ui.tables.columns import Column, Table, table_of
from pages.ui.tables.letters import text_of
from pages.ui.tables.rows import cut, is_missing
from pages.ui.tables.words import told

__all__ = ["AT_FIRST", "MOST_FEATURES", "Picked", "TableError", "Understood", "read_any"]

MOST_FEATURES: Final = MAX_FEATURES
AT_FIRST: Final = 2
"""Features that are in use until the reader chooses: as many as a picture has axes for."""

_SAYS_ITSELF: Final = frozenset(("1", "yes", "y", "true", "t"))


@dataclass(frozen=True, eq=False)
class Understood:
    """A table: its samples, the names of its columns, and one line that says how it was read.

    picked: the columns that the samples are made of. features: the names of columns of numbers.
    labels: the columns that can be labels, each with its values. preview: the first rows as cells.
    """

    samples: Samples
    columns: tuple[str, ...]
    said: str
    picked: Picked
    features: tuple[str, ...]
    labels: dict[str, tuple[str, ...]]
    preview: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=8)
def read_any(data: bytes, picked: Picked | None = None) -> Understood:
    """The samples of a table as programs and people write them, and how it was understood.

    picked: the reader's choice, of up to `MOST_FEATURES`; without it, or where the table has no
    such columns, the first `AT_FIRST` columns of numbers and the likeliest label. Rows in which a
    value is missing are left out, and counted. Raises TableError, a sentence with line and cell,
    where something has two meanings or none; never more than 2,000 rows or 1 MB.
    """
    text, letters = text_of(data)
    table = table_of(cut(text))
    features = _features(table)
    plain = _notation(table, features, strict=False)
    labels = {
        column.name: classes
        for column in table.columns
        if not column.counts and choosable(classes := classes_of(column, plain))
    }
    if picked is not None and picked.label in labels and not picked.one:
        picked = replace(picked, one=labels[picked.label].usual)
    if picked is None or not _possible(picked, features, labels):
        picked = _usual(table, features, usual_label(table, list(labels.values())))
    classes = labels[picked.label]
    refuse_rare(classes, table)
    used = [table.named(name) for name in picked.features]
    notation = _notation(table, [*picked.features, *_if_numeric(table, picked.label)], strict=True)
    complete = [
        k
        for k, value in enumerate(classes.of_row)
        if value and not any(is_missing(column.cells[k]) for column in used)
    ]
    x = [[_number(table, column, k, notation) for column in used] for k in complete]
    y = [float(classes.of_row[k] == picked.one) for k in complete]
    if not y or min(y) == max(y):
        raise TableError(
            table.lines[complete[-1] if complete else -1],
            "both classes must occur in rows in which nothing is missing",
        )
    samples = Samples(
        np.array(x),
        np.array(y),
        picked.features,
        classes=(_rest(classes, picked.one), picked.one),
        label=_label(classes, picked),
    )
    return Understood(
        samples,
        tuple(column.name for column in table.columns),
        told(table, picked, classes, notation, letters, features),
        picked,
        tuple(features),
        {name: found.values for name, found in labels.items()},
        tuple(zip(*(column.cells[:5] for column in table.columns), strict=True)),
    )


def _features(table: Table) -> list[str]:
    """The columns that can be features."""
    return [c.name for c in table.columns if c.numeric and not _is_huge(c)]


def _is_huge(column: Column) -> bool:
    """Whether a column holds numbers of telephones or tickets: most are beyond what is allowed."""
    numbers = [Notation(grouped=True).value(cell) for cell in column.cells]
    there = [number for number in numbers if number is not None]
    return 2 * sum(abs(number) > MAX_MAGNITUDE for number in there) > len(there) > 0


def _possible(picked: Picked, features: Sequence[str], labels: dict[str, Classes]) -> bool:
    return (
        0 < len(picked.features) <= MOST_FEATURES
        and set(picked.features) <= set(features) - {picked.label}
        and picked.label in labels
        and picked.one in labels[picked.label].values
    )


def _usual(table: Table, features: Sequence[str], label: Classes) -> Picked:
    others = [name for name in features if name != label.name]
    wanted = [name for name in others if not table.named(name).counts] or others
    if not wanted:
        raise _no_feature(table, label.name)
    return Picked(tuple(wanted[:AT_FIRST]), label.name, label.usual)


def _no_feature(table: Table, label: str) -> TableError:
    rest = [column for column in table.columns if column.name != label]
    if not rest:
        return TableError(table.lines[0], "there is one column; a feature and a label are needed")
    column = rest[0]
    row = next((k for k, cell in enumerate(column.cells) if not is_missing(cell)), 0)
    return TableError(
        table.lines[row],
        f"“{shown(column.cells[row])}” in column “{shown(column.name)}” is not a number that is "
        "allowed, and no other column has any; allowed are numbers such as -1.5 or 2e3",
    )


def _if_numeric(table: Table, name: str) -> list[str]:
    return [name] if table.named(name).numeric else []


def _notation(table: Table, names: Sequence[str], *, strict: bool) -> Notation:
    """How the table writes numbers: every column of numbers may tell.

    strict: TableError where a cell in one of the named columns can be read in two ways.
    """
    numeric = [column for column in table.columns if column.numeric]
    chosen = [column for column in numeric if column.name in names]
    column, place = chosen[0] if chosen else table.columns[0], 0
    try:
        if table.separator != "," or any("," in cell for one in numeric for cell in one.cells):
            for some in (numeric, chosen):
                cells = [(one, k) for one in some for k in range(len(one.cells))]
                try:
                    return shown_notation([one.cells[k] for one, k in cells])
                except AmbiguousError as error:
                    if some is chosen or not strict:
                        column, place = cells[error.place]
                        raise
        for column in chosen:
            beware_of_thousands([cell for cell in column.cells if is_number(cell)])
    except AmbiguousError as error:
        if not strict:
            return Notation()
        if table.separator == "," and "," not in column.cells[place]:
            there = [k for k, cell in enumerate(column.cells) if is_number(cell)]
            place = there[error.place] if error.place < len(there) else place
        raise TableError(
            table.lines[place],
            f"“{shown(column.cells[place])}” in column “{shown(column.name)}” {error.reason}",
        ) from None
    return Notation()


def _number(table: Table, column: Column, k: int, notation: Notation) -> float:
    cell, line = column.cells[k], table.lines[k]
    subject = f"“{shown(cell)}” in column “{shown(column.name)}”"
    number = notation.value(cell)
    if number is None:
        finite = "finite, but allowed are finite numbers" if is_number(cell) else "a number"
        raise TableError(
            line, f"{subject} is not {finite}; allowed are numbers such as -1.5 or 2e3"
        )
    if abs(number) > MAX_MAGNITUDE:
        raise TableError(line, f"{subject} is too large: allowed is from -1e9 to 1e9")
    return number


def _rest(classes: Classes, one: str) -> str:
    rest = [value for value in classes.values if value != one]
    return rest[0] if len(rest) == 1 else f"not {one}"


def _label(classes: Classes, picked: Picked) -> str:
    """What is 1 where the class is: the column's name, and with it the value, if it needs one."""
    if picked.one.casefold() in _SAYS_ITSELF and len(classes.values) == 2:
        return classes.name
    name = f"{classes.name}: {shown(picked.one)}"
    return name if len(name) <= MAX_NAME else name[: MAX_NAME - 1] + "…"
