import numpy as np
import pytest

from core.objectives.per_sample import gradients
from core.optimizers.first_order import GradientDescent
from core.theory.noise_floor import (
    expected_excess,
    fitted,
    floor,
    line_fit,
    small_step_floor,
    spread,
)
from core.training.descent import descend
from core.training.samplers import FullBatch, ShuffledEpochs, WithReplacement
from core.training.seeds import generators

CONTRADICTORY, INTERPOLATING = line_fit(0.5), line_fit(0.0)
ZERO = np.zeros(3)


def test_the_two_problems_differ_in_their_targets_alone():
    np.testing.assert_array_equal(CONTRADICTORY.x, INTERPOLATING.x)
    assert INTERPOLATING.value(fitted(INTERPOLATING)) < 1e-28
    best = fitted(CONTRADICTORY)
    assert CONTRADICTORY.value(best) > 0.05
    np.testing.assert_allclose(CONTRADICTORY.gradient(best), 0, atol=1e-14)


@pytest.mark.parametrize(("eta", "m"), [(0.05, 1), (0.1, 4), (0.3, 1), (0.3, 16)])
def test_many_seeds_level_off_at_the_floor_of_theory(eta, m):
    runs = spread(CONTRADICTORY, eta, WithReplacement(m), fitted(CONTRADICTORY), 600, every=5)
    assert runs.excess.shape == (121, 200)
    assert runs.floor == pytest.approx(floor(CONTRADICTORY, eta, m), rel=0.05)


@pytest.mark.parametrize(("eta", "m"), [(0.05, 2), (0.3, 1)])
def test_the_expected_curve_is_the_mean_of_the_runs(eta, m):
    runs = spread(CONTRADICTORY, eta, WithReplacement(m), ZERO, 150, seeds=2000, every=10)
    expected = expected_excess(CONTRADICTORY, eta, m, ZERO, 150)
    assert expected[0] == pytest.approx(runs.mean[0], rel=1e-12)
    np.testing.assert_allclose(runs.mean, expected[::10], rtol=0.12)


def test_one_step_is_the_exact_mean_over_all_batches():
    p = np.array([0.3, -0.2, 0.1])
    after = p - 0.2 * gradients(CONTRADICTORY, p)
    mean = (CONTRADICTORY.value(after) - CONTRADICTORY.value(fitted(CONTRADICTORY))).mean()
    assert expected_excess(CONTRADICTORY, 0.2, 1, p, 1)[1] == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize("m", [1, 8])
def test_the_expected_curve_ends_on_the_floor(m):
    curve = expected_excess(CONTRADICTORY, 0.1, m, ZERO, 500)
    assert curve[-1] == pytest.approx(floor(CONTRADICTORY, 0.1, m), rel=1e-6)


def test_the_floor_is_proportional_to_the_step_over_the_batch_size_when_steps_are_small():
    for eta, m in ((1e-4, 1), (1e-3, 4), (1e-3, 32)):
        promised = small_step_floor(CONTRADICTORY, eta, m)
        assert floor(CONTRADICTORY, eta, m) == pytest.approx(promised, rel=3e-3)
    S = np.square(gradients(CONTRADICTORY, fitted(CONTRADICTORY))).sum(axis=1).mean()
    assert small_step_floor(CONTRADICTORY, 0.02, 4) == pytest.approx(0.02 * S / 16)
    # Beyond, the exact floor is the higher one.
    assert floor(CONTRADICTORY, 0.3, 1) > 2 * small_step_floor(CONTRADICTORY, 0.3, 1)


def test_where_all_samples_can_be_fitted_the_floor_is_0_and_the_runs_converge():
    assert floor(INTERPOLATING, 0.3, 1) == 0 == small_step_floor(INTERPOLATING, 0.3, 1)
    runs = spread(INTERPOLATING, 0.3, WithReplacement(1), ZERO, 600, every=5)
    assert runs.excess[0].min() > 1
    assert runs.excess[-1].max() < 1e-20


def test_too_large_a_step_has_no_floor():
    edge = next(eta for eta in np.arange(0.3, 2, 0.01) if np.isinf(floor(CONTRADICTORY, eta, 1)))
    # The noise costs stability: the full gradient bears almost twice the step.
    assert edge < 2 / np.linalg.eigvalsh(CONTRADICTORY.hessian(ZERO))[-1] - 0.3
    curves = [expected_excess(CONTRADICTORY, edge + d, 1, ZERO, 3000) for d in (-0.02, 0.02)]
    assert curves[0][-1] < 100 < curves[1][-1]


def test_shuffled_epochs_level_off_lower():
    drawn, shuffled = (
        spread(CONTRADICTORY, 0.05, sampler(4), fitted(CONTRADICTORY), 400)
        for sampler in (WithReplacement, ShuffledEpochs)
    )
    assert shuffled.floor < 0.5 * drawn.floor
    whole = spread(CONTRADICTORY, 0.05, FullBatch(), fitted(CONTRADICTORY), 50, seeds=8)
    assert whole.excess.max() < 1e-28


def test_a_run_of_the_spread_is_the_run_of_its_seed_alone():
    sampler = WithReplacement(4)
    runs = spread(CONTRADICTORY, 0.1, sampler, ZERO, 60, seeds=10)
    batches = sampler.batches(32, 60, generators(0, 10)[7])
    alone = descend(CONTRADICTORY, GradientDescent(0.1), ZERO, 60, batches)
    least = CONTRADICTORY.value(fitted(CONTRADICTORY))
    np.testing.assert_allclose(runs.excess[:, 7], alone.value - least, atol=1e-12)


def test_the_band_holds_its_share_of_the_runs():
    runs = spread(CONTRADICTORY, 0.1, WithReplacement(2), ZERO, 100, every=20)
    low, high = runs.band(0.8)
    inside = (runs.excess >= low[:, None]) & (runs.excess <= high[:, None])
    np.testing.assert_allclose(inside.mean(axis=1)[1:], 0.8, atol=0.011)
