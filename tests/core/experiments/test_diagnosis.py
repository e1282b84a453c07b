import numpy as np
import pytest

from core.datasets.synthetic import SixPoints, TwoClouds
from core.experiments.diagnosis import accuracy, convexifying_ridge, diagnose
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.risk import logistic

rng = np.random.default_rng(2)
SAMPLES = SixPoints()(rng)


def test_what_is_said_of_a_point_is_what_the_risk_says():
    risk = logistic(SAMPLES.x, SAMPLES.y, SquaredError(), Ridge(0.1))
    P = rng.normal(size=(5, 2)) * 3
    seen = diagnose(risk, P)
    for f, p in enumerate(P):
        assert seen.cost[f] + seen.penalty[f] == pytest.approx(risk.value(p))
        assert seen.gradient_norm[f] == pytest.approx(np.linalg.norm(risk.gradient(p)))
        low, *_, high = np.linalg.eigvalsh(risk.hessian(p))
        assert (seen.smallest[f], seen.largest[f]) == pytest.approx((low, high))


def test_saturation_is_counted_on_each_side():
    risk = logistic(SAMPLES.x, SAMPLES.y, BinaryCrossEntropy())
    seen = diagnose(risk, np.array([[10.0, 0.0], [0.0, 0.0], [-10.0, 0.0]]))
    # With w > 0 the labels 1, 0, 0, 1, 1, 0 of -3 … 3 are wrong at ±3 and right elsewhere.
    assert seen.saturated_wrong.tolist() == [2, 0, 4]
    assert seen.saturated_right.tolist() == [4, 0, 2]
    assert seen.accuracy.tolist() == pytest.approx([4 / 6, 3 / 6, 2 / 6])


def test_accuracy_over_batches():
    samples = TwoClouds()(rng)
    risk = logistic(samples.x, samples.y, SquaredError())
    P = rng.normal(size=(3, 4, 3))
    expected = ((risk.network(P, risk.x) > 0.5) == (risk.y > 0.5)).mean(axis=(-1, -2))
    np.testing.assert_allclose(accuracy(risk, P), expected)


def test_the_convexifying_ridge_is_enough_everywhere_and_not_far_from_needed():
    risk = logistic(SAMPLES.x, SAMPLES.y, SquaredError())
    bound = convexifying_ridge(risk)
    assert bound == pytest.approx(0.1202 * 28 / 6, rel=1e-3)
    P = rng.uniform(-1, 1, (20_000, 2)) * [20, 40]
    least = np.linalg.eigvalsh(risk.hessian(P))[:, 0].min()
    assert -bound <= least < -0.25 * bound
