import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.datasets.measured import DATASETS
from core.datasets.samples import Samples
from core.datasets.tables import MAX_BYTES, MAX_ROWS, TableError, read_table, write_table


def refusal(table) -> str:
    with pytest.raises(TableError) as caught:
        read_table(table)
    sentence = str(caught.value)
    assert re.fullmatch(r"Line [0-9]+: [^\n]{5,300}\.", sentence)
    assert caught.value.line >= 1
    return sentence


def rows_of(samples):
    return np.column_stack([samples.x, samples.y]).tolist()


def test_table_gives_features_and_labels():
    samples = read_table("height,weight,label\n1.5,2,0\n-.5,3e1,1\n")
    assert samples.features == ("height", "weight")
    assert rows_of(samples) == [[1.5, 2, 0], [-0.5, 30, 1]]


@pytest.mark.parametrize(
    "table",
    [
        "x,y\n1,0\n2,1\n",
        "x,y\n1,0\n2,1",
        "x,y\r\n1,0\r\n2,1\r\n",
        "x,y\r1,0\r2,1\r",
        "x,y\n1,0\n2,1\n\n\n \n",
        "\n\nx,y\n1,0\n\n2,1\n",
        "x;y\n1;0\n2;1\n",
        "x\ty\n1\t0\n2\t1\n",
        'x,y\n"1",0\n2,"1"\n',
        " x , y\n 1 , 0 \n2,1\n",
        "\ufeffx,y\n1,0\n2,1\n",
        "\ufeffx,y\n1,0\n2,1\n".encode(),
        "x;y\n1,0;0,0\n2,0;1\n",
        "x,y\n1,0.0\n2,1.0\n",
        "x\ty\n1,0\t0\n2,0\t1\n",
        "sep=;\r\nx;y\r\n1;0\r\n2;1\r\n",
        "﻿sep=\t\nx\ty\n1\t0\n2\t1\n",
        '"sep=,"\nx,y\n1,0\n2,1\n',
        "# x,y\n1.0e+00,0\n2.0e+00,1\n",
        "# a run\n# x,y\n1,0\n2,1\n",
        "x,y\n1,0\n2,1\n,\n , \n",
        "x,y,\n1,0,\n2,1,\n",
        "x,y\n1,0,,\n2,1\n",
        "x;y;;\n1;0\n2;1\n",
    ],
    ids=[
        "plain",
        "no last newline",
        "Windows newlines",
        "old Mac newlines",
        "blank lines at the end",
        "blank lines elsewhere",
        "semicolons",
        "tabs",
        "quoted cells",
        "spaces",
        "byte order mark in text",
        "byte order mark in bytes",
        "decimal commas",
        "labels with a point",
        "tabs and decimal commas",
        "a separator that is said",
        "a tab that is said",
        "a separator in quotation marks",
        "a header behind #",
        "a comment above the header",
        "empty rows at the end",
        "separators at the end",
        "separators at the end of rows",
        "separators at the end of the header",
    ],
)
def test_every_way_of_writing_the_same_table_gives_the_same_samples(table):
    samples = read_table(table)
    assert samples.features == ("x",)
    assert rows_of(samples) == [[1, 0], [2, 1]]


