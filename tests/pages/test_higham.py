"""The second chapter without a browser: its run, its sentences, its scene, its formulas."""

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.experiments.higham import paper as higham
from core.experiments.higham.experiment import HighamExperiment
from core.objectives.risk import Risk
from core.spec import from_query
from pages.ui.figures.formulas import Parameter, number, parameters
from pages.ui.figures.histograms import Bins
from pages.ui.higham.propagation.by_hand import backward
from pages.ui.higham.recording import Recording
from pages.ui.higham.scene import chunk, cost_name, scene
from pages.ui.higham.sentences import tell
from pages.ui.stage import encode_chunks, encode_families, encode_panels, encode_scene
from tests import patience

PAGE = str(Path(__file__).parents[2] / "pages" / "02_higham_network.py")
SECTION = "higham-section"
SECTIONS = (
    "Lemma 5.1 by hand",
    "How many parameters?",
    "Written out",
    "Landscape",
    "Gradients",
    "Seeds",
    "Copies",
    "Least squares",
)
OTHERS = (
    {"eleventh": "true", "sampler": "shuffled-epochs"},
    {"activation": "relu", "loss": "binary-cross-entropy", "sum_of_squares": "false"},
    {"hidden": "four-layers", "hidden__n2": "16", "sampler__m": "4"},
    {"hidden": "one-layer", "activation": "elu", "sampler": "full-batch"},
)


def spec_of(**query):
    return from_query(HighamExperiment, {k.replace("__", "."): v for k, v in query.items()})


def page(section=None, **query):
    app = AppTest.from_file(PAGE)
    for name, value in ({"steps": "2000"} | query).items():
        app.query_params[name.replace("__", ".")] = value
    if section:
        app.session_state[SECTION] = section
    return app.run()


def finished(**query):
    made = Recording(spec_of(**query))
    made.advance(patience.SECONDS)
    assert made.finished
    return made


@pytest.fixture(scope="module")
def published():
    return finished()


@pytest.mark.long
def test_the_published_run_is_replayed_to_the_digit(published):
    run, squares = published.part().run, published.part().diagnosis.squares
    assert (run.k[0], run.k[-1], len(run.k)) == (0, 10**6, 300)
    assert squares[0] == pytest.approx(5.32881697, rel=1e-8)
    assert squares[-1] == pytest.approx(7.30353651e-4, rel=1e-6)
    np.testing.assert_allclose(squares, higham.sum_of_squares(run.value, 10), rtol=1e-12)


def test_slices_of_time_do_not_change_a_run():
    spec = spec_of(steps="5000", eta="1")
    sliced = Recording(spec)
    while not sliced.finished:
        sliced.advance(1e-6)
    run = sliced.part().run
    whole = spec.recipes()["network"].run()
    np.testing.assert_array_equal(run.k, whole.k)
    np.testing.assert_array_equal(run.p, whole.p)
    np.testing.assert_allclose(run.value, whole.value, rtol=1e-13)


def test_a_run_that_diverges_ends_and_says_when():
    lost = finished(
        activation="identity",
        hidden="one-layer",
        hidden__n2="16",
        loss="binary-cross-entropy",
        eta="10",
    )
    part = lost.part()
    assert part.run.diverged_at == 18
    assert np.isfinite(part.run.p).all()
    told = tell(lost.spec, part.run, part.diagnosis)
    assert told.sentences[told.frame[-1]].startswith("Diverged at step 18.")


@pytest.mark.long
@pytest.mark.parametrize("query", [{"steps": "2000"}, *OTHERS])
def test_every_kind_of_experiment_makes_a_scene_with_its_true_cost(query):
    made = finished(**({"steps": "2000"} | query))
    shown = scene(made, made.spec, live=False, restart=0)
    parts = (encode_panels(shown.repertoire), encode_families(shown.repertoire))
    assert sum(len(part.bytes) for part in parts) < 1_500_000
    assert len(encode_scene(shown)) < 60_000
    runs, boundary = shown.repertoire.families["run"].runs[0], shown.repertoire.panels[0]
    assert (boundary.fields is None) != (boundary.network is None)
    factor = 1 if not made.spec.sum_of_squares else 2 * made.risk.sample_count
    if "cross" not in query.get("loss", ""):
        np.testing.assert_allclose(runs.cost[0], factor * made.risk.value(runs.p[0]), rtol=1e-9)
    else:
        np.testing.assert_allclose(runs.cost[0], made.risk.value(runs.p[0]), rtol=1e-9)


