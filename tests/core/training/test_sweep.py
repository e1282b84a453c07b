from dataclasses import replace

import numpy as np
import pytest

from core.datasets.synthetic import SixPoints
from core.objectives.functions import Quadratic
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.risk import logistic
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.scales import log_scale
from core.training.descent import descend
from core.training.regimes import Regime, regimes
from core.training.samplers import ShuffledEpochs
from core.training.sweep import merge, sweep

SAMPLES = SixPoints()(np.random.default_rng(0))
RISK = logistic(SAMPLES.x, SAMPLES.y, BinaryCrossEntropy())
START = np.array([-3.0, 5.0])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_each_position_is_the_run_with_that_rate_alone(name):
    optimizer = OPTIMIZERS[name]()
    picks = ShuffledEpochs(2).batches(6, 60, np.random.default_rng(1))
    rates = (0.01, 0.3, 2.0)
    runs = sweep(RISK, optimizer, START, 60, rates, picks, frames=20)
    for v, eta in enumerate(rates):
        one = descend(RISK, replace(optimizer, eta=eta), START, 60, picks, runs.trajectory.k)
        np.testing.assert_allclose(runs.trajectory.p[:, v], one.p, rtol=1e-9, atol=1e-9)
        assert runs.trajectory.diverged_at[v] == one.diverged_at


def test_merging_sorts_by_rate_and_changes_no_run():
    scale = sweep(RISK, GradientDescent(), START, 40, (0.1, 1.0))
    single = sweep(RISK, GradientDescent(), START, 40, (0.37,))
    both = merge(scale, single)
    assert both.eta.tolist() == [0.1, 0.37, 1.0]
    np.testing.assert_array_equal(both.trajectory.p[:, 1], single.trajectory.p[:, 0])
    np.testing.assert_array_equal(both.final[[0, 2]], scale.final)


def test_a_quadratic_goes_through_slow_good_oscillating_and_diverging():
    # Its largest eigenvalue is 1, so the bound 2/λ_max is 2; just below it the sign alternates.
    objective = Quadratic(((0.5, 0.0), (0.0, 1.0)))
    rates = (0.001, 0.5, 1.999, 2.5)
    runs = sweep(objective, GradientDescent(), np.array([1.0, 1.0]), 100, rates)
    expected = [Regime.SLOW, Regime.GOOD, Regime.OSCILLATING, Regime.DIVERGING]
    assert regimes(runs, best=0.0) == expected


def test_a_run_that_jumps_to_and_fro_oscillates():
    # From step to step it changes sides, at equal cost; every second step looks like rest.
    rates = (0.3, 2.3)
    runs = sweep(RISK, GradientDescent(), np.array([1.0, -1.5]), 400, rates)
    assert regimes(runs, best=np.log(2)) == [Regime.GOOD, Regime.OSCILLATING]


def test_a_tiny_rate_is_slow_and_a_plateau_is_stuck():
    tiny = sweep(RISK, GradientDescent(), START, 50, (1e-7,))
    assert regimes(tiny, best=np.log(2)) == [Regime.SLOW]
    squared = logistic(SAMPLES.x, SAMPLES.y, SquaredError())
    plateau = sweep(squared, GradientDescent(), START, 500, (0.01, 1.0))
    assert regimes(plateau, best=0.25) == [Regime.SLOW, Regime.STUCK]


def test_the_scale_of_the_page_spans_four_decades_and_more():
    rates = np.array(log_scale(0.001, 100.0))
    assert rates[-1] / rates[0] >= 1e4
    assert (np.diff(np.log10(rates)) < 0.11).all()
