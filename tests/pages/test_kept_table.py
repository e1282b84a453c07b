"""The reader's own table is not lost: by another data set, by a preset, by an address too short."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import from_query
from pages.ui.logistic.own_data import OWN
from pages.ui.own import kept_table, own_table
from pages.ui.tables import Picked

PAGE = str(Path(__file__).parents[2] / "pages" / "01_logistic_regression.py")
TABLE = "hours,passed\n" + "".join(f"{i}.5,{int(i > 200) ^ (i % 9 == 0)}\n" for i in range(400))


@pytest.fixture(autouse=True)
def short_strips(monkeypatch):
    monkeypatch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0))


def points(app):
    assert not app.exception
    query = app.session_state["LogisticExperiment"]["query"]
    return query.get("data", ""), len(query.get("data.table", "").splitlines())


def choose(app, data):
    return app.selectbox(key="LogisticExperiment/data").set_value(data).run()


@pytest.mark.long
def test_another_data_set_or_a_preset_and_back_again_loses_no_table():
    app = AppTest.from_file(PAGE)
    app.session_state["logistic-section"] = None
    app.session_state["open-own-data"] = True
    app.query_params["steps"] = "20"
    app.run().text_area(key="pasted table").set_value(TABLE).run()
    assert points(app) == ("own-table", 401)
    assert points(choose(app, "two-minima")) == ("two-minima", 0)
    assert points(choose(app, "own-table")) == ("own-table", 401)
    assert not app.info, "the table stands in the box"
    next(b for b in app.button if b.label == "Overshoot").click().run()
    assert points(app) == ("", 0)
    assert points(choose(app, "own-table")) == ("own-table", 401)
    assert any("stays in this browser" in caption.value for caption in app.caption)


def test_what_the_browser_has_is_asked_for_and_only_text_is_taken(monkeypatch):
    taken, state = [], {}
    monkeypatch.setattr(kept_table.st, "session_state", state)
    for found in (None, "", 7, ["x"], {"x": 1}, TABLE):
        state["kept-table"] = {"found": found}
        kept_table._found(taken.append)
    state.clear()
    kept_table._found(taken.append)
    assert taken == [TABLE]


def test_a_long_table_is_still_a_possible_setting():
    spec = from_query(LogisticExperiment, {"data": "own-table", "data.table": TABLE})
    assert spec.data.table == TABLE


FLOWERS = (
    "5.1,3.5,1.4,setosa\n4.9,3.0,1.4,setosa\n7.0,3.2,4.7,versicolor\n6.4,,4.5,versicolor\n"
    "6.3,3.3,6.0,virginica\n5.8,2.7,5.1,virginica\n"
)


def opened(**query):
    app = AppTest.from_file(PAGE)
    app.session_state["logistic-section"] = None
    app.session_state["open-own-data"] = True
    for name, value in ({"steps": "20"} | query).items():
        app.query_params[name.replace("__", ".")] = value
    return app.run()


def table_of(app):
    assert not app.exception
    return app.session_state["LogisticExperiment"]["query"]["data.table"].splitlines()


def captions(app):
    return " ".join(caption.value for caption in app.caption).replace("\\", "")


@pytest.mark.long
def test_columns_label_and_class_are_the_readers_choice_and_part_of_the_experiment(
    monkeypatch,
):
    app = opened()
    app.text_area(key="pasted table").set_value(FLOWERS).run()
    assert table_of(app)[0] == "column 1,column 2,column 4: virginica"
    assert len(table_of(app)) == 6
    assert "Left out: 1 row, 1 without a value in “column 2” (line 4)" in captions(app)
    assert list(app.dataframe[0].value.columns) == [f"column {k}" for k in (1, 2, 3, 4)]
    app.multiselect(key="own table's features").set_value(["column 3"]).run()
    assert table_of(app)[0] == "column 3,column 4: virginica"
    assert len(table_of(app)) == 7
    assert "Left out" not in captions(app)
    app.selectbox(key="own table's one").set_value("setosa").run()
    assert table_of(app)[0] == "column 3,column 4: setosa"
    assert [line[-1] for line in table_of(app)[1:]] == list("110000")
    app.multiselect(key="own table's features").set_value([]).run()
    assert table_of(app)[0] == "column 3,column 4: setosa"
    kept, address = app.session_state["last table"]["kept"], "\n".join(table_of(app))
    # The browser gives back the whole table with the choice, a link the columns in use.
    assert taken_from(kept, monkeypatch) == (
        FLOWERS,
        Picked(("column 3",), "column 4", "setosa"),
    )
    linked = opened(data="own-table", data__table=address)
    assert table_of(linked) == table_of(app)
    assert linked.multiselect(key="own table's features").value == ["column 3"]


def taken_from(kept, monkeypatch):
    taken = []
    with monkeypatch.context() as patch:
        patch.setattr(own_table, "take", lambda _, *given: taken.append(given))
        own_table.take_kept(OWN, kept)
    return taken[0]


@pytest.mark.long
def test_a_slip_in_a_column_is_named_when_it_is_chosen_and_the_data_stay():
    app = opened()
    app.text_area(key="pasted table").set_value("a,b,c,y\n1,2,3,0\n2,3,4x,1\n3,1,5,1\n").run()
    before = table_of(app)
    app.multiselect(key="own table's features").set_value(["a", "c"]).run()
    assert "Line 3: “4x” in column “c” is not a number" in app.error[0].value.replace("\\", "")
    assert table_of(app) == before
    assert app.multiselect(key="own table's features").value == ["a", "b"]


@pytest.mark.parametrize(
    "kept", [TABLE, "{", "7", '{"text": 1, "picked": {}}', '{"text": "x,y"}', "[]"]
)
def test_what_a_browser_has_kept_without_a_choice_is_taken_for_a_table(kept, monkeypatch):
    assert taken_from(kept, monkeypatch) == (kept,)
