from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from core.datasets.synthetic import SixPoints, TwoMinima
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.starts import Chosen
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.stuck import proved_stuck
from core.objectives.functions import Quadratic
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.risk import logistic
from core.optimizers.first_order import GradientDescent, RMSProp
from core.rounding import moved
from core.scales import log_scale
from core.training.descent import descend, record_steps
from core.training.regimes import Regime, agreed_regimes, regimes, steady_regimes
from core.training.samplers import ShuffledEpochs
from core.training.sweep import and_last_but_one, assigned, joined, run_all

SAMPLES = SixPoints()(np.random.default_rng(0))
RISK = logistic(SAMPLES.x, SAMPLES.y, BinaryCrossEntropy())
START = np.array([-3.0, 5.0])


def runs(objective, start, steps, rates):
    many = GradientDescent(np.array(rates)[:, None])
    k = and_last_but_one(record_steps(steps, 201))
    return descend(objective, many, [start] * len(rates), steps, record_every=k)


def test_a_quadratic_goes_through_slow_good_oscillating_and_diverging():
    # Its largest eigenvalue is 1, so the bound 2/λ_max is 2; just below it the sign alternates.
    objective = Quadratic(((0.5, 0.0), (0.0, 1.0)))
    found = runs(objective, np.ones(2), 100, (0.001, 0.5, 1.999, 2.5))
    expected = [Regime.SLOW, Regime.GOOD, Regime.OSCILLATING, Regime.DIVERGING]
    assert regimes(found, best=0.0) == expected


def test_a_run_that_jumps_to_and_fro_oscillates():
    # From step to step it changes sides, at equal cost; every second step looks like rest.
    found = runs(RISK, np.array([1.0, -1.5]), 400, (0.3, 2.3))
    assert regimes(found, best=np.log(2)) == [Regime.GOOD, Regime.OSCILLATING]


def test_a_tiny_rate_is_slow_and_a_plateau_is_stuck():
    assert regimes(runs(RISK, START, 50, (1e-7,)), best=np.log(2)) == [Regime.SLOW]
    squared = logistic(SAMPLES.x, SAMPLES.y, SquaredError())
    plateau = runs(squared, START, 500, (0.01, 1.0))
    assert regimes(plateau, best=0.25) == [Regime.SLOW, Regime.STUCK]


def test_the_scale_of_the_page_spans_four_decades_and_more():
    rates = np.array(log_scale(0.001, 100.0))
    assert rates[-1] / rates[0] >= 1e4
    assert (np.diff(np.log10(rates)) < 0.11).all()


@pytest.mark.long
@pytest.mark.parametrize(
    "spec",
    [
        LogisticExperiment(steps=1500),
        LogisticExperiment(steps=1000, data=TwoMinima(), start=Chosen(w1=0.8, b=0.3)),
        LogisticExperiment(sampler=ShuffledEpochs(m=2)),
    ],
)
def test_what_is_said_of_a_chaotic_run_survives_another_rounding(spec):
    rates = log_scale(0.1, 100.0)
    recipes = [each.recipes() for each in (assigned(spec, "optimizer.eta", r) for r in rates)]
    for lane, low in (("squared-error", 0.25), ("binary-cross-entropy", 0.6)):
        mine = [recipe[lane] for recipe in recipes]
        k = and_last_but_one(record_steps(spec.steps, 200))
        said, undecided = [], 0
        for shake in (0.0, 5e-14, -2e-13, 7e-13):
            moved_ = [
                replace(each, start=moved(each.start, shake), record_every=k) for each in mine
            ]
            run = joined(run_all(moved_))
            if not said:
                steady = steady_regimes(moved_, run, low)
                undecided = steady.count(Regime.UNDECIDED)
            said.append(regimes(run, low))
        changed = [len(set(labels)) > 1 for labels in zip(*said, strict=True)]
        false = [
            (rate, *labels)
            for rate, change, label, labels in zip(
                rates, changed, steady, zip(*said, strict=True), strict=True
            )
            if change and label is not Regime.UNDECIDED
        ]
        assert not false
        # Most is decided: the word is no excuse.
        assert undecided <= 2 * sum(changed) + 8


@pytest.mark.long
@pytest.mark.parametrize(
    "spec",
    [
        XorExperiment(steps=600),
        XorExperiment(steps=600, sampler=ShuffledEpochs(m=1), seed=3),
        XorExperiment(steps=600, optimizer=RMSProp()),
    ],
)
def test_what_is_said_of_a_chaotic_network_survives_another_rounding(spec):
    rates = log_scale(0.05, 10.0)[::2]
    mine = [assigned(spec, "optimizer.eta", rate).recipes()["network"] for rate in rates]
    proved = partial(proved_stuck, mine[0].objective)
    k = and_last_but_one(record_steps(spec.steps, 60))
    said, steady = [], []
    for shake in (0.0, 5e-14, -2e-13, 7e-13):
        shaken = [replace(each, start=moved(each.start, shake), record_every=k) for each in mine]
        run = joined(run_all(shaken))
        steady = steady or steady_regimes(shaken, run, 0.0, proved)
        said.append(regimes(run, 0.0, proved(run.p[-1])))
    for rate, label, *labels in zip(rates, steady, *said, strict=True):
        assert label is Regime.UNDECIDED or set(labels) == {label}, (rate, label, labels)
    assert steady.count(Regime.UNDECIDED) < len(rates) / 2


def test_of_two_runs_what_both_say_is_said():
    spec = LogisticExperiment(steps=60)
    run, other = (
        joined(
            run_all(
                [assigned(spec, "optimizer.eta", rate).recipes()["squared-error"] for rate in rates]
            )
        )
        for rates in ((0.001, 1.0, 3.0), (0.001, 1.0, 60.0))
    )
    labels = [regimes(one, 0.25) for one in (run, other)]
    assert labels[0][:2] == labels[1][:2]
    assert agreed_regimes(run, run, 0.25) == labels[0]
    turned = labels[0][2] is not labels[1][2]
    assert (agreed_regimes(run, other, 0.25)[2] is Regime.UNDECIDED) == turned
    assert turned
