"""Weight decay and L2: where three rules end, held against the disc and the box."""

import numpy as np
import pytest

from core.experiments.implicit.decay import (
    ADAM_L2,
    ADAMW,
    COLUMNS,
    L2,
    SGD,
    AllColumns,
    TwoColumns,
    WeightDecay,
    exported,
    recipes,
    ridge,
    samples,
    study,
)
from core.experiments.implicit.experiment import ImplicitExperiment
from core.objectives.checks import hessian_difference, taylor_slope
from core.objectives.least_squares import LeastSquares
from core.training.descent import record_steps
from tests.core.regularization.known import reference

BOX = reference("adamw_box_diabetes")
VALUES = (0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 10.0, 20.0)
STEPS = 2000


def ends(topic, values=VALUES, steps=STEPS):
    return study(topic, steps, 0, record_steps(steps, 2), values)


def test_the_columns_are_the_references():
    x, y = samples(WeightDecay(columns=AllColumns()))
    np.testing.assert_allclose(x, BOX["X"], atol=1e-12)
    np.testing.assert_allclose(y, BOX["y"], atol=1e-12)
    for decay in (1, 4, 10):
        np.testing.assert_allclose(ridge(x, y, decay), BOX[f"ridge_{decay}"], atol=1e-9)


@pytest.mark.parametrize("columns", COLUMNS)
def test_with_a_falling_rate_each_rule_ends_where_it_is_predicted(columns):
    found = ends(WeightDecay(columns=COLUMNS[columns]()))
    assert found.lanes[SGD].distance[-1].max() < 1e-4
    assert found.lanes[ADAM_L2].distance[-1].max() < 1e-6
    assert found.lanes[ADAMW].distance[-1].max() < {2: 1e-3, 10: 0.03}[len(found.names)]
    apart = np.abs(found.references["ridge"] - found.references["box"]).max(axis=1)
    assert (apart > 20 * found.lanes[ADAMW].distance[-1]).sum() >= 6


def test_the_published_decays_end_in_the_box_with_its_counts():
    found = ends(WeightDecay(columns=AllColumns()), (1.0, 4.0, 10.0))
    distance = np.linalg.norm(found.lanes[ADAMW].end - found.lanes[ADAMW].predicted, axis=1)
    assert (distance[1:] < 3e-3).all()
    least = found.references["least squares"]
    np.testing.assert_allclose(found.references["box"][0], least, atol=1e-10)
    held = np.isclose(np.abs(found.references["box"]), 1 / found.values[:, None], atol=1e-9)
    assert held.sum(axis=1).tolist() == [0, 2, 8]
    apart = np.abs(found.references["ridge"] - found.references["box"]).max(axis=1)
    np.testing.assert_allclose(apart, [0.49, 0.17, 0.11], atol=5e-3)


def test_with_a_constant_rate_adamw_hovers():
    falling = ends(WeightDecay(columns=AllColumns())).lanes[ADAMW].distance[-1]
    constant = ends(WeightDecay(columns=AllColumns(), falling=False)).lanes[ADAMW].distance[-1]
    slower = ends(WeightDecay(columns=AllColumns(), falling=False, eta=0.002), steps=8000)
    assert constant[1] > 3 * falling[1]
    assert constant[1] > 2 * slower.lanes[ADAMW].distance[-1][1]


def test_a_long_memory_of_squares_is_slow():
    short, long = (
        ends(WeightDecay(beta_2=beta), (2.5, 3.0)).lanes[ADAMW].distance[-1]
        for beta in (0.95, 0.999)
    )
    assert (long > 10 * short).all()


def test_for_gradient_descent_l2_and_decay_are_one_step():
    topic = WeightDecay(columns=TwoColumns(), decay=4.0, falling=False)
    run = recipes(topic, 50, 0)[SGD].run()
    loss, p = LeastSquares(*samples(topic)), np.zeros(2)
    for k in range(1, 51):
        p = (1 - topic.eta * topic.decay) * p - topic.eta * loss.gradient(p)
        np.testing.assert_allclose(run.p[k], p, atol=1e-15)


def test_a_run_of_the_slider_is_the_run_alone():
    spec = ImplicitExperiment(topic=WeightDecay(decay=4.0, m=50), steps=200, seed=3)
    found = study(spec.topic, spec.steps, spec.seed, spec.recorded(60), spec.values)
    v = found.position(spec.value)
    for lane, recipe in spec.recipes().items():
        np.testing.assert_allclose(recipe.run().p, found.lanes[lane].w[:, v], atol=1e-12)


@pytest.mark.parametrize("lane", [SGD, ADAM_L2, ADAMW])
def test_the_exported_run_is_the_same(lane):
    topic = WeightDecay(decay=2.0)
    there = exported(topic, STEPS, 0, lane).run().p
    here = recipes(topic, STEPS, 0)[lane].run().p
    np.testing.assert_allclose(there[-1, :-1], here[-1], atol=1e-5)
    np.testing.assert_allclose(there[:, :-1], here, atol=0.005)
    assert np.abs(there[-1, -1]) < 1e-7


def test_l2_is_added_to_any_objective_also_with_a_strength_for_each_model():
    rng = np.random.default_rng(1)
    x, y = samples(WeightDecay(columns=AllColumns()))
    cost = L2(LeastSquares(x, y), 0.7)
    p, direction = rng.standard_normal((2, 10))
    assert taylor_slope(cost, p, direction) == pytest.approx(2, abs=0.01)
    np.testing.assert_allclose(cost.hessian(p), hessian_difference(cost, p), atol=1e-6)
    strengths = np.array([[0.1], [2.0]])
    both, P = L2(LeastSquares(x, y), strengths), rng.standard_normal((2, 10))
    for v, strength in enumerate(strengths[:, 0]):
        alone = L2(LeastSquares(x, y), float(strength))
        assert both.value(P)[v] == pytest.approx(alone.value(P[v]), rel=1e-14)
        np.testing.assert_allclose(both.gradient(P)[v], alone.gradient(P[v]), atol=1e-14)
        np.testing.assert_allclose(both.hessian(P)[v], alone.hessian(P[v]), atol=1e-14)
