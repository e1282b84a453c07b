"""The first chapter without a browser: its numbers, its sentences, its scene, its page."""

import json
import re
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.diagnosis import diagnose
from core.experiments.logistic.choices import Always, Never, OwnTable, WhereNeeded
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.logistic.infimum import along_ray
from core.landscape.critical_points import minima
from core.optimizers import Momentum, Nesterov
from core.spec import from_query, to_query
from core.training.descent import descend, record_steps
from core.training.sweep import and_last_but_one
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.runs import Strip
from pages.ui.chapter.words import counted, three
from pages.ui.logistic.own_data import scaling_sentence
from pages.ui.logistic.scene import scene
from pages.ui.logistic.separable import verdict
from pages.ui.losses import cached
from pages.ui.losses.loss_view import LossView, views
from pages.ui.losses.pulls import sample_names
from pages.ui.losses.sentences import Known, tell
from pages.ui.stage import encode_families, encode_panels, encode_scene
from tests import patience
from tests.own_tables import OWN_TABLES

PAGE = str(Path(__file__).parents[2] / "pages" / "01_logistic_regression.py")
SECTION = "logistic-section"


def spec_of(**query):
    return from_query(LogisticExperiment, {k.replace("__", "."): v for k, v in query.items()})


def page(**query):
    app = AppTest.from_file(PAGE)
    for name, value in query.items():
        app.query_params[name.replace("__", ".")] = value
    app.session_state["open-own-data"] = True
    return app.run()


@pytest.mark.long
def test_specs_that_differ_in_the_class_alone_have_their_own_cache_entries():
    one = LogisticExperiment(optimizer=Momentum(eta=1.0, beta=0.5))
    two = LogisticExperiment(optimizer=Nesterov(eta=1.0, beta=0.5))
    assert key_of(one) != key_of(two)
    runs = [cached.trained(spec, 0).strip.run.p for spec in (one, two)]
    assert not np.array_equal(*runs)


def test_a_rate_on_the_strip_is_no_new_computation_and_one_beside_it_is_added():
    on, other, beside = (
        cached.trained(spec_of(optimizer__eta=eta), 1) for eta in ("1", "2", "1.1")
    )
    assert on is other
    assert set(beside.strip.values) == {*on.strip.values, 1.1}
    assert beside.accuracy.shape == beside.strip.run.value.shape


@pytest.mark.long
def test_the_strip_is_thinned_where_it_would_take_long():
    large = spec_of(data="two-clouds", data__count="2000", steps="2000")
    rates = cached.trained(large, 1).strip.values
    assert 5 <= len(rates) < 20
    assert large.optimizer.eta in rates


@pytest.mark.long
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"data": "two-minima"},
        {"data": "iris-petal"},
        {"data": "iris-petal", "minimized": "true"},
        {"data": "separable", "axes": "weight-and-bias"},
        {"ridge": "0.6", "log_height": "true"},
        {"as_printed": "true"},
        {"loss": "squared"},
        {"sampler__m": "2", "optimizer": "adam", "start": "drawn", "seed": "3"},
        {"optimizer__eta": "100"},
    ],
)
def test_every_kind_of_experiment_makes_a_scene_whose_dot_is_at_its_true_cost(query):
    losses = views(spec_of(**query))
    made = scene(losses)
    parts = (encode_panels(made.repertoire), encode_families(made.repertoire))
    assert sum(len(part.bytes) for part in parts) < 1_500_000
    assert len(encode_scene(made)) < 50_000
    family = made.repertoire.families["optimizer.eta"]
    assert family.axis[made.home[1]] == losses[0].spec.optimizer.eta
    for loss, runs in zip(losses, family.runs, strict=True):
        last = runs.p[made.home[1], -1]
        assert runs.cost[made.home[1], -1] == pytest.approx(
            loss.factor * float(loss.risk.value(last)), rel=1e-9
        )
        assert np.isfinite(runs.cost).all()


