"""Departures: when a run that was there left, and that the reason given is the reason."""

import numpy as np
import pytest

from core.experiments.race.departures import departures, sharpness
from core.experiments.race.experiment import Entrant, RaceExperiment, moved_to, rule, start
from core.experiments.race.grounds import LogisticCrossEntropy, Quadratic, Saddle
from core.experiments.race.outcome import outcome
from core.experiments.race.standings import standings
from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent, Momentum, RMSProp
from core.training.samplers import ShuffledEpochs
from tests.core.experiments.race.test_standings import entered


def stays_with_the_old_memory(spec, race, stay):
    """The cost at the departure of a run that keeps the scale of its arrival."""
    method, objective = rule(spec, spec.one), spec.ground.objective
    p = np.array(start(spec))
    state = method.init(p)
    came, left = int(race.k[stay.came]), int(race.k[stay.left])
    for k in range(1, came + 1):
        p, state = method.step(k, p, objective.gradient(p), state)
    scale = method.eta / (np.sqrt(state[0]) + method.epsilon)
    for _ in range(came, left):
        p = p - scale * objective.gradient(p)
    return objective.value(p)


@pytest.mark.parametrize(
    ("spec", "at"),
    [
        (entered(RMSProp(0.3), steps=280), (21, 233)),
        (entered(RMSProp(0.05), ground=Saddle(), steps=90), (37, 62)),
    ],
)
def test_rmsprop_is_thrown_out_once_it_has_forgotten_and_would_stay_if_it_had_not(spec, at):
    out = outcome(spec)
    [stay, *_] = out.departures[0]
    assert (stay.came, stay.left) == at
    assert stay.faded.before <= 2 < stay.faded.after
    cost = stays_with_the_old_memory(spec, out.race, stay)
    assert cost - out.stands.lowest <= out.stands.near < out.stands.excess[0, stay.left]


def test_the_numbers_of_the_default_race():
    out = outcome(RaceExperiment())
    [stay] = out.departures[3]
    # Along the steep direction D = η/(√v + ε), v written out as a sum over the gradients.
    g = np.array([Quadratic().objective.gradient(p) for p in out.race.runs[3].trajectory.p])[:, 1]
    for at, told in ((stay.came, stay.faded.before), (stay.left - 1, stay.faded.after)):
        v = sum(0.01 * 0.99 ** (at - 1 - j) * g[j] ** 2 for j in range(at))
        assert 50 * 0.3 / (np.sqrt(v) + 1e-8) == pytest.approx(told)
    assert out.departures[5] == []


def test_without_a_memory_of_squares_or_with_batches_no_reason_is_given():
    swinging = outcome(entered(Momentum(0.01, beta=0.95), steps=300))
    assert swinging.departures[0]
    assert all(stay.faded is None for stay in swinging.departures[0])
    noisy = entered(
        RMSProp(0.3), ground=LogisticCrossEntropy(), sampler=ShuffledEpochs(2), steps=200
    )
    assert all(stay.faded is None for stay in outcome(noisy).departures[0])


@pytest.mark.parametrize("beta_1", [0.0, 0.5, 0.9])
def test_adams_scale_is_at_2_where_it_is_held_no_longer(beta_1):
    # With its average of squares held constant Adam is heavy ball with dampening on a parabola.
    method, curvature = Adam(eta=0.1, beta_1=beta_1), 3.0
    for factor, held in ((0.99, True), (1.01, False)):
        allowed = (1 + beta_1) / (1 - beta_1)
        v = (method.eta * curvature / (2 * factor * allowed)) ** 2
        state = (10**6, np.zeros(1), np.array([v]))
        scale = method.held_scale(state)
        assert sharpness(scale, np.array([[curvature]])) == pytest.approx(2 * factor, rel=1e-5)
        p, m = 1.0, 0.0
        for _ in range(4000):
            m = beta_1 * m + (1 - beta_1) * curvature * p
            p -= method.eta / np.sqrt(v) * m
        assert (abs(p) < 1) == held


def test_who_never_leaves_has_no_departures():
    spec = moved_to(entered(GradientDescent()), Quadratic())
    out = outcome(spec)
    assert departures(spec, out.race, standings(spec.ground, out.race)) == ([],)
    assert Entrant(GradientDescent()).optimizer.held_scale(()) is None