def test_separator_is_the_headers_and_quoted_names_may_hold_others():
    assert read_table('"a,b,c";y\n1;0\n2;1').features == ("a,b,c",)


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("Weight, kg;Length, cm;label\n5;2;0\n6;3;1\n", ("Weight, kg", "Length, cm", "label")),
        ("Größe, m\tlabel\n1,62\t0\n1,8\t1\n", ("Größe, m", "label")),
        ("a, b, c\tlabel\n1\t0\n2\t1\n", ("a, b, c", "label")),
        ("here;there,label\n1,0\n2,1\n", ("here;there", "label")),
        ('"body mass\r\n(kg)",label\n5,0\n8,1\n', ("body mass (kg)", "label")),
        ("body mass (kg),ill ?\n5,0\n8,1\n", ("body mass (kg)", "ill ?")),
        ("# of cars;sold\n5;0\n8;1\n", ("of cars", "sold")),
    ],
)
def test_names_are_kept_whatever_is_in_them(table, names):
    samples = read_table(table)
    assert (*samples.features, samples.label) == names
    again = read_table(write_table(samples))
    assert (*again.features, again.label) == names


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("x;z;y\n950;0,4;0\n1.200;0,6;1\n1.850;0,2;1\n", [950, 1200, 1850]),
        ("x;y\n-1.234,5;0\n12.345;1\n", [-1234.5, 12345]),
        ("x;y\n1.250;0\n0.5;1\n", [1.25, 0.5]),
        ("x\ty\n1,250\t0\n1,234.5\t1\n", [1250, 1234.5]),
        ("x;y\n100.000;0\n1.000.000;1\n", [100_000, 1_000_000]),
        ("x;y\n1 200;0\n950;1\n", [1200, 950]),
        ("x,y\n12 000,0\n950,1\n", [12_000, 950]),
        ("x,y\n−1.5,0\n−2e−1,1\n", [-1.5, -0.2]),
        ("x,y\n950.000,0\n1.200,1\n", [950, 1.2]),
        ("x,y\n1.125,0\n2,1\n", [1.125, 2]),
    ],
)
def test_signs_of_thousands_are_told_from_decimal_ones_where_something_tells(table, column):
    assert read_table(table).x[:, 0].tolist() == column


def test_constant_column_is_allowed():
    assert read_table("x,y\n1,0\n1,1").x.tolist() == [[1], [1]]


