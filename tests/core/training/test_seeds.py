import numpy as np
import pytest

from core.experiments.higham.paper import NETWORK, problem
from core.networks.initialization import random_start
from core.objectives.functions import Rosenbrock
from core.optimizers import Adam, GradientDescent, Momentum
from core.training.recipe import Recipe, Stream
from core.training.samplers import ShuffledEpochs, WithReplacement
from core.training.seeds import generators, train

TEN, ELEVEN = problem(), problem(eleven=True)
PLAIN, ONE = GradientDescent(0.5), WithReplacement(1)


def recipes(count, risk=TEN, optimizer=PLAIN, sampler=ONE, steps=2500):
    return [
        Recipe(
            risk,
            optimizer,
            random_start(np.random.default_rng(seed), NETWORK)[0],
            steps,
            stream=Stream(sampler, seed),
            record_every=steps,
        )
        for seed in range(count)
    ]


@pytest.mark.long
@pytest.mark.parametrize("risk", [TEN, ELEVEN])
@pytest.mark.parametrize("sampler", [WithReplacement(1), ShuffledEpochs(2)])
@pytest.mark.parametrize("optimizer", [GradientDescent(0.5), Momentum(0.1), Adam(0.01)])
def test_run_r_alone_is_run_r_among_many(risk, sampler, optimizer):
    runs = recipes(9, risk, optimizer, sampler)
    ends = train(runs)
    np.testing.assert_allclose(ends.value, risk.value(ends.p))
    for r in (0, 5, 8):
        np.testing.assert_allclose(ends.p[r], runs[r].run().p[-1], atol=1e-10)


def test_progress_goes_from_nothing_to_all_and_what_it_raises_ends_the_work():
    told = []
    train(recipes(3, steps=1000), told.append)
    assert told == pytest.approx([step / 20 for step in range(21)])

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        train(recipes(3), stop)


def test_a_run_does_not_depend_on_how_many_there_are():
    few, many = generators(3, 2), generators(3, 20)
    assert [rng.random() for rng in few] == [rng.random() for rng in many[:2]]
    np.testing.assert_allclose(
        train(recipes(2, steps=200)).p, train(recipes(5, steps=200)).p[:2], atol=1e-13
    )


def test_a_lost_run_stays_lost():
    starts = np.array([[0.5, 0.5], [100.0, -100.0]])
    ends = train([Recipe(Rosenbrock(), GradientDescent(1e-3), start, 3000) for start in starts])
    np.testing.assert_array_equal(ends.diverged_at > 0, [False, True])
    assert ends.diverged_at[1] < 20
    assert np.isfinite(ends.value).all()


def test_networks_of_different_sizes_are_refused():
    with pytest.raises(ValueError, match="equally many parameters"):
        train([*recipes(1), Recipe(Rosenbrock(), GradientDescent(), np.zeros(2), 10)])
    with pytest.raises(ValueError, match="there must be one"):
        train([])
