import numpy as np
import pytest

from core.experiments.higham.paper import NETWORK, problem, published_start, sum_of_squares
from core.networks.activations import Identity, Sigmoid
from core.networks.initialization import random_start
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy, HalfSquaredError, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.residuals import jacobian, residuals
from core.objectives.risk import Risk
from core.optimizers.least_squares import Outcome, levenberg_marquardt

TEN = problem()


def squares(fit):
    return sum_of_squares(fit.value, TEN.sample_count)


@pytest.mark.parametrize(("loss", "weight"), [(SquaredError(), 0.1), (HalfSquaredError(), 0.05)])
def test_the_cost_is_a_multiple_of_the_squared_residuals_and_so_is_its_gradient(loss, weight):
    risk = Risk(NETWORK, loss, TEN.x, TEN.y)
    P = random_start(np.random.default_rng(0), NETWORK, 4)
    r, J = residuals(risk, P), jacobian(risk, P)
    assert r.shape == (4, 20)
    assert J.shape == (4, 20, 23)
    np.testing.assert_allclose(weight * (r**2).sum(-1), risk.value(P), rtol=1e-13)
    np.testing.assert_allclose(
        2 * weight * np.einsum("ri,rij->rj", r, J), risk.gradient(P), atol=1e-14
    )
    fit = levenberg_marquardt(risk, P, 3)
    np.testing.assert_allclose(fit.value, risk.value(fit.p), rtol=1e-13)


def test_the_published_start_is_fitted_to_1e_minus_8_in_about_30_evaluations():
    fit = levenberg_marquardt(TEN, published_start())
    assert squares(fit)[0] == pytest.approx(5.32881697)
    assert squares(fit)[-1] <= 1e-8
    assert 20 <= fit.evaluations <= 35
    assert fit.evaluations == len(fit.k)
    assert fit.outcome == Outcome.SOLVED


@pytest.mark.long
def test_at_least_95_of_100_random_starts_come_below_1e_minus_3():
    fit = levenberg_marquardt(TEN, random_start(np.random.default_rng(1), NETWORK, 100))
    assert (squares(fit)[-1] < 1e-3).sum() >= 95


def test_the_cost_never_rises():
    fit = levenberg_marquardt(TEN, random_start(np.random.default_rng(2), NETWORK, 20), 60)
    assert (np.diff(fit.value, axis=0) <= 0).all()


def test_starts_side_by_side_are_the_starts_one_by_one():
    P = random_start(np.random.default_rng(3), NETWORK, 6).reshape(2, 3, 23)
    fit = levenberg_marquardt(TEN, P, 40)
    assert fit.p.shape == (len(fit.k), 2, 3, 23)
    for index in np.ndindex(2, 3):
        alone = levenberg_marquardt(TEN, P[index], 40)
        assert alone.evaluations == fit.evaluations[index]
        assert alone.outcome == fit.outcome[index]
        together = fit.value[: len(alone.k), *index]
        np.testing.assert_allclose(together, alone.value, rtol=1e-6)
        assert (fit.value[len(alone.k) :, *index] == together[-1]).all()


def test_a_linear_model_reaches_the_least_squares_solution_and_rests_there():
    rng = np.random.default_rng(4)
    x, y = rng.normal(size=(30, 2)), rng.normal(size=(30, 1))
    risk = Risk(Network((2, 1), output=Identity()), SquaredError(), x, y)
    fit = levenberg_marquardt(risk, np.zeros(3))
    best = np.linalg.lstsq(np.column_stack([x, np.ones(30)]), y, rcond=None)[0][:, 0]
    np.testing.assert_allclose(fit.p[-1], best, atol=1e-7)
    assert fit.outcome == Outcome.STATIONARY
    assert fit.evaluations < 60


def test_a_start_that_is_a_solution_takes_one_evaluation():
    risk = Risk(Network((1, 1), output=Identity()), SquaredError(), [[1.0], [2.0]], [[3.0], [5.0]])
    fit = levenberg_marquardt(risk, [2.0, 1.0])
    assert fit.evaluations == 1
    np.testing.assert_array_equal(fit.k, [0])
    assert fit.outcome == Outcome.SOLVED


def test_a_saturated_start_is_called_stationary_not_solved():
    risk = Risk(Network((1, 1), output=Sigmoid()), SquaredError(), [[1.0]], [[0.0]])
    fit = levenberg_marquardt(risk, [0.0, 50.0])
    assert fit.outcome == Outcome.STATIONARY
    np.testing.assert_array_equal(fit.p[-1], [0.0, 50.0])


def test_the_budget_is_kept_and_the_callers_start_not_moved():
    p = published_start()
    fit = levenberg_marquardt(TEN, p, 5)
    assert fit.evaluations == 5
    assert fit.outcome == Outcome.EXHAUSTED
    np.testing.assert_array_equal(p, published_start())


@pytest.mark.parametrize(
    ("risk", "p", "evaluations", "sentence"),
    [
        (TEN, np.zeros(22), 9, r"p of shape \(22,\) is no start"),
        (TEN, np.full(23, np.nan), 9, "23 finite parameters"),
        (TEN, np.zeros(23), 0, "evaluations = 0 is not possible"),
        (Risk(NETWORK, BinaryCrossEntropy(), TEN.x, TEN.y), np.zeros(23), 9, "no sum of squares"),
        (Risk(NETWORK, SquaredError(), TEN.x, TEN.y, Ridge(1.0)), np.zeros(23), 9, "no penalty"),
    ],
)
def test_what_is_no_least_squares_problem_is_refused(risk, p, evaluations, sentence):
    with pytest.raises(ValueError, match=sentence):
        levenberg_marquardt(risk, p, evaluations)
