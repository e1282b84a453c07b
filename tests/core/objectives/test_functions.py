"""Derivatives of every objective × loss × activation, and the test functions' known values."""

import numpy as np
import pytest

from core.networks.activations import ACTIVATIONS
from core.networks.network import Network
from core.objectives.checks import central_difference, hessian_difference, taylor_slope
from core.objectives.functions import (
    OBJECTIVES,
    Beale,
    DoubleWell,
    Himmelblau,
    Product,
    Quadratic,
    Rosenbrock,
    Saddle,
)
from core.objectives.losses import LOSSES
from core.objectives.penalties import Ridge, WeightRidge
from core.objectives.risk import Risk

rng = np.random.default_rng(11)

OUTPUT = {"binary-cross-entropy": "sigmoid", "softmax-cross-entropy": "identity"}
PENALTY = {"squared-error": Ridge(0.3), "binary-cross-entropy": WeightRidge(0.2)}


def risk(loss, hidden, output):
    network = Network((2, 3, 2), ACTIVATIONS[hidden](), ACTIVATIONS[output]())
    x = rng.normal(size=(6, 2))
    y = (rng.random((6, 2)) < 0.5).astype(float)
    return Risk(network, LOSSES[loss](), x, y, PENALTY.get(loss))


COMBINATIONS = [
    (loss, hidden, OUTPUT.get(loss, output))
    for loss in LOSSES
    for hidden in ACTIVATIONS
    for output in (["identity"] if loss in OUTPUT else ["identity", hidden])
]
CASES = {
    **{"-".join(c): (lambda c=c: risk(*c)) for c in dict.fromkeys(COMBINATIONS)},
    **OBJECTIVES,
}


@pytest.mark.parametrize("name", CASES)
def test_taylor_remainder_is_of_second_order(name):
    objective = CASES[name]()
    p, d = rng.normal(size=objective.size), rng.normal(size=objective.size)
    assert taylor_slope(objective, p, d, largest=1e-3) == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("name", CASES)
def test_hessian_is_the_difference_of_gradients(name):
    objective = CASES[name]()
    p = rng.normal(size=objective.size)
    H = objective.hessian(p)
    np.testing.assert_allclose(H, hessian_difference(objective, p), atol=2e-6 * (1 + abs(H).max()))
    np.testing.assert_array_equal(H, H.T)


@pytest.mark.wide(5)
@pytest.mark.parametrize("name", CASES)
def test_a_batch_is_its_members(name):
    objective = CASES[name]()
    P = rng.normal(size=(3, 4, objective.size))
    for f in (objective.value, objective.gradient, objective.hessian):
        batch = f(P)
        assert batch.shape[:2] == (3, 4)
        for index in np.ndindex(3, 4):
            np.testing.assert_allclose(batch[index], f(P[index]), rtol=1e-12, atol=1e-13)


def test_a_wrong_gradient_has_taylor_slope_one():
    class Wrong(Quadratic.__mro__[1]):
        size = 2

        def value(self, p):
            return (p**2).sum(axis=-1)

        def gradient(self, p, rows=None):
            return 1.9 * p

        def hessian(self, p):
            return 2 * np.eye(2)

    assert taylor_slope(Wrong(), np.ones(2), np.ones(2), 1e-3) == pytest.approx(1, abs=0.1)


def test_central_difference_sees_the_gradient():
    p = np.array([0.3, -0.7])
    np.testing.assert_allclose(central_difference(Beale(), p), Beale().gradient(p), rtol=1e-7)


@pytest.mark.parametrize(
    ("objective", "minimum", "value"),
    [
        (Rosenbrock(), [1, 1], 0),
        (Beale(), [3, 0.5], 0),
        (Himmelblau(), [3, 2], 0),
        (DoubleWell(), [0, 1], -0.25),
        (DoubleWell(), [0, -1], -0.25),
        (Himmelblau(), [-2.805118, 3.131312], 0),
        (Quadratic(((2.0, 0.0), (0.0, 4.0)), (2.0, 4.0)), [1, 1], -3),
    ],
)
def test_known_minima(objective, minimum, value):
    p = np.array(minimum, dtype=float)
    assert objective.value(p) == pytest.approx(value, abs=1e-9)
    np.testing.assert_allclose(objective.gradient(p), 0, atol=1e-4)
    assert np.linalg.eigvalsh(objective.hessian(p)).min() > 0


@pytest.mark.parametrize("objective", [Saddle(), DoubleWell(), Product()])
def test_a_saddle_is_one(objective):
    np.testing.assert_array_equal(objective.gradient(np.zeros(2)), [0, 0])
    assert np.linalg.eigvalsh(objective.hessian(np.zeros(2))).tolist() == [-1, 1]


def test_the_products_minima_are_a_curve_flattest_in_its_middle():
    a = np.array([0.25, 0.5, 1.0, 2.0, 4.0])
    P = np.stack([a, 1 / a], axis=-1)
    assert Product().value(P).tolist() == [0.0] * 5
    curvature = np.linalg.eigvalsh(Product().hessian(P))
    np.testing.assert_allclose(curvature[:, 0], 0, atol=1e-14)
    # λ_max = a² + b² there: at least 2, reached at a = b = 1.
    np.testing.assert_allclose(curvature[:, 1], (P * P).sum(axis=-1))


def test_condition_number_of_a_quadratic():
    eigenvalues = np.linalg.eigvalsh(Quadratic.of_condition(50).hessian(np.zeros(2)))
    assert eigenvalues.tolist() == [1, 50]


def test_a_matrix_that_is_not_symmetric_is_refused():
    with pytest.raises(ValueError, match="symmetric"):
        Quadratic(((1.0, 2.0), (0.0, 1.0)))
