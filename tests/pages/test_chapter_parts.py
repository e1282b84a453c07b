"""What chapters are made of, each part by itself: memory, jobs, clicks, words, runs."""

import time
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import quote

import numpy as np
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.logistic.choices import OwnTable
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.xor.experiment import XorExperiment
from core.objectives import Quadratic
from core.optimizers import GradientDescent, Momentum, Nesterov
from core.training.descent import descend
from core.training.sweep import assigned, sweep
from pages.ui.chapter import clicks
from pages.ui.chapter.remembered import key_of, remembered
from pages.ui.chapter.runs import ONE, family_of_one, merged, of_many, of_one, strip_of
from pages.ui.chapter.words import (
    counted,
    duration,
    listed,
    percent,
    printed,
    since_half,
    three,
    told,
)
from tests import patience
from tests.pages.judging import hyphens

# ------------------------------------------------------------------ what is remembered

TABLE = "hours,passed\n1,0\n2,0\n2.5,1\n4,1\n3,0\n" + "1,1\n" * 20


def with_table(table: str) -> LogisticExperiment:
    return LogisticExperiment(data=OwnTable(table))


def test_a_table_is_in_the_key_by_its_digest():
    key = key_of(with_table(TABLE))
    assert "hours" not in key
    assert len(key) < 600
    assert key != key_of(with_table(TABLE + "9,1\n"))
    assert key == key_of(with_table("".join(TABLE)))


def test_nobody_can_write_the_key_of_another_table():
    entry = next(part for part in key_of(with_table(TABLE)).split("&") if "data.table" in part)
    digest = entry.partition("=")[2]
    for forged in (digest, digest[1:], quote(digest), f"{digest}&seed=0"):
        assert key_of(with_table(forged)) != key_of(with_table(TABLE))


def test_members_with_equal_fields_have_their_own_key():
    one, other = (
        LogisticExperiment(optimizer=kind(eta=1.0, beta=0.5)) for kind in (Momentum, Nesterov)
    )
    assert key_of(one) != key_of(other)


def test_what_makes_no_difference_makes_no_new_result():
    found = []

    @remembered(LogisticExperiment, lambda spec: spec.without("view"))
    def steps(spec: LogisticExperiment, lane: int, _more: object = None) -> int:
        found.append((spec, lane))
        return spec.steps + lane

    spec = LogisticExperiment(steps=40)
    assert steps(spec, 1) == steps(LogisticExperiment(steps=40, log_height=True), 1, object()) == 41
    assert found == [(spec, 1)], "and the function sees what is left of the spec"
    assert steps(spec, 2) == 42
    assert steps(LogisticExperiment(steps=50, log_height=True), 1) == 51
    assert len(found) == 3


def test_a_result_is_kept_for_each_argument_whatever_the_spec_is_called():
    @remembered(LogisticExperiment)
    def found(_spec, lane, _object):
        return [lane]

    spec = LogisticExperiment()
    assert [found(spec, lane, object()) for lane in (0, 1, 0)] == [[0], [1], [0]]
    assert found.knows(spec, 1, None)
    assert not found.knows(spec, 2, None)


def test_what_fails_is_not_remembered():
    @remembered(LogisticExperiment)
    def samples(spec: LogisticExperiment) -> object:
        return spec.data(np.random.default_rng(0))

    for _ in range(2):
        with pytest.raises(ValueError, match="header"):
            samples(with_table("1,0\n2,1\n"))


# ------------------------------------------------------------------ jobs beside the page

SHOWN = """
found = jobs.show(
    "test job", st.session_state["key"], st.session_state["work"],
    offer="Compute", doing="Computing", failed="It went wrong.",
)
st.write(f"found {found}")
"""


def with_job(go: list[object], key: str = "one") -> AppTest:
    def work(job):
        while not go[0]:
            job.progress(0.25)
            time.sleep(0.005)
        if go[0] == "wrong":
            raise ValueError("on purpose")
        return 42

    app = AppTest.from_string("import streamlit as st\nfrom pages.ui.chapter import jobs\n" + SHOWN)
    app.session_state["key"], app.session_state["work"] = key, work
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    app = next(b for b in app.button if b.label == label).click().run()
    assert not app.exception
    return app


