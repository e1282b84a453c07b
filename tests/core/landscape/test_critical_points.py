import numpy as np
import pytest

from core.datasets.measured import IrisPetal
from core.datasets.synthetic import SixPoints, TwoMinima
from core.landscape.critical_points import Verdict, classify, critical_points, minima
from core.objectives.functions import Himmelblau, Quadratic, Saddle
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.risk import logistic

rng = np.random.default_rng(0)


def grid(low, high, n=15):
    axes = [np.linspace(a, b, n) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, len(low))


def found(data, loss, low, high):
    samples = data(rng)
    risk = logistic(samples.x, samples.y, loss)
    return critical_points(risk, grid(low, high), np.array(low), np.array(high))


def test_squared_loss_on_the_six_points_has_one_minimum_and_three_saddles():
    points = found(SixPoints(), SquaredError(), (-5, -10), (5, 10))
    assert [point.verdict for point in points] == [Verdict.MINIMUM] + [Verdict.SADDLE] * 3
    assert [point.index for point in points] == [0, 1, 1, 1]
    np.testing.assert_allclose(points[0].p, 0, atol=1e-9)
    np.testing.assert_allclose(points[0].eigenvalues, [1 / 8, 7 / 12], rtol=1e-9)
    expected = [(0, 0), (1.5205, 0), (-1.0520, -2.5821), (-1.0520, 2.5821)]
    np.testing.assert_allclose([point.p for point in points], expected, atol=5e-5)
    values = [point.value for point in points]
    np.testing.assert_allclose(values, [0.25, 0.33790, 0.37317, 0.37317], atol=5e-6)


def test_cross_entropy_on_the_six_points_has_one_minimum_and_nothing_else():
    (point,) = found(SixPoints(), BinaryCrossEntropy(), (-5, -10), (5, 10))
    assert point.verdict is Verdict.MINIMUM
    np.testing.assert_allclose(point.p, 0, atol=1e-9)
    assert point.value == pytest.approx(np.log(2), abs=1e-12)
    np.testing.assert_allclose(point.eigenvalues, [1 / 4, 7 / 6], rtol=1e-9)


def test_the_eight_points_have_two_strict_minima_and_a_saddle_between():
    points = found(TwoMinima(), SquaredError(), (-1, -3), (1, 3))
    low, high, pass_ = points
    assert [p.verdict for p in points] == [Verdict.MINIMUM, Verdict.MINIMUM, Verdict.SADDLE]
    np.testing.assert_allclose(low.p, [-0.037945, 0.360277], atol=1e-6)
    np.testing.assert_allclose(high.p, [0.253625, 0.249640], atol=1e-6)
    np.testing.assert_allclose(pass_.p, [0.16029, 0.28017], atol=1e-5)
    costs = [point.value for point in points]
    np.testing.assert_allclose(costs, [0.225241, 0.317219, 0.31833], atol=5e-6)
    assert minima(points) == [low, high]


def test_cross_entropy_of_the_eight_points_has_one():
    (point,) = found(TwoMinima(), BinaryCrossEntropy(), (-1, -3), (1, 3))
    np.testing.assert_allclose(point.p, [-0.055674, 0.352412], atol=1e-6)


def test_iris_optimum_of_the_unregularized_cross_entropy():
    samples = IrisPetal(standardize=False)(rng)
    risk = logistic(samples.x, samples.y, BinaryCrossEntropy())
    bound = np.full(3, 100.0)
    points = critical_points(risk, rng.normal(size=(40, 3)), -bound, bound)
    (optimum,) = minima(points)
    np.testing.assert_allclose(optimum.p, [5.75453232, 10.44669989, -45.27234377], atol=1e-6)
    assert optimum.value == pytest.approx(0.10281754, abs=1e-8)


def test_himmelblau_has_four_minima_four_saddles_and_a_maximum():
    points = critical_points(Himmelblau(), grid((-5, -5), (5, 5)), np.full(2, -5), np.full(2, 5))
    verdicts = [point.verdict for point in points]
    assert verdicts.count(Verdict.MINIMUM) == 4
    assert verdicts.count(Verdict.SADDLE) == 4
    assert verdicts.count(Verdict.MAXIMUM) == 1


def test_a_saddle_is_one_and_its_index_counted():
    (point,) = critical_points(Saddle(), grid((-1, -1), (1, 1), 4), np.full(2, -1), np.full(2, 1))
    assert (point.verdict, point.index) == (Verdict.SADDLE, 1)


def test_a_valley_without_an_end_is_undecided_not_a_minimum():
    valley = Quadratic(((1.0, 0.0), (0.0, 0.0)))
    assert classify(valley, np.zeros(2), 1.0).verdict is Verdict.UNDECIDED
    points = critical_points(valley, grid((-1, -1), (1, 1), 5), np.full(2, -2), np.full(2, 2))
    assert [point.verdict for point in points] == [Verdict.UNDECIDED]


def test_the_far_plateau_where_the_gradient_underflows_is_undecided():
    x, y = np.array([[1.0], [-1.0]]), np.array([[0.0], [1.0]])
    risk = logistic(x, y, SquaredError())
    starts = np.array([[2000.0, 0.0], [3000.0, 1.0]])
    points = critical_points(risk, starts, np.full(2, -1e4), np.full(2, 1e4))
    assert not risk.gradient(starts).any()
    assert [point.verdict for point in points] == [Verdict.UNDECIDED]


class Times(Himmelblau):
    """Himmelblau's function times a number."""

    factor = 1.0

    def value(self, p):
        return self.factor * super().value(p)

    def gradient(self, p, rows=None):
        return self.factor * super().gradient(p, rows)

    def hessian(self, p):
        return self.factor * super().hessian(p)


@pytest.mark.parametrize("factor", [1e-30, 1e-14, 1e14])
def test_the_unit_of_the_cost_hides_no_critical_point(factor):
    starts = np.stack(np.meshgrid(*2 * [np.linspace(-5, 5, 9)]), axis=-1).reshape(-1, 2)
    scaled = type("Scaled", (Times,), {"factor": factor})()
    low, high = np.full(2, -6.0), np.full(2, 6.0)
    plain, found = (critical_points(o, starts, low, high) for o in (Himmelblau(), scaled))
    assert len(plain) == 9
    kinds = [sorted((*p.p.round(6), p.verdict) for p in points) for points in (plain, found)]
    assert kinds[0] == kinds[1]
