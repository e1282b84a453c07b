"""The diagonal network: gradient descent held against the limit of gradient flow."""

import numpy as np
import pytest

from core.experiments.implicit.experiment import ImplicitExperiment, problem
from core.experiments.implicit.experiment import study as studied
from core.experiments.implicit.start import (
    NETWORK,
    DiagonalNetwork,
    StartSize,
    curvature,
    recipe,
    study,
    weights,
)
from core.objectives.checks import central_difference, hessian_difference, taylor_slope
from core.training.descent import Status, record_steps
from tests.core.regularization.known import reference

STORED = reference("diagonal_network_a")
X, Y = STORED["X"], STORED["y"]


def ran(alphas, steps, eta=0.02):
    return study(X, Y, eta, steps, record_steps(steps, 2), alphas)


def test_the_runs_end_beside_the_convex_program():
    found = ran((0.1, 0.3, 1.0), 6000)
    assert (found.lanes[NETWORK].distance[-1] < 0.011).all()
    norms = np.abs(found.lanes[NETWORK].predicted).sum(axis=1)
    np.testing.assert_allclose(norms, [4.78576, 6.53167, 8.96725], atol=1e-5)
    np.testing.assert_allclose(np.abs(found.lanes[NETWORK].end).sum(axis=1), norms, rtol=0.01)
    assert np.abs(found.references["least L1"]).sum() == pytest.approx(4.126369, abs=1e-6)
    assert np.abs(found.references["least L2"]).sum() == pytest.approx(9.145835, abs=1e-6)


def test_half_the_rate_halves_the_distance_from_the_flow():
    coarse, fine = (
        ran((0.3, 1.0), round(40 / eta), eta).lanes[NETWORK].distance[-1] for eta in (0.02, 0.01)
    )
    np.testing.assert_allclose(fine / coarse, 0.5, atol=0.05)


def test_a_small_start_needs_more_time():
    early, late = (ran((0.01,), steps).lanes[NETWORK].distance[-1, 0] for steps in (1000, 8000))
    assert late < 0.3 * early
    # The steps to half the way: as many more for each tenth of α, log(1/α).
    found = study(X, Y, 0.02, 600, record_steps(600, 601), (0.003, 0.01, 0.03, 0.1))
    distance = found.lanes[NETWORK].distance
    half = np.argmax(distance < distance[0] / 2, axis=0)
    np.testing.assert_allclose(half[0] - half[2], half[1] - half[3], rtol=0.4)
    assert half[0] - half[2] > 20


def test_from_alpha_3_the_published_rate_diverges():
    found = ran((0.3, 3.0), 200)
    assert found.lanes[NETWORK].diverged_at[0] == -1
    assert 0 < found.lanes[NETWORK].diverged_at[1] < 30
    assert np.isnan(found.measured(NETWORK)[-1, 1]).all()
    assert np.isfinite(found.measured(NETWORK)[:, 0]).all()
    assert 0.02 * curvature(X, Y, 3.0) > 2 > 0.02 * curvature(X, Y, 0.3)
    assert recipe(X, Y, 3.0, 0.02, 50).run().status is Status.DIVERGED


def test_the_curvature_at_the_start_grows_like_the_square_of_alpha():
    ratio = curvature(X, Y, 20.0) / curvature(X, Y, 10.0)
    assert ratio == pytest.approx(4, rel=0.01)


def test_its_derivatives_are_those_of_its_value():
    rng = np.random.default_rng(2)
    cost = DiagonalNetwork(X[:, :6], Y)
    p, direction = rng.standard_normal((2, 12))
    assert taylor_slope(cost, p, direction) == pytest.approx(2, abs=0.02)
    np.testing.assert_allclose(cost.gradient(p), central_difference(cost, p), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(cost.hessian(p), hessian_difference(cost, p), rtol=1e-5, atol=1e-5)
    P = rng.standard_normal((3, 12))
    for f in (cost.value, cost.gradient, cost.hessian, weights):
        np.testing.assert_allclose(f(P)[1], f(P[1]), atol=1e-12)
    rows = np.arange(5)
    small = DiagonalNetwork(X[:5, :6], Y[:5])
    np.testing.assert_allclose(cost.gradient(p, rows), small.gradient(p), atol=1e-14)


def test_each_seed_has_its_own_solvable_problem_and_its_run_is_that_of_the_slider():
    spec = ImplicitExperiment(topic=StartSize(alpha=0.2), steps=300, seed=5)
    x, y, w = problem(spec)
    np.testing.assert_allclose(x @ w, y, atol=1e-14)
    assert (w != 0).sum() == 3
    assert not np.array_equal(x, problem(ImplicitExperiment(seed=6))[0])
    found = studied(spec)
    alone = spec.recipes()[NETWORK].run()
    there = found.lanes[NETWORK].w[:, found.position(0.2)]
    np.testing.assert_allclose(weights(alone.p), there, atol=1e-11)
