"""Runs with a number for each model against each number alone."""

from dataclasses import replace

import numpy as np
import pytest

from core.networks.activations import Sigmoid, Tanh
from core.networks.network import Network
from core.objectives.functions import Quadratic, Rosenbrock
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.risk import Risk
from core.optimizers.adam import Adam
from core.optimizers.clipping import Clipped
from core.optimizers.first_order import OPTIMIZERS, GradientDescent, Momentum, Nesterov
from core.optimizers.schedules import SCHEDULES, Scheduled, factors
from core.optimizers.second_order import REFERENCES, LevenbergMarquardt, Newton
from core.spec import menu
from core.training.descent import descend
from tests.knobs import alone, every_knob, side_by_side, three

rng = np.random.default_rng(5)
X, Y = rng.normal(size=(8, 2)), (rng.random((8, 1)) < 0.5).astype(float)
NETWORK = Network((2, 3, 1), Tanh(), Sigmoid())
OBJECTIVES = {
    "quadratic": Quadratic(((1.0, 0.3), (0.3, 4.0)), (0.5, -1.0)),
    "risk": Risk(NETWORK, BinaryCrossEntropy(), X, Y),
    "ridge": Risk(NETWORK, SquaredError(), X, Y, Ridge(0.1)),
}
STEPS, SIDE = 30, 3
BATCHES = {
    "full": None,
    "one": rng.integers(0, 8, (STEPS, 1)),
    "four": rng.integers(0, 8, (STEPS, 4)),
    "own": rng.integers(0, 8, (STEPS, SIDE, 4)),
}
GROUNDS = [("quadratic", "full"), *((name, b) for name in ("risk", "ridge") for b in BATCHES)]
# NumPy's power of an array need not be the libm's of a number, to the last bit.
POWERS = {"beta_1", "beta_2", "psi"}
# Without memory of the squares a rule goes by the gradient's sign, and magnifies rounding by 1/ε.
SQUARES = {"alpha", "rho", "beta_2"}

every_ground = pytest.mark.parametrize(("ground", "batches"), GROUNDS)


def start(objective):
    return np.random.default_rng(6).normal(size=(SIDE, objective.size))


def assert_each_runs_as_alone(
    many, each, objective, batches=None, to_the_bit=False, tolerance=1e-12
):
    """Run v of `many` from p (V, s) is that of each[v], and nothing else about it differs."""
    p = start(objective)
    runs = descend(objective, many, p, STEPS, batches)
    for v, one in enumerate(each):
        own = batches if batches is None or batches.ndim == 2 else batches[:, v]
        run = descend(objective, one, p[v], STEPS, own)
        np.testing.assert_allclose(runs.p[:, v], run.p, rtol=tolerance, atol=tolerance)
        np.testing.assert_allclose(runs.value[:, v], run.value, rtol=tolerance, atol=tolerance)
        assert runs.diverged_at[v] == run.diverged_at
        # The same loop on the same shapes; only the other models' numbers are others.
        if to_the_bit:
            same = descend(objective, one, p, STEPS, batches)
            np.testing.assert_array_equal(runs.p[:, v], same.p[:, v])


@pytest.mark.wide(13)
@every_ground
@every_knob(OPTIMIZERS)
def test_an_optimizer_with_three_numbers_runs_each_of_them(cls, name, ground, batches):
    many, each = side_by_side(cls(), name), alone(cls(), name)
    exact, tolerance = name not in POWERS, 1e-9 if name in SQUARES else 1e-12
    objective = OBJECTIVES[ground]
    assert_each_runs_as_alone(many, each, objective, BATCHES[batches], exact, tolerance)


@pytest.mark.wide(2)
@pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_all_knobs_of_an_optimizer_at_once(cls):
    names = three_of(cls)
    columns = {name: values[:, None] for name, values in names.items()}
    rows = [{name: values[v].item() for name, values in names.items()} for v in range(SIDE)]
    each = [replace(cls(), **row) for row in rows]
    tolerance = 1e-9 if SQUARES & set(names) else 1e-12
    for objective in OBJECTIVES.values():
        assert_each_runs_as_alone(replace(cls(), **columns), each, objective, tolerance=tolerance)


def three_of(cls):
    """Three numbers for each knob, the rates in another order than the rest."""
    names = list(vars(cls()))
    return {n: three(cls, n)[::-1] if n == "eta" else three(cls, n) for n in names}


