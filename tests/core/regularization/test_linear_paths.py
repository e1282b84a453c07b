"""Paths of the lasso, the elastic net and the ridge: reference arrays, conditions, edge cases."""

import re
from fractions import Fraction

import numpy as np
import pytest

from core import Diabetes, elastic_net_path, lasso_knots, lasso_path, ridge_path
from core.regularization import degrees_of_freedom, ridge_filters
from tests.core.regularization.known import (
    centered,
    least_squares_slopes,
    reference,
    violation,
)

KNOWN = reference("linear_paths_diabetes")
X, Y = KNOWN["X"], KNOWN["y"]
NAMES = Diabetes()().features


def test_the_shipped_data_are_those_of_the_reference():
    data = Diabetes()()
    np.testing.assert_allclose(data.x, X, rtol=0, atol=1e-13)
    np.testing.assert_array_equal(data.y, Y)


@pytest.mark.parametrize(
    ("path", "name"), [(lasso_path, "lasso"), (elastic_net_path, "enet"), (ridge_path, "ridge")]
)
def test_paths_are_the_references_and_zeros_are_exact(path, name):
    found = path(X, Y, KNOWN[f"{name}_lambda"])
    np.testing.assert_allclose(found.w, KNOWN[f"{name}_coef"], rtol=1e-8, atol=1e-11)
    np.testing.assert_allclose(found.intercept, KNOWN["intercept"], rtol=1e-12)
    np.testing.assert_array_equal(found.strengths, KNOWN[f"{name}_lambda"])
    np.testing.assert_array_equal(found.w == 0, KNOWN[f"{name}_coef"] == 0)


def test_knots_are_the_references():
    knots = lasso_knots(X, Y)
    np.testing.assert_allclose(knots.strengths, KNOWN["lars_lambda"], atol=1e-10)
    np.testing.assert_allclose(knots.w, KNOWN["lars_coef"], rtol=1e-8, atol=1e-10)


def test_variables_enter_as_known_and_one_leaves_and_returns():
    knots = lasso_knots(X, Y)
    expected = "45.16003 42.30034 21.54205 15.03408 6.18963 4.22304 3.28032 .95041 .26054 .24202"
    expected = [float(number) for number in [*expected.split(), "0.10380", "0.06233", "0"]]
    np.testing.assert_allclose(knots.strengths, expected, atol=1e-5)
    active = knots.w != 0
    entered = [np.flatnonzero(active[k + 1] & ~active[k]) for k in range(12)]
    named = [NAMES[j] for (j,) in entered[:10]]
    assert named == ["bmi", "s5", "bp", "s3", "sex", "s6", "s1", "s4", "s2", "age"]
    assert [NAMES[j] for j in np.flatnonzero(active[9] & ~active[10])] == ["s3"]
    assert [NAMES[j] for j in entered[11]] == ["s3"]


def test_figures_of_the_lasso_hold():
    (w,) = lasso_path(X, Y, [9.729434]).w
    known = {"bmi": 22.7022, "bp": 6.96489, "s3": -3.2551, "s5": 19.68009}
    np.testing.assert_allclose(w, [known.get(name, 0) for name in NAMES], atol=1e-5)
    shares = np.array([0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005])
    counts = (lasso_path(X, Y, 45.16003002 * shares).w != 0).sum(axis=1)
    assert counts.tolist() == [2, 4, 4, 5, 7, 7, 8, 8, 10]


def test_figures_of_least_squares_and_of_the_ridge_hold():
    expected = [
        *(-0.476121, -11.406867, 24.726549, 15.429404, -37.679953),
        *(22.676163, 4.806138, 8.422039, 35.734446, 3.216674),
    ]
    for path in (lasso_path, elastic_net_path, ridge_path):
        found = path(X, Y, [0.0])
        np.testing.assert_allclose(found.w[0], expected, atol=1e-6)
    rss = np.square(Y - found.outputs(X)).mean()
    assert rss == pytest.approx(2859.69635, abs=1e-5)
    assert rss * 442 / 431 == pytest.approx(2932.68164, abs=1e-5)
    df = degrees_of_freedom(X, [0.01, 0.1, 1, 10])
    np.testing.assert_allclose(df, [9.248254, 7.641725, 3.942284, 0.831701], atol=1e-6)
    np.testing.assert_allclose(df, ridge_filters(X, [0.01, 0.1, 1, 10]).sum(axis=1))


