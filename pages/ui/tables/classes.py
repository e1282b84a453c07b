"""The two classes of a label: which of its values is 1."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.datasets.cells import TableError, shown
from core.datasets.numerals import Notation
from pages.ui.tables.columns import Column, Table
from pages.ui.tables.rows import is_missing

MOST_CLASSES: Final = 20
_OFTEN: Final = 5
_NAMES: Final = (
    *("label", "labels", "class", "target", "outcome", "survived", "diagnosis", "species"),
    *("response", "result", "variety", "type", "y"),
)
_YES: Final = frozenset(
    ("yes", "y", "true", "t", "positive", "pos", "+", "on", "ja", "oui", "si", "sí", "sim")
) | frozenset(("wahr", "vrai", "case", "success", "passed", "pass", "admitted", "bought"))
_NO: Final = frozenset(
    ("no", "n", "false", "f", "negative", "neg", "off", "nein", "non", "falsch", "faux")
) | frozenset(("control", "failure", "failed", "fail", "none", "benign", "healthy", "normal"))


@dataclass(frozen=True)
class Picked:
    """What a reader chooses of a table: feature columns, the label column, and which value is 1.

    one: "" for the value that is 1 unless somebody chooses.
    """

    features: tuple[str, ...]
    label: str
    one: str


@dataclass(frozen=True)
class Classes:
    """A label's values: its name, each row's value (N,) or "", and the values in order."""

    name: str
    of_row: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def usual(self) -> str:
        """The value that is class 1 unless a reader says otherwise: yes, true, the larger one."""
        if len(self.values) == 2:
            first, second = (value.casefold() for value in self.values)
            if (first in _YES) > (second in _YES) or (second in _NO) > (first in _NO):
                return self.values[0]
            if second in (f"{prefix}{first}" for prefix in ("not ", "no ", "non-", "non ", "un")):
                return self.values[0]
        return self.values[-1]


def classes_of(column: Column, notation: Notation) -> Classes:
    """The values of a column: numbers by their size, words in alphabetical order."""
    spelled = dict[str, str]()
    numbers = [notation.value(cell) for cell in column.cells]
    named = {"none", "-"} if "+" in column.cells else {"none"}
    of_row = list[str]()
    for cell, number in zip(column.cells, numbers, strict=True):
        if is_missing(cell) and cell.casefold() not in named:
            of_row.append("")
        elif number is None:
            of_row.append(spelled.setdefault(cell.casefold(), cell))
        else:
            of_row.append(repr(number + 0.0).removesuffix(".0"))
    values = sorted(set(of_row) - {""}, key=_order)
    return Classes(column.name, tuple(of_row), tuple(values))


def choosable(classes: Classes) -> bool:
    """Whether a column can be a label: two values, or a few that occur often."""
    count, rows = len(classes.values), len(classes.of_row)
    return count == 2 or 2 < count <= min(MOST_CLASSES, rows / 2)


def usual_label(table: Table, possible: Sequence[Classes]) -> Classes:
    """The column that is the label unless a reader says otherwise.

    The last one if it holds 0 and 1, else one whose name says so, else the last if it can be one,
    else words before numbers and two values before more. TableError where no column can be one.
    """
    first, last = table.columns[0].name, table.columns[-1].name
    by_name = {classes.name: classes for classes in possible}
    if last in by_name and set(by_name[last].values) <= {"0", "1"}:
        return by_name[last]
    for wanted in _NAMES:
        for name, classes in by_name.items():
            if name.casefold() == wanted:
                return classes
    if last in by_name:
        return by_name[last]
    # Numbers of a feature may repeat as well: only where they do so often are they a label.
    sure = [
        one
        for one in possible
        if not table.named(one.name).numeric or len(one.of_row) >= _OFTEN * len(one.values)
    ]
    words = [one for one in sure if not table.named(one.name).numeric]
    two = [one for one in words or sure if len(one.values) == 2]
    found = two or words or sure
    if not found:
        raise _no_label(table)
    return next((one for one in found if one.name == first), found[-1])


def refuse_rare(classes: Classes, table: Table) -> None:
    """TableError for a value that occurs once beside two others: a slip, or no class."""
    counts = Counter(value for value in classes.of_row if value)
    rare = [value for value, count in counts.items() if count == 1]
    if len(counts) > 2 and rare:
        line = table.lines[classes.of_row.index(rare[-1])]
        raise TableError(
            line,
            f"the label “{shown(rare[-1])}” occurs once; allowed are two values, or more of them "
            "that occur several times",
        )


def _no_label(table: Table) -> TableError:
    column = table.columns[-1]
    values = list(dict.fromkeys(cell for cell in column.cells if not is_missing(cell)))
    if len(values) < 2:
        said = f"every label down to here is {shown(values[0])}" if values else "no label is there"
        return TableError(table.lines[-1], f"{said}, but two classes must occur")
    third = values[min(2, len(values) - 1)]
    return TableError(
        table.lines[column.cells.index(third)],
        f"the label “{shown(third)}” is one of {len(values):,} in column “{shown(column.name)}”; "
        "allowed are two values, or few that occur often",
    )


def _order(value: str) -> tuple[int, float, str]:
    number = Notation().value(value)
    return (1, 0.0, value.casefold()) if number is None else (0, number, value)
