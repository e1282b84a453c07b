import numpy as np
import pytest

from core.datasets.measured import BreastCancer
from core.experiments.practice.scaling import condition_number, exploding, scaling

RNG = np.random.default_rng(0)
RAW, SCALED = (BreastCancer(standardize)(RNG) for standardize in (False, True))


@pytest.fixture(scope="module")
def both():
    return scaling(RAW, 300), scaling(SCALED, 300)


def test_the_condition_number_is_that_of_the_least_squares_hessian():
    X = np.column_stack([RAW.x, np.ones(569)])
    assert condition_number(RAW.x) == pytest.approx(np.linalg.cond(X.T @ X / 569), rel=1e-6)
    assert condition_number(np.ones((5, 1))) > 1e15


@pytest.mark.long
def test_standardizing_takes_the_condition_number_from_seventeen_thousand_to_two(both):
    raw, scaled = both
    assert raw.condition == pytest.approx(16926.4, rel=1e-5)
    # Columns are uncorrelated with the bias; what is left is the correlation of the two.
    r = np.corrcoef(RAW.x.T)[0, 1]
    assert scaled.condition == pytest.approx((1 + r) / (1 - r))


@pytest.mark.long
def test_after_scaling_the_best_rate_arrives_and_before_no_rate_does(both):
    raw, scaled = both
    assert scaled.value[-1] == pytest.approx(0.25582, abs=2e-5)
    assert raw.final.min() > 0.6
    assert raw.value[0] == scaled.value[0] == pytest.approx(np.log(2))


@pytest.mark.long
def test_the_run_kept_is_the_best_of_all_rates(both):
    for one in both:
        assert one.value[-1] == one.final.min()
        assert one.final_eta[np.argmin(one.final)] == one.eta
        assert one.k[0] == 0
        assert one.k[-1] == 300
        assert len(one.k) == len(one.value)


def test_clipping_saves_a_run_that_explodes():
    plain, clipped = exploding(0.002, 10.0, 3000)
    assert plain.diverged_at == 4
    assert clipped.diverged_at == -1
    assert clipped.value[-1] < 0.01
    lengths = np.linalg.norm(np.diff(clipped.p, axis=0), axis=1)
    assert lengths.max() == pytest.approx(0.002 * 10, rel=1e-5)


def test_a_bound_above_every_gradient_changes_nothing():
    plain, clipped = exploding(1e-4, 1e6, 200)
    np.testing.assert_allclose(clipped.p, plain.p, rtol=1e-12)


@pytest.mark.long
def test_rates_that_end_alike_are_a_range_and_one_that_is_best_is_alone(both):
    raw, scaled = both
    assert raw.alike == (raw.eta, raw.eta)
    low, high = scaled.alike
    assert low <= scaled.eta <= high
    assert low < high
    inside = (scaled.final_eta >= low) & (scaled.final_eta <= high)
    np.testing.assert_allclose(scaled.final[inside], scaled.value[-1], rtol=2e-9)
