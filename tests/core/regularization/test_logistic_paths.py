"""Paths of penalized logistic regression: reference arrays, conditions, edge cases."""

import re

import numpy as np
import pytest

from core import (
    BreastCancerNuclei,
    logistic_lasso_path,
    logistic_optimum,
    logistic_ridge_path,
    separation,
)
from tests.core.regularization.known import logistic_slopes, reference, violation

KNOWN = reference("logistic_paths_breast_cancer")
X, Y = KNOWN["X"], KNOWN["y"]
PATHS = (logistic_lasso_path, logistic_ridge_path)
COUNTS = "0 2 2 3 2 2 3 4 4 4 4 4 5 7 7 8 8 8 9 10 10 10 11 13 13 16 17 16 16 16"


def right(path):
    return ((path.outputs(X) > 0) == (Y == 1)).mean(axis=1)


def cross_entropy(path):
    z = path.outputs(X)
    return (np.logaddexp(0, z) - Y * z).mean(axis=1)


@pytest.mark.parametrize(
    ("path", "name"), [(logistic_lasso_path, "l1"), (logistic_ridge_path, "l2")]
)
def test_paths_are_the_references_and_zeros_are_exact(path, name):
    found = path(X, Y, KNOWN[f"{name}_lambda"])
    known = KNOWN[f"{name}_w_b"]
    np.testing.assert_allclose(found.w, known[:, :-1], rtol=1e-8, atol=1e-11)
    np.testing.assert_allclose(found.intercept, known[:, -1], rtol=1e-8, atol=1e-11)
    np.testing.assert_array_equal(found.w == 0, known[:, :-1] == 0)
    np.testing.assert_allclose(cross_entropy(found), KNOWN[f"{name}_ce"], rtol=1e-10)


def test_figures_of_the_lasso_hold():
    data = BreastCancerNuclei()()
    np.testing.assert_allclose(data.x, X, rtol=0, atol=1e-12)
    largest = np.abs((Y - Y.mean()) @ X / len(Y))
    assert largest.max() == pytest.approx(0.38368324, abs=1e-8)
    found = logistic_lasso_path(data.x, data.y, largest.max() * 10 ** (-2.5 * np.arange(30) / 29))
    assert (found.w != 0).sum(axis=1).tolist() == [int(count) for count in COUNTS.split()]
    first = [data.features[j] for j in np.flatnonzero(found.w[1])]
    assert set(first) == {"worst concave points", "worst perimeter"}
    assert data.features[int(largest.argmax())] == "worst concave points"
    np.testing.assert_allclose(right(found)[[5, 15]], [0.9262, 0.9719], atol=5e-5)


def test_figures_of_the_ridge_hold():
    found = logistic_ridge_path(X, Y, 10.0 ** np.arange(-5, 2))
    norms = [26.2109, 10.8018, 4.5471, 2.3134, 1.1030, 0.4421, 0.1085]
    np.testing.assert_allclose(np.linalg.norm(found.w, axis=1), norms, atol=1e-4)
    accuracy = [0.9930, 0.9912, 0.9877, 0.9859, 0.9701, 0.9402, 0.7399]
    np.testing.assert_allclose(right(found), accuracy, atol=5e-5)


@pytest.mark.long
def test_conditions_hold_to_the_last_digits_from_any_first_strength():
    for strengths in ([1e-7], np.geomspace(0.4, 1e-5, 12)):
        strengths = np.array(strengths)
        found = logistic_lasso_path(X, Y, strengths)
        slopes, rest = logistic_slopes(X, Y, found)
        assert np.abs(violation(slopes, found.w, strengths)).max() < 1e-12
        assert np.abs(rest).max() < 1e-12
        found = logistic_ridge_path(X, Y, strengths)
        slopes, rest = logistic_slopes(X, Y, found)
        assert np.abs(slopes - strengths[:, None] * found.w).max() < 1e-12
        assert np.abs(rest).max() < 1e-12


