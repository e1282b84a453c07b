"""One line that says how a table was understood, and what of it was left out."""

from collections.abc import Sequence
from typing import Final

from core.datasets.cells import shown
from core.datasets.numerals import Notation
from pages.ui.tables.classes import Classes, Picked
from pages.ui.tables.columns import Table
from pages.ui.tables.rows import SEPARATORS, is_missing

_MOST_NAMED: Final = 3


def told(
    table: Table,
    picked: Picked,
    classes: Classes,
    notation: Notation,
    letters: str,
    features: Sequence[str],
) -> str:
    """The line: rows, features, label, classes; how it was written; which rows are left out."""
    gaps = _gaps(table, picked, classes)
    count = len(table.lines) - sum(len(lines) for lines in gaps.values())
    noun = "feature" if len(picked.features) == 1 else "features"
    sentences = [
        f"{count:,} rows, {noun} {_listed(picked.features)}, label “{shown(classes.name)}”: "
        f"{_classes(classes, picked.one)}",
        _written(table, notation, letters),
        _left_out(gaps),
        _columns(table, picked, features),
    ]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _classes(classes: Classes, one: str) -> str:
    rest = [value for value in classes.values if value != one]
    if classes.values == ("0", "1") and one == "1":
        return "1 and 0"
    if len(rest) == 1:
        return f"1 is “{shown(one)}”, 0 is “{shown(rest[0])}”"
    return f"1 is “{shown(one)}”, 0 are the other {len(rest)} ({_listed(rest)})"


def _written(table: Table, notation: Notation, letters: str) -> str:
    how = []
    if not table.header:
        how.append("without a header")
    if table.separator != ",":
        how.append(f"with {SEPARATORS[table.separator]} between the cells")
    if notation.decimal == ",":
        how.append("with decimal commas")
    if letters:
        how.append(f"as {letters}")
    return f"Read {', '.join(how)}" if how else ""


def _gaps(table: Table, picked: Picked, classes: Classes) -> dict[str, list[int]]:
    """The lines that are left out, by the first column in which something is missing there."""
    gaps = dict[str, list[int]]()
    for k, line in enumerate(table.lines):
        empty = [n for n in picked.features if is_missing(table.named(n).cells[k])]
        if not classes.of_row[k]:
            empty.append(classes.name)
        if empty:
            gaps.setdefault(empty[0], []).append(line)
    return gaps


def _left_out(gaps: dict[str, list[int]]) -> str:
    parts = []
    for name, lines in gaps.items():
        where = f"line {lines[0]}" if len(lines) == 1 else f"the first in line {lines[0]}"
        parts.append(f"{len(lines):,} without a value in “{shown(name)}” ({where})")
    total = sum(len(lines) for lines in gaps.values())
    return (
        f"Left out: {total:,} {'row' if total == 1 else 'rows'}, {', '.join(parts)}" if gaps else ""
    )


def _columns(table: Table, picked: Picked, features: Sequence[str]) -> str:
    used = {*picked.features, picked.label}
    rest = [column for column in table.columns if column.name not in used]
    kinds = {
        "counting the rows": [c.name for c in rest if c.counts],
        "of numbers": [c.name for c in rest if not c.counts and c.name in features],
        "of no numbers that can be used": [
            c.name for c in rest if not c.counts and c.name not in features
        ],
    }
    parts = [f"{_listed(names)} ({kind})" for kind, names in kinds.items() if names]
    if table.rows_named:
        parts.insert(0, "a first column without a name (counting the rows)")
    return f"Not used: {', '.join(parts)}" if parts else ""


def _listed(names: Sequence[str]) -> str:
    quoted = [f"“{shown(name)}”" for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        quoted.append(f"{len(names) - _MOST_NAMED} more")
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