def test_chunks_continue_the_scene_frame_by_frame():
    made = Recording(spec_of(steps="20000"))
    made.advance(1e-6)
    first = len(made.part().run.k)
    assert chunk(made, made.spec, first) is None
    made.advance(patience.SECONDS)
    new = chunk(made, made.spec, first)
    assert new.last
    assert first + len(new.steps) == len(made.k)
    np.testing.assert_array_equal(new.steps, made.k[first:])
    assert len(new.readings[0].columns[0].values) == len(new.readings[0].sentence) == len(new.steps)
    assert max(new.readings[0].sentence) < len(new.readings[0].sentences)
    assert len(encode_chunks([new])) < 100_000


def test_the_axis_says_which_cost_is_shown():
    assert cost_name(spec_of()) == "Σ‖y − F(x)‖²"
    assert "1/N" in cost_name(spec_of(sum_of_squares="false"))
    entropy = spec_of(sum_of_squares="false", loss="binary-cross-entropy")
    assert cost_name(entropy) == "mean cross-entropy"


@pytest.mark.long
def test_sentences_tell_start_plateau_fall_and_end(published):
    part = published.part()
    told = tell(published.spec, part.run, part.diagnosis)
    said = [told.sentences[number] for number in told.frame]
    assert said[0].startswith(
        "The start: 5 of 10 points right; the Hessian bends down in 10 of 23 directions."
    )
    assert "From point to point F₁ − F₂ differs by at most 0.0" in said[0]
    middle = said[int(np.searchsorted(part.run.k, 1000))]
    assert middle.startswith("On a plateau:")
    assert said[int(np.searchsorted(part.run.k, 150_000))].startswith(("Falling", "All 10"))
    assert said[-1].startswith("All 10 points are right.")


def test_parameters_are_named_in_the_order_of_the_flat_vector():
    names = [parameter.name for parameter in parameters(higham.NETWORK)]
    assert names[:6] == ["w²₁₁", "w²₁₂", "w²₂₁", "w²₂₂", "b²₁", "b²₂"]
    assert len(names) == len(set(names)) == 23
    assert Parameter(2, 11, 1).tex == "w^{[2]}_{11,1}"
    assert Parameter(3, 2, 0).tex == "b^{[3]}_{2}"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.5, "0.5"), (-1.23456, "-1.235"), (1.5e-7, r"1.500\cdot 10^{-7}"), (0.0, "0")],
)
def test_numbers_have_four_digits(value, text):
    assert number(value) == text


def test_the_deltas_that_are_written_out_are_the_gradient_by_the_biases():
    x, y = higham.points()
    risk = Risk(higham.NETWORK, higham.problem().loss, x[3:4], y[3:4])
    p = higham.published_start()
    _, deltas = backward(risk, p)
    biases = [b for _, b in higham.NETWORK.unflatten(risk.gradient(p))]
    for delta, b in zip(deltas, biases, strict=True):
        np.testing.assert_allclose(delta[0], b, rtol=1e-12)


def test_bins_know_their_members():
    bins = Bins(np.array([1e-3, 2.0, 1.9, 1e-3, 0.5]), count=10)
    members = [bins.members(i).tolist() for i in range(10)]
    assert sorted(chain(*members)) == [0, 1, 2, 3, 4]
    assert members[0] == [0, 3]
    assert members[-1] == [2, 1]


@pytest.mark.long
@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("query", [{}, *OTHERS], ids=range(len(OTHERS) + 1))
def test_every_section_stands_below_every_kind_of_experiment(section, query):
    app = page(section, **query)
    assert not app.exception
    assert not app.error


@pytest.mark.long
def test_by_hand_every_entry_stands_beside_its_central_difference():
    app = page("Lemma 5.1 by hand")
    table = next(text.value for text in app.markdown if "central difference |" in text.value)
    rows = table.splitlines()[2:]
    assert len(rows) == 23
    assert re.search(r"[\d.]+e−1\d, over", app.markdown[-1].value)
    app.session_state["higham-picked"] = (3, 2, 1, 1000)
    app.run()
    step = app.select_slider(key="higham-step").value
    assert 990 <= step <= 1010
    assert any("The chain behind w³₂₁" in text.value for text in app.markdown)
    assert r"w^{[3]}_{21}" in app.latex[-1].value


@pytest.mark.long
def test_a_guess_comes_before_the_count():
    app = page("How many parameters?")
    assert not app.table
    app.number_input(key="higham-guess").set_value(20).run()
    assert app.table
    assert any("2·2 + 2 + 3·2 + 3 + 2·3 + 2 = 23" in text.value for text in app.markdown)
    assert any("3 too low" in text.value for text in app.markdown)


def test_the_written_program_is_shown():
    app = page("Written out")
    assert any("d4_1 =" in code.value for code in app.code)


