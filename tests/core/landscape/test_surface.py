"""Landscapes: every height is the objective at the lifted point, fast kernels included."""

import numpy as np
import pytest

from core.landscape.planes import TwoCoordinates
from core.landscape.surface import grid, sample
from core.networks.activations import Identity, Sigmoid, Tanh
from core.networks.network import Network
from core.objectives.functions import Himmelblau, Quadratic, Rosenbrock
from core.objectives.losses import (
    AbsoluteError,
    BinaryCrossEntropy,
    HalfSquaredError,
    Huber,
    SoftmaxCrossEntropy,
    SquaredError,
)
from core.objectives.penalties import Ridge, WeightRidge
from core.objectives.plane import Plane
from core.objectives.risk import Risk, logistic
from core.objectives.sigmoid_unit import sigmoid_unit

LOSSES = [SquaredError(), HalfSquaredError(), BinaryCrossEntropy()]
# (m,) and (n,) differ, so that rows and columns cannot be mixed up.
COLUMNS, ROWS = 7, 5


def clouds(N, d, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, d)), (rng.random((N, 1)) < 0.5).astype(float)


def walk(objective, plane, alpha, beta):
    """The definition, one point at a time."""
    return np.array([[objective.value(plane.lift([a, b])) for a in alpha] for b in beta])


@pytest.mark.wide(2)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("window", [0.1, 5, 60, 300, 1e4])
@pytest.mark.parametrize(("N", "d"), [(1, 1), (6, 1), (41, 2), (300, 3)])
def test_a_sigmoid_unit_has_the_heights_of_its_definition(loss, window, N, d):
    x, y = clouds(N, d)
    risk = logistic(x, y, loss)
    plane = TwoCoordinates(0, d)(risk)
    alpha, beta = np.linspace(-window, window, COLUMNS), np.linspace(-0.9, 1, ROWS) * window
    surface = sample(risk, plane, alpha, beta)
    assert sigmoid_unit(risk) is not None
    np.testing.assert_allclose(
        surface.value, walk(risk, plane, alpha, beta), rtol=1e-12, atol=1e-12
    )


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("penalty", [None, Ridge(0.3), WeightRidge(2.0)])
def test_any_plane_and_any_penalty_keep_the_definition(loss, penalty):
    x, y = clouds(50, 2)
    risk = logistic(x, y, loss, penalty)
    plane = Plane(np.array([0.4, -1.0, 3.0]), np.array([[1.0, 2.0, -1.0], [0.5, 0.0, 0.3]]))
    alpha, beta = np.linspace(-4, 5, COLUMNS), np.linspace(-3, 2, ROWS)
    expected = walk(risk, plane, alpha, beta)
    np.testing.assert_allclose(
        sample(risk, plane, alpha, beta).value, expected, rtol=1e-12, atol=1e-12
    )


def test_more_points_than_one_chunk_holds_change_nothing():
    x, y = clouds(1500, 2)
    axis = np.linspace(-3, 3, 31)
    for loss in LOSSES:
        risk = logistic(x, y, loss)
        plane = TwoCoordinates()(risk)
        expected = risk.value(plane.lift(grid(axis, axis)))
        np.testing.assert_allclose(sample(risk, plane, axis, axis).value, expected, rtol=1e-12)


def test_a_lone_example_far_on_the_wrong_side_costs_its_margin():
    """Where a clipped exponential would level off."""
    risk = logistic(np.array([[1.0]]), np.array([[1.0]]), BinaryCrossEntropy())
    far = np.array([-1e4, -800.0, -400.0])
    surface = sample(risk, TwoCoordinates()(risk), far, np.zeros(1))
    np.testing.assert_allclose(surface.value[0], -far, rtol=1e-15)


X, Y = clouds(20, 2)
OTHERS = [
    Rosenbrock(),
    Himmelblau(),
    Quadratic(np.diag([1.0, -2.0, 3.0])),
    Risk(Network((2, 3, 1), Tanh(), Sigmoid()), SquaredError(), X, Y),
    Risk(Network((2, 1), output=Identity()), SquaredError(), X, Y),
    Risk(Network((2, 1), output=Sigmoid()), Huber(0.3), X, Y, Ridge(0.1)),
    # Soft labels: no longer a matter of margins.
    logistic(X, 0.25 + 0.5 * Y, BinaryCrossEntropy()),
]