def ended(app: AppTest) -> AppTest:
    job = app.session_state["test job"]
    patience.until(lambda: not job.running)
    return app.run()


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_a_job_is_offered_runs_beside_the_page_and_hands_over_its_result():
    go: list[object] = [False]
    app = with_job(go)
    assert labels(app) == ["Compute"]
    press(app, "Compute")
    assert labels(app) == ["Stop"]
    assert app.markdown[-1].value == "found None"
    go[0] = True
    ended(app)
    assert labels(app) == []
    assert app.markdown[-1].value == "found 42"
    app.session_state["key"] = "another"
    assert labels(app.run()) == ["Compute"], "a result is about its key alone"


def test_a_job_that_is_stopped_can_be_begun_again():
    go: list[object] = [False]
    app = press(with_job(go), "Compute")
    job = app.session_state["test job"]
    press(app, "Stop")
    assert job.stopped
    assert labels(app) == ["Compute"]
    go[0] = True
    assert ended(press(app, "Compute")).markdown[-1].value == "found 42"


def test_a_job_that_fails_says_so_in_a_sentence():
    app = ended(press(with_job(["wrong"]), "Compute"))
    assert [error.value for error in app.error] == ["It went wrong."]
    assert app.markdown[-1].value == "found None"
    assert not app.exception


# ------------------------------------------------------------------ clicks


def bars() -> go.Figure:
    heights = np.arange(9.0)
    return go.Figure(go.Bar(x=heights, y=heights, customdata=np.stack([heights, 2 * heights], 1)))


def selected(*points: object) -> dict[str, object]:
    return {"selection": {"points": list(points)}}


def test_a_point_can_be_clicked_twice(monkeypatch):
    charts, loaded = [], []
    page = SimpleNamespace(session_state={}, plotly_chart=lambda _, **how: charts.append(how))
    monkeypatch.setattr(clicks, "st", page)
    for _ in range(3):
        clicks.clickable(bars(), "bars", loaded.append)
        event = selected({"curve_number": 0, "point_index": 7, "x": 7.0})
        page.session_state[charts[-1]["key"]] = event
        charts[-1]["on_select"]()
    point = {"curve_number": 0, "point_index": 7, "customdata": [7.0, 14.0]}
    assert loaded == [[point]] * 3
    assert len({chart["key"] for chart in charts}) == 3


NO_POINTS = [
    None,
    selected(),
    {"selection": None},
    [],
    "points",
    *(selected(point) for point in (None, 7, {}, {"point_index": 7}, {"curve_number": 0})),
    *(selected({"curve_number": 0, "point_index": i}) for i in (-1, 9, 10**30, 7.0, "7", None)),
    *(selected({"curve_number": c, "point_index": 7}) for c in (-1, 1, "0", [])),
]


@pytest.mark.parametrize("event", NO_POINTS, ids=str)
def test_a_selection_without_a_point_of_the_figure_loads_nothing(monkeypatch, event):
    charts, loaded = [], []
    page = SimpleNamespace(session_state={}, plotly_chart=lambda _, **how: charts.append(how))
    monkeypatch.setattr(clicks, "st", page)
    for _ in range(2):
        clicks.clickable(bars(), "bars", loaded.append)
        page.session_state[charts[-1]["key"]] = event
        charts[-1]["on_select"]()
    assert loaded == []
    assert charts[0]["key"] == charts[1]["key"]


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.00123456, "0.00123"),
        (3.21e-7, "3.21e−7"),
        (12.3456, "12.3"),
        (1e6, "1.00e6"),
    ],
)
def test_three_significant_digits(value, text):
    assert three(value) == text


def test_counts_lists_and_durations_in_words():
    assert counted(5, 6) == "five of six points"
    assert counted(0, 12, "runs") == "none of 12 runs"
    # Both in words, or neither.
    assert (counted(7, 10), counted(7, 30)) == ("seven of ten points", "7 of 30 points")
    assert [listed(list(words)) for words in ("a", "ab", "abc")] == ["a", "a and b", "a, b and c"]
    assert [duration(s) for s in (5.2e-5, 0.0034, 1.25)] == ["52 µs", "3.4 ms", "1.25 s"]
    assert [duration(s) for s in (9.994e-4, 9.997e-4, 0.9999)] == ["999 µs", "1 ms", "1 s"]
    assert not any("e" in duration(s) for s in np.geomspace(1e-6, 1e5, 2000))


