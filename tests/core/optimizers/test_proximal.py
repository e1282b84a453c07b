"""Proximal and projected steps: where they end, exactly, and side by side."""

import numpy as np
import pytest

from core import (
    L1,
    PENALTIES,
    PROXIMAL,
    Diabetes,
    GradientDescent,
    HalfSquaredError,
    Identity,
    LeastSquares,
    Network,
    ProjectedGradient,
    ProximalGradient,
    Risk,
    Tanh,
    descend,
    elastic_net_path,
    lasso_path,
    ridge_path,
)
from core.objectives import BALLS, MaxBall
from core.regularization import box_minimum
from core.spec import from_query, to_query

DATA = Diabetes()()
X, Y = DATA.x, DATA.y
STRENGTH, ETA = 1.379122, 1 / 4.0242112
every_rule = pytest.mark.parametrize("cls", PROXIMAL.values(), ids=PROXIMAL)


def linear(penalty, x=X, y=Y):
    """Half the mean squared error of wᵀx + b."""
    network = Network((x.shape[1], 1), output=Identity())
    return Risk(network, HalfSquaredError(), x, y[:, None], penalty)


def ends(rule, risk, steps, start=None):
    start = np.zeros(risk.size) if start is None else start
    return descend(risk, rule, start, steps, record_every=steps).p[-1]


@every_rule
def test_the_zeros_of_the_lasso_are_reached_exactly(cls):
    risk = linear(L1(STRENGTH))
    w = ends(cls(ETA).on(risk), risk, 4000)[:-1]
    (exact,) = lasso_path(X, Y, [STRENGTH]).w
    assert (exact == 0).sum() == 3
    np.testing.assert_array_equal(w == 0, exact == 0)
    np.testing.assert_allclose(w, exact, atol=1e-10)


def test_a_subgradient_never_ends_at_0_and_goes_to_and_fro():
    risk = linear(L1(STRENGTH))
    w = ends(GradientDescent(ETA), risk, 4000)[:-1]
    (exact,) = lasso_path(X, Y, [STRENGTH]).w
    assert (w != 0).all()
    assert np.abs(w - exact).max() > 0.1


@pytest.mark.long
def test_a_weight_that_has_crossed_0_comes_back():
    risk = linear(L1(STRENGTH))
    for start in (np.full(11, 60.0), np.full(11, -60.0), np.zeros(11)):
        w = ends(ProximalGradient(ETA).on(risk), risk, 4000, start)[:-1]
        np.testing.assert_allclose(w, lasso_path(X, Y, [STRENGTH]).w[0], atol=1e-9)


@every_rule
def test_the_other_penalties_end_at_their_paths(cls):
    for name, path in (("elastic-net", elastic_net_path), ("weight-ridge", ridge_path)):
        risk = linear(PENALTIES[name](0.8))
        w = ends(cls(0.2).on(risk), risk, 2000)[:-1]
        np.testing.assert_allclose(w, path(X, Y, [0.8]).w[0], atol=1e-9)


@every_rule
@pytest.mark.parametrize("name", PENALTIES)
def test_each_of_many_strengths_and_rates_is_as_if_alone(cls, name):
    """In a network too, with a number for each model."""
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(12, 2)), rng.normal(size=(12, 1))
    network = Network((2, 3, 1), Tanh(), Identity())
    strengths, etas = (
        np.array([[0.0], [0.01], [0.1], [1.0]]),
        np.array([[0.1], [0.2], [0.1], [0.3]]),
    )
    starts = rng.normal(size=(4, network.size))

    def run(strength, eta, start):
        risk = Risk(network, HalfSquaredError(), x, y, PENALTIES[name](strength))
        return ends(cls(eta).on(risk), risk, 60, start)

    many = run(strengths, etas, starts)
    for v in range(4):
        alone = run(float(strengths[v, 0]), float(etas[v, 0]), starts[v])
        np.testing.assert_allclose(many[v], alone, rtol=1e-9, atol=1e-12)


@every_rule
def test_without_a_penalty_or_with_none_of_it_only_the_loss_is_descended(cls):
    plain, zero = linear(None), linear(L1(0.0))
    with_none, without = (ends(cls(0.1).on(risk), risk, 50) for risk in (zero, plain))
    np.testing.assert_allclose(with_none, without, rtol=1e-13)
    if cls is ProximalGradient:
        np.testing.assert_allclose(without, ends(GradientDescent(0.1), plain, 50), rtol=1e-13)


def test_acceleration_needs_far_fewer_steps():
    risk = linear(L1(STRENGTH))
    least = risk.value(ends(ProximalGradient(ETA).on(risk), risk, 6000))
    excess = [risk.value(ends(cls(ETA).on(risk), risk, 60)) - least for cls in PROXIMAL.values()]
    assert 0 <= excess[1] < excess[0] / 3


def test_a_step_of_one_over_the_curvature_never_raises_the_cost():
    risk = linear(L1(STRENGTH))
    value = descend(risk, ProximalGradient(ETA).on(risk), np.full(11, 40.0), 300).value
    assert np.diff(value).max() < 1e-10 * value[0]


@pytest.mark.parametrize("decay", [1.0, 4.0, 10.0])
def test_projected_onto_a_box_it_ends_at_the_box_minimum(decay):
    cost = LeastSquares(X, (Y - Y.mean()) / Y.std())
    p = ends(ProjectedGradient(0.45, radius=1 / decay), cost, 8000)
    np.testing.assert_allclose(p, box_minimum(X, cost.y, 1 / decay), atol=1e-9)


@pytest.mark.long
def test_projected_onto_the_balls_of_lasso_and_ridge_it_ends_there():
    cost = LeastSquares(X, Y - Y.mean())
    for ball, path, order in (("l1-ball", lasso_path, 1), ("l2-ball", ridge_path, 2)):
        (w,) = path(X, Y, [2.0]).w
        rule = ProjectedGradient(0.4, float(np.linalg.norm(w, order)), BALLS[ball]())
        np.testing.assert_allclose(ends(rule, cost, 3000), w, atol=1e-8)


def test_radii_side_by_side_and_a_rule_is_a_spec():
    cost, radii = LeastSquares(X, Y - Y.mean()), np.array([[1.0], [20.0], [300.0]])
    for cls in BALLS.values():
        many = ends(ProjectedGradient(0.2, radii, cls()), cost, 40, np.zeros((3, 10)))
        for v, radius in enumerate(radii[:, 0]):
            alone = ends(ProjectedGradient(0.2, float(radius), cls()), cost, 40)
            np.testing.assert_allclose(many[v], alone, rtol=1e-12, atol=1e-12)
    rule = ProjectedGradient(0.2, 3.0, MaxBall())
    assert from_query(ProjectedGradient, to_query(rule)) == rule
    for cls in (*PROXIMAL.values(), ProjectedGradient):
        assert cls.title
        assert cls.source
        assert cls.__doc__