@pytest.mark.parametrize(
    ("table", "line", "reason"),
    [
        ("", 1, "the table is empty"),
        (" \n\n", 1, "the table is empty"),
        ("1,2,0\n3,4,1\n", 1, "“1” is a number, but here a header is needed"),
        ("x,nan\n3,1\n", 1, "“nan” is a number, but here a header"),
        ("x,y\n", 2, "there is no data below the header"),
        ("x,y\n1,0\nlong,1\n", 3, "“long” in column “x” is not a number"),
        ("x,y\n\n1,0\n\n1_0,1\n", 5, "“1_0” in column “x” is not a number"),
        ("x,y\n٣,1\n", 2, "“٣” in column “x” is not a number"),
        ('x,y\n1,0\n"1,000",1\n', 3, "“1,000” in column “x” is not a number"),
        ("x;y\n1,5,2;0\n", 2, "“1,5,2” in column “x” is not a number"),
        ("x;y\n1,5;0,5\n", 2, "the label “0,5” is not possible"),
        ("x,y\n1,0\n1.234.567,1\n", 3, "“1.234.567” in column “x” is not a number"),
        ("x;y\n950;0\n1.200;1\n", 3, "“1.200” in column “x” may mean 1200 or 1.2: write it"),
        ("x\ty\n1,250\t0\n2\t1\n", 2, "“1,250” in column “x” may mean 1250 or 1,25"),
        ("a;b;y\n1,5;2;0\n3;2.5;1\n", 3, "“2.5” in column “b” has a decimal point, but “1,5”"),
        ("x,y\n950,0\n1.234,1\n", 3, "“1.234” in column “x” may mean 1234 or 1.234"),
        ("a,b,y\n1,5,0\n1,1.200,1\n", 3, "“1.200” in column “b” may mean 1200 or 1.2"),
        ("sep=|\nx|y\n1|0\n", 1, "the separator “|” is not possible: allowed are comma,"),
        ("sep=;\nx;y\n1;0\nz;1\n", 4, "“z” in column “x” is not a number"),
        ("# from a meter\n# x,y\n1,0\nz,1\n", 4, "“z” in column “x” is not a number"),
        ("1,62\t0\n1,8\t1\n", 1, "“1,62” is a number, but here a header"),
        ("−1.5,0\n2,1\n", 1, "“−1.5” is a number, but here a header"),
        ("x,y,\n1,0,5\n", 2, "“1 | 0 | 5” has 3 cells, but the header has 2"),
        ("x,y\n1,0\nNaN,1\n", 3, "“NaN” in column “x” is not finite"),
        ("x,y\n-inf,0\n2,1\n", 2, "“-inf” in column “x” is not finite"),
        ("a,b,y\n1,2,0\n1,,1\n", 3, "the cell in column “b” is empty"),
        ("a,b,y\n1,2,0\n1,2,\n", 3, "the cell in column “y” is empty"),
        ("a,b,y\n1,2,0\n1,1\n", 3, "“1 | 1” has 2 cells, but the header has 3"),
        ("a,b,y\n1,2,0\n1,2,3,1\n", 3, "“1 | 2 | 3 | 1” has 4 cells, but the header has 3"),
        ("x\n1\n", 1, "the header “x” has 1 column, but allowed are one to 30 features"),
        ("x y\n1 0\n", 1, "the header “x y” has 1 column"),
        (
            ",".join(map("c{}".format, range(32))) + "\n",
            1,
            " has 32 columns, but allowed are one to",
        ),
        ("x,y\n1,1\n2,1\n", 3, "every label down to here is 1, but both 0 and 1"),
        ("x,y\n1,0\n2,1\n3,2\n", 4, "the label “2” is not possible: allowed are 0 and 1"),
        ("x,y\n1,1\n2,2\n", 3, "the label “2” is not possible: allowed are 0 and 1"),
        ("x,y\n1,yes\n2,no\n", 2, "the label “yes” is not possible: allowed are 0 and 1"),
        ("x,y\n1,0\n2,nan\n", 3, "the label “nan” is not possible"),
        ("x,y\n1,0\n1000000001,1\n", 3, "“1000000001” in column “x” is too large: allowed is from"),
        ("x,y\n1,0\n-1e999,1\n", 3, "“-1e999” in column “x” is too large"),
        ("x,x,y\n1,2,0\n", 1, "the column name “x” occurs twice"),
        ("x,y,x\n1,2,0\n", 1, "the column name “x” occurs twice"),
        ("x,,y\n1,2,0\n", 1, "column 2 has no name"),
        ("x,\x07,y\n1,2,0\n", 1, "the column name “�” is not possible"),
        ("n" * 81 + ",y\n1,0\n", 1, f"the column name “{'n' * 40}…” is not possible"),
        ('x,y\n1,0\n"2,1\n3,0\n', 3, "the quotation marks do not match"),
        ('x,y\n1,0\n"2"3,1\n', 3, "the quotation marks do not match"),
        ('x,y\n1,0\n"2\n3",1\n4,bad\n', 3, "“2 3” in column “x” is not a number"),
        (b"x,y\n1,0\n\xe9,1\n", 3, "the byte 0xE9 is not UTF-8"),
        (b"x,y\r\n1,0\r\n\xe9,1\r\n", 3, "the byte 0xE9 is not UTF-8"),
        ("x,y\n1,0\n2,1\n".encode("utf-16"), 1, "the byte 0xFF is not UTF-8"),
        ("x,y\n1,0\n2,1\n".encode("utf-16-le"), 1, "there is a NUL byte"),
        ("x,y\n1,0\n2\0,1\n", 3, "there is a NUL byte"),
        ("x,y\n" + "1,0\n" * MAX_ROWS + "1,1\n", 2002, "allowed are 2,000 rows of data"),
        ("x,y\n" + " " * MAX_BYTES, 1, "the table has 1,000,004 bytes, but allowed are 1,000,000"),
        ("x,y\n" + "9" * 200_000 + ",0\n", 2, "a cell is far too long"),
        ("x,y\n" + "9" * 100_000 + "x,0\n", 2, f"“{'9' * 40}…” in column “x” is not a number"),
        ("x,y\n<script>alert(1)</script>,0\n", 2, "“<script>alert(1)</script>” in column"),
        ("x,y\n\ud800,0\n", 2, "“�” in column “x” is not a number"),
    ],
)
def test_malformed_table_is_refused_with_its_line_and_the_reason(table, line, reason):
    sentence = refusal(table)
    assert sentence.startswith(f"Line {line}: ")
    assert reason in sentence


@pytest.mark.long
def test_limits_themselves_are_allowed():
    table = "x,y\n" + "-1e9,0\n" * (MAX_ROWS - 1) + "1000000000,1\n"
    samples = read_table(table + "\n" * (MAX_BYTES - len(table)))
    assert len(samples.x) == MAX_ROWS
    assert np.ptp(samples.x) == 2e9


@pytest.mark.parametrize("member", DATASETS.values(), ids=list(DATASETS))
def test_written_data_set_reads_back_bit_for_bit(member):
    samples = member()(np.random.default_rng(3))
    again = read_table(write_table(samples))
    assert again.x.tobytes() == samples.x.tobytes()
    assert again.y.tobytes() == samples.y.tobytes()
    assert write_table(again) == write_table(samples)