def test_as_printed_the_squared_loss_is_a_sum_and_the_picture_turned():
    usual, printed = LossView(spec_of(), 0), LossView(spec_of(as_printed="true"), 0)
    assert (usual.factor, printed.factor) == (1, 6)
    assert "(sum)" in printed.title
    np.testing.assert_allclose(
        printed.to_panel().value, 6 * usual.to_panel().value[::-1, ::-1], 1e-6
    )
    assert LossView(spec_of(as_printed="true"), 1).factor == 1
    marks = [view.to_panel().figure2d["data"][2] for view in (usual, printed)]
    for axis in "xy":
        there, here = (np.frombuffer(b64decode(mark[axis]["bdata"])) for mark in marks)
        np.testing.assert_allclose(there, -here, atol=1e-12)
        assert np.abs(there).max() > 1


def test_convexity_is_said_with_the_computed_share():
    squared, entropy = views(spec_of())
    assert "85 %" in squared.convexity()
    assert "0 %: convex everywhere" in entropy.convexity()


def told(query, start, eta, steps=200, lane=0):
    spec = spec_of(**query)
    risk = cached.problem(spec).risks[lane]
    k = and_last_but_one(record_steps(steps, 201))
    rate = spec.optimizer.at_rate(np.array([[eta]]))
    run = descend(risk, rate, np.array([start]), steps, record_every=k)
    diagnosis = diagnose(risk, run.p[:, 0])
    strip = Strip(np.array([eta]), run)
    samples = cached.problem(spec).samples
    known = Known(
        sample_names(samples.x, samples.features),
        minima(LossView(spec, lane).landscape.points),
        cached.infimum(spec, lane),
        [along_ray(risk, p) for p in run.p[:, 0]],
        squared=lane == 0,
    )
    found = tell(diagnosis, strip, 0, known)
    return [found.sentences[number] for number in found.frame], run, diagnosis


def test_a_plateau_is_explained_by_the_points_that_are_saturated():
    sentences, _, diagnosis = told({}, [-5.0, 3.0], 0.1)
    assert sentences[0].startswith(f"Held back: ‖∇C‖ = {three(diagnosis.gradient_norm[0])}. ")
    saturated = counted(int(diagnosis.saturated_wrong[0]), 6).capitalize()
    assert f"{saturated}, far on the wrong side, " in sentences[0]


def test_the_reason_is_the_point_that_pulls_and_not_those_far_on_the_wrong_side():
    squared, entropy = (view.to_reading() for view in views(spec_of()))
    first = squared.sentences[squared.sentence[0]]
    assert "‖∇C‖ = 0.112" in first
    assert "x = 2 gives 95 % of ∇C." in first
    assert "Two of six points, far on the wrong side, give only 0.049 % of ∇C" in first
    assert entropy.sentences[entropy.sentence[0]].startswith("Pulled hard: ‖∇C‖ = 0.779. Two of")


@pytest.mark.long
def test_a_limit_is_the_true_one():
    squared = LossView(spec_of(), 0).to_reading()
    assert "farther along this ray it tends to 0.333." in squared.sentences[squared.sentence[-1]]
    separable = LossView(spec_of(data="separable", optimizer__eta="2", steps="2000"), 1)
    reading = separable.to_reading()
    assert "above its infimum 0, attained nowhere" in reading.sentences[reading.sentence[-1]]
    for loss in (squared, reading):
        assert not any("levels off" in sentence for sentence in loss.sentences)


def test_overshooting_names_the_step_and_the_bound():
    sentences, _, diagnosis = told({}, [1.0, -1.0], 3.0, lane=1)
    length = three(3 * diagnosis.gradient_norm[-1])
    assert sentences[-1].startswith(
        f"Overshooting: the step of length η‖∇C‖ = {length} goes beyond"
    )
    assert "η = 3 is more than 2/λ_max = 1.71" in sentences[-1]


def test_below_the_bound_nothing_overshoots():
    sentences, *_ = told({}, [1.0, -1.0], 1.7, lane=1)
    assert not any(sentence.startswith("Overshooting") for sentence in sentences)


def test_divergence_is_explained_from_the_step_where_it_happens():
    sentences, runs, _ = told({"ridge": "5"}, [1.0, 1.0], 2.0, steps=150)
    lost = int(runs.diverged_at[0])
    assert lost > 0
    frame = int(np.searchsorted(runs.k, lost))
    assert sentences[frame].startswith(f"Diverged at step {lost}: η = 2 is more than 2/λ_max")
    assert not sentences[frame - 1].startswith("Diverged")


