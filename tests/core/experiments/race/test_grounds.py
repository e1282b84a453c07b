"""Every ground of the race: what it says about itself is true."""

import numpy as np
import pytest

from core.experiments.race.grounds import (
    GROUNDS,
    Himmelblau,
    LogisticCrossEntropy,
    LogisticSquared,
    Product,
    Quadratic,
    Rosenbrock,
    Saddle,
)
from core.landscape.critical_points import Verdict, classify, critical_points
from core.objectives.checks import hessian_difference, taylor_slope
from core.objectives.functions import Quadratic as Bowl
from core.optimizers.adam import Adam
from core.optimizers.first_order import OPTIMIZERS, GradientDescent, Momentum, Nesterov
from core.optimizers.second_order import LevenbergMarquardt, Newton
from core.spec import controls, from_query, to_query
from core.training.descent import descend

every_ground = pytest.mark.parametrize("cls", GROUNDS.values(), ids=GROUNDS)


def at_its_rate(ground, optimizer):
    return optimizer.at_rate(ground.rates.of(optimizer))


def end(ground, method, steps=300):
    optimizer = (
        method.on(ground.objective) if hasattr(method, "on") else at_its_rate(ground, method)
    )
    return descend(ground.objective, optimizer, ground.start, steps).p[-1]


@every_ground
def test_its_objective_has_two_parameters_and_right_derivatives(cls):
    objective, p = cls().objective, np.array(cls().start)
    assert objective.size == 2
    assert taylor_slope(objective, p, np.array([0.6, -0.8]), 1e-3) == pytest.approx(2, abs=0.1)
    scale = np.abs(objective.hessian(p)).max()
    np.testing.assert_allclose(
        objective.hessian(p), hessian_difference(objective, p), atol=1e-5 * scale
    )


@every_ground
def test_start_and_minima_lie_in_the_window_and_nothing_below_the_floor(cls):
    ground = cls()
    (left, right), (bottom, top) = ground.window
    for u, v in (ground.start, *ground.minima):
        assert left < u < right
        assert bottom < v < top
    grid = np.stack(np.meshgrid(np.linspace(left, right, 41), np.linspace(bottom, top, 41)), -1)
    values = ground.objective.value(grid)
    assert values.min() >= ground.floor - 1e-12
    assert ground.objective.value(np.array(ground.start)) > ground.floor + 0.01


@every_ground
def test_its_minima_are_minima_at_the_floor_and_the_only_ones_in_the_window(cls):
    ground = cls()
    objective = ground.objective
    for point in ground.minima:
        p = np.array(point)
        assert objective.value(p) == pytest.approx(ground.floor, abs=1e-12)
        np.testing.assert_allclose(objective.gradient(p), 0, atol=1e-9)
        scale = float(np.abs(objective.hessian(p)).max())
        assert classify(objective, p, scale).verdict is Verdict.MINIMUM
    if not ground.minima:
        return
    low, high = np.array(ground.window).T
    starts = np.stack(np.meshgrid(*np.linspace(low, high, 9).T), axis=-1).reshape(-1, 2)
    found = critical_points(objective, starts, low, high)
    minima = [point.p for point in found if point.verdict is Verdict.MINIMUM]
    assert len(minima) == len(ground.minima)


@every_ground
def test_it_is_a_spec_with_title_reason_and_one_line_of_formula(cls):
    assert from_query(cls, to_query(cls())) == cls()
    assert cls.title
    assert cls.why.endswith(".")
    assert "\n" not in cls.__doc__
    assert len(cls().names) == 2


@every_ground
def test_samples_can_be_picked_where_there_are_any(cls):
    ground = cls()
    p = np.array(ground.start)
    whole = ground.objective.gradient(p)
    if ground.sample_count is None:
        np.testing.assert_array_equal(ground.objective.gradient(p, np.array([0])), whole)
        return
    parts = [ground.objective.gradient(p, np.array([i])) for i in range(ground.sample_count)]
    np.testing.assert_allclose(np.mean(parts, axis=0), whole, atol=1e-14)
    assert np.ptp(parts, axis=0).max() > 1e-6


