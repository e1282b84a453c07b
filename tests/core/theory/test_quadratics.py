import numpy as np
import pytest

from core.objectives.functions import Quadratic
from core.optimizers.first_order import GradientDescent, Momentum, Nesterov
from core.theory.quadratics import (
    Motion,
    alternating_limit,
    best_descent,
    best_heavy_ball,
    best_nesterov,
    best_optimizers,
    contraction,
    descent_rate,
    distances,
    divergence_limit,
    evenly_spread,
    heavy_ball_rate,
    monotone_limit,
    motion,
    nesterov_rate,
    steps_above,
)
from core.training.descent import descend

LAMBDA = np.array([1.0, 3.0, 10.0])
BOWL = Quadratic(np.diag(LAMBDA))
SETTINGS = [(eta, beta) for eta in (0.01, 0.1, 0.15, 0.25, 0.35) for beta in (0.0, 0.3, 0.8, 0.95)]


def roots(b, c):
    """Eigenvalues of the 2×2 matrix that maps (e_k, e_{k-1}) to (e_{k+1}, e_k)."""
    return np.linalg.eigvals([[b, -c], [1.0, 0.0]])


def run(optimizer, steps=400):
    return distances(descend(BOWL, optimizer, [1.0, 1.0, 1.0], steps).p)


@pytest.mark.parametrize(("eta", "beta"), SETTINGS)
def test_the_rates_are_spectral_radii_of_the_iterations_matrices(eta, beta):
    ball = max(np.abs(roots(1 + beta - eta * lam, beta)).max() for lam in LAMBDA)
    ahead = max(
        np.abs(roots((1 + beta) * (1 - eta * lam), beta * (1 - eta * lam))).max() for lam in LAMBDA
    )
    assert heavy_ball_rate(LAMBDA, eta, beta) == pytest.approx(ball, abs=1e-7)
    assert nesterov_rate(LAMBDA, eta, beta) == pytest.approx(ahead, abs=1e-7)


def test_rates_broadcast_over_a_plane_and_without_momentum_are_those_of_descent():
    eta, beta = np.linspace(0.01, 0.3, 7), np.linspace(0, 0.9, 5)[:, None]
    assert heavy_ball_rate(LAMBDA, eta, beta).shape == (5, 7)
    for rate in (heavy_ball_rate, nesterov_rate):
        np.testing.assert_allclose(rate(LAMBDA, eta, 0.0), descent_rate(LAMBDA, eta), atol=1e-7)


@pytest.mark.parametrize("eta", [0.02, 0.1, 0.15, 0.19, 0.21])
def test_gradient_descent_contracts_as_promised(eta):
    rate = descent_rate(LAMBDA, eta)
    assert contraction(run(GradientDescent(eta))) == pytest.approx(rate, rel=1e-3)


@pytest.mark.parametrize(("eta", "beta"), [(0.02, 0.5), (0.1, 0.8), (0.3, 0.6), (0.05, 0.95)])
def test_momentum_contracts_as_promised(eta, beta):
    ball, ahead = run(Momentum(eta, beta)), run(Nesterov(eta * 0.4, beta))
    # Where a run swings, its distance does too, around the line with the promised slope.
    assert contraction(ball) == pytest.approx(heavy_ball_rate(LAMBDA, eta, beta), rel=2e-2)
    promised = nesterov_rate(LAMBDA, eta * 0.4, beta)
    assert contraction(ahead) == pytest.approx(promised, rel=2e-2)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_divergence_begins_exactly_at_the_limit(beta):
    limit = float(divergence_limit(10.0, beta))
    assert limit == 2 * (1 + beta) / 10
    below, above = run(Momentum(limit * (1 - 1e-3), beta)), run(Momentum(limit * (1 + 1e-3), beta))
    assert contraction(below) < 1 < contraction(above)
    assert heavy_ball_rate(LAMBDA, limit, beta) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("beta", [0.2, 0.6])
def test_the_regions_tell_how_the_run_comes(beta):
    limit = float(monotone_limit(10.0, beta))
    for eta, expected in ((0.99 * limit, Motion.MONOTONE), (1.2 * limit, Motion.OSCILLATING)):
        assert motion(10.0, eta, beta) is expected
        path = descend(BOWL, Momentum(eta, beta), [0.0, 0.0, 1.0], 60).p[:, 2]
        assert (path.min() < 0) == (expected is Motion.OSCILLATING)
    assert motion(10.0, 1.01 * float(divergence_limit(10.0, beta)), beta) is Motion.DIVERGENT


