"""Standings: ranks, arrivals and winners, against definitions and against races told by theory."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.race import race
from core.experiments.race.experiment import (
    ChosenStart,
    Entrant,
    Nobody,
    RaceExperiment,
    moved_to,
)
from core.experiments.race.grounds import (
    GROUNDS,
    HighamPlane,
    LogisticCrossEntropy,
    Quadratic,
    Rosenbrock,
    Saddle,
)
from core.experiments.race.rests import rests
from core.experiments.race.standings import ARRIVAL, lowest_known, standings, winner
from core.landscape.critical_points import Verdict
from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent, Momentum
from core.optimizers.second_order import LevenbergMarquardt, Newton


def entered(*optimizers, ground=None, **settings):
    lanes = [Entrant(optimizer) for optimizer in optimizers] + [Nobody()] * (6 - len(optimizers))
    names = ("one", "two", "three", "four", "five", "six")
    return RaceExperiment(
        ground=ground or Quadratic(), **dict(zip(names, lanes, strict=True)), **settings
    )


def stood(spec):
    run = race.run(spec)
    return standings(spec.ground, run), run


def test_newton_arrives_at_once_on_a_quadratic_and_is_first_in_steps():
    stands, run = stood(entered(GradientDescent(0.038), Newton(), steps=300))
    assert stands.arrived[1] == 1
    assert stands.arrived[0] > 100
    assert stands.rank[1, 1:].tolist() == [1] * (len(run.k) - 1)
    assert winner(stands, np.stack([run.k, run.k])).runs == (1,)


def test_the_arrival_is_the_last_crossing_of_a_millionth_of_the_way():
    stands, _ = stood(entered(Momentum(0.01, beta=0.95), steps=600))
    below = stands.excess[0] <= ARRIVAL * stands.excess[0, 0]
    at = stands.arrived[0]
    assert below[at:].all()
    assert not below[at - 1]
    assert below[:at].any(), "momentum crosses the line and comes back: the test needs such a run"


def test_descent_needs_as_many_steps_as_its_rate_says():
    kappa, eta = 50.0, 0.02
    stands, run = stood(entered(GradientDescent(eta), ground=Quadratic(kappa), steps=2000))
    # Along the flat direction the cost shrinks by (1 - η)² a step; the start lies mostly on it.
    flat = 0.5 * 9.0**2 / (0.5 * 9.0**2 + 0.5 * kappa * 2.5**2)
    expected = np.log(ARRIVAL / flat) / (2 * np.log(1 - eta))
    every = int(run.k[1] - run.k[0])
    assert run.k[stands.arrived[0]] == pytest.approx(expected, abs=every + 1)


def test_a_diverged_run_has_no_rank_and_wins_nothing():
    stands, run = stood(entered(GradientDescent(0.05), GradientDescent(0.01), steps=1000))
    lost = stands.lost[0]
    assert 0 < lost < len(run.k)
    assert (stands.rank[0, lost:] == 0).all()
    assert (stands.rank[1, lost:] == 1).all()
    assert stands.arrived[0] == stands.resting[0, -1] == -1
    assert winner(stands, np.stack([run.k, run.k])).runs == (1,)


def test_where_all_diverge_nobody_wins():
    stands, run = stood(entered(GradientDescent(1.0), steps=1000))
    assert winner(stands, run.k[None]) is None


def test_equals_share_a_rank():
    stands, _ = stood(entered(GradientDescent(0.02), GradientDescent(0.02), Adam(0.3)))
    assert (stands.rank[0] == stands.rank[1]).all()
    assert set(stands.rank[:, -1]) <= {1, 2, 3}
    assert (stands.rank[:, 0] == 1).all()


def test_newton_rests_at_the_saddle_and_levenberg_marquardt_does_not():
    stands, run = stood(entered(Newton(), LevenbergMarquardt(), ground=Saddle(), steps=100))
    since = stands.resting[0, -1]
    assert 0 < since < 20
    at_rest = rests(Saddle(), run, stands)
    assert at_rest[0, int(since)].verdict is Verdict.SADDLE
    assert at_rest[0, len(run.k) - 1].curvature == pytest.approx(-1)
    assert stands.arrived[1] >= 0
    assert {i for i, _ in at_rest} == {0}
    assert stands.rank[0, -1] == 2


def test_the_winner_depends_on_what_is_counted():
    stands, run = stood(entered(Newton(), GradientDescent(1.0), ground=Quadratic(1.0), steps=20))
    evaluations = np.stack([each.evaluations for each in run.runs])
    # One step each, but Newton's costs three evaluations.
    assert winner(stands, np.stack([run.k, run.k])).runs == (0, 1)
    assert winner(stands, evaluations).runs == (1,)
    assert winner(stands, evaluations).amount == winner(stands, evaluations).most == 1


def test_within_the_range_of_what_is_measured_nobody_is_first():
    stands, run = stood(entered(Momentum(0.01), Momentum(0.012), steps=300))
    k = np.stack([run.k, run.k]).astype(float)
    quick, slow = k[[0, 1], stands.arrived]
    # Both at a second a step, or the first a little slower than that.
    usual = np.array([[1.0], [1.0 + 1.1 * abs(quick - slow) / min(quick, slow)]])
    first = 0 if quick < slow else 1
    assert winner(stands, k).runs == (first,)
    found = winner(stands, k, k * (usual if first else usual[::-1]))
    assert found.runs == (0, 1)
    assert found.amount == min(quick, slow)
    assert found.most >= max(quick, slow)


def test_what_stands_at_a_step_is_known_at_that_step():
    # RMSProp is there from step 21 on and thrown out at 233; at 176 it is second to Newton alone.
    stands, run = stood(RaceExperiment())
    assert stands.excess[3, 176] == pytest.approx(2.7e-44, rel=0.02)
    assert (stands.since[3, 176], stands.since[3, 240], stands.arrived[3]) == (21, -1, 249)
    assert (stands.rank[3, 176], stands.rank[5, 176]) == (2, 1)
    assert stands.visits(3) == [(21, 233), (249, 300)]
    for end in (50, 177, 240):
        cut = replace(
            run,
            k=run.k[:end],
            runs=tuple(
                replace(
                    each,
                    trajectory=replace(
                        each.trajectory,
                        k=run.k[:end],
                        p=each.trajectory.p[:end],
                        value=each.trajectory.value[:end],
                    ),
                )
                for each in run.runs
            ),
        )
        shorter = standings(Quadratic(), cut)
        for name in ("since", "resting", "rank"):
            np.testing.assert_array_equal(getattr(shorter, name), getattr(stands, name)[:, :end])


def test_who_starts_at_the_minimum_has_arrived_there():
    stands, _ = stood(entered(GradientDescent(), start=ChosenStart(0.0, 0.0), steps=20))
    assert stands.arrived.tolist() == [0]
    logistic = entered(
        GradientDescent(), ground=LogisticCrossEntropy(), start=ChosenStart(1e-9, 0.0), steps=20
    )
    assert stood(logistic)[0].arrived.tolist() == [0]


def test_without_an_arrival_the_lowest_at_a_common_budget_wins():
    spec = entered(GradientDescent(0.001), Newton(0.001), ground=Rosenbrock(), steps=300)
    stands, run = stood(spec)
    evaluations = np.stack([each.evaluations for each in run.runs])
    found = winner(stands, evaluations)
    assert not found.arrived
    assert found.amount == 300
    there = [stands.excess[0, -1], stands.excess[1, np.searchsorted(evaluations[1], 300)]]
    assert found.runs == (int(np.argmin(there)),)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(set(GROUNDS) - {"higham-plane"}))
def test_no_run_gets_below_the_lowest_cost_known(name):
    ground = GROUNDS[name]()
    stands, _ = stood(replace(moved_to(RaceExperiment(), ground), steps=300))
    assert stands.cost.min() >= lowest_known(ground) - 1e-12
    assert (stands.excess >= 0).all()


def test_where_no_minimum_is_known_the_lower_bound_counts():
    assert lowest_known(HighamPlane()) == HighamPlane().floor == 0.0


def test_a_race_without_runs_is_refused():
    with pytest.raises(ValueError, match="without runs"):
        stood(entered())