def test_header_says_which_columns_are_standardized():
    samples = Samples(np.array([[1, 1], [3, 1]]), np.array([0, 1]), ("label", "class"))
    assert write_table(samples).startswith("label,class,target\n1.0,1.0,0\n")
    written = write_table(samples.standardized())
    assert written.startswith("label [standardized],class [standardized],label\n")


names = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(
    lambda name: (
        re.search(r"[0-9]", name) is None and name.lower() not in ("nan", "inf", "infinity")
    )
)
values = st.floats(-1e9, 1e9)


@pytest.mark.long
@given(
    st.lists(names, min_size=1, max_size=2, unique=True),
    st.lists(st.tuples(values, values, st.sampled_from([0, 1])), min_size=2, max_size=8).filter(
        lambda rows: len({label for *_, label in rows}) == 2
    ),
)
def test_any_samples_survive_writing_and_reading(features, rows):
    table = np.array(rows)
    samples = Samples(table[:, : len(features)], table[:, 2], tuple(features))
    again = read_table(write_table(samples).encode())
    assert again.features == samples.features
    assert rows_of(again) == rows_of(samples)


def outcome(table) -> Samples | str:
    try:
        return read_table(table)
    except TableError as error:
        return str(error)


@dataclass(frozen=True)
class Program:
    """How some program writes a table."""

    separator: str
    decimal: str
    thousands: str
    minus: str
    newline: str
    above: str
    below: str
    after: str
    digits: int

    def number(self, number: float) -> str:
        # Python's own writing, sign by sign replaced.
        text = f"{abs(number):,.{self.digits}f}" if self.thousands else f"{abs(number)!r}"
        text = text.replace(",", "t").replace(".", self.decimal).replace("t", self.thousands)
        return self.minus + text if number < 0 else text

    def table(self, x, y) -> str:
        rows = [
            ("size, all", "bought"),
            *((self.number(n), str(k)) for n, k in zip(x, y, strict=True)),
        ]
        cut = self.separator
        if cut == ",":
            rows[0] = ("size", "bought")
        lines = [cut.join(row) + cut * (self.after == "sep") for row in rows]
        first = {"sep": f"sep={cut}{self.newline}", "#": "# ", "bom": "﻿"}.get(self.above, "")
        last = {"empty": cut + self.newline}.get(self.below, "") * 3
        return first + self.newline.join(lines) + self.newline + last


def some_program(rng) -> Program:
    def pick(*choices):
        return choices[rng.integers(len(choices))]

    separator = pick(*"\t;;,")
    decimal = "." if separator == "," else pick(*".,")
    thousands = pick("", "", " " if separator == "," else {".": ",", ",": "."}[decimal])
    return Program(
        separator,
        decimal,
        thousands,
        pick("-", "−"),
        pick("\n", "\r\n", "\r"),
        pick("", "sep", "#", "bom"),
        pick("", "empty"),
        pick("", "sep"),
        int(rng.integers(0, 5)),
    )


@pytest.mark.long
def test_what_a_program_wrote_is_read_as_it_was_meant_or_refused_where_nobody_can_tell():
    rng = np.random.default_rng(0)
    read = refused = 0
    for _ in range(1500):
        program = some_program(rng)
        count = int(rng.integers(2, 6))
        x = np.round(rng.choice([-1, 1], count) * 10 ** rng.uniform(-1, 5.9, count), 4)
        if program.thousands:
            x = np.round(x, program.digits)
        y = [0, 1, *rng.integers(0, 2, count - 2)]
        written = program.table(x.tolist(), y)
        match outcome(written):
            case str(sentence):
                cells = [program.number(n).lstrip("-−") for n in x.tolist()]
                # One sign at most in each, before three digits: both readings are possible.
                open_ = [re.fullmatch(r"[0-9]+|[1-9][0-9]{0,2}[.,][0-9]{3}", c) for c in cells]
                assert all(open_), (written, sentence)
                assert "may mean" in sentence
                refused += 1
            case samples:
                assert samples.x[:, 0].tolist() == x.tolist(), written
                assert samples.label == "bought"
                read += 1
    assert read > 1000 < 40 * refused


