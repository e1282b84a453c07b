"""Too expensive: minibatches lead early, level off, and are passed, recomputed run by run."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.outcome import outcome
from core.experiments.race.redundant import Tumors
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import logistic
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend
from core.training.samplers import ShuffledEpochs
from pages.ui.optimizers.presets import PRESETS

[PRESET] = [each for each in PRESETS if each.label == "Too expensive!"]
SPEC = PRESET.spec(RaceExperiment)


def test_the_preset_shows_what_it_says_in_numbers():
    out, ground = outcome(SPEC), Tumors()
    paid, N, m = out.paid, 569, 20
    assert (paid.small, paid.large) == (0, 1)
    batches = ShuffledEpochs(m).batches(N, SPEC.steps, np.random.default_rng(SPEC.seed))
    few = descend(ground.objective, GradientDescent(4.0), ground.start, SPEC.steps, batches)
    all_ = descend(ground.objective, GradientDescent(4.0), ground.start, SPEC.steps)
    few, all_ = few.value - ground.floor, all_.value - ground.floor
    # After the price of one full step the minibatches are a hundred times lower.
    assert few[N // m] < 0.01 * all_[1]
    assert few[int(paid.early) // m] < all_[int(paid.early) // N]
    # They level off: nothing is gained any more in the second half.
    assert few[750:].mean() > 0.5 * few[500:750].mean()
    assert few[500:].mean() == pytest.approx(paid.level, rel=0.25)
    # The full gradient passes that level for good, and has not before.
    passing = int(np.flatnonzero(all_ >= paid.level)[-1]) + 1
    assert passing * N <= paid.at <= (passing + 4) * N
    assert (all_[int(paid.at) // N :] < paid.level).all()
    # While both still run: the end of the minibatches lies behind the mark.
    assert paid.early < paid.at < SPEC.steps * m
    assert out.stands.arrived[0] == -1 < out.stands.arrived[1]


def test_runs_that_differ_in_more_than_their_batches_have_no_crossover():
    two = replace(SPEC.two, optimizer=GradientDescent(2.0))
    assert outcome(replace(SPEC, two=two, steps=40)).paid is None
    assert outcome(replace(SPEC, steps=40, two=replace(SPEC.two, m=20))).paid is None
    # While the minibatches still come down there is no level.
    assert outcome(replace(SPEC, steps=12)).paid is None


def test_the_grounds_bias_and_minimum_are_the_best_of_all_three_parameters():
    ground = Tumors()
    inner = ground.objective.objective
    p = np.append(ground.minima[0], ground.objective.plane.origin[2])
    assert np.linalg.norm(logistic(inner.x, inner.y, BinaryCrossEntropy()).gradient(p)) < 1e-12
    assert ground.sample_count == len(inner.x)
