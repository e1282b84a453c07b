import numpy as np
import pytest

from core.experiments.higham.paper import ETA, PublishedPicks, problem, published_start
from core.objectives.functions import Quadratic
from core.optimizers import OPTIMIZERS, Cosine, GradientDescent, Momentum, Scheduled
from core.training.descent import Status, log_steps
from core.training.live import Live
from core.training.recipe import Recipe, Stream
from core.training.samplers import ShuffledEpochs, WithReplacement

RISK, START = problem(), published_start()
PLAIN, ONE = GradientDescent(ETA), WithReplacement(1)


def recipe(optimizer=PLAIN, sampler=ONE, steps=3000):
    return Recipe(
        RISK, optimizer, START, steps, stream=Stream(sampler, 5), record_every=log_steps(steps, 60)
    )


@pytest.mark.wide(5)
@pytest.mark.parametrize("stretch", [1, 7, 640, 10_000])
@pytest.mark.parametrize("sampler", [PublishedPicks(), ShuffledEpochs(3), WithReplacement(2)])
def test_the_parts_are_the_long_run_bit_for_bit(sampler, stretch):
    steps = 300 if stretch == 1 else 3000
    made = recipe(sampler=sampler, steps=steps)
    whole, live = made.run(), Live(made)
    while not live.finished:
        live.take(stretch)
    run = live.trajectory()
    np.testing.assert_array_equal(run.k, whole.k)
    np.testing.assert_array_equal(run.p, whole.p)
    # Sums over more points at once may round differently.
    np.testing.assert_allclose(run.value, whole.value, rtol=1e-14)


@pytest.mark.wide(2)
@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("sampler", [None, ShuffledEpochs(3)])
def test_every_optimizer_goes_on_with_what_it_remembers(name, sampler):
    stream = None if sampler is None else Stream(sampler, 1)
    made = Recipe(RISK, OPTIMIZERS[name](), START, 200, stream=stream, record_every=20)
    whole, live = made.run(), Live(made)
    while not live.finished:
        live.take(30)
    np.testing.assert_array_equal(live.trajectory().k, whole.k)
    np.testing.assert_allclose(live.trajectory().p, whole.p, rtol=1e-13, atol=1e-13)


def test_a_schedule_goes_on_counting():
    made = Recipe(RISK, Scheduled(Momentum(0.1), Cosine(100)), START, 100, record_every=10)
    live = Live(made)
    for _ in range(10):
        live.take(11)
    np.testing.assert_allclose(live.trajectory().p, made.run().p, rtol=1e-13, atol=1e-13)


def test_many_models_at_once_and_who_is_lost_stays_lost():
    starts = np.array([[1.0, 0.0], [1.0, 1.0]])
    made = Recipe(Quadratic(), GradientDescent(0.25), starts, 200, record_every=20)
    whole, live = made.run(), Live(made)
    while not live.finished:
        live.take(15)
    run = live.trajectory()
    np.testing.assert_array_equal(run.p, whole.p)
    np.testing.assert_array_equal(run.diverged_at, whole.diverged_at)


def test_only_what_is_asked_for_is_computed():
    live = Live(recipe(steps=10**6))
    live.advance(0.0)
    assert 0 < live.done < 10**6
    assert live.share == live.done / 10**6
    run = live.trajectory()
    assert run.k[-1] <= live.done
    assert run.status is Status.COMPLETED
    assert len(live.trajectory(3).k) == len(run.k) - 3
    assert live.seconds > 0


def test_a_divergence_ends_it_with_the_step_of_the_whole_run():
    made = Recipe(Quadratic(), Momentum(0.5), np.ones(2), 400, record_every=5)
    steep = Recipe(Quadratic(), GradientDescent(0.25), np.ones(2), 400, record_every=5)
    for each in (made, steep):
        whole, live = each.run(), Live(each)
        while not live.finished:
            live.take(60)
        assert live.trajectory().status is Status.DIVERGED
        assert live.diverged_at == whole.diverged_at
        assert live.done < each.steps
        np.testing.assert_array_equal(live.trajectory().p[-1], whole.p[-1])
