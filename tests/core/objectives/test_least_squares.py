"""Linear least squares: value, derivatives, samples."""

import numpy as np
import pytest

from core.objectives import LeastSquares, taylor_slope

RNG = np.random.default_rng(0)
X, Y = RNG.standard_normal((9, 3)), RNG.standard_normal(9)
COST = LeastSquares(X, Y)


def test_value_and_derivatives_agree():
    p, d = RNG.standard_normal(3), RNG.standard_normal(3)
    assert COST.value(p) == pytest.approx(np.mean((Y - X @ p) ** 2) / 2, rel=1e-14)
    assert taylor_slope(COST, p, d) == pytest.approx(2, abs=0.01)
    np.testing.assert_allclose(COST.gradient(p + d) - COST.gradient(p), COST.hessian(p) @ d)


def test_a_batch_of_models_and_of_samples():
    P = RNG.standard_normal((4, 3))
    np.testing.assert_allclose(COST.value(P), [COST.value(p) for p in P])
    assert COST.hessian(P).shape == (4, 3, 3)
    np.testing.assert_allclose(COST.gradient(P, np.arange(9)), COST.gradient(P), atol=1e-14)
    rows = np.array([[0, 1], [2, 2], [3, 4], [8, 0]])
    for p, g, some in zip(P, COST.gradient(P, rows), rows, strict=True):
        np.testing.assert_allclose(g, LeastSquares(X[some], Y[some]).gradient(p), atol=1e-14)


def test_other_shapes_are_refused():
    with pytest.raises(ValueError, match=r"y of shape \(9, 1\) is not possible"):
        LeastSquares(X, Y[:, None])
