"""Profiles: the third parameter minimized out, also where its cost has several valleys."""

import numpy as np
import pytest

from core.landscape.profile import minimized_out
from core.landscape.surface import sample
from core.objectives.functions import Quadratic, Saddle
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.plane import Plane
from core.objectives.risk import logistic

ALPHA, BETA = np.linspace(-3, 3, 6), np.linspace(-2, 4, 5)
HELD = np.linspace(-12, 12, 41)


def noisy(N=80, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(N, 2))
    return x, (x @ [[1.0], [-0.5]] + rng.normal(size=(N, 1)) > 0).astype(float)


def lowest_layer(risk, i, j, held):
    """The lowest cost over a fine list of third parameters, by sampling alone."""
    axis = np.eye(3)
    planes = [Plane(third * axis[3 - i - j], axis[[i, j]]) for third in held]
    return np.min([sample(risk, plane, ALPHA, BETA).value for plane in planes], axis=0)


@pytest.mark.parametrize("loss", [SquaredError(), BinaryCrossEntropy()])
@pytest.mark.parametrize("penalty", [None, Ridge(0.05)])
@pytest.mark.parametrize(("i", "j"), [(0, 1), (2, 0), (1, 2)])
def test_the_value_is_the_lowest_over_the_third_parameter(loss, penalty, i, j):
    risk = logistic(*noisy(), loss, penalty)
    profile = minimized_out(risk, i, j, ALPHA, BETA, HELD)
    fine = lowest_layer(risk, i, j, np.linspace(-12, 12, 1201))
    assert profile.value.shape == (len(BETA), len(ALPHA))
    assert (profile.value <= fine + 1e-12).all()
    np.testing.assert_allclose(profile.value, fine, atol=2e-4)

    a, b = np.meshgrid(ALPHA, BETA)
    p = np.empty((*a.shape, 3))
    p[..., i], p[..., j], p[..., 3 - i - j] = a, b, profile.minimizer
    np.testing.assert_allclose(risk.value(p), profile.value, rtol=1e-12)
    slope = risk.gradient(p)[..., 3 - i - j]
    assert np.abs(slope[~profile.on_edge]).max() < 1e-9


def test_the_best_of_two_valleys_is_taken():
    """Eight points with two minima in (w, b), behind a feature that is always 0."""
    x = np.array([-3, -3.5, -31.9, 2.8, 0.2, 0.5, -0.3, 3.4])
    y = np.array([1, 0, 1, 1, 0, 0, 1, 1.0])[:, None]
    risk = logistic(np.stack([0 * x, x], axis=1), y, SquaredError())
    profile = minimized_out(risk, 0, 2, [0.0], [0.360277, 0.249640], np.linspace(-1, 1, 101))
    assert profile.value[0, 0] == pytest.approx(0.225241, abs=1e-6)
    assert profile.minimizer[0, 0] == pytest.approx(-0.037945, abs=1e-5)
    assert profile.minimizer[1, 0] < 0.1
    right = minimized_out(risk, 0, 2, [0.0], [0.249640], np.linspace(0.17, 1, 101))
    assert right.value[0, 0] == pytest.approx(0.317219, abs=1e-6)
    assert right.minimizer[0, 0] == pytest.approx(0.253625, abs=1e-5)


def test_a_minimizer_at_infinity_is_flagged_at_the_edge_of_the_range():
    # Separable by the second feature alone.
    x = np.array([[0.1, -1.0], [-0.2, -2.0], [0.3, 1.0], [0.0, 2.0]])
    y = np.array([[0.0], [0.0], [1.0], [1.0]])
    risk = logistic(x, y, BinaryCrossEntropy())
    profile = minimized_out(risk, 0, 2, [0.0, 1.0], [0.0], HELD)
    assert profile.on_edge.all()
    assert (profile.minimizer == 12).all()


def test_an_inner_minimum_is_not_flagged():
    profile = minimized_out(
        logistic(*noisy(), BinaryCrossEntropy(), Ridge(0.5)), 0, 1, ALPHA, BETA, HELD
    )
    assert not profile.on_edge.any()


def test_a_quadratic_is_minimized_out_exactly():
    A = np.array([[2.0, 0.5, 1.0], [0.5, 3.0, -1.0], [1.0, -1.0, 4.0]])
    profile = minimized_out(Quadratic(A), 0, 1, ALPHA, BETA, HELD)
    a, b = np.meshgrid(ALPHA, BETA)
    np.testing.assert_allclose(profile.minimizer, (b - a) / 4, atol=1e-12)
    schur = A[:2, :2] - np.outer(A[:2, 2], A[2, :2]) / A[2, 2]
    p = np.stack([a, b], axis=-1)
    np.testing.assert_allclose(profile.value, 0.5 * np.einsum("...i,ij,...j", p, schur, p))


@pytest.mark.parametrize(
    ("objective", "i", "j", "held", "sentence"),
    [
        (Saddle(), 0, 1, HELD, "of 2 parameters"),
        (Quadratic(np.eye(3)), 1, 1, HELD, "i, j = 1, 1"),
        (Quadratic(np.eye(3)), 0, 3, HELD, "i, j = 0, 3"),
        (Quadratic(np.eye(3)), 0, 1, [0.0, 1.0], "at least three"),
        (Quadratic(np.eye(3)), 0, 1, [0.0, 2.0, 1.0], "increasing"),
    ],
)
def test_what_has_no_third_parameter_to_minimize_is_refused(objective, i, j, held, sentence):
    with pytest.raises(ValueError, match=sentence):
        minimized_out(objective, i, j, ALPHA, BETA, held)
