import re

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
    ],
)
def test_every_way_of_writing_the_same_table_gives_the_same_samples(table):
    samples = read_table(table)
    assert samples.features == ("x",)
    assert rows_of(samples) == [[1, 0], [2, 1]]


def test_separator_is_the_headers_and_quoted_names_may_hold_others():
    assert read_table('"a,b,c";y\n1;0\n2;1').features == ("a,b,c",)


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
        ("x\ty\n1,5\t0\n", 2, "“1,5” in column “x” is not a number"),
        ("x,y\n1,0\nNaN,1\n", 3, "“NaN” in column “x” is not finite"),
        ("x,y\n-inf,0\n2,1\n", 2, "“-inf” in column “x” is not finite"),
        ("a,b,y\n1,2,0\n1,,1\n", 3, "the cell in column “b” is empty"),
        ("a,b,y\n1,2,0\n1,2,\n", 3, "the cell in column “y” is empty"),
        ("a,b,y\n1,2,0\n1,1\n", 3, "“1 | 1” has 2 cells, but the header has 3"),
        ("a,b,y\n1,2,0\n1,2,3,1\n", 3, "“1 | 2 | 3 | 1” has 4 cells, but the header has 3"),
        ("x\n1\n", 1, "the header “x” has 1 column, but allowed are one or two features"),
        ("x y\n1 0\n", 1, "the header “x y” has 1 column"),
        ("a,b,c,y\n1,2,3,0\n", 1, "the header “a | b | c | y” has 4 columns"),
        ("x,y\n1,1\n2,1\n", 3, "every label down to here is 1, but both 0 and 1"),
        ("x,y\n1,0\n2,1\n3,2\n", 4, "the label “2” is not possible: allowed are 0 and 1"),
        ("x,y\n1,1\n2,2\n", 3, "the label “2” is not possible: allowed are 0 and 1"),
        ("x,y\n1,yes\n2,no\n", 2, "the label “yes” is not possible: allowed are 0 and 1"),
        ("x,y\n1,0\n2,nan\n", 3, "the label “nan” is not possible"),
        ("x,y\n1,0\n1000001,1\n", 3, "“1000001” in column “x” is too large: allowed is from"),
        ("x,y\n1,0\n-1e999,1\n", 3, "“-1e999” in column “x” is too large"),
        ("x,x,y\n1,2,0\n", 1, "the column name “x” occurs twice"),
        ("x,y,x\n1,2,0\n", 1, "the column name “x” occurs twice"),
        ("x,,y\n1,2,0\n", 1, "column 2 has no name"),
        ("x,\x07,y\n1,2,0\n", 1, "the column name “�” is not possible"),
        ("n" * 81 + ",y\n1,0\n", 1, f"the column name “{'n' * 40}…” is not possible"),
        ('x,y\n1,0\n"2,1\n3,0\n', 3, "the quotation marks do not match"),
        ('x,y\n1,0\n"2"3,1\n', 3, "the quotation marks do not match"),
        ('x,y\n1,0\n"2\n3",1\n4,bad\n', 3, "“2�3” in column “x” is not a number"),
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


def test_limits_themselves_are_allowed():
    table = "x,y\n" + "-1e6,0\n" * (MAX_ROWS - 1) + "1000000,1\n"
    samples = read_table(table + "\n" * (MAX_BYTES - len(table)))
    assert len(samples.x) == MAX_ROWS
    assert np.ptp(samples.x) == 2e6


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
values = st.floats(-1e6, 1e6)


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


def outcome(table) -> Samples | str:
    try:
        return read_table(table)
    except TableError as error:
        return str(error)


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
