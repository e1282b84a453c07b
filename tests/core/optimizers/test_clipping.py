"""Clipped gradients against PyTorch, and composed with every optimizer and schedule."""

import numpy as np
import pytest

from core.objectives.functions import Quadratic, Rosenbrock
from core.optimizers.adam import AdamW
from core.optimizers.clipping import Clipped, clip
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.optimizers.schedules import SCHEDULES, Cosine, Scheduled
from core.spec import from_query, to_query
from core.training.descent import Status, descend

RNG = np.random.default_rng(5)


@pytest.mark.long
@pytest.mark.parametrize("scale", [1e-9, 0.3, 1.0, 50.0, 1e8])
def test_a_clipped_gradient_is_torchs(scale, torch):
    g = scale * RNG.normal(size=9)
    # Two tensors: the norm is that of all of them together.
    parameters = [torch.zeros(4, dtype=torch.float64), torch.zeros(5, dtype=torch.float64)]
    for parameter, part in zip(parameters, (g[:4], g[4:]), strict=True):
        parameter.grad = torch.tensor(part)
    torch.nn.utils.clip_grad_norm_(parameters, 1.5)
    theirs = np.concatenate([parameter.grad.numpy() for parameter in parameters])
    np.testing.assert_allclose(clip(g, 1.5), theirs, rtol=1e-14)


def test_a_batch_is_clipped_model_by_model():
    G = RNG.normal(size=(3, 4, 5)) * 10.0 ** np.arange(-1, 2)[:, None, None]
    clipped = clip(G, 2.0)
    for i in np.ndindex(3, 4):
        np.testing.assert_array_equal(clipped[i], clip(G[i], 2.0))
    lengths = np.linalg.norm(clipped, axis=-1)
    assert (lengths < 2.0).all()
    np.testing.assert_array_equal(clipped[0], G[0])
    np.testing.assert_allclose(lengths[2], 2.0, rtol=1e-6)


@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
@pytest.mark.parametrize("cls", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_optimizer_and_schedule_takes_the_clipped_gradient(cls, schedule):
    inner = Scheduled(cls(), schedule())
    outer = Clipped(inner, 0.7)
    p = q = RNG.normal(size=3)
    state, own = outer.init(p), inner.init(q)
    for k in range(1, 5):
        g = RNG.normal(size=3)
        p, state = outer.step(k, p, g, state)
        q, own = inner.step(k, q, clip(g, 0.7), own)
    np.testing.assert_array_equal(p, q)
    assert from_query(Clipped, to_query(outer)) == outer


def test_a_bound_that_no_gradient_reaches_changes_nothing():
    plain = descend(Quadratic(), AdamW(), [1.0, -1.0], 20)
    clipped = descend(Quadratic(), Clipped(AdamW(), 1000.0), [1.0, -1.0], 20)
    np.testing.assert_array_equal(plain.p, clipped.p)


def test_clipping_saves_a_run_that_the_first_steep_step_would_throw_out():
    start = [-1.9, -0.9]
    assert descend(Rosenbrock(), GradientDescent(0.002), start, 50).status is Status.DIVERGED
    run = descend(Rosenbrock(), Clipped(GradientDescent(0.002), 20.0), start, 2000)
    assert run.status is Status.COMPLETED
    assert run.value[-1] < 0.01 * run.value[0]
    assert np.linalg.norm(np.diff(run.p, axis=0), axis=1).max() <= 0.002 * 20


def test_rates_stay_a_batch_axis_and_wrappers_pass_them_on():
    rates = np.array([[0.1], [0.2]])
    wrapped = Clipped(Scheduled(GradientDescent(), Cosine(10)), 1.0).at_rate(rates)
    np.testing.assert_array_equal(wrapped.eta, rates)
    assert wrapped.bound == 1.0
    moved, _ = wrapped.step(6, np.zeros((2, 2)), np.array([[3.0, 4.0]] * 2), ())
    np.testing.assert_allclose(moved, -0.5 * rates * [0.6, 0.8], rtol=1e-6)
