from dataclasses import replace

import numpy as np
import pytest

from core.experiments.higham.experiment import Drawn, HighamExperiment
from core.experiments.higham.seeds import train_seeds


def test_run_i_is_the_run_of_seed_i():
    spec = HighamExperiment(eta=0.5, eleventh=True)
    many = train_seeds(spec, 40, 2300)
    for seed in (0, 7, 39):
        alone = replace(spec, start=Drawn(), seed=seed, steps=2300)
        run = alone.recipes()["network"].run()
        np.testing.assert_allclose(many.p[seed], run.p[-1], rtol=0, atol=1e-11)
        assert many.value[seed] == pytest.approx(run.value[-1], rel=1e-10)


def test_progress_goes_up_and_can_stop_the_work():
    shares = []
    train_seeds(HighamExperiment(), 3, 2500, shares.append)
    assert shares == pytest.approx([step / 20 for step in range(21)])

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        train_seeds(HighamExperiment(), 3, 2500, stop)


def test_a_tenth_of_the_seeds_is_trained_again_from_moved_starts():
    calm = train_seeds(HighamExperiment(), 30, 1000)
    assert calm.moved.shape == (3,)
    np.testing.assert_allclose(calm.moved, calm.value[:3], rtol=1e-9)
    assert not np.array_equal(calm.moved, calm.value[:3])
    assert calm.turned(0.05) == 0.0
    assert replace(calm, moved=calm.moved[::-1] * [0, 1, 1]).turned(0.0) == pytest.approx(1 / 3)
