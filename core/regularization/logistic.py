"""Penalized logistic regression for every strength.

Minimized is the mean cross-entropy plus λ‖w‖₁ or (λ/2)‖w‖². Newton's steps are those of the cost
with its second-order model of the cross-entropy and the penalty itself (Lee, Sun & Saunders 2014).
"""

from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.regularization.active_set import minimize_l1
from core.regularization.problem import Columns, Path, checked, labels
from core.theory.optimum import logistic_optimum
from core.theory.separation import Separation, separation

_MOST_STEPS = 500
# A full step that changes no logit by more leaves an error of its square.
_SMALL = 1e-8
# What rounding may leave of a gradient that is 0, for columns of mean square 1.
_ROUNDING = 1e-15


def logistic_lasso_path(x: ArrayLike, y: ArrayLike, strengths: ArrayLike) -> Path:
    """The minimum of the mean cross-entropy + λ‖w‖₁ for each λ of strengths (V,); zeros are exact.

    x (N, d) is taken as it is, y (N,) holds 0 and 1, the intercept is not penalized;
    scikit-learn's C is 1/(Nλ). ValueError, one sentence, for anything else, for λ = 0 where a
    hyperplane separates the classes (there is no minimum), and where λ is too small for floats.
    """
    return _path(x, y, strengths, l1=True)


def logistic_ridge_path(x: ArrayLike, y: ArrayLike, strengths: ArrayLike) -> Path:
    """The minimum of the mean cross-entropy + (λ/2)‖w‖² for each λ of strengths (V,).

    Everything else as for `logistic_lasso_path`.
    """
    return _path(x, y, strengths, l1=False)


def soft_minimum(x: ArrayLike, y: ArrayLike) -> Array:
    """(w, b) (d + 1,) of least mean cross-entropy for labels y (N,) strictly between 0 and 1.

    x (N, d). No hyperplane is right about such labels, so there is a minimum.
    """
    x, y, _ = checked(x, y, ())
    if not ((y > 0) & (y < 1)).all():
        wrong = y[(y <= 0) | (y >= 1)][0]
        raise ValueError(f"The soft label {wrong:g} is not possible: allowed is between 0 and 1.")
    problem = _Problem.of(x, y)
    none = np.zeros(x.shape[1] + 1)
    return problem.in_units(problem.minimum(problem.start, none, none))


def _path(x: ArrayLike, y: ArrayLike, strengths: ArrayLike, l1: bool) -> Path:
    x, y, strengths = checked(x, y, strengths)
    problem = _Problem.of(x, labels(y))
    # In z a weight is scale times as large, and its penalty so much weaker, for L2 twice.
    weaker = problem.inverse if l1 else np.square(problem.inverse)
    q, none = problem.start, np.zeros(len(problem.inverse))
    before = problem.largest(weaker)
    found = np.zeros((len(strengths), len(q)))
    # From the largest strength down, each starting where the one before has ended.
    for i in np.argsort(-strengths, kind="stable"):
        if strengths[i] == 0:
            found[i] = _unpenalized(x, y)
            continue
        for strength in _downwards(before, strengths[i]):
            pull = strength * weaker
            q = problem.minimum(q, pull if l1 else none, none if l1 else pull)
        found[i], before = problem.in_units(q), strengths[i]
    return Path(strengths, found[:, -1], found[:, :-1])


def _downwards(before: float, strength: float) -> Array:
    """The strength, and above it others such that each is a tenth of the one before or more."""
    decades = np.log10(before / strength) if before > strength else 0.0
    return strength * 10.0 ** np.arange(max(np.ceil(decades) - 1, 0), -1, -1)


