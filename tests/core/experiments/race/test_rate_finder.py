"""The learning-rate finder: each point is the run with that rate."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.race.experiment import (
    ChosenStart,
    Entrant,
    Nobody,
    RaceExperiment,
    moved_to,
    recipe,
    rule,
    start,
    with_rate,
)
from core.experiments.race.grounds import GROUNDS, HighamPlane, LogisticSquared, Quadratic
from core.experiments.race.outcome import outcome
from core.experiments.race.rate_finder import Tried, best_rates, find, scale, tried
from core.optimizers import GradientDescent
from core.optimizers.schedules import Cosine
from core.optimizers.second_order import LevenbergMarquardt
from core.rounding import moved
from core.spec import controls
from core.training.descent import descend
from core.training.regimes import Regime
from core.training.samplers import ShuffledEpochs

SPEC = RaceExperiment(steps=30)


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_scale_spans_four_decades_within_the_knob(ground):
    eta = scale(GROUNDS[ground]())
    control = controls(GradientDescent)["eta"][1]
    assert len(eta) == 61
    assert eta[-1] / eta[0] == pytest.approx(1e4)
    assert control.low <= eta[0] < eta[-1] <= control.high
    assert (np.diff(eta) > 0).all()
    assert GROUNDS[ground]().rates.largest <= eta[-1]


@pytest.mark.long
@pytest.mark.parametrize(
    "spec",
    [
        SPEC,
        replace(SPEC, clip=3.0, two=Entrant(GradientDescent(), Cosine(50)), three=Nobody()),
        replace(SPEC, ground=LogisticSquared(), sampler=ShuffledEpochs(2)),
    ],
    ids=["quadratic", "clipped and scheduled", "minibatches"],
)
def test_a_click_on_a_point_loads_the_run_that_was_found(spec):
    found = find(spec)
    assert found.final.shape == (len(spec.entrants), 61)
    assert found.lanes == tuple(spec.entrants)
    for i, lane in enumerate(found.lanes):
        for v in (0, 25, 60):
            clicked = with_rate(spec, lane, found.eta[v])
            who = clicked.entrants[lane]
            batches = recipe(clicked, who).rows
            one = descend(spec.ground.objective, rule(clicked, who), start(spec), 30, batches)
            assert bool(one.diverged_at >= 0) == found.diverged[i, v]
            np.testing.assert_allclose(one.value[-1], found.final[i, v], rtol=1e-6, atol=1e-12)


def test_plain_descent_diverges_exactly_beyond_two_over_lambda_max():
    spec = replace(SPEC, ground=Quadratic(50.0), steps=300)
    found = find(replace(spec, two=Nobody(), three=Nobody(), four=Nobody(), five=Nobody()))
    (descent, newton), eta = found.regimes, found.eta
    beyond = np.array([regime is Regime.DIVERGING for regime in descent])
    np.testing.assert_array_equal(beyond, eta > 2 / 50)
    assert (found.diverged[0] <= beyond).all()
    known = best_rates([Tried(e, c, -1) for e, c in zip(eta, found.steady[0], strict=True)])
    assert known.ranges[-1][1] <= 2 / 50
    # Newton's limit is 2 for every quadratic.
    np.testing.assert_array_equal([r is Regime.DIVERGING for r in newton], eta > 2)


def test_what_is_found_does_not_depend_on_the_entrants_own_rates():
    one, other = find(SPEC), find(with_rate(SPEC, "one", 0.5))
    np.testing.assert_array_equal(one.final, other.final)


def test_a_rule_without_a_rate_has_one_run_for_all_of_them():
    found = find(replace(SPEC, six=Entrant(LevenbergMarquardt())))
    assert found.has_rate == (True,) * 5 + (False,)
    assert np.ptp(found.final[5]) == 0
    assert set(found.regimes[5]) == {Regime.GOOD}


def test_a_ground_that_wants_long_steps_gets_the_higher_decades():
    assert scale(HighamPlane())[-1] == 100.0
    assert scale(Quadratic())[-1] == 10.0


def test_an_empty_race_finds_nothing():
    empty = {lane: Nobody() for lane in SPEC.entrants}
    found = find(replace(SPEC, **empty))
    assert found.final.shape == (0, 61)
    assert found.lanes == found.regimes == ()


@pytest.mark.long
@pytest.mark.parametrize("name", GROUNDS)
def test_the_best_rate_is_best_from_a_moved_start_too(name):
    spec = moved_to(RaceExperiment(), GROUNDS[name]())
    found = find(spec)
    u, v = moved(np.array(start(spec)), 3e-13)
    again = find(replace(spec, start=ChosenStart(float(u), float(v))))
    same = []
    for i in range(len(found.lanes)):
        one, other = (
            best_rates(
                [
                    Tried(*each)
                    for each in zip(f.eta, f.steady[i], f.arrived[i].tolist(), strict=True)
                ]
            )
            for f in (found, again)
        )
        if one is None:
            continue
        near = other is not None and np.isclose(one.cost, other.cost, rtol=1e-6, atol=1e-9)
        same.append(one.ranges == other.ranges or bool(near))
    assert np.mean(same) >= 0.8, same


def test_the_rate_of_now_is_among_those_tried_and_ties_are_ranges():
    # At 0.038, between two positions of the scale, descent ends below all of them.
    spec = with_rate(replace(SPEC, steps=100), "one", 0.038)
    found, out = find(spec), outcome(spec)
    assert 0.038 not in found.eta
    [now] = [one for one in tried(found, 0, 0.038, out) if one.eta == 0.038]
    assert now.steady == pytest.approx(out.stands.cost[0, -1])
    assert len(tried(found, 0, 0.038, out)) == 62
    on_the_scale = with_rate(spec, "one", found.eta[20])
    assert len(tried(found, 0, found.eta[20], outcome(on_the_scale))) == 61
    equal = [Tried(1.0, 0.0, 7), Tried(3.0, 0.0, 7), Tried(2.0, 0.0, 7), Tried(4.0, 0.0, 8)]
    assert best_rates([*equal, Tried(5.0, 0.0, 7)]).ranges == ((1.0, 3.0), (5.0, 5.0))
    assert best_rates([Tried(1.0, np.inf, -1)]) is None
    lowest = best_rates([Tried(1.0, 0.5, -1), Tried(2.0, 0.25, -1), Tried(3.0, 0.25, -1)])
    assert (lowest.ranges, lowest.steps, lowest.cost) == (((2.0, 3.0),), None, 0.25)


@pytest.mark.long
def test_a_damped_newton_is_not_best_because_both_underflow_to_nothing():
    spec = replace(SPEC, steps=300)
    found, out = find(spec), outcome(spec)
    assert (found.final[5] == 0).sum() > 1
    known = best_rates(tried(found, 5, 1.0, out))
    assert (known.ranges, known.steps) == (((1.0, 1.0),), 1)


@pytest.mark.long
@pytest.mark.parametrize("ground", [Quadratic(), LogisticSquared()])
def test_the_step_of_arrival_is_that_of_the_race_with_that_rate(ground):
    spec = moved_to(SPEC, ground)
    found = find(replace(spec, steps=80))
    for i, v in ((0, 25), (2, 30), (4, 50), (5, 60)):
        raced = outcome(with_rate(replace(spec, steps=80), found.lanes[i], found.eta[v]))
        at = [int(stands.arrived[i]) for stands in (raced.stands, raced.moved[0])]
        assert found.arrived[i, v] == (-1 if min(at) < 0 else max(at))
