"""Data of ten columns and more: the numbers, and what is said of them."""

import numpy as np
import pytest

from core import WIDE, BreastCancerNuclei, Diabetes, Regression
from core.datasets.measured import BreastCancer


@pytest.mark.long
def test_wide_tables_hold_exactly_scikit_learns_numbers():
    sklearn = pytest.importorskip("sklearn.datasets")
    for dataset, original in (
        (Diabetes(standardize=False), sklearn.load_diabetes(scaled=False)),
        (BreastCancerNuclei(standardize=False), sklearn.load_breast_cancer()),
    ):
        samples = dataset()
        np.testing.assert_array_equal(samples.x, original.data)
        np.testing.assert_array_equal(samples.y.ravel(), original.target)
        assert samples.features == tuple(original.feature_names)


def test_the_first_two_columns_are_those_of_the_first_chapter():
    wide, narrow = BreastCancerNuclei()(), BreastCancer()(np.random.default_rng(0))
    np.testing.assert_array_equal(wide.x[:, :2], narrow.x)
    np.testing.assert_array_equal(wide.y, narrow.y)
    assert wide.features[:2] == narrow.features
    assert wide.classes == narrow.classes


@pytest.mark.parametrize("cls", WIDE.values())
def test_columns_have_mean_0_and_population_variance_1_and_remember_their_units(cls):
    raw, samples = cls(standardize=False)(), cls()()
    np.testing.assert_allclose(samples.x.mean(axis=0), 0, atol=1e-13)
    np.testing.assert_allclose(np.square(samples.x).mean(axis=0), 1, rtol=1e-13)
    np.testing.assert_allclose(samples.center + samples.scale * samples.x, raw.x, 1e-13, 1e-15)
    np.testing.assert_array_equal(samples.y, raw.y)
    assert f"{len(raw.x)}" in (cls.__doc__ + cls.why)


def test_targets_stay_in_their_own_units():
    samples = Diabetes()()
    assert samples.x.shape == (442, 10)
    assert samples.y.shape == (442,)
    assert samples.y.mean() == pytest.approx(152.13348416, abs=5e-9)
    assert samples.target == "progression"


def test_a_regression_is_a_read_only_copy_and_a_constant_column_becomes_0():
    x, y = np.array([[3.0, 1.0], [3.0, 5.0]]), np.array([1.0, 2.0])
    samples = Regression(x, y, ("a", "b"))
    x[:] = 0
    np.testing.assert_array_equal(samples.x, [[3, 1], [3, 5]])
    with pytest.raises(ValueError, match="read-only"):
        samples.y[0] = 7
    standard = samples.standardized()
    np.testing.assert_array_equal(standard.x, [[0, -1], [0, 1]])
    np.testing.assert_array_equal(standard.center, [3, 3])
    np.testing.assert_array_equal(standard.scale, [1, 2])
    twice = standard.standardized()
    np.testing.assert_array_equal(twice.center + twice.scale * twice.x, samples.x)
