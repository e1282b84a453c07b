import numpy as np
import pytest

from core.datasets.synthetic import SixPoints, TwoMinima
from core.landscape.basins import Fate, basins
from core.objectives.functions import Himmelblau, Quadratic
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.risk import logistic
from core.optimizers.first_order import GradientDescent, Momentum

rng = np.random.default_rng(0)


def grid(low, high, n=41):
    axes = [np.linspace(a, b, n) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes), axis=-1)


def problem(data, loss):
    samples = data(rng)
    return logistic(samples.x, samples.y, loss)


def test_squared_loss_on_six_points_a_third_arrives_and_the_rest_runs_away():
    risk = problem(SixPoints(), SquaredError())
    result = basins(risk, GradientDescent(eta=1.0), grid((-5, -10), (5, 10)), steps=10_000)
    assert result.label.shape == (41, 41)
    assert len(result.minima) == 1
    assert result.shares[0] == pytest.approx(0.32, abs=0.005)
    assert result.shares[Fate.RUNS_AWAY] == pytest.approx(0.68, abs=0.005)
    away = result.label == Fate.RUNS_AWAY
    assert risk.value(result.end[away]).min() > 1 / 3


def test_cross_entropy_on_six_points_everyone_arrives():
    risk = problem(SixPoints(), BinaryCrossEntropy())
    result = basins(risk, GradientDescent(eta=0.3), grid((-5, -10), (5, 10)), steps=1000)
    assert result.shares == {0: 1.0}


def test_two_minima_share_the_window_57_to_43():
    risk = problem(TwoMinima(), SquaredError())
    starts = grid((-1, -3), (1, 3))
    result = basins(risk, GradientDescent(eta=0.1), starts, steps=8_000)
    assert [m.value for m in result.minima] == pytest.approx([0.225241, 0.317219], abs=1e-6)
    assert result.shares == pytest.approx({0: 0.57, 1: 0.43}, abs=0.005)


def test_himmelblau_falls_into_four_and_each_end_is_at_its_minimum():
    result = basins(Himmelblau(), GradientDescent(eta=0.005), grid((-5, -5), (5, 5)), steps=800)
    assert set(result.shares) == {0, 1, 2, 3}
    for number, minimum in enumerate(result.minima):
        ends = result.end[result.label == number]
        np.testing.assert_allclose(ends, np.broadcast_to(minimum.p, ends.shape), atol=0.02)


def test_divergence_is_a_fate():
    result = basins(
        Quadratic.of_condition(10), GradientDescent(eta=0.3), grid((-1, -1), (1, 1), 4), 400
    )
    assert result.shares == {Fate.DIVERGED: 1.0}
    assert np.isfinite(result.end).all()


def test_too_few_steps_are_still_moving():
    result = basins(
        Quadratic.of_condition(10), GradientDescent(eta=0.001), grid((1, 1), (2, 2), 4), 5
    )
    assert result.shares == {Fate.STILL_MOVING: 1.0}


def test_recorded_paths_and_progress():
    done = []
    result = basins(
        Quadratic.of_condition(2),
        Momentum(eta=0.1, beta=0.5),
        grid((-1, -1), (1, 1), 3),
        steps=200,
        record_every=50,
        watch=done.append,
    )
    assert result.trajectory.k.tolist() == [0, 50, 100, 150, 200]
    assert result.trajectory.p.shape == (5, 3, 3, 2)
    assert done == list(range(0, 200, 32))


def test_what_the_watch_raises_stops_the_run():
    def stop(done):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        basins(Himmelblau(), GradientDescent(), grid((0, 0), (1, 1), 3), 100, watch=stop)