def test_conditions_hold_to_the_last_digits():
    strengths = np.geomspace(50, 1e-3, 61)
    found = lasso_path(X, Y, strengths)
    assert np.abs(violation(least_squares_slopes(X, Y, found), found.w, strengths)).max() < 1e-12
    found = elastic_net_path(X, Y, strengths, l1_share=0.3)
    slopes = least_squares_slopes(X, Y, found) - 0.7 * strengths[:, None] * found.w
    assert np.abs(violation(slopes, found.w, 0.3 * strengths)).max() < 1e-12
    found = ridge_path(X, Y, strengths)
    slopes = least_squares_slopes(X, Y, found) - strengths[:, None] * found.w
    assert np.abs(slopes).max() < 1e-12


def test_a_duplicated_column_is_shared_evenly_except_by_the_lasso():
    bmi = NAMES.index("bmi")
    twice = np.column_stack([X, X[:, bmi]])
    for path, strength, expected in (
        (ridge_path, 1.0, 10.157016),
        (elastic_net_path, 2.0, 9.979148),
    ):
        (w,) = path(twice, Y, [strength]).w
        np.testing.assert_allclose(w[[bmi, 10]], expected, atol=1e-6)
    strengths = np.geomspace(40, 0.01, 20)
    both, once = lasso_path(twice, Y, strengths).w, lasso_path(X, Y, strengths).w
    np.testing.assert_allclose(both[:, bmi] + both[:, 10], once[:, bmi], rtol=1e-10)
    np.testing.assert_allclose(np.delete(both, [bmi, 10], 1), np.delete(once, bmi, 1), atol=1e-9)


@pytest.mark.parametrize("path", [lasso_path, elastic_net_path, ridge_path])
def test_constant_columns_order_and_count_of_strengths_change_nothing(path):
    strengths = np.array([3.0, 0.1, 20.0, 3.0, 100.0])
    found = path(np.column_stack([X[:, :5], np.full(442, 7.7), X[:, 5:]]), Y, strengths)
    assert not found.w[:, 5].any()
    for v, strength in enumerate(strengths):
        alone = path(X, Y, [strength])
        np.testing.assert_allclose(np.delete(found.w[v], 5), alone.w[0], rtol=1e-9, atol=1e-10)
    assert path(X, Y, []).w.shape == (0, 10)


@pytest.mark.parametrize("path", [lasso_path, elastic_net_path, ridge_path])
def test_an_offset_and_units_cost_no_digits(path):
    # Powers of two change no digit of the table, so that the exact answers correspond.
    whole = np.round(1000 * X)
    found, far = path(whole, Y, [0.7]), path(whole + 2.0**30, Y, [0.7])
    np.testing.assert_allclose(far.w, found.w, rtol=1e-9)
    np.testing.assert_allclose(far.outputs(whole + 2.0**30), found.outputs(whole), rtol=1e-6)
    unit = 2.0**20
    if path is not elastic_net_path:
        power = {lasso_path: 1, ridge_path: 2}[path]
        np.testing.assert_allclose(
            path(X * unit, Y, [0.7 * unit**power]).w * unit, path(X, Y, [0.7]).w, rtol=1e-9
        )


def exact_ridge(x, y, strength):
    """w (d,) by Cramer's rule in fractions, for two columns."""
    rows = [[Fraction(number) for number in row] for row in x.tolist()]
    mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    rows = [[a - m for a, m in zip(row, mean, strict=True)] for row in rows]
    t = [Fraction(number) for number in y.tolist()]
    a, b, d = (
        sum(row[i] * row[j] for row in rows) + (i == j) * len(rows) * Fraction(strength)
        for i, j in ((0, 0), (0, 1), (1, 1))
    )
    u, v = (sum(row[i] * target for row, target in zip(rows, t, strict=True)) for i in (0, 1))
    return [float((d * u - b * v) / (a * d - b * b)), float((a * v - b * u) / (a * d - b * b))]