def test_each_sentence_is_kept_once_and_every_frame_knows_its_own():
    found = told(["up", "up", "down", "up"])
    assert found.sentences == ["up", "down"]
    assert found.frame.tolist() == [0, 0, 1, 0]
    assert found.frame.dtype == np.int32


def test_a_cost_is_told_against_half_as_many_steps_and_never_against_itself():
    k, cost = np.array([0, 1, 2, 4, 8]), np.array([8.0, 4.0, 4.0, 1.0, 2.0])
    past = [since_half(k, cost, f) for f in range(1, 5)]
    assert [one.step for one in past] == [0, 1, 2, 4]
    assert [one.fall for one in past] == [0.5, 0.0, 0.75, -1.0]
    assert [one.swing for one in past] == [0.5, 0.0, 0.75, 1.0]
    rising = since_half(k, np.array([0.0, 0, 0, 0, 1]), 4)
    assert (rising.fall, rising.swing) == (-np.inf, np.inf)
    assert since_half(k, np.zeros(5), 3).swing == 0


def test_a_little_is_not_nothing_and_almost_all_is_not_all():
    said = [percent(share) for share in (0, 0.004, 0.376, 0.996, 1)]
    assert said == ["0 %", "under 1 %", "38 %", "over 99 %", "100 %"]


# ------------------------------------------------------------------ runs for the stage


def test_runs_of_a_sweep_stand_in_the_order_that_the_stage_expects():
    spec = XorExperiment(steps=30)
    strip = strip_of(sweep(spec, "optimizer.eta", (0.1, 0.3, 9.0), 20), "network")
    both = merged(strip, strip_of(sweep(spec, "optimizer.eta", (0.2,), 20), "network"))
    assert both.values.tolist() == [0.1, 0.2, 0.3, 9.0]
    runs = of_many(both.run, ["slow", "good", "good", "diverging"], factor=2.0)
    v = both.position(0.2)
    recipe = assigned(spec, "optimizer.eta", 0.2).recipes()["network"]
    alone = replace(recipe, record_every=both.run.k).run()
    np.testing.assert_allclose(runs.p[v], alone.p, rtol=1e-12)
    np.testing.assert_allclose(runs.cost[v], 2 * alone.value, rtol=1e-12)
    np.testing.assert_array_equal(both.at(v).p, runs.p[v])
    assert both.at(v).diverged_at == -1 < both.at(both.position(9.0)).diverged_at
    assert both.final[v] == pytest.approx(alone.value[-1], rel=1e-12)
    with pytest.raises(IndexError):
        both.position(0.25)


def test_a_single_run_is_a_family_of_one():
    run = descend(Quadratic(), GradientDescent(0.1), np.array([1.0, 1.0]), 5)
    ((name, family),) = family_of_one(run.k, [of_one(run.p, run.value)]).items()
    assert (name, 0) == ONE
    (runs,) = family.runs
    assert runs.p.shape == (1, 6, 2)
    assert runs.cost.shape == (1, 6)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0324, "−0.0324"),
        (1.15e-5, "1.15e−5"),
        (-5.93e-12, "−5.93e−12"),
        (1200.0, "1200"),
        (123456.0, "1.23e5"),
        (1e100, "1.00e100"),
        (-0.0, "0"),
        (-np.inf, "−inf"),
    ],
)
def test_numbers_in_prose_are_printed_as_the_read_outs_print_them(value: float, text: str) -> None:
    assert three(value) == text
    assert not hyphens(f"It is {text}, ({text}) and |{text}|.")


@pytest.mark.parametrize("value", np.geomspace(1e-300, 1e300, 37))
@pytest.mark.parametrize("form", ["g", ".3g", ".1e", ".6g"])
def test_a_printed_number_can_be_read_back(value: float, form: str) -> None:
    for signed in (value, -value):
        text = printed(signed, form)
        assert not hyphens(text)
        assert float(text.replace("−", "-")) == float(f"{signed:{form}}")


@pytest.mark.parametrize(
    "text", ["at -3", "(-0.5, 2)", "**-1**", "1e-05 a step", "3e+08", "= -inf"]
)
def test_a_hyphen_for_a_minus_is_found(text: str) -> None:
    assert hyphens(text)


def test_hyphens_between_words_and_pages_are_none() -> None:
    prose = "A 2-2-3-2 network, pages 860-891, (3)-(4), `x = -1`, $-1$, [link](x?w=-1)\n|--|--:|"
    assert not hyphens(prose)
