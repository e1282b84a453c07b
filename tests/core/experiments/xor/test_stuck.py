from dataclasses import replace

import numpy as np
import pytest

from core.experiments.xor import experiment as xor_experiment
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import SEED_ALL_DEAD, XorExperiment
from core.experiments.xor.many_starts import train_starts
from core.experiments.xor.solutions import SOLUTIONS
from core.experiments.xor.stuck import Verdict, explain, least_cost
from core.networks.activations import Tanh
from core.networks.network import Network
from core.objectives.losses import SquaredError
from core.objectives.risk import Risk
from core.training.descent import descend

NETWORK = xor.network()
RISK = xor.risk(NETWORK)
SPEC = XorExperiment(seed=0)
ALL_DEAD = np.array([-1.0, -0.5, 0.2, -1.0, -0.1, -0.3, 0.7, -1.2, 0.5])


@pytest.fixture(scope="module")
def starts():
    return train_starts(SPEC, 200)


@pytest.fixture(scope="module")
def ends(starts):
    """Where each run stands, and its explanation."""
    return [(explain(RISK, p), p) for p in starts.p]


def nothing_is_lower_near(p, value, radius, count=4000):
    """No point drawn in a ball around p has a lower cost than `value`, beyond rounding."""
    rng = np.random.default_rng(0)
    steps = rng.normal(size=(count, p.size))
    steps *= radius * rng.random((count, 1)) / np.linalg.norm(steps, axis=1, keepdims=True)
    return RISK.value(p + steps).min() >= value - 1e-13


def test_dead_units_and_the_mean_are_a_local_minimum_of_one_quarter():
    found = explain(RISK, ALL_DEAD)
    assert found.verdict is Verdict.LOCAL
    assert (found.value, found.level, found.fate) == (0.25, 0.25, "1/4")
    assert all(unit.dead and not unit.active.any() for unit in found.units)
    assert found.wrong.all()
    np.testing.assert_allclose(found.outputs, 0.5)
    np.testing.assert_array_equal(found.residuals, [0.5, -0.5, -0.5, 0.5])
    assert nothing_is_lower_near(ALL_DEAD, 0.25, 0.05)


def test_a_run_can_end_there():
    spec = XorExperiment(seed=SEED_ALL_DEAD)
    run = descend(RISK, spec.optimizer, xor_experiment.start(spec), spec.steps, None, spec.steps)
    found = explain(RISK, run.p[-1])
    assert all(unit.dead for unit in found.units)
    assert found.verdict is Verdict.LOCAL
    assert found.value == pytest.approx(0.25, abs=1e-12)


def test_it_is_not_a_strict_one():
    moved = ALL_DEAD + np.array([0.01, 0, 0.01, 0, 0.01, 0.01, 0.3, 0.3, 0])
    assert RISK.value(moved) == RISK.value(ALL_DEAD)


def test_dead_units_with_another_bias_are_still_moving():
    p = ALL_DEAD.copy()
    p[-1] = 0.3
    found = explain(RISK, p)
    assert found.verdict is Verdict.MOVING
    assert found.nearest is None
    assert all(np.array_equal(unit.gradient, np.zeros(4)) for unit in found.units)


@pytest.mark.long
@pytest.mark.parametrize("name", ["1/4", "1/6", "1/8"])
def test_stuck_runs_end_within_1e_3_of_the_level_that_their_pattern_allows(name, ends):
    level = {"1/4": 1 / 4, "1/6": 1 / 6, "1/8": 1 / 8}[name]
    stuck = [found for found, _ in ends if found.fate == name]
    assert len(stuck) > 10
    for found in stuck:
        assert found.value == pytest.approx(level, abs=1e-3)
        assert found.level == pytest.approx(level, abs=1e-12)


@pytest.mark.long
def test_most_stuck_runs_are_proved_local_minima_and_the_proof_holds_around_them(ends):
    proved = [found for found, _ in ends if found.verdict is Verdict.LOCAL]
    stuck = [found for found, _ in ends if found.fate != "solved"]
    assert len(proved) > 0.9 * len(stuck)
    assert {found.fate for found in proved} == {"1/4", "1/6", "1/8"}
    for found in proved[:60]:
        np.testing.assert_allclose(RISK.gradient(found.nearest), 0, atol=1e-12)
        assert RISK.value(found.nearest) == pytest.approx(found.level, abs=1e-12)
        # Farther out than the smallest z the pattern changes, and the minimum may end.
        z = NETWORK.forward(found.nearest, RISK.x)[0][0]
        nonzero = np.abs(z[np.abs(z) > 1e-9])
        assert nothing_is_lower_near(found.nearest, found.level, 0.3 * nonzero.min())


