import numpy as np
import pytest

from core.experiments.higham.paper import ETA, PublishedPicks, problem, published_start
from core.objectives.functions import Quadratic
from core.optimizers.first_order import GradientDescent
from core.training.descent import Status, descend, log_steps
from core.training.live import live
from core.training.samplers import ShuffledEpochs

RISK, START = problem(), published_start()
RNG = np.random.default_rng(0)


@pytest.mark.parametrize("frames", [1, 8, 1000])
@pytest.mark.parametrize("sampler", [PublishedPicks(), ShuffledEpochs(3)])
def test_the_parts_are_the_long_run_bit_for_bit(sampler, frames):
    batches, record = sampler.batches(10, 3000, RNG), log_steps(3000, 60)
    whole = descend(RISK, GradientDescent(ETA), START, 3000, batches, record)
    parts = list(live(RISK, ETA, START, batches, record, frames))
    assert [len(part.k) for part in parts[:-1]] == [frames] * (len(parts) - 1)
    np.testing.assert_array_equal(np.concatenate([part.k for part in parts]), whole.k)
    np.testing.assert_array_equal(np.concatenate([part.p for part in parts]), whole.p)
    # Sums over more points at once may round differently.
    value = np.concatenate([part.value for part in parts])
    np.testing.assert_allclose(value, whole.value, rtol=1e-14)


def test_only_what_is_asked_for_is_computed():
    endless = live(RISK, ETA, START, PublishedPicks().batches(10, 10**6, RNG), log_steps(10**6, 99))
    first = next(endless)
    np.testing.assert_array_equal(first.k, np.arange(8))
    assert first.status is Status.COMPLETED


def test_a_divergence_ends_it_with_the_step_of_the_whole_run():
    record, anything = np.arange(0, 201, 5), np.zeros((200, 1), dtype=int)
    whole = descend(Quadratic(), GradientDescent(0.25), [1.0, 1.0], 200, anything, record)
    parts = list(live(Quadratic(), 0.25, [1.0, 1.0], anything, record))
    assert [part.status for part in parts[:-1]] == [Status.COMPLETED] * (len(parts) - 1)
    assert len(parts) > 1
    assert parts[-1].status is Status.DIVERGED
    assert parts[-1].diverged_at == whole.diverged_at
    assert parts[-1].k[-1] >= whole.diverged_at
    np.testing.assert_array_equal(parts[-1].p[-1], whole.p[-1])