@pytest.mark.parametrize("kappa", [3.0, 100.0])
def test_no_setting_beats_the_best_ones(kappa):
    ends, scale = np.array([1.0, kappa]), np.linspace(0.3, 2.0, 60)
    beta = np.linspace(0, 0.98, 99)[:, None]
    plain, ball = best_descent(1, kappa), best_heavy_ball(1, kappa)
    ahead = best_nesterov(1, kappa)
    assert descent_rate(ends, plain.eta) == pytest.approx(plain.rate)
    # At the optimum the roots are double, and rounding moves a double root by its square root.
    assert heavy_ball_rate(ends, ball.eta, ball.beta) == pytest.approx(ball.rate, abs=1e-6)
    assert nesterov_rate(ends, ahead.eta, ahead.beta) == pytest.approx(ahead.rate, abs=1e-6)
    assert descent_rate(ends, scale * plain.eta).min() >= plain.rate - 1e-9
    assert heavy_ball_rate(ends, scale * ball.eta, beta).min() >= ball.rate - 1e-9
    assert nesterov_rate(ends, scale * ahead.eta, beta).min() >= ahead.rate - 1e-9
    root = np.sqrt(kappa)
    assert ball.beta == pytest.approx(((root - 1) / (root + 1)) ** 2)
    assert ball.eta == pytest.approx((2 / (1 + root)) ** 2)


def test_84_against_610_steps_at_condition_100():
    bowl = evenly_spread(100.0)
    descent, ball, ahead = best_optimizers(1.0, 100.0)
    far = [
        steps_above(distances(descend(bowl, rule, np.ones(50), 800).p), 1e-6)
        for rule in (ball, descent, ahead)
    ]
    assert far[:2] == [84, 610]
    assert 84 < far[2] < 610


def test_a_run_that_has_arrived_is_measured_before_it_sinks_into_rounding():
    distance = np.append(0.1 ** np.arange(12), np.full(500, 1e-14))
    assert contraction(distance) == pytest.approx(0.1)
    both = contraction(np.stack([0.5 ** np.arange(30.0), 1.5 ** np.arange(30.0)], axis=1))
    np.testing.assert_allclose(both, [0.5, 1.5])
    assert np.isnan(contraction(np.array([1.0, 1e-15, 1e-15])))


@pytest.mark.parametrize("kappa", [2.0, 50.0, 1000.0])
def test_the_best_setting_lies_where_all_roots_stop_being_complex_at_once(kappa):
    best = best_heavy_ball(1.0, kappa)
    assert monotone_limit(1.0, best.beta) == pytest.approx(best.eta)
    assert alternating_limit(kappa, best.beta) == pytest.approx(best.eta)
    assert best.eta < divergence_limit(kappa, best.beta)


@pytest.mark.parametrize("beta", [0.0, 0.3, 0.9])
def test_beyond_the_alternating_limit_a_run_changes_sides_at_each_step(beta):
    limit = float(alternating_limit(10.0, beta))
    for share in (0.2, 0.9):
        eta = limit + share * (float(divergence_limit(10.0, beta)) - limit)
        z = roots(1 + beta - eta * 10.0, beta)
        assert (np.abs(z.imag) < 1e-12).all()
        assert (z.real <= 1e-12).all()
    if beta:
        assert (np.abs(roots(1 + beta - 0.999 * limit * 10.0, beta).imag) > 0).all()


@pytest.mark.parametrize("kappa", [10.0, 50.0, 400.0])
def test_at_its_best_heavy_balls_error_shrinks_like_k_times_the_rate_to_the_k(kappa):
    ball, best = best_optimizers(1.0, kappa)[1], best_heavy_ball(1.0, kappa)
    steps = int(4 / (1 - best.rate))
    distance = distances(descend(evenly_spread(kappa), ball, np.ones(50), 2 * steps).p)
    factor = distance / distance[0] / best.rate ** np.arange(2 * steps + 1)
    assert factor[2 * steps] / factor[steps] == pytest.approx(2, abs=0.25)
    assert (factor[1:] > 1).all()


def test_a_run_that_grows_by_more_than_twelve_decades_is_measured():
    assert contraction(1.1 ** np.arange(301.0)) == pytest.approx(1.1)
    assert contraction(1.5 ** np.arange(301.0)) == pytest.approx(1.5)