@pytest.mark.long
def test_minima_on_a_kink_are_among_them_and_a_downhill_kink_is_not(ends):
    on_kinks = [
        found
        for found, _ in ends
        if found.verdict is Verdict.LOCAL and any(unit.at_kink.any() for unit in found.units)
    ]
    assert on_kinks
    # Unit 0 rests on the kink at 01, where the output is too low: to turn it on is a gain.
    p = ALL_DEAD.copy()
    p[[0, 1, 4]], p[6] = (-2.0, 0.5, -0.5), 1.0
    found = explain(RISK, p)
    assert found.units[0].at_kink.tolist() == [False, True, False, False]
    assert found.gradient_norm == 0
    assert found.verdict is Verdict.UNDECIDED
    lower = p.copy()
    lower[4] += 0.01
    assert RISK.value(lower) < 0.25
    # With the sign of w turned it would raise the cost: a minimum.
    p[6] = -1.0
    assert explain(RISK, p).verdict is Verdict.LOCAL
    assert nothing_is_lower_near(p, 0.25, 0.05)
    # With w = 0 the unit may grow either sign: nothing is proved.
    p[6] = 0.0
    assert explain(RISK, p).verdict is Verdict.UNDECIDED


@pytest.mark.long
def test_solved_runs_and_exact_solutions_are_global_minima(ends):
    for found, _ in ends:
        assert (found.verdict is Verdict.GLOBAL) == (found.fate == "solved")
        if found.fate == "solved":
            assert not found.wrong.any()
            assert found.level == 0
    for solution in SOLUTIONS:
        assert explain(RISK, solution.p).verdict is Verdict.GLOBAL


@pytest.mark.long
def test_what_the_points_add_to_a_units_gradient_cancels_where_the_run_is_stuck(ends):
    for found, p in ends:
        g = RISK.gradient(p)
        for j, unit in enumerate(found.units):
            np.testing.assert_allclose(
                unit.gradient, g[[2 * j, 2 * j + 1, 4 + j, 6 + j]], atol=1e-15
            )
            np.testing.assert_array_equal(unit.parts[~unit.active & ~unit.at_kink], 0)
            if found.verdict is Verdict.LOCAL:
                assert np.abs(unit.gradient).max() < 1e-3
                if not unit.dead and not unit.at_kink.any() and found.gradient_norm < 1e-9:
                    assert abs(unit.residual_sum) < 1e-6
    # Not for want of terms: units that are active everywhere have some of each sign.
    balanced = [
        unit
        for found, _ in ends
        for unit in found.units
        if found.verdict is Verdict.LOCAL and unit.active.all()
    ]
    assert balanced
    assert all(np.abs(unit.parts).max() > 100 * np.abs(unit.gradient).max() for unit in balanced)


@pytest.mark.long
def test_a_network_in_mid_training_is_moving(starts):
    assert explain(RISK, starts.start[0]).verdict is Verdict.MOVING


def test_the_least_cost_of_a_pattern_is_one_of_four():
    rng = np.random.default_rng(1)
    seen = {
        round(24 * least_cost(xor.network(width), p), 9)
        for width in (1, 2, 3)
        for p in rng.normal(size=(150, 4 * width + 1))
    }
    assert seen == {0, 3, 4, 6}


def test_the_least_cost_is_a_bound_for_all_points_of_a_pattern():
    rng = np.random.default_rng(2)
    for p in rng.normal(size=(200, 9)):
        others = p + 0.3 * rng.normal(size=(50, 9))
        same = (xor.pattern(NETWORK, others) == xor.pattern(NETWORK, p)).all(axis=(1, 2))
        assert (RISK.value(others[same]) >= least_cost(NETWORK, p) - 1e-12).all()


@pytest.mark.long
def test_tanh_units_are_read_too_and_nothing_is_claimed_that_is_not_proved():
    spec = replace(SPEC, activation=Tanh())
    starts = train_starts(spec, 40)
    risk = xor_experiment.risk(spec)
    for p, solved in zip(starts.p, starts.solved, strict=True):
        found = explain(risk, p)
        assert found.level is None
        assert found.verdict in ((Verdict.GLOBAL, Verdict.MOVING) if solved else (Verdict.MOVING,))
        assert not any(unit.dead for unit in found.units)
        np.testing.assert_allclose(
            np.concatenate([unit.gradient[[0, 1]] for unit in found.units]),
            risk.gradient(p)[:4],
            atol=1e-15,
        )


def test_deeper_networks_are_not_explained():
    risk = Risk(Network((2, 2, 2, 1)), SquaredError(), *xor.points())
    with pytest.raises(ValueError, match=r"layers \(2, 2, 2, 1\) is not explained"):
        explain(risk, np.zeros(risk.size))