FIELD = Path(__file__).parents[2] / "reference" / "field"
READ = {
    "bom_crlf.csv": (("SAT", "Admitted"), [1363, 0]),
    "comma_in_header.csv": (("Weight, kg", "Length, cm", "label"), [5, 2, 0]),
    "cr_only.csv": (("x", "label"), [1, 0]),
    "empty_rows_at_end.csv": (("x", "label"), [1, 0]),
    "european_thousands.csv": (("Umsatz", "Quote", "Kauf"), [1850, 0.2, 1]),
    "european_thousands_millions.csv": (("Preis", "Kauf"), [1_250_000, 1]),
    "hash_amp_header.csv": (("p&q=a#b%25 + c", "label"), [3, 0]),
    "nbsp_thousands.csv": (("prix", "achat"), [1200, 1]),
    "newline_header.csv": (("body mass (kg)", "label"), [82, 1]),
    "quoted_header.csv": (("V1", "V2", "label"), [0.7, 2, 1]),
    "savetxt_header.csv": (("x", "label"), [2, 1]),
    "sep_line.csv": (("x", "label"), [2.5, 1]),
    "tab_decimal_comma.txt": (("Größe", "Gewicht", "label"), [1.62, 55.5, 0]),
    "unicode_minus.csv": (("x", "label"), [-1.5, 0]),
}
REFUSED = {
    "index_column.csv": "Line 1: column 1 has no name",
    "merge_conflict.csv": "Line 2: “<<<<<<< HEAD” has 1 cell",
    "plus_minus.csv": "Line 2: the label “-1” is not possible",
    "quoted.csv": "Line 1: column 1 has no name",
    "utf16.csv": "Line 1: the byte 0xFF is not UTF-8",
    "yes_no.csv": "Line 2: the label “No” is not possible",
}


@pytest.mark.parametrize(("name", "names", "row"), [(name, *right) for name, right in READ.items()])
def test_files_of_everyday_programs_are_read(name, names, row):
    samples = read_table((FIELD / name).read_bytes())
    assert (*samples.features, samples.label) == names
    assert row in rows_of(samples)


@pytest.mark.parametrize(("name", "sentence"), REFUSED.items())
def test_other_files_are_refused_with_the_line_and_the_cell(name, sentence):
    assert refusal((FIELD / name).read_bytes()).startswith(sentence)


FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1-1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "'=1",
    "''+1",
    "a;=1+1",
    "a; '=1",
    'a,b,"-1',
    "# of =",
)


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_no_name_leaves_as_a_formula_and_all_come_back(name, place):
    names = ["a", "b", "y"]
    names[place] = name
    x = np.array([[-1.0, 2], [3, 4]])
    written = write_table(Samples(x, np.array([0, 1]), tuple(names[:2]), label=names[2]))
    # Spreadsheets in other countries cut at other characters.
    for separator in ",;\t":
        header = next(csv.reader(io.StringIO(written), delimiter=separator))
        assert not [cell for cell in header if re.match(r"\s*[=+\-@＝＋－＠]", cell)]
    again = read_table(written)
    assert (*again.features, again.label) == tuple(names)
    assert write_table(again) == written


cells = st.one_of(
    st.sampled_from(["0", "1", "x", "", "nan", '"', "1e9", "-2.5", "1,5"]), st.text(max_size=3)
)
tables = st.one_of(
    st.text(),
    st.binary(),
    st.text(alphabet='xy01,;\t\n\r" .-e', max_size=60),
    st.lists(st.lists(cells, min_size=1, max_size=4).map(",".join), max_size=6).map("\n".join),
    st.lists(cells, max_size=6).map(
        lambda body: "\n".join(["x;y", *(f"{c};1" for c in body), "0;0"])
    ),
)


@pytest.mark.long
@given(tables)
def test_whatever_comes_is_samples_or_one_sentence(table):
    match outcome(table):
        case str(sentence):
            assert re.fullmatch(r"Line [0-9]+: [^\n]+\.", sentence)
            assert sentence.isprintable()
            assert len(sentence) < 300
        case samples:
            assert np.isfinite(samples.x).all()
            assert set(samples.y.ravel()) == {0.0, 1.0}
