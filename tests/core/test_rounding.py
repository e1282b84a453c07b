import numpy as np
import pytest

from core.objectives import Himmelblau, Quadratic
from core.optimizers import GradientDescent, Momentum, Nesterov
from core.rounding import SHAKE, moved, parted, undecided, without_rounding
from core.theory.quadratics import heavy_ball_rate, nesterov_rate
from core.training.descent import descend


def test_a_moved_start_differs_in_the_thirteenth_digit_and_keeps_its_zeros():
    p = np.array([3.0, -7.0, 0.0, 1e-5])
    change = moved(p) - p
    np.testing.assert_allclose(change, SHAKE * p * [1, -1, 1, -1], rtol=0.01)
    several = moved(np.ones((5, 4)), np.array([1e-13, 1e-3])[:, None, None])
    assert several.shape == (2, 5, 4)
    np.testing.assert_allclose(several[1], np.broadcast_to([1.001, 0.999] * 2, (5, 4)))


@pytest.mark.long
@pytest.mark.parametrize(("eta", "chaotic"), [(0.005, False), (0.01, False), (0.03, True)])
def test_chaotic_runs_part_and_others_do_not(eta, chaotic):
    p = np.random.default_rng(0).uniform(-4, 4, (100, 2))
    optimizer = GradientDescent(eta)
    runs = [descend(Himmelblau(), optimizer, start, 2000).p for start in (p, moved(p))]
    assert parted(*runs).any() == chaotic


def test_undecided_is_what_changes_and_often_what_might_have_changed_too():
    label = np.array([0, 0, 1, 2, 0])
    others = np.array([label, [0, 1, 1, 2, 0]])
    assert undecided(label, others).tolist() == [True, True, True, False, True]
    many = np.stack([label] * 100)
    assert not undecided(label, many).any()
    many[7] = others[1]
    assert undecided(label, many).tolist() == [False, True, False, False, False]


@pytest.mark.parametrize(
    "optimizer",
    [
        GradientDescent(0.3),
        Momentum(0.3, 0.9),
        Momentum(0.3, 0.0, 0.7),
        Momentum(0.3, 0.5, 0.7),
        Nesterov(0.3, 0.9),
    ],
)
def test_a_bowl_holds_a_run_up_to_the_stable_curvature_and_no_further(optimizer):
    limit = optimizer.stable_curvature
    for share, held in ((0.98, True), (1.02, False)):
        bowl = Quadratic(np.diag([share * limit, share * limit]))
        run = descend(bowl, optimizer, [1e-3, 1e-3], 4000, record_every=4000)
        assert (run.value[-1] < 1e-12) == held


def test_the_stable_curvature_is_where_the_rate_is_1():
    ball, ahead = Momentum(0.3, 0.8), Nesterov(0.3, 0.8)
    assert heavy_ball_rate([ball.stable_curvature], 0.3, 0.8) == pytest.approx(1)
    assert nesterov_rate([ahead.stable_curvature], 0.3, 0.8) == pytest.approx(1)
    assert Momentum(0.3, 0.9, 1.0).stable_curvature == np.inf


def test_what_is_only_rounding_is_nothing():
    p = np.array([1.0, -5.274e-16, 0.0, 1e-3, 1e-11])
    np.testing.assert_array_equal(without_rounding(p), [1.0, 0.0, 0.0, 1e-3, 1e-11])
    np.testing.assert_array_equal(without_rounding(1e-20 * p), 1e-20 * without_rounding(p))
    assert np.isinf(without_rounding(np.array([np.inf, 1.0]))).tolist() == [True, False]
    assert without_rounding(np.array([np.inf, 1.0]))[1] == 1.0
