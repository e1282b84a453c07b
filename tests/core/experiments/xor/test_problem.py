from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from core.experiments.xor import problem as xor
from core.landscape.critical_points import Verdict, critical_points
from core.networks.activations import ReLU, Tanh
from core.objectives.checks import central_difference
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend

RISK = xor.risk(xor.network())


def test_the_targets_are_the_exclusive_or():
    x, y = xor.points()
    assert [tuple(row) for row in x] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    np.testing.assert_array_equal(y[:, 0], [int(a) ^ int(b) for a, b in x])


def test_the_solution_by_hand_has_a_cost_of_exactly_zero_at_nine_parameters():
    p = xor.hand_solution()
    assert p.shape == (RISK.size,) == (9,)
    assert RISK.value(p) == 0.0
    np.testing.assert_array_equal(RISK.network(p, RISK.x), RISK.y)


def test_the_tables_of_the_solution_by_hand_are_the_books():
    # Goodfellow, Bengio & Courville (2016), section 6.1, printed one after the other.
    steps = xor.steps(xor.network(), xor.hand_solution())
    np.testing.assert_array_equal(steps.W, [[1, 1], [1, 1]])
    np.testing.assert_array_equal(steps.XW, [[0, 0], [1, 1], [1, 1], [2, 2]])
    np.testing.assert_array_equal(steps.XWc, [[0, -1], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(steps.h, [[0, 0], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(steps.output, [[0], [1], [1], [0]])


def test_the_tables_are_the_networks_own_forward_pass_with_the_books_w_transposed():
    network = xor.network(3, Tanh())
    p = np.random.default_rng(1).normal(size=network.size)
    steps = xor.steps(network, p)
    np.testing.assert_allclose(steps.output, network(p, steps.X), rtol=1e-14)
    np.testing.assert_allclose(steps.h, np.tanh(steps.X @ steps.W + steps.c), rtol=1e-14)
    np.testing.assert_allclose(steps.h @ steps.w + steps.b, steps.output, rtol=1e-14)
    np.testing.assert_array_equal(steps.W[:, 0], p[:2])


def test_the_gradient_by_hand_is_zero_with_three_units_on_their_kinks():
    z = xor.network().forward(xor.hand_solution(), xor.points()[0])[0][0]
    assert (z == 0).sum() == 3
    np.testing.assert_array_equal(RISK.gradient(xor.hand_solution()), np.zeros(9))


def test_the_pattern_tells_who_is_active_where():
    pattern = xor.pattern(xor.network(), np.stack([xor.hand_solution()] * 2))
    assert pattern.shape == (2, 4, 2)
    np.testing.assert_array_equal(pattern[1], [[0, 0], [1, 0], [1, 0], [1, 1]])


def test_a_linear_model_ends_at_one_half_everywhere():
    risk = xor.linear_risk()
    best = np.array([0, 0, 0.5])
    np.testing.assert_allclose(risk.gradient(best), 0, atol=1e-16)
    np.testing.assert_array_equal(risk.network(best, risk.x), np.full((4, 1), 0.5))
    assert risk.value(best) == 0.25
    # A quadratic with a positive definite Hessian has no other minimum.
    H = risk.hessian(best)
    np.testing.assert_allclose(H, risk.hessian(np.array([3.0, -2, 1])), rtol=1e-14)
    assert np.linalg.eigvalsh(H).min() > 0.1
    everywhere = np.full(3, 10.0)
    (found,) = critical_points(risk, np.zeros((1, 3)), -everywhere, everywhere)
    assert found.verdict is Verdict.MINIMUM
    run = descend(risk, GradientDescent(0.5), [3.0, -2.0, 1.0], 2000, record_every=2000)
    np.testing.assert_allclose(run.p[-1], best, atol=1e-12)


def test_the_levels_are_the_costs_of_outputs_that_are_constant_on_some_of_the_points():
    _, y = xor.points()
    costs = set()
    for subset in product((False, True), repeat=4):
        if any(subset):
            square = 4 * y[list(subset)].var() * sum(subset) / 4
            costs.add(Fraction(float(square / 4)).limit_denominator(100))
    assert costs == {Fraction(0), *(Fraction(1, n) for n in (4, 6, 8))}
    assert xor.LEVELS == (1 / 4, 1 / 6, 1 / 8)


@pytest.mark.parametrize(
    ("value", "fate"),
    [
        (0.0, "solved"),
        (1e-4, "solved"),
        (1.1e-4, "other"),
        (0.2505, "1/4"),
        (0.2515, "other"),
        (1 / 6 - 9e-4, "1/6"),
        (0.125, "1/8"),
        (float("inf"), "other"),
    ],
)
def test_a_run_is_named_after_the_level_it_ends_at(value, fate):
    assert xor.fate(value) == fate
    assert fate in xor.FATES


def test_the_cost_is_the_mean_square_of_the_book():
    p = np.random.default_rng(2).normal(size=9)
    f = RISK.network(p, RISK.x)
    assert RISK.value(p) == pytest.approx(((RISK.y - f) ** 2).sum() / 4, rel=1e-14)
    np.testing.assert_allclose(RISK.gradient(p), central_difference(RISK, p), atol=1e-9)
    assert RISK.network.hidden == ReLU()
