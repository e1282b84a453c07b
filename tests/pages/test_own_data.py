"""The reader's own points in every chapter that takes them: by table, from chapter to chapter."""

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.datasets.samples import Samples
from core.datasets.tables import TableError, write_table
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.higham.experiment import samples as higham_samples
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.own_data import MOST_IN_THE_PLANE, within
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.experiment import samples as xor_samples
from core.spec import from_query
from pages.ui.higham.own_points import OWN as HIGHAM
from pages.ui.logistic.own_data import OWN as LOGISTIC
from pages.ui.own.own_table import fitting
from pages.ui.own.units import mapping_sentence
from pages.ui.stage import MOST_POINTS
from pages.ui.tables import read_any
from pages.ui.xor.own_points import OWN as XOR
from tests.table_kinds import KINDS, REFUSED

JUDGES = (mapping_sentence,)
PAGES = Path(__file__).parents[2] / "pages"
IN_THE_PLANE = {
    "02_higham_network.py": (HighamExperiment, "1000", HIGHAM),
    "03_xor.py": (XorExperiment, "20", XOR),
}
PEOPLE = "age,salary,height,bought\n" + "".join(
    f"{20 + k},{20_000 + 7_000 * k},{1.5 + k / 40:.3f},{('no', 'yes')[k % 3 == 0]}\n"
    for k in range(12)
)


def opened(page, steps, **session):
    app = AppTest.from_file(str(PAGES / page))
    for section in ("higham-section", "xor-section", "logistic-section"):
        app.session_state[section] = None
    app.session_state["open-own-data"] = True
    app.query_params["steps"] = steps
    for name, value in session.items():
        app.session_state[name] = value
    return app.run()


def query(app, cls):
    assert not app.exception
    return app.session_state[cls.__name__]["query"]


def said(blocks):
    return " ".join(block.value for block in blocks).replace("\\", "")


@pytest.mark.parametrize("page", IN_THE_PLANE)
def test_a_table_gives_the_points_and_its_columns_are_the_readers_choice(page):
    cls, steps, _ = IN_THE_PLANE[page]
    app = opened(page, steps)
    app.text_area(key="pasted table").set_value(PEOPLE).run()
    assert query(app, cls)["data"] == "own-points"
    assert query(app, cls)["data.table"].splitlines()[0] == "age,salary,bought"
    assert "x₁ = (age − " in said(app.caption)
    app.selectbox(key="own table's feature 1").set_value("height").run()
    assert query(app, cls)["data.table"].splitlines()[0] == "height,salary,bought"
    # One that is the other already: the two change places.
    app.selectbox(key="own table's feature 1").set_value("salary").run()
    assert query(app, cls)["data.table"].splitlines()[0] == "salary,height,bought"
    app.selectbox(key="own table's one").set_value("no").run()
    assert query(app, cls)["data.table"].splitlines()[0] == "salary,height,bought: no"


@pytest.mark.parametrize("page", IN_THE_PLANE)
@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("a,y\n1,0\n2,1\n", "needs two"),
        ("a,b,y\n1,2,0\n2,3x,1\n4,4,1\n", "“3x” in column “b”"),
        (
            "a,b,y\n" + "".join(f"{k},{k * k},{k % 2}\n" for k in range(300)),
            "300 rows of data, but at most 200",
        ),
        (REFUSED["a workbook"][0].decode(), "a packed file"),
    ],
)
def test_what_cannot_be_points_is_said_in_a_sentence_and_the_points_stay(page, table, sentence):
    cls, steps, _ = IN_THE_PLANE[page]
    app = opened(page, steps)
    app.text_area(key="pasted table").set_value(table).run()
    assert "data.table" not in query(app, cls)
    [error] = app.error
    assert sentence in error.value.replace("\\", "")
    assert "the data are as before" in error.value


