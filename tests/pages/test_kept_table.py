"""The reader's own table is not lost: by another data set, by a preset, by an address too short."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import from_query
from pages.ui.logistic import kept_table

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