@pytest.mark.wide(3)
@every_ground
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_goes_down_at_its_usual_rate(cls, name):
    ground = cls()
    optimizer = at_its_rate(ground, OPTIMIZERS[name]())
    knob = controls(optimizer)["eta"][1]
    assert knob.low <= optimizer.eta <= knob.high
    run = descend(ground.objective, optimizer, ground.start, 60, record_every=60)
    assert (run.diverged_at < 0).all()
    assert run.value[-1] < run.value[0]


@pytest.mark.parametrize("kappa", [1.0, 17.0, 1000.0])
@pytest.mark.parametrize("turn", [0.0, 30.0, 45.0])
def test_the_quadratic_has_its_condition_number_however_it_lies(kappa, turn):
    ground = Quadratic(kappa, turn)
    assert isinstance(ground.objective, Bowl)
    H = ground.objective.hessian(np.zeros(2))
    np.testing.assert_allclose(np.linalg.eigvalsh(H), [1, kappa], rtol=1e-12)
    flat = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
    np.testing.assert_allclose(H @ flat, flat, rtol=1e-10, atol=1e-10)
    # The start turns with the valley, so that nothing but the axes changes.
    untilted = Quadratic(kappa)
    cost = ground.objective.value(np.array(ground.start))
    assert cost == pytest.approx(untilted.objective.value(np.array(untilted.start)))


def test_scaling_each_coordinate_helps_only_along_the_axes():
    # As the ground says: to gradient descent a turned valley is the same one, to Adam it is not.
    costs = {}
    for turn in (0.0, 45.0):
        ground = Quadratic(50.0, turn)
        for cls in (GradientDescent, Adam):
            last = descend(ground.objective, at_its_rate(ground, cls()), ground.start, 60).value[-1]
            costs[cls, turn] = last
    assert costs[GradientDescent, 45.0] == pytest.approx(costs[GradientDescent, 0.0], rel=1e-9)
    assert costs[Adam, 45.0] > 5 * costs[Adam, 0.0]


def test_himmelblau_sends_optimizers_to_different_minima():
    ground = Himmelblau()
    ends = [end(ground, method) for method in (GradientDescent(), Momentum(), LevenbergMarquardt())]
    reached = {
        int(np.linalg.norm(np.array(ground.minima) - point, axis=1).argmin()) for point in ends
    }
    assert len(reached) == 3
    assert classify(ground.objective, end(ground, Newton()), 1.0).verdict is not Verdict.MINIMUM


def test_at_the_saddle_newton_stays_and_the_others_leave():
    ground = Saddle()
    np.testing.assert_allclose(end(ground, Newton()), [0, 0], atol=1e-12)
    for cls in (GradientDescent, Momentum, Nesterov, Adam):
        np.testing.assert_allclose(end(ground, cls()), [0, 1], atol=0.05)


def test_plain_descent_stays_on_the_plateau_of_the_squared_loss_alone():
    squared, entropy = LogisticSquared(), LogisticCrossEntropy()
    assert squared.objective.value(end(squared, GradientDescent())) > squared.floor + 0.2
    for cls in (Momentum, Nesterov, Adam):
        np.testing.assert_allclose(end(squared, cls()), [0, 0], atol=0.1)
    np.testing.assert_allclose(end(entropy, GradientDescent()), [0, 0], atol=1e-3)


@pytest.mark.parametrize("eta", [0.05, 0.1, 0.15, 0.2])
def test_on_the_product_the_step_size_chooses_the_flatness(eta):
    ground = Product()
    ran = descend(ground.objective, GradientDescent(eta), ground.start, 2000)
    assert ran.value[-1] < 1e-20
    assert (ran.p[-1] ** 2).sum() <= 2 / eta + 1e-6


def test_the_rate_of_rosenbrock_follows_its_steepness():
    assert Rosenbrock(c=1000.0).rates.plain == 0.001
    assert Rosenbrock(c=1.0).rates.plain == pytest.approx(0.15)
