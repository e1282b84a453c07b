from itertools import islice

import numpy as np
import pytest

from core.experiments.higham.paper import NETWORK, problem
from core.networks.initialization import random_start
from core.objectives.functions import Rosenbrock
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from core.training.samplers import ShuffledEpochs, WithReplacement
from core.training.seeds import generators, train

TEN, ELEVEN = problem(), problem(eleven=True)


def started(count, seed=7):
    rngs = generators(seed, count)
    return np.concatenate([random_start(rng, NETWORK) for rng in rngs]), rngs


@pytest.mark.parametrize("risk", [TEN, ELEVEN])
@pytest.mark.parametrize("sampler", [WithReplacement(1), ShuffledEpochs(2)])
def test_run_r_alone_is_run_r_among_many(risk, sampler):
    starts, rngs = started(9)
    *_, last = train(risk, GradientDescent(0.5), sampler, starts, rngs, 2500)
    assert last.k == 2500
    np.testing.assert_allclose(last.value, risk.value(last.p))
    for r in (0, 5, 8):
        rng = generators(7, 9)[r]
        start = random_start(rng, NETWORK)[0]
        batches = sampler.batches(risk.sample_count, 2500, rng)
        alone = descend(risk, GradientDescent(0.5), start, 2500, batches, record_every=2500)
        np.testing.assert_allclose(last.p[r], alone.p[-1], atol=1e-11)


def test_standings_go_from_the_start_to_the_last_step_and_can_be_left_early():
    starts, rngs = started(8)
    first, second = islice(train(TEN, GradientDescent(), WithReplacement(1), starts, rngs, 5000), 2)
    assert first.k == 0
    np.testing.assert_array_equal(first.p, starts)
    assert 0 < second.k < 5000
    assert np.abs(second.p - starts).max() > 0


def test_a_run_does_not_depend_on_how_many_there_are():
    few, many = generators(3, 2), generators(3, 20)
    assert [rng.random() for rng in few] == [rng.random() for rng in many[:2]]


def test_a_lost_run_stays_lost():
    class Steep(Rosenbrock):
        sample_count = 500

    starts = np.array([[0.5, 0.5], [100.0, -100.0]])
    rngs = generators(0, 2)
    *_, last = train(Steep(), GradientDescent(1e-3), WithReplacement(1), starts, rngs, 3000)
    np.testing.assert_array_equal(last.diverged_at > 0, [False, True])
    assert last.diverged_at[1] < 20
    assert np.isfinite(last.value).all()


def test_one_generator_for_each_start_is_needed():
    starts, rngs = started(3)
    with pytest.raises(ValueError, match="3 starts, but 2 random generators"):
        next(train(TEN, GradientDescent(), WithReplacement(1), starts, rngs[:2], 10))