@pytest.mark.parametrize("objective", OTHERS, ids=lambda o: type(o).__name__)
def test_every_other_objective_keeps_its_definition(objective):
    rng = np.random.default_rng(3)
    plane = Plane(rng.normal(size=objective.size), rng.normal(size=(2, objective.size)))
    alpha, beta = np.linspace(-2, 2, COLUMNS), np.linspace(-1, 3, ROWS)
    assert sigmoid_unit(objective) is None
    expected = walk(objective, plane, alpha, beta)
    np.testing.assert_allclose(sample(objective, plane, alpha, beta).value, expected, rtol=1e-12)


@pytest.mark.parametrize("loss", [*LOSSES, Huber(0.3), AbsoluteError(), SoftmaxCrossEntropy()])
def test_a_grid_of_thousands_of_networks_keeps_its_definition(loss):
    output = Identity() if isinstance(loss, SoftmaxCrossEntropy) else Sigmoid()
    rng = np.random.default_rng(4)
    risk = Risk(Network((2, 2, 3, 2), Tanh(), output), loss, X, np.hstack([Y, 1 - Y]), Ridge(0.1))
    plane = Plane(rng.normal(size=risk.size), rng.normal(size=(2, risk.size)))
    alpha, beta = np.linspace(-2, 2, 61), np.linspace(-1, 3, 47)
    value = sample(risk, plane, alpha, beta).value
    expected = walk(risk, plane, alpha[::10], beta[::23])
    np.testing.assert_allclose(value[::23, ::10], expected, rtol=1e-12)


def test_logits_with_the_cross_entropy_are_a_sigmoid_unit_too():
    logits = Risk(Network((2, 1), output=Identity()), BinaryCrossEntropy(), X, Y)
    axis = np.linspace(-2, 2, 4)
    plane = TwoCoordinates()(logits)
    assert sigmoid_unit(logits) is not None
    np.testing.assert_array_equal(
        sample(logits, plane, axis, axis).value,
        sample(logistic(X, Y, BinaryCrossEntropy()), plane, axis, axis).value,
    )


def test_rows_are_beta_and_columns_alpha_without_a_shift():
    slope = Quadratic(np.zeros((2, 2)), np.array([-1.0, -10.0]))
    surface = sample(slope, Plane(np.zeros(2), np.eye(2)), [0, 1, 2], [0, 1])
    np.testing.assert_array_equal(surface.value, [[0, 1, 2], [10, 11, 12]])


def test_the_callers_arrays_stay_as_they_are():
    risk = logistic(X, Y, SquaredError(), Ridge(0.1))
    x, y = risk.x.copy(), risk.y.copy()
    alpha, beta = np.linspace(-1, 1, 4), np.linspace(-2, 2, 3)
    surface = sample(risk, TwoCoordinates()(risk), alpha, beta)
    np.testing.assert_array_equal(alpha, np.linspace(-1, 1, 4))
    np.testing.assert_array_equal(beta, np.linspace(-2, 2, 3))
    np.testing.assert_array_equal(risk.x, x)
    np.testing.assert_array_equal(risk.y, y)
    alpha[0] = 99
    assert surface.alpha[0] == -1


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
def test_a_constant_loss_comes_out_constant_to_the_last_bit(loss):
    # Only the weight moves, and no sample feels it.
    risk = logistic(np.zeros((9, 2)), np.arange(9)[:, None] % 2.0, loss)
    plane = Plane(np.array([0.0, 0.0, 0.7]), np.eye(3)[:2])
    axis = np.linspace(-5, 5, 201)
    assert np.ptp(sample(risk, plane, axis, axis).value) == 0


@pytest.mark.parametrize("window", [3, 1e3])
def test_a_convex_cost_comes_out_convex_along_rows_and_columns(window):
    x, y = clouds(40, 2)
    risk = logistic(x, y, BinaryCrossEntropy())
    axis = np.linspace(-window, window, 101)
    value = sample(risk, TwoCoordinates()(risk), axis, axis).value
    rounding = 8 * np.finfo(float).eps * value.max()
    assert np.diff(value, 2, axis=0).min() >= -rounding
    assert np.diff(value, 2, axis=1).min() >= -rounding


@pytest.mark.parametrize(
    ("alpha", "beta", "sentence"),
    [
        ([], [1], "alpha must be a list of at least one number"),
        ([1], [[1]], "beta must be a list"),
        ([np.nan], [1], "alpha must be .* finite"),
    ],
)
def test_axes_that_are_none_are_refused(alpha, beta, sentence):
    with pytest.raises(ValueError, match=sentence):
        sample(Rosenbrock(), Plane(np.zeros(2), np.eye(2)), alpha, beta)


def test_a_plane_of_another_space_is_refused():
    with pytest.raises(ValueError, match="lies in 3 dimensions; the objective has 2"):
        sample(Rosenbrock(), Plane(np.zeros(3), np.eye(3)[:2]), [0], [0])