def _unpenalized(x: Array, y: Array) -> Array:
    """(w, b) without penalty; of several the w of least norm."""
    if separation(x, y) is not Separation.OVERLAPPING:
        raise ValueError(
            "The strength 0 is not possible: a hyperplane separates the classes, so the "
            "cross-entropy has no minimum; allowed are strengths above 0."
        )
    optimum = logistic_optimum(x, y)
    assert optimum is not None, "Where classes overlap there is a minimum."
    w, b = optimum.p[:-1], optimum.p[-1]
    if optimum.flat:
        X, mean = x - x.mean(axis=0), x.mean(axis=0)
        least = np.linalg.lstsq(X, X @ w, rcond=None)[0]
        w, b = least, b + mean @ (w - least)
    return np.append(w, b)


@dataclass(frozen=True, eq=False)
class _Problem:
    """The cross-entropy of q (d + 1,), the weights of the columns z and then the intercept.

    rows (N, d + 1) are (z, 1); inverse (d + 1,) is 1/scale, and 0 for the intercept.
    """

    rows: Array
    y: Array
    mean: Array
    inverse: Array

    @classmethod
    def of(cls, x: Array, y: Array) -> "_Problem":
        columns = Columns.of(x)
        rows = np.column_stack([columns.z, np.ones(len(y))])
        return cls(rows, y, columns.mean, np.append(1 / columns.scale, 0.0))

    @property
    def start(self) -> Array:
        """No weights, and the intercept that is best then."""
        rate = self.y.mean()
        return np.append(np.zeros(len(self.mean)), np.log(rate / (1 - rate)))

    def largest(self, weaker: Array) -> float:
        """The strength from which on no weight is worth more than its penalty, but for L2 a few."""
        slope = np.abs((self.y - self.y.mean()) @ self.rows / len(self.y))
        return float((slope[:-1] / weaker[:-1]).max())

    def in_units(self, q: Array) -> Array:
        """(w, b) per unit of x."""
        w = q[:-1] * self.inverse[:-1]
        return np.append(w, q[-1] - w @ self.mean)

    def minimum(self, q: Array, thresholds: Array, bend: Array) -> Array:
        """The minimum of the cross-entropy + Σ t_j |q_j| + ½ Σ bend_j q_j² from a start q.

        A step that changes the logits by at most R lowers the cost if it is taken whole while
        R ≤ 1, and to log(1 + R)/R of its length otherwise, since |f‴| ≤ R f″ along it (Bach 2010,
        section 2.1). A longer part is tried first.
        """
        rows, N = self.rows, len(self.y)
        logits, small = rows @ q, False
        for _ in range(_MOST_STEPS):
            right = 0.5 + 0.5 * np.tanh(0.5 * logits)
            slope = (right - self.y) @ rows / N + bend * q
            outside = (q == 0) & (np.abs(slope) > thresholds * (1 + 4e-15) + _ROUNDING)
            if small and not outside.any():
                return q
            W = np.flatnonzero((q != 0) | outside | (thresholds == 0))
            part = rows[:, W]
            H = (part.T * (right * (1 - right))) @ part / N + np.diag(bend[W])
            goal = q.copy()
            goal[W] = minimize_l1(H, H @ q[W] - slope[W], thresholds[W], q[W])
            new = rows @ goal
            reach = float(np.abs(new - logits).max())
            if not reach < 1e8:
                break
            if small and reach <= _ROUNDING * (1 + float(np.abs(logits).max())) * len(q):
                return goal
            small = reach <= _SMALL * (1 + float(np.abs(new).max()))
            if reach <= 1:
                q, logits = goal, new
                continue
            share, before = 1.0, self._cost(q, thresholds, bend)
            while share > log1p(reach) / reach:
                if self._cost(q + share * (goal - q), thresholds, bend) < before:
                    break
                share /= 2
            q = q + max(share, log1p(reach) / reach) * (goal - q)
            logits = rows @ q
        raise ValueError(
            "A strength is too small for floats in double precision: "
            "the minimum is too far away, or too flat."
        )

    def _cost(self, q: Array, thresholds: Array, bend: Array) -> float:
        logits = self.rows @ q
        loss = np.logaddexp(0, logits) - self.y * logits
        return float(loss.mean() + thresholds @ np.abs(q) + 0.5 * bend @ np.square(q))
