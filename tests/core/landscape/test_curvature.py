"""Curvature: the share of a window where a cost bends down, and what theory says about it."""

import math

import numpy as np
import pytest

from core.landscape.curvature import nonconvex_share, smallest_eigenvalue, smallest_eigenvalue_at
from core.landscape.planes import TwoCoordinates
from core.landscape.surface import grid
from core.networks.activations import Sigmoid, Tanh
from core.networks.network import Network
from core.objectives.functions import Quadratic, Rosenbrock, Saddle
from core.objectives.losses import BinaryCrossEntropy, HalfSquaredError, SquaredError
from core.objectives.penalties import Ridge, WeightRidge
from core.objectives.plane import Plane
from core.objectives.risk import Risk, logistic

# Liquet, Moka, Nazarathy, fig. 3.4.
X = np.array([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])[:, None]
Y = np.array([1.0, 0.0, 0.0, 1.0, 1.0, 0.0])[:, None]
W, B = np.linspace(-5, 5, 201), np.linspace(-10, 10, 201)
LOSSES = [SquaredError(), HalfSquaredError(), BinaryCrossEntropy()]


def field(objective, alpha, beta):
    return smallest_eigenvalue(objective, TwoCoordinates()(objective), alpha, beta)


def one_example(loss, z):
    """l''(z) of one example x = 0, y = 1, read off the Hessian (only the bias feels it)."""
    risk = logistic(np.zeros((1, 1)), np.ones((1, 1)), loss)
    return field(risk, [0.0], z)[:, 0]


def test_85_percent_of_the_window_is_non_convex_under_the_squared_loss():
    share = nonconvex_share(field(logistic(X, Y, SquaredError()), W, B))
    assert 100 * share == pytest.approx(85.26, abs=0.05)


@pytest.mark.parametrize("reach", [1, 20, 1e3])
def test_nothing_is_non_convex_under_the_cross_entropy(reach):
    values = field(logistic(X, Y, BinaryCrossEntropy()), reach * W, reach * B)
    assert nonconvex_share(values) == 0


def test_collinear_features_and_saturated_units_do_not_make_the_cross_entropy_non_convex():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 1)) @ np.array([[1.0, 1 / 3, 1e3]])
    risk = logistic(x, (rng.random((200, 1)) < 0.5) * 1.0, BinaryCrossEntropy())
    for i, j in ((0, 1), (1, 3)):
        plane = TwoCoordinates(i, j)(risk)
        assert nonconvex_share(smallest_eigenvalue(risk, plane, W / 2, B / 2)) == 0


@pytest.mark.parametrize(
    ("loss", "w", "b", "value", "eigenvalues"),
    [
        (SquaredError(), 0, 0, 1 / 4, (1 / 8, 7 / 12)),
        (BinaryCrossEntropy(), 0, 0, math.log(2), (1 / 4, 7 / 6)),
    ],
)
def test_the_minimum_of_the_six_points(loss, w, b, value, eigenvalues):
    risk = logistic(X, Y, loss)
    assert risk.value(np.array([w, b])) == pytest.approx(value, abs=1e-15)
    assert np.linalg.eigvalsh(risk.hessian(np.array([w, b]))) == pytest.approx(eigenvalues)
    assert field(risk, [w], [b])[0, 0] == pytest.approx(eigenvalues[0], abs=1e-15)


@pytest.mark.parametrize(
    ("w", "b", "value"),
    [(1.5205, 0, 0.33790), (-1.0520, 2.5821, 0.37317), (-1.0520, -2.5821, 0.37317)],
)
def test_the_saddles_of_the_six_points(w, b, value):
    risk = logistic(X, Y, SquaredError())
    p = np.array([w, b])
    assert risk.value(p) == pytest.approx(value, abs=1e-5)
    assert np.abs(risk.gradient(p)).max() < 1e-4
    assert field(risk, [w], [b])[0, 0] < -0.01
    assert np.linalg.eigvalsh(risk.hessian(p))[1] > 0.01


def test_one_example_is_concave_where_the_wrong_class_has_more_than_two_thirds():
    wrong = np.array([0.5, 0.66, 2 / 3 - 1e-9, 2 / 3 + 1e-9, 0.67, 0.9, 1 - 1e-12])
    bend = one_example(SquaredError(), np.log((1 - wrong) / wrong))
    np.testing.assert_array_equal(bend < 0, wrong > 2 / 3)


def test_one_example_bends_down_by_at_most_0_12020():
    s = (15 + math.sqrt(33)) / 24
    at_worst = one_example(SquaredError(), [math.log((1 - s) / s)])[0]
    assert at_worst == pytest.approx(2 * s**2 * (1 - s) * (2 - 3 * s), rel=1e-13)
    assert at_worst == pytest.approx(-0.12020, abs=5e-6)
    assert one_example(SquaredError(), np.linspace(-20, 20, 4001)).min() >= at_worst


