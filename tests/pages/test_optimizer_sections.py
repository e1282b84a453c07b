"""Theory, noise and practice below the race: what is said is what core finds."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.datasets import BreastCancer
from core.datasets.splits import split
from core.experiments.practice.early_stopping import patience, watched
from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.grounds import GROUNDS
from core.networks.initialization import uniform_fan_in
from core.objectives import Product
from core.optimizers.adam import Adam
from core.spec import from_query
from core.theory.edge_of_stability import edge, flat_limits, wave
from core.theory.noise_floor import floor, line_fit, spread
from core.theory.quadratics import best_heavy_ball
from core.training.samplers import WithReplacement
from pages.ui.optimizers.practice.issues import show_practice
from pages.ui.optimizers.theory.edge_figures import flatness, sharpness_paths
from pages.ui.optimizers.theory.figures import against_promise, phase_diagram
from pages.ui.optimizers.theory.noise import show_noise
from pages.ui.optimizers.theory.noise_figures import spreads
from pages.ui.optimizers.theory.quadratics import show_theory
from tests.pages.judging import typed
from tests.pages.settling import settled

VIEWS = {
    "theory": ("Step size", "Momentum", "Edge of stability", "Flat limits"),
    "noise": ("The floor", "Floor against η and m", "What an epoch sees"),
    "practice": ("Scale the inputs", "First weights", "Clip the gradient", "When to stop"),
}
EVERY = [(section, view) for section, views in VIEWS.items() for view in views]


SHOWN = {"theory": show_theory, "noise": show_noise, "practice": show_practice}


def body(show, spec):
    """A page with one section: AppTest runs this source elsewhere, so it gets what it needs."""
    show(spec)


def page(section, view, **query):
    query = {name.replace("__", "."): value for name, value in query.items()}
    spec = from_query(RaceExperiment, query)
    app = AppTest.from_function(body, kwargs={"show": SHOWN[section], "spec": spec})
    app.session_state[f"optimizers-{section}"] = view
    return checked(app.run())


def checked(app):
    settled(app)
    assert not app.exception
    assert not app.error
    return app


def said(app):
    return typed(" ".join(text.value for text in app.markdown))


def turned(app, key, value):
    widgets = [*app.slider, *app.select_slider]
    widget = next(one for one in widgets if one.key.startswith(key))
    return checked(widget.set_value(value).run())


@pytest.mark.long
@pytest.mark.parametrize(("section", "view"), EVERY)
def test_every_view_has_pictures_and_a_sentence_with_numbers(section, view):
    app = page(section, view)
    assert app.get("plotly_chart")
    assert re.search(r"\*\*[\d.]+", said(app))
    assert "nan" not in said(app)


@pytest.mark.long
@pytest.mark.parametrize("ground", ["saddle", "logistic-squared", "higham-plane"])
def test_the_edge_is_shown_below_a_race_on_any_ground(ground):
    title = GROUNDS[ground].title
    app = page("theory", "Edge of stability", ground=ground, steps="50")
    assert f"**On the ground of the race: {title}, full gradient**" in said(app)


@pytest.mark.parametrize("view", VIEWS["theory"][:2])
def test_off_quadratics_theory_takes_one_of_its_own(view):
    assert "κ = 50" in said(page("theory", view, ground="himmelblau"))


@pytest.mark.long
def test_theory_needs_nobody_in_the_race():
    assert page("theory", "Step size", one="nobody").slider[0].value == 1.0
    assert page("theory", "Momentum", two="nobody").slider[1].value == 0.9
    assert "of the race" not in said(page("theory", "Edge of stability", one="nobody"))


@pytest.mark.wide(2)
@pytest.mark.parametrize("view", VIEWS["theory"][:2])
@pytest.mark.parametrize("kappa", ["1", "1000"])
def test_theory_takes_every_condition_number(view, kappa):
    assert "nan" not in said(page("theory", view, ground__kappa=kappa))


def test_the_rate_of_the_race_is_the_one_to_begin_with():
    app = page("theory", "Step size", ground__kappa="20", one__optimizer__eta="0.05")
    assert app.slider[0].value == 1.0
    assert "At η = 0.05 the distance is multiplied by **0.9500**" in said(app)
    assert "in theory and by **0.9500**" in said(app)


def test_beyond_the_limit_the_distance_grows():
    app = turned(page("theory", "Step size"), "optimizers-rate", 2.05)
    assert "multiplied by **1.0500** a step in theory and by **1.0500**" in said(app)


@pytest.mark.long
def test_momentum_says_where_the_setting_lies_and_counts_84_against_610():
    app = page("theory", "Momentum")
    assert "**84** steps with heavy ball" in said(app)
    assert "**610** without momentum" in said(app)
    assert "swings around the minimum and comes to it" in said(app)
    turned(app, "optimizers-ball-beta", 0.1)
    assert "**comes to the minimum without swinging**" in said(
        turned(app, "optimizers-ball-eta", 0.3)
    )
    assert "**diverges**" in said(turned(app, "optimizers-ball-eta", 2.3))


@pytest.mark.long
def test_the_edge_of_stability_holds_from_every_start_offered():
    app = page("theory", "Edge of stability")
    for seed in (4, 9):
        text = said(turned(app, "optimizers-edge-seed", seed))
        held = [float(ratio) for ratio in re.findall(r"([\d.]+) \(η", text)]
        assert len(held) == 3
        np.testing.assert_allclose(held, 1, atol=0.03)


def test_the_edge_is_shown_for_the_race_too():
    text = said(page("theory", "Edge of stability", ground__kappa="40", one__optimizer__eta="0.04"))
    assert "With η = 0.04 the edge 2/η lies at **50**." in text
    assert "begins at 40" in text
    text = said(page("theory", "Edge of stability", ground__kappa="40", one__optimizer__eta="0.06"))
    assert "The run diverges at step" in text


@pytest.mark.long
@pytest.mark.parametrize("eta", [0.1, 0.95])
def test_limits_lie_within_the_circle(eta):
    text = said(turned(page("theory", "Flat limits"), "optimizers-flat-eta", eta))
    sharpest, bound = re.search(r"= \*\*([\d.]+)\*\*, and 2/η is ([\d.]+);", text).groups()
    assert 2 <= float(sharpest) <= float(bound)


def test_the_floor_is_that_of_theory_and_an_epoch_sees_65_percent():
    text = said(page("noise", "The floor"))
    exact = floor(line_fit(0.5), 0.1, 1)
    assert f"**{exact:.3g}** in theory" in text
    measured = float(re.search(r"floor is \*\*([\d.]+)\*\* with replacement", text)[1])
    assert measured == pytest.approx(exact, rel=0.05)
    assert "**65.1 %** for N = 10" in said(page("noise", "What an epoch sees"))


@pytest.mark.long
@pytest.mark.parametrize(("eta", "m"), [(0.02, 16), (0.5, 8)])
def test_runs_have_levelled_off_wherever_a_floor_is_printed(eta, m):
    app = turned(
        turned(page("noise", "The floor"), "optimizers-noise-eta", eta), "optimizers-noise-m", m
    )
    measured, exact = re.search(
        r"floor is \*\*([\d.e-]+)\*\* with replacement, \*\*([\d.e-]+)\*\*", said(app)
    ).groups()
    assert float(measured) == pytest.approx(float(exact), rel=0.1)


def test_without_a_floor_the_page_says_so():
    app = turned(page("noise", "The floor"), "optimizers-noise-eta", 0.5)
    assert "the mean square grows for ever, in theory: there is no floor" in said(app)


@pytest.mark.long
def test_scaling_prints_both_condition_numbers():
    text = said(page("practice", "Scale the inputs"))
    assert "**16,926** as measured and **1.96** standardized" in text
    assert "mean radius (14.1 ± 3.5)" in text


@pytest.mark.long
def test_the_sigmoids_first_layer_starves():
    app = page("practice", "First weights")
    checked(app.button_group(key="optimizers-activation").set_value("sigmoid").run())
    silent = re.search(r"first layer's gradient is ([\d.e-]+) at scale 0.1", said(app))[1]
    assert float(silent) < 1e-9


@pytest.mark.long
def test_a_clipped_run_arrives_and_a_low_bound_costs_time():
    app, ends = page("practice", "Clip the gradient"), []
    for bound in (1, 100):
        text = said(turned(app, "optimizers-clip", bound))
        assert "the plain run diverges at step **4**" in text
        ends.append(float(re.search(r"the clipped run is at ([\d.e-]+)\.", text)[1]))
    assert ends[0] > 5 * ends[1]


def test_more_patience_never_picks_a_worse_validation_cost():
    app, costs = page("practice", "When to stop"), []
    for wait in (1, 100):
        text = said(turned(app, "optimizers-patience", wait))
        costs.append(float(re.search(r"validation cost is ([\d.]+)\. ", text)[1]))
    assert costs == sorted(costs, reverse=True)
    assert "may not be picked" in text


def test_validation_picks_the_step_and_the_test_part_does_not():
    parts = split(BreastCancer(False)(np.random.default_rng(0)), 60, 150, 3)
    seen = watched(parts, 16, Adam(0.01), 2000, 10)
    picked, peeked = (patience(costs, 20).best for costs in (seen.validation, seen.test))
    assert picked != peeked
    assert f"picks step **{seen.run.k[picked]}**" in said(page("practice", "When to stop"))


def test_the_promise_is_a_line_through_the_start_with_the_slope_of_the_rate():
    figure = against_promise([("run", 3 * 0.5 ** np.arange(20.0), 0.5)])
    run, promise = figure.data
    np.testing.assert_allclose(promise.y, run.y)
    assert promise.line.dash == "dot"


def test_regions_have_words_and_the_best_setting_lies_where_lines_meet():
    best = best_heavy_ball(1.0, 100.0)
    figure = phase_diagram(100.0, (0.5, 0.9), best)
    words = {annotation.text for annotation in figure.layout.annotations}
    assert {"monotone", "oscillating", "divergent", "best", "now"} <= words
    star = next(trace for trace in figure.data if trace.name == "best")
    assert (star.x[0], star.y[0]) == pytest.approx((100 * best.eta, best.beta))
    lines = [trace for trace in figure.data[1:] if trace.mode == "lines" and trace.line.width == 2]
    _, divergence, alternating, flattest = lines
    assert (alternating.line.dash, flattest.line.dash) == ("dash", "dot")
    # The dashed line is (1 + √β)², and the dotted one crosses it at the best setting.
    np.testing.assert_allclose(alternating.x, (1 + np.sqrt(alternating.y)) ** 2)
    assert star.x[0] == pytest.approx((1 + np.sqrt(star.y[0])) ** 2)
    assert star.x[0] == pytest.approx(100 * (1 - np.sqrt(star.y[0])) ** 2)
    gap = np.asarray(divergence.x) - np.asarray(flattest.x)
    # The dotted line begins below the border of divergence, beside the best setting.
    last = np.flatnonzero(np.isfinite(gap))[0]
    assert flattest.y[last] == pytest.approx(best.beta, abs=0.01)
    rates = np.asarray(figure.data[0].z, dtype=float)
    assert np.nanmin(rates) >= best.rate


def test_each_run_is_drawn_with_its_own_edge():
    risk = wave()
    run = edge(risk, [0.2, 0.5], uniform_fan_in(risk.network, np.random.default_rng(0)), 100, 50)
    figure = sharpness_paths(run)
    assert [shape.y0 for shape in figure.layout.shapes] == [10.0, 4.0]
    np.testing.assert_array_equal(figure.data[1].y, run.largest[:, 1])
    assert figure.layout.yaxis.range is None


def test_curvature_beyond_the_picture_is_cut_openly():
    lost = sharpness_paths(edge(Product(), [1.0], np.array([4.0, 1.0]), 10, 1))
    assert lost.layout.yaxis.title.text.endswith("cut at 10")
    assert lost.layout.yaxis.range == (0, 10)
    assert np.isnan(lost.data[0].y[-1])


def test_the_circle_has_the_radius_of_the_step():
    figure = flatness(flat_limits(Product(), 0.5, np.array([[1.0, 0.5]]), 200), 4.0)
    circle = next(trace for trace in figure.data if trace.name.startswith("a²"))
    np.testing.assert_allclose(np.hypot(circle.x, circle.y), 2)
    hyperbola = figure.data[0]
    product = np.asarray(hyperbola.x) * np.asarray(hyperbola.y)
    np.testing.assert_allclose(product[np.isfinite(product)], 1)


def test_the_floors_label_stands_at_the_floor():
    runs = {"drawn": spread(line_fit(0.5), 0.1, WithReplacement(1), np.zeros(3), 40, seeds=10)}
    figure = spreads(runs, np.ones(41), 0.02)
    (line,), (label,) = figure.layout.shapes, figure.layout.annotations
    assert line.y0 == 0.02
    assert label.y == pytest.approx(np.log10(0.02))
