"""Schedules against PyTorch's schedulers, and composed with every optimizer."""

from dataclasses import asdict, fields, replace

import numpy as np
import pytest

from core.objectives.functions import Quadratic
from core.optimizers.adam import Adam
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.optimizers.schedules import (
    SCHEDULES,
    Constant,
    Cosine,
    Exponential,
    Inverse,
    Schedule,
    Scheduled,
    StepDecay,
    WarmUp,
    factors,
)
from core.spec import controls, from_query, to_query
from core.training.descent import descend

every_schedule = pytest.mark.parametrize("cls", SCHEDULES.values(), ids=SCHEDULES)
every_optimizer = pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=OPTIMIZERS)

# Short ones, so that a few steps see all of each.
SHORT = {
    "constant": Constant(),
    "step-decay": StepDecay(period=7, gamma=0.3),
    "exponential": Exponential(gamma=0.95),
    "cosine": Cosine(period=13),
    "warm-up": WarmUp(period=5, first=0.05),
    "inverse": Inverse(period=4),
}


@pytest.mark.long
@every_schedule
def test_its_factors_are_those_of_the_scheduler_it_names(cls, torch):
    schedule = SHORT[next(name for name, member in SCHEDULES.items() if member is cls)]
    optimizer = torch.optim.SGD([torch.zeros(1, dtype=torch.float64)], lr=0.7)
    scheduler = eval(schedule.torch.format(**asdict(schedule)), {"torch": torch}, locals())
    seen = []
    for _ in range(40):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    np.testing.assert_allclose(0.7 * factors(schedule, 40), seen, rtol=0, atol=1e-12)


def test_each_schedule_starts_and_ends_as_its_formula_says():
    for schedule in (Constant(), StepDecay(), Exponential(), Cosine(), Inverse()):
        assert schedule(1) == 1.0
    assert [StepDecay(10, 0.5)(k) for k in (10, 11, 20, 21)] == [1.0, 0.5, 0.5, 0.25]
    assert Exponential(0.9)(3) == pytest.approx(0.81)
    assert Cosine(100)(101) == pytest.approx(0, abs=1e-15)
    assert Cosine(100)(51) == pytest.approx(0.5)
    assert WarmUp(10, 0.1)(1) == 0.1
    assert {WarmUp(10, 0.1)(k) for k in (11, 12, 1000)} == {1.0}
    assert [Inverse(1)(k) for k in (1, 2, 3)] == pytest.approx([1, 1 / 2, 1 / 3])
    assert Inverse(50)(51) == 0.5


@every_optimizer
@pytest.mark.parametrize("schedule", SHORT.values(), ids=SHORT)
def test_a_scheduled_step_is_a_step_with_that_rate(cls, schedule):
    rng = np.random.default_rng(1)
    p = q = rng.normal(size=4)
    scheduled = Scheduled(cls(), schedule)
    state, own = scheduled.init(p), cls().init(q)
    for k in range(1, 9):
        g = rng.normal(size=4)
        p, state = scheduled.step(k, p, g, state)
        q, own = replace(cls(), eta=schedule(k) * cls().eta).step(k, q, g, own)
        np.testing.assert_array_equal(p, q)


@every_optimizer
def test_under_the_constant_schedule_nothing_changes(cls):
    plain = descend(Quadratic(), cls(), [1.0, -1.0], 20)
    scheduled = descend(Quadratic(), Scheduled(cls(), Constant()), [1.0, -1.0], 20)
    np.testing.assert_array_equal(plain.p, scheduled.p)


@every_optimizer
def test_rates_stay_a_batch_axis_under_a_schedule(cls):
    many = Scheduled(replace(cls(), eta=np.array([[0.01], [0.1]])), Cosine(30))
    runs = descend(Quadratic(), many, [[1.0, -1.0]] * 2, 40)
    for i, eta in enumerate((0.01, 0.1)):
        one = descend(Quadratic(), Scheduled(replace(cls(), eta=eta), Cosine(30)), [1.0, -1.0], 40)
        np.testing.assert_allclose(runs.p[:, i], one.p, rtol=1e-10, atol=1e-12)


def test_a_decaying_rate_lets_noise_die_out():
    # Targets ±1 in turn: with a fixed rate the point swings for ever, with 1/k it is their mean.
    p = q = np.zeros(1)
    fixed, falling = GradientDescent(0.5), Scheduled(GradientDescent(1.0), Inverse(1))
    for k in range(1, 201):
        target = 1.0 if k % 2 else -1.0
        p, _ = fixed.step(k, p, p - target, ())
        q, _ = falling.step(k, q, q - target, ())
    assert abs(p[0]) > 0.3
    assert abs(q[0]) < 1e-12


@pytest.mark.parametrize("schedule", SHORT.values(), ids=SHORT)
def test_a_scheduled_optimizer_is_its_query(schedule):
    spec = Scheduled(Adam(eta=0.3, beta_1=0.5), schedule)
    assert from_query(Scheduled, to_query(spec)) == spec


@every_schedule
def test_its_knobs_matter_and_its_formula_is_one_line(cls):
    for name, (_, control) in controls(cls).items():
        low, high = control.low, control.high
        ends = [factors(replace(cls(), **{name: type(low)(end)}), 400) for end in (low, high)]
        assert np.abs(ends[0] - ends[1]).max() > 0.1, name
    assert "η_k" in cls.__doc__
    assert "\n" not in cls.__doc__
    assert cls.__bases__ == (Schedule,)
    assert len(to_query(cls())) == len(fields(cls))
    assert cls.title
