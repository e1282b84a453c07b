"""Folds, the two rules that choose by them, and errors that need no refit."""

import numpy as np
import pytest

from core import Diabetes, lasso_path, ridge_path
from core.regularization import (
    CrossValidation,
    cross_validate,
    folds,
    generalized_cross_validation,
    leave_one_out,
)
from tests.core.regularization.known import reference

RAW = Diabetes(standardize=False)()
KNOWN = reference("linear_paths_diabetes")
FIGURES = {
    "lasso": (lasso_path, 58, 25, 0.789184, 7.891844, 0.8462),
    "ridge": (ridge_path, 26, 38, 0.0398, 0.631, 0.0501),
}


@pytest.mark.parametrize("name", FIGURES)
def test_ten_folds_are_the_references_and_the_leak_is_one_step(name):
    path, best, simplest, lambda_min, lambda_1se, leaky = FIGURES[name]
    known = reference(f"cv_{name}_diabetes")
    found = cross_validate(path, RAW.x, RAW.y, known["lambda_"], folds(442, 10))
    np.testing.assert_allclose(found.mean, known["mse_mean"], rtol=1e-9)
    np.testing.assert_allclose(found.standard_error, known["mse_se"], rtol=1e-9)
    assert (found.best, found.simplest) == (best, simplest)
    assert found.strengths[best] == pytest.approx(lambda_min, rel=2e-3)
    assert found.strengths[simplest] == pytest.approx(lambda_1se, rel=2e-3)
    outside = cross_validate(path, RAW.x, RAW.y, known["lambda_"], folds(442, 10), inside=False)
    assert abs(outside.best - best) == 1
    assert outside.strengths[outside.best] == pytest.approx(leaky, abs=1e-4)
    assert outside.simplest == simplest


def test_figures_of_the_lasso_hold():
    known = reference("cv_lasso_diabetes")
    found = cross_validate(lasso_path, RAW.x, RAW.y, known["lambda_"], folds(442, 10))
    assert found.mean[58] == pytest.approx(2978.82, abs=0.01)
    assert found.standard_error[58] == pytest.approx(211.38, abs=0.01)
    assert found.mean[25] == pytest.approx(3187.04, abs=0.01)
    counts = (lasso_path(KNOWN["X"], KNOWN["y"], found.strengths[[58, 25]]).w != 0).sum(axis=1)
    assert counts.tolist() == [8, 4]


def test_the_simplest_is_the_largest_strength_in_whatever_order():
    errors = np.array([[1.0, 2.0, 1.2, 9.0], [3.0, 2.4, 3.2, 9.0]])
    found = CrossValidation(np.array([0.1, 5.0, 0.5, 7.0]), errors)
    assert (found.best, found.simplest) == (0, 1)
    np.testing.assert_allclose(found.standard_error, [1, 0.2, 1, 0])
    tight = CrossValidation(found.strengths, np.repeat(found.mean[None], 2, axis=0))
    assert tight.simplest == tight.best == 0


def test_leaving_one_out_by_formula_equals_leaving_one_out():
    x, y, strengths = KNOWN["X"][:30], KNOWN["y"][:30], np.array([0.01, 1.0])
    errors = []
    for i in range(30):
        rest = np.arange(30) != i
        path = ridge_path(x[rest], y[rest], strengths * 30 / 29)
        errors.append(np.square(path.outputs(x[~rest])[:, 0] - y[i]))
    np.testing.assert_allclose(leave_one_out(x, y, strengths), np.mean(errors, 0), rtol=1e-10)


def test_both_estimates_are_the_references_and_flat_near_their_minimum():
    x, y, strengths = KNOWN["X"], KNOWN["y"], KNOWN["ridge_lambda"]
    for estimate, name, at, least in (
        (leave_one_out, "loo", 0.004, 2999.77),
        (generalized_cross_validation, "gcv", 0.008, 3003.97),
    ):
        found = estimate(x, y, strengths)
        np.testing.assert_allclose(found, KNOWN[f"ridge_{name}"], rtol=1e-10)
        assert found.min() == pytest.approx(least, abs=0.01)
        assert strengths[found.argmin()] == pytest.approx(at, rel=0.1)


def test_folds_are_dealt_evenly_and_a_seed_shuffles_them():
    assert folds(7, 3).tolist() == [0, 1, 2, 0, 1, 2, 0]
    shuffled = folds(7, 3, seed=1)
    assert sorted(shuffled) == sorted(folds(7, 3))
    assert shuffled.tolist() != folds(7, 3).tolist()
    for K in (1, 8):
        with pytest.raises(ValueError, match=f"^{K} folds of 7 samples are not possible"):
            folds(7, K)