@pytest.mark.parametrize("path", PATHS)
def test_order_constant_columns_and_copies_change_nothing(path):
    strengths = np.array([0.02, 1.0, 0.001, 0.02])
    wider = np.column_stack([np.full(len(X), -3.0), X[:, :4], X[:, 0]])
    found = path(wider, Y, strengths)
    assert not found.w[:, 0].any()
    for v, strength in enumerate(strengths):
        # For L2 two copies share a weight, and with it pay half of its penalty.
        columns = X[:, :4] if path is logistic_lasso_path else X[:, :4] * [2**0.5, 1, 1, 1]
        (w,) = path(columns, Y, [strength]).w
        got = found.w[v, 1:5].copy()
        got[0] += found.w[v, 5]
        expected = w if path is logistic_lasso_path else w * [2**0.5, 1, 1, 1]
        np.testing.assert_allclose(got, expected, rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize(("path", "power"), [(logistic_lasso_path, 1), (logistic_ridge_path, 2)])
def test_an_offset_and_units_cost_no_digits(path, power):
    whole, unit = np.round(1000 * X[:, :6]), 2.0**30
    found = path(whole, Y, [1e-3])
    far = path(whole + unit, Y, [1e-3])
    np.testing.assert_allclose(far.w, found.w, rtol=1e-9, atol=1e-15)
    large = path(whole * unit, Y, [1e-3 * unit**power])
    np.testing.assert_allclose(large.w * unit, found.w, rtol=1e-12)


@pytest.mark.parametrize("path", PATHS)
def test_more_columns_than_rows_have_a_minimum(path):
    strengths = np.array([0.05, 0.001])
    found = path(X[:20], Y[:20], strengths)
    slopes, rest = logistic_slopes(X[:20], Y[:20], found)
    assert np.abs(rest).max() < 1e-12
    if path is logistic_lasso_path:
        assert np.abs(violation(slopes, found.w, strengths)).max() < 1e-12
        assert (found.w != 0).sum(axis=1).max() < 20
    else:
        assert np.abs(slopes - strengths[:, None] * found.w).max() < 1e-12


@pytest.mark.parametrize("path", PATHS)
def test_without_penalty_overlapping_classes_have_their_optimum_and_separable_ones_none(path):
    found = path(X[:, :2], Y, [0.0, 1e-9])
    np.testing.assert_allclose(
        np.append(found.w[0], found.intercept[0]), logistic_optimum(X[:, :2], Y).p, rtol=1e-9
    )
    np.testing.assert_allclose(found.w[0], found.w[1], rtol=1e-5)
    assert separation(X[::4], Y[::4]).value == "complete"
    with pytest.raises(ValueError, match=r"^The strength 0 is not possible: a hyperplane sep"):
        path(X[::4], Y[::4], [1.0, 0.0])


def test_without_penalty_copies_of_a_column_share_their_weight_as_in_the_limit():
    twice = X[:, [0, 1, 0]]
    found = logistic_ridge_path(twice, Y, [0.0, 1e-9])
    np.testing.assert_allclose(found.w[0], found.w[1], rtol=1e-5)
    assert found.w[0, 0] == pytest.approx(found.w[0, 2], rel=1e-9)
    np.testing.assert_allclose(*found.outputs(twice), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("y", "strengths", "said"),
    [
        (Y + 1, [1.0], "The label 2 is not possible: allowed are 0 and 1."),
        (
            np.ones(len(X)),
            [1.0],
            "Every label is 1, so the intercept has no finite optimum: both 0 and 1 must occur.",
        ),
        (Y, [1j], "strengths of type complex is not possible: allowed are real numbers."),
        (Y, [-1.0], "The strength -1 is not possible: allowed are 0 and more."),
    ],
)
def test_what_is_not_possible_is_said_in_one_sentence(path, y, strengths, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        path(X, y, strengths)


def test_without_a_penalty_dependent_columns_have_the_fit_of_one_with_the_least_weights():
    rng = np.random.default_rng(4)
    x = rng.normal(5.0, 2.0, size=(40, 1))
    y = (x[:, 0] + rng.normal(0, 3.0, size=40) > 5).astype(float)
    alone = logistic_ridge_path(x, y, [0.0])
    both = logistic_ridge_path(np.hstack([x, 3 * x + 1]), y, [0.0])
    # Of all w with w₁ + 3 w₂ = w, the least is along (1, 3).
    np.testing.assert_allclose(both.w[0], alone.w[0, 0] * np.array([1, 3]) / 10, rtol=1e-7)
    np.testing.assert_allclose(both.intercept + both.w[:, 1], alone.intercept, rtol=1e-7)
