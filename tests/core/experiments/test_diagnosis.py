from fractions import Fraction

import numpy as np
import pytest

from core.datasets.synthetic import SixPoints, TwoClouds
from core.experiments.diagnosis import accuracy, convexifying_ridge, diagnose, is_convex
from core.objectives.losses import AbsoluteError, BinaryCrossEntropy, HalfSquaredError, SquaredError
from core.objectives.penalties import Ridge
from core.objectives.per_sample import gradients
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


@pytest.mark.parametrize("models", [(), (3, 4), (30, 40)])
def test_accuracy_over_batches_of_any_size(models):
    samples = TwoClouds()(rng)
    risk = logistic(samples.x, samples.y, SquaredError())
    P = rng.normal(size=(*models, 3))
    expected = ((risk.network(P, risk.x) > 0.5) == (risk.y > 0.5)).mean(axis=(-1, -2))
    np.testing.assert_allclose(accuracy(risk, P), expected)


def test_the_convexifying_ridge_is_enough_everywhere_and_not_far_from_needed():
    risk = logistic(SAMPLES.x, SAMPLES.y, SquaredError())
    bound = convexifying_ridge(risk)
    assert bound == pytest.approx(0.1202 * 28 / 6, rel=1e-3)
    P = rng.uniform(-1, 1, (20_000, 2)) * [20, 40]
    least = np.linalg.eigvalsh(risk.hessian(P))[:, 0].min()
    assert -bound <= least < -0.25 * bound


@pytest.mark.parametrize("loss", [SquaredError(), BinaryCrossEntropy()])
def test_the_shares_of_points_and_penalty_make_the_whole_gradient(loss):
    risk = logistic(SAMPLES.x, SAMPLES.y, loss, Ridge(0.3))
    P = rng.normal(size=(7, 2)) * 4
    seen = diagnose(risk, P)
    each = gradients(logistic(SAMPLES.x, SAMPLES.y, loss), P) / 6
    whole = each.sum(axis=1) + 0.3 * P
    square = np.square(whole).sum(axis=1)
    np.testing.assert_allclose(seen.pull, (each @ whole[..., None])[..., 0] / square[:, None])
    penalty = 0.3 * (P * whole).sum(axis=1) / square
    np.testing.assert_allclose(seen.pull.sum(axis=1) + penalty, 1)
    np.testing.assert_allclose(seen.gradient, whole)


def test_the_default_run_begins_with_the_pull_of_one_point():
    risk = logistic(SAMPLES.x, SAMPLES.y, SquaredError())
    seen = diagnose(risk, np.array([[-3.0, 5.0]]))
    assert seen.gradient_norm[0] == pytest.approx(0.112, abs=5e-4)
    terms = gradients(risk, np.array([-3.0, 5.0])) / 6
    far = np.sort(np.linalg.norm(terms[seen.wrong[0]], axis=1))
    assert far == pytest.approx([1.2e-5, 1.6e-4], rel=0.05)
    assert np.linalg.norm(terms[4]) == pytest.approx(0.107, abs=5e-4)
    assert seen.pull[0].argmax() == 4


def test_a_gradient_that_rounding_hides_is_known_to_be_hidden():
    risk = logistic(np.array([[150.0], [160], [170], [180]]), [[0], [0], [1], [1]], SquaredError())
    seen = diagnose(risk, np.array([[-9.0, 7.0], [0.1, -16.0]]))
    assert seen.drowned.tolist() == [True, False]
    assert seen.rounding[0] < 1e-9


def test_only_a_proof_makes_a_loss_convex():
    losses = (SquaredError(), BinaryCrossEntropy())
    bare = [logistic(SAMPLES.x, SAMPLES.y, loss) for loss in losses]
    assert [is_convex(risk) for risk in bare] == [False, True]
    bound = convexifying_ridge(bare[0])
    assert is_convex(logistic(SAMPLES.x, SAMPLES.y, SquaredError(), Ridge(1.01 * bound)))
    assert not is_convex(logistic(SAMPLES.x, SAMPLES.y, SquaredError(), Ridge(0.99 * bound)))
    # Half the loss asks for half the ridge; of a loss that says nothing none is known.
    half = logistic(SAMPLES.x, SAMPLES.y, HalfSquaredError(), Ridge(0.51 * bound))
    assert is_convex(half)
    assert convexifying_ridge(half) == pytest.approx(0.5 * bound)
    assert convexifying_ridge(bare[1]) == 0
    assert not is_convex(logistic(SAMPLES.x, SAMPLES.y, AbsoluteError(), Ridge(10.0)))


@pytest.mark.parametrize("unit", [1e-9, 1e-4, 1.0, 1e4, 1e9])
@pytest.mark.parametrize("seed", range(5))
def test_accuracy_is_the_exact_share_in_every_unit(unit: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = unit * rng.normal(size=(30, 2)), (rng.random((30, 1)) > 0.5).astype(float)
    risk = logistic(x, y, BinaryCrossEntropy())
    w, offset = rng.normal(size=(2, 2))
    # The same line with weights of order one, and with weights in the table's unit.
    for p in (np.append(w, -w @ (unit * offset)), np.append(w / unit, -w @ offset)):
        exact = [
            sum(Fraction(a) * Fraction(v) for a, v in zip(p, [*row, 1.0], strict=True)) for row in x
        ]
        right = np.mean([(z > 0) == (label > 0.5) for z, label in zip(exact, y[:, 0], strict=True)])
        assert accuracy(risk, p) == right


def test_on_the_line_counts_one_half_in_every_unit() -> None:
    for unit in (1e-9, 1.0, 1e9):
        x = unit * np.array([[0.1, 0.3], [0.3, 0.1], [0.2, 0.2]])
        risk = logistic(x, np.array([[0.0], [1.0], [1.0]]), BinaryCrossEntropy())
        assert accuracy(risk, np.zeros(3)) == 0.5
        # 0.1 + 0.2 is not 0.3 in double precision, and the middle is on this line all the same.
        assert accuracy(risk, np.array([3.0, 3.0, -1.2 * unit])) == pytest.approx(0.5)
