"""Principal components against their definition, the walk against Antognini & Sohl-Dickstein."""

import numpy as np
import pytest

from core.landscape.principal_components import principal_components, random_walk_shares
from core.training.descent import log_steps

RNG = np.random.default_rng(0)
PATH = (RNG.normal(size=(40, 6)) * [5, 3, 2, 1, 0.5, 0.1]).cumsum(axis=0) + 7


def test_components_are_the_eigenvectors_of_the_covariance():
    directions, shares = principal_components(PATH)
    covariance = np.cov(PATH.T)
    variance = shares * np.trace(covariance)
    np.testing.assert_allclose(directions @ directions.T, np.eye(6), atol=1e-12)
    np.testing.assert_allclose(directions @ covariance, variance[:, None] * directions, atol=1e-9)
    assert (np.diff(shares) < 0).all()
    assert shares.sum() == pytest.approx(1)


def test_components_point_from_start_to_end():
    directions, _ = principal_components(PATH)
    assert (directions @ (PATH[-1] - PATH[0]) >= 0).all()
    backward, _ = principal_components(PATH[::-1])
    np.testing.assert_allclose(backward, -directions, atol=1e-9)


@pytest.mark.parametrize("far", [0, 1e3, 1e6])
def test_a_straight_path_has_one_component_wherever_it_is(far):
    line = far + np.linspace(0, 1, 30)[:, None] * np.array([3.0, -1, 2, 0.1])
    directions, shares = principal_components(line)
    assert shares.tolist() == [1]
    expected = (line[-1] - line[0]) / np.linalg.norm(line[-1] - line[0])
    np.testing.assert_allclose(directions, expected[None], atol=1e-8)


@pytest.mark.parametrize("path", [np.full((9, 3), 0.1), np.ones((1, 4))])
def test_a_path_that_does_not_move_is_refused(path):
    with pytest.raises(ValueError, match="The path does not move"):
        principal_components(path)


@pytest.mark.parametrize("path", [np.ones(3), np.ones((0, 2)), [[0, np.nan], [1, 2]]])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ValueError, match=r"must be \(K, s\), all of it finite"):
        principal_components(path)


def test_a_long_walk_in_many_dimensions_explains_61_15_and_7_percent():
    shares = random_walk_shares(np.arange(301), 600)
    np.testing.assert_allclose(shares[:3], [0.61, 0.15, 0.07], atol=0.01)


def test_a_short_walk_in_many_dimensions_has_the_shares_in_closed_form():
    K = 12
    expected = 1 / (1 - np.cos(np.pi * np.arange(1, K) / K))
    shares = random_walk_shares(np.arange(K), 4000)
    np.testing.assert_allclose(shares, expected / expected.sum(), atol=0.005)


def test_shares_of_a_walk_decrease_and_sum_to_1():
    for K, size in ((5, 23), (60, 23), (60, 2)):
        shares = random_walk_shares(np.arange(K), size)
        assert shares.shape == (min(K - 1, size),)
        assert (np.diff(shares) < 0).all()
        assert shares.sum() == pytest.approx(1)


def test_a_walk_is_that_of_its_seed_and_the_unit_of_time_does_not_matter():
    k = log_steps(10_000, 50)
    np.testing.assert_array_equal(random_walk_shares(k, 23), random_walk_shares(k, 23))
    np.testing.assert_allclose(random_walk_shares(4 * k, 23), random_walk_shares(k, 23))
    assert random_walk_shares(k, 23, seed=1)[0] != random_walk_shares(k, 23)[0]


def test_records_that_crowd_at_the_start_explain_more_of_a_walk():
    crowded = random_walk_shares(log_steps(1_000_000, 100), 23)
    even = random_walk_shares(np.arange(100), 23)
    assert crowded[0] > even[0] + 0.03


@pytest.mark.parametrize(("k", "size"), [([0], 3), ([0, 2, 2], 3), ([0, 1], 0)])
def test_a_walk_that_is_none_is_refused(k, size):
    with pytest.raises(ValueError, match="increasing step numbers, and a dimension"):
        random_walk_shares(k, size)