@pytest.mark.parametrize("page", IN_THE_PLANE)
def test_without_a_table_and_with_a_bad_one_in_the_address_the_chapters_own_points_are_shown(page):
    _, steps, own = IN_THE_PLANE[page]
    app = AppTest.from_file(str(PAGES / page))
    app.query_params["steps"], app.query_params["data"] = steps, "own-points"
    app.run()
    assert not app.exception
    assert own.called in said(app.info)
    app = AppTest.from_file(str(PAGES / page))
    app.query_params["steps"], app.query_params["data"] = steps, "own-points"
    app.query_params["data.table"] = "x,y\n1,0\n2,1\n"
    app.run()
    assert not app.exception
    assert f"here are {own.called}" in said(app.error)


def test_a_table_of_one_chapter_is_there_in_another_with_as_many_columns_as_that_takes():
    app = opened("01_logistic_regression.py", "20")
    app.text_area(key="pasted table").set_value(PEOPLE).run()
    app.multiselect(key="own table's features").set_value(["height"]).run()
    table = query(app, LogisticExperiment)["data.table"]
    assert table.splitlines()[0] == "height,bought"
    last = app.session_state["last table"]
    for page, (cls, steps, _) in IN_THE_PLANE.items():
        other = opened(page, steps, **{"last table": last})
        other.selectbox(key=f"{cls.__name__}/data").set_value("own-points").run()
        assert query(other, cls)["data.table"].splitlines()[0] == "height,age,bought"
    # And here it is as it was.
    app.selectbox(key="LogisticExperiment/data").set_value("six-points").run()
    app.selectbox(key="LogisticExperiment/data").set_value("own-table").run()
    assert query(app, LogisticExperiment)["data.table"] == table


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_any_kind_gives_points_or_is_refused_by_name(kind):
    data = KINDS[kind].data
    for own, samples in ((HIGHAM, higham_samples), (XOR, xor_samples)):
        read = read_any(data)
        if len({*read.features} - {read.picked.label}) < 2:
            with pytest.raises(TableError, match="needs two"):
                fitting(own, data)
            continue
        found = fitting(own, data)
        assert found.samples.x.shape[1] == 2
        query = {"data": own.member, "data.table": write_table(found.samples)}
        shown = samples(from_query(own.cls, query))
        np.testing.assert_allclose(
            shown.center + shown.scale * shown.x, found.samples.x, rtol=1e-12
        )


def test_the_sentence_about_columns_is_the_map_that_was_made():
    rng = np.random.default_rng(4)
    for scale in (1.0, 30.0, 1e5, 1e-3):
        for offset in (0.0, -2.0, 1e4):
            x = offset + scale * rng.uniform(size=(9, 2))
            x[:, 1] = rng.uniform(size=9)
            found = within(Samples(x, np.arange(9) % 2, ("a", "b")), (0.0, 1.0), (0.1, 0.9))
            sentence = mapping_sentence(found)
            if (found.scale == 1).all() and (found.center == 0).all():
                assert sentence == "Your columns: x₁ = a, x₂ = b."
                continue
            numbers = re.search(r"x₁ = (?:\(a ([−+]) (\S+?)\)|a)(?: / (\S+?))?,", sentence)
            assert numbers, sentence
            sign, center, spread = numbers.groups()
            moved = float((center or "0").replace("−", "-")) * (1 if sign == "−" else -1)
            assert moved == pytest.approx(found.center[0], rel=6e-3, abs=1e-12)
            assert float((spread or "1").replace("−", "-")) == pytest.approx(
                found.scale[0], rel=6e-3
            )
            assert sentence.endswith("x₂ = b, numbers rounded to three digits.")
    plain = Samples(rng.uniform(size=(4, 2)), np.arange(4) % 2, ("x1", "x2"))
    assert mapping_sentence(plain) == ""


def test_gestures_and_tables_have_the_same_number_of_points():
    assert MOST_POINTS == MOST_IN_THE_PLANE
    assert LOGISTIC.rows == 2000
    assert HIGHAM.rows == XOR.rows == MOST_IN_THE_PLANE