def test_arriving_is_said_only_with_positive_eigenvalues():
    sentences, _, diagnosis = told({}, [0.5, 0.5], 1.0)
    assert sentences[-1].startswith("At a minimum")
    assert diagnosis.smallest[-1] > 0


def test_a_run_that_flees_along_the_plateau_is_never_said_to_arrive():
    sentences, _, diagnosis = told({}, [-3.0, 5.0], 100.0, steps=500)
    assert diagnosis.cost[-1] == pytest.approx(1 / 3, abs=1e-6)
    assert sentences[-1].startswith("Running away")
    assert not any(sentence.startswith("At a minimum") for sentence in sentences)


@pytest.mark.long
def test_separable_data_run_away_under_both_losses():
    for lane in (0, 1):
        query = {"data": "separable", "start": "drawn"}
        sentences, *_ = told(query, [3.0, 2.0, 0.0], 2.0, steps=4000, lane=lane)
        assert sentences[-1].startswith("Running away")


@pytest.mark.long
@pytest.mark.parametrize("section", ["Why?", "Critical points", "Ridge", "Separable data"])
@pytest.mark.parametrize("data", ["six-points", "separable", "iris-petal"])
def test_every_section_of_the_page_runs_on_every_kind_of_data(section, data):
    app = AppTest.from_file(PAGE)
    app.query_params["data"] = data
    app.session_state[SECTION] = section
    app.run()
    assert not app.exception


@pytest.mark.long
def test_separable_data_never_show_a_number_as_the_optimum():
    app = AppTest.from_file(PAGE)
    app.query_params["data"] = "separable"
    app.session_state[SECTION] = "Critical points"
    app.run()
    assert any("No finite optimum" in text.value for text in app.markdown)
    assert not app.table


@pytest.mark.long
def test_the_basin_map_of_the_page_is_computed_beside_it():
    app = AppTest.from_file(PAGE)
    app.session_state[SECTION] = "Basin map"
    app.query_params["optimizer.eta"] = "5"
    app.run()
    next(b for b in app.button if b.label == "Compute the basin map").click().run()
    assert not app.exception
    job = app.session_state["basin map"]
    patience.until(lambda: not job.running)
    assert [result.label.shape for result in job.result] == [(41, 41), (41, 41)]
    app.run()
    assert not app.exception
    # Above 2/λ_max = 3.43 nobody stays at the minimum of the squared loss, and none is counted.
    squared, entropy = (json.loads(chart.proto.spec)["data"] for chart in app.get("plotly_chart"))
    assert _legend(squared) == ["runs away: 68 %", "swinging around it: 32 %"]
    assert _legend(entropy) == ["swinging around it: 100 %"]


def _legend(traces):
    return [trace["name"] for trace in traces if "name" in trace]


TABLE = "hours,passed\n1,0\n2,0\n2.5,1\n4,1\n3,0\n"


@pytest.mark.long
def test_a_reader_table_becomes_the_data():
    app = page()
    app.text_area[0].set_value(TABLE).run()
    assert not app.exception
    assert not app.error
    said = " ".join(text.value for text in app.markdown)
    assert "N = 5" in said
    assert "a probability that passed = 1 (diamonds); circles have passed = 0." in said
    assert not any("a probability that" in text.value for text in page().markdown)


@pytest.mark.long
@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("x,y\n1,2,0\n2,1\n", "Line 2"),
        ("x,y\n1,0\nb,1\n", "Line 3"),
        ("x,y\n1,0\n2,0\n", "two classes must occur"),
        ("x,y\n1,0\n2,1\n3,2\n", "Line 4"),
        ("x,y\n1,0\nnan,1\n", "both classes must occur"),
    ],
)
def test_a_malformed_table_is_explained_and_the_data_stay(table, reason):
    app = page(data="two-minima")
    app.text_area[0].set_value(table).run()
    assert not app.exception
    assert len(app.error) == 1
    assert reason in app.error[0].value
    assert any("N = 8" in text.value for text in app.markdown)