@every_knob(SCHEDULES)
def test_a_schedule_with_three_numbers_is_each_of_them(cls, name):
    many = factors(side_by_side(cls(), name), 400)
    assert many.shape == (400, SIDE, 1)
    for v, one in enumerate(alone(cls(), name)):
        np.testing.assert_allclose(many[:, v, 0], factors(one, 400), rtol=1e-12, atol=1e-15)


@pytest.mark.wide(2)
@every_knob(SCHEDULES)
@pytest.mark.parametrize("inner", [GradientDescent(0.3), Momentum(0.1), Adam(0.05)])
def test_a_scheduled_run_takes_three_numbers(cls, name, inner):
    many = Scheduled(inner, side_by_side(cls(), name))
    each = [Scheduled(inner, one) for one in alone(cls(), name)]
    for ground, batches in (("quadratic", None), ("risk", BATCHES["four"])):
        assert_each_runs_as_alone(many, each, OBJECTIVES[ground], batches)


@pytest.mark.long
@pytest.mark.parametrize("inner", [GradientDescent(0.5), Scheduled(Momentum(0.1)), Adam(0.05)])
@every_knob(menu(Clipped))
def test_a_clipped_run_takes_three_bounds(cls, name, inner):
    many, each = side_by_side(cls(inner), name), alone(cls(inner), name)
    for ground, batches in GROUNDS:
        assert_each_runs_as_alone(many, each, OBJECTIVES[ground], BATCHES[batches], True)


def test_a_clipped_and_scheduled_rule_takes_the_numbers_of_all_three():
    rates, periods, bounds = (0.1, 0.2, 0.5), (3, 9, 27), (0.1, 1.0, 0.3)
    column = np.array([rates, periods, bounds])[:, :, None]

    def of(eta, period, bound):
        return Clipped(Scheduled(Nesterov(eta), SCHEDULES["warm-up"](period)), bound)

    each = [of(*numbers) for numbers in zip(rates, periods, bounds, strict=True)]
    for ground, batches in GROUNDS:
        assert_each_runs_as_alone(of(*column), each, OBJECTIVES[ground], BATCHES[batches])


@every_knob(REFERENCES)
@pytest.mark.parametrize(
    "objective", [Rosenbrock(3.0), OBJECTIVES["quadratic"], OBJECTIVES["ridge"]]
)
def test_a_second_order_rule_takes_three_numbers(cls, name, objective):
    many = side_by_side(cls(), name).on(objective)
    each = [one.on(objective) for one in alone(cls(), name)]
    p = 0.3 * start(objective)
    runs = descend(objective, many, p, 8)
    for v, one in enumerate(each):
        run = descend(objective, one, p[v], 8)
        np.testing.assert_allclose(runs.p[:, v], run.p, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["strength", "c"])
def test_a_run_takes_three_objectives(name):
    values = (0.1, 0.5, 2.0)
    column = np.array(values)[:, None]

    def of(value):
        if name == "c":
            return Rosenbrock(value)
        return replace(OBJECTIVES["ridge"], penalty=Ridge(value))

    for rule in (GradientDescent(0.01), Adam(0.05), LevenbergMarquardt(), Newton(0.5)):
        many, p = of(column), start(of(1.0))
        bound = rule.on(many) if hasattr(rule, "on") else rule
        runs = descend(many, bound, p, STEPS)
        for v, value in enumerate(values):
            bound = rule.on(of(value)) if hasattr(rule, "on") else rule
            run = descend(of(value), bound, p[v], STEPS)
            np.testing.assert_allclose(runs.p[:, v], run.p, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(runs.value[:, v], run.value, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("cls", [GradientDescent, Momentum, Nesterov])
def test_the_stable_curvature_takes_columns(cls):
    numbers = three_of(cls)
    many = replace(cls(), **{name: values[:, None] for name, values in numbers.items()})
    each = [
        replace(cls(), **{n: values[v].item() for n, values in numbers.items()}) for v in (0, 1, 2)
    ]
    expected = [[one.stable_curvature] for one in each]
    np.testing.assert_array_equal(many.stable_curvature, expected)


def test_only_a_rule_that_has_a_rate_gets_another():
    assert Newton().has_rate
    assert Newton().at_rate(0.25) == Newton(0.25)
    assert not LevenbergMarquardt(0.3).has_rate
    assert LevenbergMarquardt(0.3).at_rate(0.25) == LevenbergMarquardt(0.3)
    assert all(cls().has_rate and cls().at_rate(0.25).eta == 0.25 for cls in OPTIMIZERS.values())