def test_the_far_plateau_is_still_concave_and_not_flat():
    """1 - w rounds to 0 there; the probability of the right class does not."""
    z = np.array([-40.0, -300.0, -690.0])
    np.testing.assert_allclose(one_example(SquaredError(), z), -2 * np.exp(z), rtol=1e-12)


def test_the_ridge_bound_makes_the_squared_loss_convex():
    design = np.hstack([X, np.ones_like(X)])
    bound = 0.12021 * np.linalg.eigvalsh(design.T @ design / len(X))[-1]
    assert nonconvex_share(field(logistic(X, Y, SquaredError(), Ridge(bound)), W, B)) == 0
    half = logistic(X, Y, SquaredError(), Ridge(0.25 * bound))
    assert 0 < nonconvex_share(field(half, W, B)) < 0.8


@pytest.mark.wide(3)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("penalty", [None, Ridge(0.05), WeightRidge(0.2)])
@pytest.mark.parametrize("d", [1, 2, 4])
@pytest.mark.parametrize("window", [3, 1e3])
def test_the_kernel_gives_the_eigenvalues_of_the_full_hessian(loss, penalty, d, window):
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(300, d)), (rng.random((300, 1)) < 0.5) * 1.0
    risk = logistic(x, y, loss, penalty)
    plane = Plane(rng.normal(size=d + 1), rng.normal(size=(2, d + 1)))
    alpha, beta = np.linspace(-window, window, 130), np.linspace(-window, 0.9 * window, 3)
    H = risk.hessian(plane.lift(grid(alpha, beta)))
    expected = np.linalg.eigvalsh(H)[..., 0]
    np.testing.assert_allclose(
        smallest_eigenvalue(risk, plane, alpha, beta), expected, rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize(
    "objective",
    [
        Rosenbrock(),
        Saddle(),
        Quadratic(np.diag([3.0, -2.0, 1.0])),
        Risk(Network((1, 3, 1), Tanh(), Sigmoid()), SquaredError(), X, Y),
    ],
    ids=lambda o: type(o).__name__,
)
def test_any_objective_has_a_curvature_field(objective):
    rng = np.random.default_rng(2)
    plane = Plane(rng.normal(size=objective.size), rng.normal(size=(2, objective.size)))
    alpha, beta = np.linspace(-2, 2, 5), np.linspace(-1, 1, 4)
    H = objective.hessian(plane.lift(grid(alpha, beta)))
    np.testing.assert_allclose(
        smallest_eigenvalue(objective, plane, alpha, beta),
        np.linalg.eigvalsh(H)[..., 0],
        atol=1e-12,
    )


@pytest.mark.parametrize(
    "objective",
    [
        Rosenbrock(),
        logistic(X, Y, SquaredError(), Ridge(0.1)),
        logistic(X, Y, BinaryCrossEntropy()),
        Risk(Network((1, 3, 1), Tanh(), Sigmoid()), SquaredError(), X, Y),
    ],
)
def test_points_need_not_form_a_grid(objective):
    p = 3 * np.random.default_rng(4).normal(size=(2, 3, objective.size))
    expected = np.linalg.eigvalsh(objective.hessian(p))[..., 0]
    np.testing.assert_allclose(smallest_eigenvalue_at(objective, p), expected, atol=1e-12)
    np.testing.assert_allclose(
        smallest_eigenvalue_at(objective, p[1, 2]), expected[1, 2], atol=1e-12
    )


def test_a_flat_direction_is_0_and_not_rounding():
    v = np.array([1.0, 1 / 3, 0.1])
    flat = Quadratic(np.outer(v, v))
    assert (field(flat, [0.0, 1.0], [0.0]) == 0).all()


def test_the_share_counts_negative_points_only():
    assert nonconvex_share([[-1.0, 0.0], [2.0, -1e-300]]) == 0.5


def test_a_share_is_one_of_area_so_border_points_count_half():
    # Ten of eleven columns, but 9.5 of ten cells.
    x = np.linspace(0, 1, 11)
    negative = np.where((x[:, None] <= 0.9) & (x[None, :] <= 0.71), -1.0, 1.0)
    assert nonconvex_share(negative) == pytest.approx(0.95 * 0.75)
    assert (negative < 0).mean() < 0.7
    assert nonconvex_share(-np.ones((3, 4, 5))) == pytest.approx(1)


@pytest.mark.parametrize("reach", [4.0, 10.0, 1e3])
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e5])
def test_a_convex_loss_whose_numbers_underflow_has_no_negative_eigenvalue(reach, scale):
    x = scale * np.array([[150.0], [160], [170], [180]])
    risk = logistic(x, [[0], [0], [1], [1]], BinaryCrossEntropy())
    found = field(risk, np.linspace(-reach, reach, 81), np.linspace(-reach, reach, 81))
    assert (found >= 0).all()