def test_an_address_with_a_table_that_is_not_there_shows_the_default_data():
    app = page(data="own-table")
    assert not app.exception
    assert "paste a table" in app.info[0].value
    assert any("N = 6" in text.value for text in app.markdown)


def test_a_table_is_parsed_once():
    first, again = (OwnTable("".join(TABLE)) for _ in range(2))
    rng = np.random.default_rng(0)
    assert first(rng) is again(rng)


@pytest.mark.wide(3)
@pytest.mark.parametrize("name", [*to_query(LogisticExperiment()), "data.table", "no.such.thing"])
def test_nonsense_in_one_parameter_is_named(name):
    app = page(**{name: "😀"})
    assert not app.exception
    assert len(app.warning) == 1
    assert name.replace(".", r"\.").replace("_", r"\_") in app.warning[0].value


@pytest.mark.parametrize("name", OWN_TABLES)
@pytest.mark.parametrize("scaling", [WhereNeeded(), Always(), Never()])
def test_what_is_done_about_a_table_s_units_is_said(name, scaling):
    spec = LogisticExperiment(data=OwnTable(OWN_TABLES[name], scaling))
    samples = cached.problem(spec).samples
    own = cached.problem(LogisticExperiment(data=OwnTable(OWN_TABLES[name], Never()))).samples.x
    X = np.column_stack([own, np.ones(len(own))])
    needed = np.linalg.cond(X.T @ X) > 1e4
    sentence = scaling_sentence(spec, samples)
    assert ("standardized, with mean 0" in sentence) == (
        needed and isinstance(scaling, WhereNeeded)
    )
    assert ("can standardize" in sentence) == (needed and isinstance(scaling, Never))
    if sentence:
        number = float(re.search(r"condition number is ([\d.e+]+)", sentence)[1])
        assert number == pytest.approx(np.linalg.cond(X) ** 2, rel=6e-3)
    assert scaling_sentence(LogisticExperiment(), samples) == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("six-points", "has a finite optimum"),
        ("separable", "A line separates these data: **no finite optimum**"),
        ("touching", "infimum 0.347 of the cross-entropy is what those on the line cost"),
        ("income", "A line separates these data: **no finite optimum**"),
        ("prices", "has a finite optimum"),
    ],
)
def test_there_are_three_verdicts_on_separability(data, said):
    spec = spec_of(data=data) if data not in OWN_TABLES else None
    spec = spec or LogisticExperiment(data=OwnTable(OWN_TABLES[data]))
    found = cached.problem(spec)
    assert said in verdict(found, 0.0, cached.infimum(spec, 1))
    assert "**no finite optimum**" not in verdict(found, 0.5, None)


@pytest.mark.long
def test_with_a_ridge_every_view_shows_the_same_cost_and_says_so():
    for query in ({"ridge": "0.6"}, {"ridge": "0.6", "as_printed": "true"}):
        losses = views(spec_of(**query))
        shown = scene(losses)
        for loss, runs in zip(losses, shown.repertoire.families["optimizer.eta"].runs, strict=True):
            cost, ridge, *_ = loss.to_reading().columns
            np.testing.assert_allclose(cost.values, runs.cost[loss.selected], rtol=1e-12)
            assert cost.label.endswith(" + ridge")
            mean = loss.risk.mean_loss(loss.trained.strip.run.p[:, loss.selected])
            np.testing.assert_allclose(cost.values - ridge.values, loss.factor * mean, rtol=1e-9)
        notes = {panel.kind: panel.note for panel in shown.repertoire.panels}
        assert notes["curve"] == notes["strip"] == "ridge included"


@pytest.mark.long
@pytest.mark.parametrize("name", OWN_TABLES)
def test_every_section_of_the_page_runs_on_tables_in_any_unit(name):
    for scaling in ("where-needed", "always", "never"):
        app = AppTest.from_file(PAGE)
        app.query_params["data"] = "own-table"
        app.query_params["data.table"] = OWN_TABLES[name]
        app.query_params["data.scaling"] = scaling
        app.query_params["steps"] = "50"
        app.run()
        assert not app.exception
        # The ridge's own bound has its tests elsewhere.
        for section in ("Find out", "Why?", "Critical points", "Basin map", "Separable data"):
            app.session_state[SECTION] = section
            assert not app.run().exception, section
