"""Tables as people bring them: understood as they were meant, or refused by line and cell."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.datasets import read_table, write_table
from pages.ui.tables import AT_FIRST, Picked, TableError, read_any
from tests.own_tables import OWN_TABLES
from tests.table_kinds import KINDS, REFUSED

FIELD = Path(__file__).parents[1] / "reference" / "field"


def rows_of(samples):
    return np.column_stack([samples.x, samples.y]).tolist()


def outcome(data):
    """What is understood, or the sentence; it is one, whatever the data."""
    try:
        return read_any(data)
    except TableError as error:
        return said_well(str(error))


def said_well(sentence):
    assert re.fullmatch(r"Line [0-9]+: [^\n]{5,300}\.", sentence)
    return sentence


def refusal(data):
    with pytest.raises(TableError) as caught:
        read_any(data)
    return said_well(str(caught.value))


@pytest.mark.parametrize("name", KINDS)
def test_a_table_of_every_kind_is_understood(name):
    meant = KINDS[name]
    found = read_any(meant.data)
    assert found.samples.features == meant.features
    assert found.samples.label == meant.label
    assert rows_of(found.samples) == meant.rows
    assert "\n" not in found.said
    assert found.said.startswith(f"{len(meant.rows)} rows, feature")


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_nobody_understands_is_refused_by_its_line(name):
    table, sentence = REFUSED[name]
    data = table if isinstance(table, bytes) else table.encode()
    assert refusal(data).startswith(sentence)


@pytest.mark.parametrize("name", [*KINDS, *OWN_TABLES])
def test_what_was_understood_passes_through_the_strict_format(name):
    data = KINDS[name].data if name in KINDS else OWN_TABLES[name].encode()
    samples = read_any(data).samples
    written = write_table(samples)
    for again in (read_table(written), read_any(written.encode()).samples):
        assert (again.features, again.label) == (samples.features, samples.label)
        assert rows_of(again) == rows_of(samples)


FIELD_ROWS = {
    "index_column.csv": ("x1", "x2", [[1.5, 2.5, 0], [2.5, 1.5, 1]]),
    "plus_minus.csv": ("X1", "X2", [[1.5, 2, 0], [2, 3, 1]]),
    "quoted.csv": ("V1", [[0.5, 0], [0.7, 1]]),
    "utf16.csv": ("x", [[1, 0], [2, 1]]),
    "yes_no.csv": ("hours", [[1.5, 0], [2, 1], [3, 0], [4, 1]]),
}


@pytest.mark.parametrize("path", sorted(FIELD.glob("*.[ct]*")), ids=lambda path: path.name)
def test_files_from_the_field_are_read_as_the_strict_reader_does_and_more_of_them(path):
    data = path.read_bytes()
    if path.name == "merge_conflict.csv":
        assert refusal(data).startswith("Line 2: “<<<<<<< HEAD” has 1 cell")
        return
    found = read_any(data).samples
    if path.name in FIELD_ROWS:
        *features, rows = FIELD_ROWS[path.name]
        assert found.features == tuple(features)
        assert rows_of(found) == rows
    else:
        strict = read_table(data)
        assert (found.features, found.label) == (strict.features, strict.label)
        assert rows_of(found) == rows_of(strict)


TITANIC = (
    "id,survived,sex,age,fare,deck,embarked\n1,0,male,22,7.25,,S\n2,1,female,38,71.28,C,C\n"
    "3,1,female,NA,7.92,,S\n4,1,female,35,53.1,C,S\n5,0,male,35,8.05,,Q\n6,0,male,54,,E,Q\n"
    "7,0,male,2,21,,C\n"
)


def test_columns_label_and_class_can_be_chosen():
    data = TITANIC.encode()
    usual = read_any(data)
    assert usual.columns == ("id", "survived", "sex", "age", "fare", "deck", "embarked")
    assert usual.picked == Picked(("age", "fare"), "survived", "1")
    assert usual.features == ("id", "survived", "age", "fare")
    assert usual.labels == {
        "survived": ("0", "1"),
        "sex": ("female", "male"),
        "deck": ("C", "E"),
        "embarked": ("C", "Q", "S"),
    }
    assert "Left out: 2 rows, 1 without a value in “age” (line 4), 1 without a value in “fare”" in (
        usual.said
    )
    found = read_any(data, Picked(("fare",), "embarked", "Q"))
    assert rows_of(found.samples)[:2] == [[7.25, 0], [71.28, 0]]
    assert found.samples.label == "embarked: Q"
    assert found.samples.classes == ("not Q", "Q")
    assert "1 is “Q”, 0 are the other 2 (“C” and “S”)" in found.said
    assert len(found.samples.y) == 6
    other = read_any(data, Picked(("age", "fare"), "survived", "0"))
    np.testing.assert_array_equal(other.samples.y, 1 - usual.samples.y)


@pytest.mark.parametrize(
    "picked",
    [
        Picked(("name",), "survived", "1"),
        Picked(("age",), "age", "1"),
        Picked(("age",), "survived", "2"),
        Picked((), "survived", "1"),
        Picked(("age",), "fare", "7.25"),
        Picked(("age", "fare", "name"), "survived", "1"),
    ],
)
def test_a_choice_that_the_table_does_not_offer_gives_the_usual_one(picked):
    assert read_any(TITANIC.encode(), picked).picked == read_any(TITANIC.encode()).picked


def test_a_slip_in_a_column_that_is_not_chosen_spoils_nothing():
    data = b"a,b,c,y\n1,2,3,0\n2,3,4x,1\n3,4,5,1\n"
    assert read_any(data).samples.features == ("a", "b")
    with pytest.raises(TableError, match="Line 3: “4x” in column “c” is not a number"):
        read_any(data, Picked(("a", "c"), "y", "1"))


NUMBERS = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
LABELS = st.sampled_from(
    [
        ("0", "1"),
        ("-1", "1"),
        ("1", "2"),
        ("0.0", "1.0"),
        ("no", "yes"),
        ("False", "True"),
        ("B", "M"),
        ("setosa", "versicolor"),
        ("not sold", "sold"),
    ]
)


@dataclass(frozen=True)
class Dialect:
    """How a program writes a table."""

    separator: str
    decimal: str
    thousands: str
    quotes: int
    newline: str
    encoding: str
    header: bool
    index: bool
    missing: str
    minus: str
    tail: str

    def number(self, value: float) -> str:
        text = f"{abs(value):,.3f}" if self.thousands else repr(abs(value))
        text = text.replace(",", "t").replace(".", self.decimal).replace("t", self.thousands)
        return self.minus * (value < 0) + text

    def written(self, names, rows) -> bytes:
        stream = io.StringIO()
        writer = csv.writer(
            stream, delimiter=self.separator, quoting=self.quotes, lineterminator=self.newline
        )
        count = 0
        if self.header:
            writer.writerow([""] * self.index + names)
        for count, row in enumerate(rows):
            writer.writerow([str(count)] * self.index + row)
        text = stream.getvalue() + self.tail.replace("s", self.separator * (len(names) - 1))
        return text.replace("\n" if self.newline == "\r" else "", "").encode(self.encoding)


@st.composite
def dialects(draw):
    separator = draw(st.sampled_from(",;\t| "))
    decimal = draw(st.sampled_from(".,"))
    other = {".": ",", ",": "."}[decimal]
    thousands = ["", "", other, "\u00a0" if separator != " " else ""]
    quotes = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    minus = ["-", "−"]
    encodings = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]
    return Dialect(
        separator,
        decimal,
        draw(st.sampled_from(thousands)),
        quotes,
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
        draw(st.sampled_from(encodings)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.sampled_from(["NA", "?", "nan", "#N/A", "null", "-"])),
        draw(st.sampled_from(minus)),
        draw(st.sampled_from(["", "", "\r\n", "s\r\n"])) if separator != " " else "",
    )


@pytest.mark.long
@given(
    dialects(),
    st.integers(1, 4),
    LABELS,
    st.lists(
        st.tuples(st.lists(NUMBERS, min_size=4, max_size=4), st.booleans(), st.integers(0, 9)),
        min_size=3,
        max_size=9,
    ),
)
def test_any_table_in_any_dialect_reads_back_to_its_numbers_or_is_refused(
    dialect, count, labels, drawn
):
    rows, meant = [], []
    for numbers, one, gap in drawn:
        cells = [dialect.number(value) for value in numbers[:count]]
        if gap < min(count, AT_FIRST):
            cells[gap] = dialect.missing
        else:
            meant.append([*numbers[: min(count, AT_FIRST)], float(one)])
        rows.append([*cells, labels[one].replace(".", dialect.decimal)])
    assume(len({row[-1] for row in meant}) == 2)
    names = [*"abcd"[:count], "bought"]
    found = outcome(dialect.written(names, rows))
    if isinstance(found, str):
        return
    assert rows_of(found.samples) == meant
    if dialect.header:
        assert found.samples.features == tuple(names[: min(count, AT_FIRST)])


@pytest.mark.long
@given(st.lists(st.lists(st.sampled_from(["0", "1", "x", "", "nan", '"', "-2.5", "1,5", "7.000"]))))
def test_no_bytes_break_the_reader_and_what_is_read_is_finite(rows):
    data = "\n".join(",".join(row) for row in rows).encode()
    found = outcome(data)
    if not isinstance(found, str):
        assert np.isfinite(found.samples.x).all()
        assert set(found.samples.y[:, 0]) == {0, 1}


@pytest.mark.long
@given(st.binary(max_size=200))
def test_no_file_at_all_breaks_the_reader(data):
    assert outcome(data)