@pytest.mark.parametrize("strength", [0.0, 1e-12, 1e-3, 10.0])
def test_columns_of_very_different_units_keep_nine_digits(strength):
    x = X[:40, [2, 8]] * [1e5, 1e-5] + [1e8, 0.1]
    (w,) = ridge_path(x, Y[:40], [strength]).w
    np.testing.assert_allclose(w, exact_ridge(x, Y[:40], strength), rtol=1e-9)


@pytest.mark.parametrize("path", [lasso_path, ridge_path])
def test_more_columns_than_rows_are_fitted_exactly_in_the_limit(path):
    x, y = X.T[:, :60], Y[:10]
    found = path(x, y, [0.0])
    np.testing.assert_allclose(found.outputs(x)[0], y, rtol=1e-10)
    near = path(x, y, [1e-9])
    np.testing.assert_allclose(near.w, found.w, atol=1e-5)
    if path is ridge_path:
        least = np.linalg.pinv(centered(x)) @ (y - y.mean())
        np.testing.assert_allclose(found.w[0], least, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_ties_of_small_whole_numbers_end_in_a_minimum(seed):
    """Among whole numbers several variables often enter or leave at one λ, or are collinear."""
    rng = np.random.default_rng(seed)
    for _ in range(10):
        N, d = rng.integers(1, 9), rng.integers(1, 9)
        x, y = rng.integers(-2, 3, (N, d)), rng.integers(-2, 3, N)
        knots = lasso_knots(x, y)
        assert (np.diff(knots.strengths) < 0).all()
        assert knots.strengths[-1] == 0
        middle = (knots.strengths[1:] + knots.strengths[:-1]) / 2
        strengths = np.concatenate([knots.strengths, middle])
        found = lasso_path(x, y, strengths)
        far = violation(least_squares_slopes(x, y, found), found.w, strengths)
        assert np.abs(far).max() < 1e-12
        between = (knots.w[1:] + knots.w[:-1]) / 2
        np.testing.assert_allclose(found.w[len(knots.w) :], between, atol=1e-11)


@pytest.mark.parametrize("path", [lasso_path, elastic_net_path, ridge_path])
@pytest.mark.parametrize(
    ("x", "y", "strengths", "said"),
    [
        (X, Y, [1j], "strengths of type complex is not possible: allowed are real numbers."),
        (X, Y, [1.0, -2.0], "The strength -2 is not possible: allowed are 0 and more."),
        (X, Y, [np.nan], "strengths with nan is not possible: allowed are finite numbers."),
        (X, Y, 1.0, "strengths of shape () are not possible: allowed is (V,)."),
        (X, Y[:5], [1.0], "y of shape (5,) is not possible: allowed is (442,)."),
        (X[0], Y, [1.0], "x of shape (10,) is not possible: allowed is (N, d), N ≥ 1, d ≥ 1."),
        (X, [*Y[:-1], np.inf], [1.0], "y with inf is not possible: allowed are finite numbers."),
        (X.astype(str), Y, [1.0], "x of type <U32 is not possible: allowed are real numbers."),
    ],
)
def test_what_is_not_possible_is_said_in_one_sentence(path, x, y, strengths, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        path(x, y, strengths)


def test_an_l1_share_beyond_1_and_dependent_columns_without_penalty_are_refused():
    with pytest.raises(ValueError, match=r"^l1_share = 1.5 is not possible: allowed is from 0"):
        elastic_net_path(X, Y, [1.0], l1_share=1.5)
    with pytest.raises(ValueError, match="linearly dependent"):
        elastic_net_path(X[:, [0, 0]], Y, [0.0])


def test_the_ends_of_the_elastic_net_are_lasso_and_ridge():
    for share, path in ((1.0, lasso_path), (0.0, ridge_path)):
        np.testing.assert_array_equal(elastic_net_path(X, Y, [2.0], share).w, path(X, Y, [2.0]).w)
        near = elastic_net_path(X, Y, [2.0], abs(share - 1e-9)).w
        np.testing.assert_allclose(near, path(X, Y, [2.0]).w, atol=1e-6)
