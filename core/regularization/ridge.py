"""Ridge regression for every strength from one singular value decomposition.

Minimized is (1/2N)‖y - b - Xw‖² + (λ/2)‖w‖² (Hoerl & Kennard 1970). In the singular vectors of the
centered X the fit is least squares, each component times its filter s²/(s² + Nλ).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.regularization.problem import Columns, Path, checked

# Each round of refinement removes most of what units of very different size have cost.
_REFINEMENTS = 2


def ridge_path(x: ArrayLike, y: ArrayLike, strengths: ArrayLike) -> Path:
    """The minimum of (1/2N)‖y - b - Xw‖² + (λ/2)‖w‖² for each λ of strengths (V,).

    x (N, d) is taken as it is, y is (N,), the intercept b is not penalized; scikit-learn's alpha
    is Nλ. λ = 0 gives the limit of small λ, least squares of least norm. ValueError, one sentence,
    for anything else.
    """
    x, y, strengths = checked(x, y, strengths)
    fit = RidgeFit.of(x, y)
    w = fit.weights(strengths)
    return Path(strengths, y.mean() - w @ fit.mean, w)


@dataclass(frozen=True, eq=False)
class RidgeFit:
    """Centered X (N, d) = U diag(s) Vᵀ of rank r, and centered y: what every strength shares.

    U is (N, r), s (r,) decreases, V is (d, r), mean (d,).
    """

    X: Array
    y: Array
    U: Array
    s: Array
    V: Array
    mean: Array

    @classmethod
    def of(cls, x: Array, y: Array) -> "RidgeFit":
        """Of x (N, d) and y (N,); directions in which x does not vary are left out."""
        columns = Columns.of(x)
        X = columns.z * columns.scale
        U, s, Vt = np.linalg.svd(X, full_matrices=False)
        rank = int((s > s.max(initial=0) * max(X.shape) * np.finfo(float).eps).sum())
        # A constant column has no weight, not even a rounding error.
        V = np.where(X.any(axis=0), Vt[:rank], 0.0).T
        return cls(X, y - y.mean(), U[:, :rank], s[:rank], V, columns.mean)

    def filters(self, strengths: Array) -> Array:
        """s²/(s² + Nλ), (V, r): what is left of each component of least squares."""
        squares = np.square(self.s)
        return squares / (squares + len(self.y) * strengths[:, None])

    def weights(self, strengths: Array) -> Array:
        """w (V, d)."""
        N = len(self.y)
        damped = np.square(self.s) + N * strengths[:, None]
        w = (self.s * (self.U.T @ self.y) / damped) @ self.V.T
        for _ in range(_REFINEMENTS):
            slope = (self.y - w @ self.X.T) @ self.X - N * strengths[:, None] * w
            w = w + (slope @ self.V / damped) @ self.V.T
        return w

    def leverages(self, strengths: Array) -> Array:
        """The diagonal h_ii (V, N) of the hat matrix, the intercept's 1/N included."""
        return 1 / len(self.y) + self.filters(strengths) @ np.square(self.U).T

    def residuals(self, strengths: Array) -> Array:
        """y_i - b - wᵀx_i (V, N)."""
        return self.y - self.weights(strengths) @ self.X.T


def ridge_filters(x: ArrayLike, strengths: ArrayLike) -> Array:
    """s²/(s² + Nλ) for each λ of strengths (V,) and singular value of the centered x: (V, r).

    r is the rank, and the singular values decrease.
    """
    x, _, strengths = checked(x, np.zeros(len(np.asarray(x))), strengths)
    return RidgeFit.of(x, np.zeros(len(x))).filters(strengths)


def degrees_of_freedom(x: ArrayLike, strengths: ArrayLike) -> Array:
    """Σ s²/(s² + Nλ) (V,), the trace of the hat matrix without the intercept's 1."""
    return ridge_filters(x, strengths).sum(axis=1)


def leave_one_out(x: ArrayLike, y: ArrayLike, strengths: ArrayLike) -> Array:
    """The mean square of e_i/(1 - h_ii) (V,): the error at each sample of a fit without it.

    Equal to N refits, of N - 1 samples each with the strength Nλ/(N - 1): the sum of squares and
    its penalty are kept, not the mean (Allen 1974).
    """
    x, y, strengths = checked(x, y, strengths)
    fit = RidgeFit.of(x, y)
    return np.square(fit.residuals(strengths) / (1 - fit.leverages(strengths))).mean(axis=1)


def generalized_cross_validation(x: ArrayLike, y: ArrayLike, strengths: ArrayLike) -> Array:
    """The mean square of e_i/(1 - h), h the mean leverage: (V,) (Golub, Heath & Wahba 1979)."""
    x, y, strengths = checked(x, y, strengths)
    fit = RidgeFit.of(x, y)
    mean = fit.leverages(strengths).mean(axis=1)
    return np.square(fit.residuals(strengths)).mean(axis=1) / np.square(1 - mean)
