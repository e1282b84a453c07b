"""The race: each run is the run alone, and what is unfair is said with its numbers."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.race.experiment import (
    METHODS,
    Entrant,
    Nobody,
    RaceExperiment,
    moved_to,
    recipe,
    rule,
    start,
)
from core.experiments.race.grounds import GROUNDS, LogisticSquared, Quadratic
from core.experiments.race.race import labels, price, run, unfair
from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent, Momentum
from core.optimizers.schedules import Cosine
from core.optimizers.second_order import LevenbergMarquardt, Newton
from core.training.descent import Status, descend
from core.training.samplers import ShuffledEpochs

DEFAULT = RaceExperiment(steps=60)
EMPTY = {lane: Nobody() for lane in ("one", "two", "three", "four", "five", "six")}


def race_of(*entrants, **settings):
    lanes = dict(zip(EMPTY, entrants, strict=False))
    return RaceExperiment(**{**EMPTY, "steps": 40, **lanes, **settings})


@pytest.mark.wide(2)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_run_is_the_optimizer_alone_from_the_same_start_at_the_same_steps(ground):
    spec = moved_to(replace(DEFAULT, sampler=ShuffledEpochs(2), steps=30), GROUNDS[ground]())
    race = run(spec)
    assert [each.lane for each in race.runs] == list(spec.entrants)
    np.testing.assert_array_equal(race.k, spec.recorded())
    np.testing.assert_array_equal(race.start, start(spec))
    for each, entrant in zip(race.runs, spec.entrants.values(), strict=True):
        alone = descend(
            spec.ground.objective, rule(spec, entrant), race.start, 30, recipe(spec, entrant).rows
        )
        np.testing.assert_array_equal(each.trajectory.p, alone.p)
        np.testing.assert_array_equal(each.trajectory.p[0], race.start)
        assert each.trajectory.k.tolist() == race.k.tolist()


def test_the_same_spec_gives_the_same_bits():
    first, again = run(DEFAULT), run(DEFAULT)
    for one, other in zip(first.runs, again.runs, strict=True):
        np.testing.assert_array_equal(one.trajectory.p, other.trajectory.p)
        np.testing.assert_array_equal(one.evaluations, other.evaluations)


def test_the_default_race_is_a_race():
    runs = {each.label: each.trajectory for each in run(RaceExperiment()).runs}
    assert list(runs) == ["gradient descent", "momentum", "Nesterov", "RMSProp", "Adam", "Newton"]
    below = {
        label: int(np.argmax(trajectory.value < 1e-3 * trajectory.value[0]))
        for label, trajectory in runs.items()
    }
    # All arrive, Newton in one step, and no two others together.
    assert below["Newton"] == 1
    assert min(below.values()) == 1
    assert max(below.values()) == below["gradient descent"]
    assert len(set(below.values())) >= 5
    assert all(trajectory.status is Status.COMPLETED for trajectory in runs.values())


def test_evaluations_count_samples_gradients_and_matrices():
    spec = race_of(
        Entrant(GradientDescent()),
        Entrant(Adam(), m=3),
        Entrant(Newton()),
        Entrant(LevenbergMarquardt()),
        ground=LogisticSquared(),
        sampler=ShuffledEpochs(2),
    )
    runs = run(spec).runs
    assert [price(spec, entrant) for entrant in spec.entrants.values()] == [2, 3, 18, 18]
    assert [each.evaluations[-1] for each in runs] == [80, 120, 720, 720]
    assert [each.hessians[-1] for each in runs] == [0, 0, 40, 40]
    np.testing.assert_array_equal(runs[0].evaluations, 2 * runs[0].trajectory.k)
    without_samples = race_of(Entrant(GradientDescent(eta=0.01)), Entrant(Newton()))
    assert [each.evaluations[-1] for each in run(without_samples).runs] == [40, 120]


def test_a_divergence_is_a_result_and_costs_no_more_once_it_has_happened():
    spec = race_of(Entrant(GradientDescent(eta=1.0)), ground=Quadratic(50.0))
    (only,) = run(spec).runs
    step = only.trajectory.diverged_at
    assert only.trajectory.status is Status.DIVERGED
    assert 0 < step < 40
    assert only.evaluations.max() == step
    assert np.isfinite(only.trajectory.value).all()
    assert only.taken[-1] == step


def test_a_fair_race_has_nothing_to_say():
    first_order = replace(RaceExperiment(), six=Nobody())
    assert unfair(first_order) == ()
    assert unfair(replace(first_order, ground=LogisticSquared(), sampler=ShuffledEpochs(2))) == ()
    assert unfair(race_of()) == ()
    # Schedules and rates are the optimizer's own business.
    assert unfair(race_of(Entrant(Adam(), Cosine(9)), Entrant(Momentum(eta=0.5)))) == ()


def test_what_is_unfair_is_said_in_one_sentence_each_with_its_numbers():
    assert unfair(race_of(Entrant(Adam()), Entrant(Newton()), steps=300)) == (
        "Different budgets: 300 steps of Adam take 300 and of Newton take 900 gradient "
        "evaluations.",
    )
    assert unfair(
        race_of(
            Entrant(Momentum()),
            Entrant(GradientDescent()),
            Entrant(Adam(), m=6),
            Entrant(Newton()),
            ground=LogisticSquared(),
            sampler=ShuffledEpochs(2),
            steps=1000,
        )
    ) == (
        "Different batches: in each step momentum and gradient descent look at 2 "
        "and Adam and Newton look at 6 samples.",
        "Different budgets: 1,000 steps of momentum and gradient descent take 2,000 each, "
        "of Adam take 6,000 and of Newton take 18,000 gradient evaluations.",
    )


def test_labels_tell_the_entrants_apart():
    assert labels(race_of(Entrant(Adam()), Entrant(Momentum()))) == ("Adam", "momentum")
    assert labels(race_of(Entrant(Adam(eta=0.1)), Entrant(Adam(eta=0.2)))) == (
        "Adam, η = 0.1",
        "Adam, η = 0.2",
    )
    assert labels(race_of(Entrant(Adam()), Entrant(Adam(), Cosine(9)))) == (
        "Adam, constant",
        "Adam, cosine",
    )
    assert labels(race_of(Entrant(Adam()), Entrant(Adam(), m=2), ground=LogisticSquared())) == (
        "Adam, m = 6",
        "Adam, m = 2",
    )
    beside = labels(race_of(Entrant(Adam(beta_1=0.1)), Entrant(Adam(beta_1=0.2)), Entrant(Adam())))
    assert len(set(beside)) == 3


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_a_label_and_runs(method):
    (only,) = run(race_of(Entrant(METHODS[method]()), steps=10)).runs
    assert only.label == METHODS[method].title
    assert len(only.trajectory.p) == 11