@pytest.mark.long
@pytest.mark.parametrize(
    "plane",
    [
        "two-coordinates",
        "random-directions",
        "filter-normalized",
        "principal-components",
        "hessian-eigenvectors",
        "three-points",
    ],
)
def test_every_plane_is_laid_and_says_what_it_hides(plane):
    app = page("Landscape", plane=plane)
    assert not app.exception
    assert not app.warning
    assert any("this plane hides" in text.value for text in app.markdown)


def test_a_plane_that_does_not_exist_is_explained():
    app = page("Landscape", plane="two-coordinates", plane__i="30")
    assert not app.exception
    assert "two different numbers from 0 to 22" in app.warning[0].value


def test_least_squares_is_quick_and_disagrees_between_the_points():
    app = page("Least squares")
    assert any("evaluations** (solved)" in text.value for text in app.markdown)


def test_copies_cost_the_same():
    app = page("Copies")
    app.selectbox(key="higham-order-3-3").set_value((2, 0, 1)).run()
    assert not app.exception
    texts = [text.value for text in app.markdown]
    one, other = [text.split("cost ")[1] for text in texts if text.count("cost 0.") == 1][:2]
    assert one == other
    assert any("to the 383 other copies" in text for text in texts)


def job_done(app, name):
    job = app.session_state[name]
    patience.until(lambda: not job.running)
    app.run()
    assert not app.exception


@pytest.mark.long
def test_a_thousand_seeds_are_trained_beside_the_page():
    app = page("Seeds", eta="5")
    app.select_slider(key="higham-seeds-steps").set_value(10_000).run()
    next(b for b in app.button if b.label == "Train 1,000 seeds").click().run()
    job_done(app, "many seeds")
    assert any("After 10,000 steps the median" in text.value for text in app.markdown)


@pytest.mark.long
def test_a_stopped_run_stays_and_can_go_on():
    app = page(steps="1000000", seed="77", start="drawn")
    next(b for b in app.button if b.label == "Stop").click().run()
    assert not app.exception
    assert any("Stopped after" in bar.proto.text for bar in app.get("progress"))
    next(b for b in app.button if b.label == "Go on").click().run()
    assert not app.exception
    assert any(b.label == "Stop" for b in app.button)


def test_the_run_is_named_by_what_is_on_stage_not_by_the_plane():
    one = Recording(spec_of(steps="1000"))
    one.advance(1)
    other = spec_of(steps="1000", plane="three-points")
    names = {scene(one, spec, live=False, restart=0).run for spec in (one.spec, other)}
    assert len(names) == 1
    assert replace(other, plane=one.spec.plane) == one.spec


@pytest.mark.long
def test_a_run_that_is_asked_for_again_begins_at_its_first_step_for_this_reader():
    app = page(steps="1000000", seed="78", start="drawn")
    next(b for b in app.button if b.label == "Stop").click().run()
    next(b for b in app.button if b.label == "Run again from the start").click().run()
    assert any(b.label == "Stop" for b in app.button)
    own = app.session_state["HighamExperiment-recording"]
    assert own.spec == from_query(HighamExperiment, {"seed": "78", "start": "drawn"})
    done = own.done
    app.run()
    assert app.session_state["HighamExperiment-recording"] is own
    assert own.done > done


@pytest.mark.long
def test_three_gradients_race_beside_the_page():
    app = page("Gradients", eta="1", steps="30000")
    next(b for b in app.button if b.label == "Train all three").click().run()
    job_done(app, "three gradients")
    drawn, shuffled, full = app.session_state["three gradients"].result
    assert drawn.k[-1] == shuffled.k[-1] == 10 * full.k[-1]
    assert drawn.value[0] == shuffled.value[0] == full.value[0]
    assert any("**evaluations**" in text.value for text in app.markdown)


def test_while_a_run_is_computed_its_axis_ends_where_the_run_will():
    made = Recording(spec_of(steps="20000"))
    made.advance(1e-6)
    part = made.part()
    assert part.run.k[-1] < 20_000

    def last(live):
        panels = scene(made, made.spec, live=live, restart=0).repertoire.panels
        return next(panel.last_step for panel in panels if panel.name == "cost")

    assert last(live=True) == 20_000
    assert last(live=False) == part.run.k[-1]


@pytest.mark.long
def test_the_row_below_the_stage_stays_when_the_run_has_ended():
    app = page(steps="1000")
    for _ in range(5):
        app.run()
    stop = next(b for b in app.button if b.label == "Stop")
    assert stop.disabled
    assert any("Computed: 1,000 of 1,000 steps" in bar.proto.text for bar in app.get("progress"))
