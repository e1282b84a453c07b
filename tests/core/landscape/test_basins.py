import numpy as np
import pytest

from core.datasets.synthetic import SixPoints, TwoMinima
from core.landscape.basins import Fate, basins
from core.landscape.critical_points import critical_points, minima
from core.objectives.functions import Himmelblau, Quadratic
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.risk import logistic
from core.optimizers import Adam, Nesterov
from core.optimizers.first_order import GradientDescent, Momentum
from core.rounding import moved

rng = np.random.default_rng(0)


def grid(low, high, n=41):
    axes = [np.linspace(a, b, n) for a, b in zip(low, high, strict=True)]
    return np.stack(np.meshgrid(*axes), axis=-1)


def problem(data, loss):
    samples = data(rng)
    return logistic(samples.x, samples.y, loss)


@pytest.mark.long
def test_squared_loss_on_six_points_a_third_arrives_and_the_rest_runs_away():
    risk = problem(SixPoints(), SquaredError())
    result = basins(risk, GradientDescent(eta=1.0), grid((-5, -10), (5, 10)), steps=10_000)
    assert result.label.shape == (41, 41)
    assert len(result.minima) == 1
    assert result.shares[0] == pytest.approx(0.32, abs=0.005)
    assert result.shares[Fate.RUNS_AWAY] == pytest.approx(0.68, abs=0.005)
    away = result.label == Fate.RUNS_AWAY
    assert risk.value(result.end[away]).min() > 1 / 3


@pytest.mark.long
def test_cross_entropy_on_six_points_everyone_arrives():
    risk = problem(SixPoints(), BinaryCrossEntropy())
    result = basins(risk, GradientDescent(eta=0.3), grid((-5, -10), (5, 10)), steps=1000)
    assert result.shares == {0: 1.0}


@pytest.mark.long
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


SIX = problem(SixPoints(), SquaredError())
TWO = problem(TwoMinima(), SquaredError())
WINDOW, SMALL, WIDE = ((-5, -10), (5, 10)), ((-1, -3), (1, 3)), ((-5, -5), (5, 5))
SETTINGS = {
    "below the limit": (SIX, GradientDescent(3.0), WINDOW, 2000),
    "just above it": (SIX, GradientDescent(3.43), WINDOW, 2000),
    "a jump to and fro": (SIX, GradientDescent(3.5), WINDOW, 2000),
    "chaos": (SIX, GradientDescent(5.0), WINDOW, 2000),
    "wider chaos": (SIX, GradientDescent(8.0), WINDOW, 2000),
    "thrown out": (SIX, GradientDescent(10.0), WINDOW, 2000),
    "heavy ball": (SIX, Momentum(5.0, 0.9), WINDOW, 2000),
    "Nesterov": (SIX, Nesterov(3.0, 0.9), WINDOW, 2000),
    "Adam": (SIX, Adam(0.1), WINDOW, 2000),
    "two minima, chaos": (TWO, GradientDescent(1.0), SMALL, 2000),
    "two minima, thrown about": (TWO, GradientDescent(2.0), SMALL, 2000),
    "two minima, both unstable": (TWO, GradientDescent(5.0), SMALL, 2000),
    "four minima, one unstable": (Himmelblau(), GradientDescent(0.015), WIDE, 1000),
    "four minima, chaos": (Himmelblau(), GradientDescent(0.02), WIDE, 1000),
    "four minima, thrown out": (Himmelblau(), GradientDescent(0.03), WIDE, 1000),
}


def minima_of(risk):
    everywhere = np.full(2, np.inf)
    return minima(critical_points(risk, np.zeros((1, 2)), -everywhere, everywhere))


@pytest.mark.long
@pytest.mark.parametrize("name", SETTINGS)
def test_rounding_turns_no_label(name):
    objective, optimizer, window, steps = SETTINGS[name]
    starts = grid(*window, n=21)
    all_starts = np.stack([starts, *(moved(starts, by) for by in (1e-16, -1e-13, 1e-12))])
    first, *others = basins(objective, optimizer, all_starts, steps).label
    for again in others:
        decided = (first != Fate.UNDECIDED) & (again != Fate.UNDECIDED)
        assert (first == again)[decided].mean() > 0.995
        for label in {*first.flat, *again.flat}:
            shares = [np.mean(each == label) for each in (first, again)]
            assert shares[0] == pytest.approx(shares[1], abs=0.02), label


@pytest.mark.long
@pytest.mark.parametrize("by", [0.0, 1e-16, 1e-13, 1e-12])
def test_nobody_arrives_at_a_minimum_that_is_not_stable(by):
    starts = moved(grid((-5, -10), (5, 10)), by)
    result = basins(SIX, GradientDescent(eta=5.0), starts, steps=2000)
    assert 2 / result.minima[0].eigenvalues[-1] == pytest.approx(3.43, abs=0.01)
    assert 0 not in result.shares
    assert Fate.UNDECIDED not in result.shares
    assert result.shares[Fate.SWINGING] == pytest.approx(0.32, abs=0.005)


def test_a_run_that_stands_on_an_unstable_minimum_has_not_arrived():
    bowl = Quadratic.of_condition(1)
    result = basins(bowl, GradientDescent(eta=2.5), np.zeros((1, 2)), 200)
    assert result.label.tolist() == [Fate.SWINGING]
    result = basins(bowl, GradientDescent(eta=1.5), np.zeros((1, 2)), 200)
    assert result.label.tolist() == [0]


def test_a_period_of_two_around_a_minimum_is_swinging():
    result = basins(SIX, GradientDescent(eta=4.0), [[1.0, 0.5]], 2001, minima_of(SIX))
    other = basins(SIX, GradientDescent(eta=4.0), [[1.0, 0.5]], 2000, minima_of(SIX))
    assert result.label.tolist() == other.label.tolist() == [Fate.SWINGING]


@pytest.mark.long
def test_where_chaotic_runs_are_thrown_out_at_random_rounding_decides():
    starts = grid((-1, -3), (1, 3), 14)
    for by in (0.0, -1e-12):
        result = basins(TWO, GradientDescent(eta=1.5), moved(starts, by), steps=2000)
        # How many they are rounding decides too: from 5 to 40 of the 196.
        assert result.shares[Fate.UNDECIDED] > 0
        assert result.shares[0] > 0.5
