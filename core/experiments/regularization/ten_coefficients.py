"""All ten coefficients of the diabetes data along λ, and what holds along the way."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.datasets.wide import Diabetes
from core.experiments.regularization.choices import ElasticNet, Lasso, Ridge
from core.regularization import (
    RidgeFit,
    elastic_net_path,
    lasso_knots,
    lasso_path,
    minimize_l1,
    ridge_path,
)

NAMES: Final = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")
Method = Lasso | ElasticNet | Ridge


@dataclass(frozen=True, eq=False)
class Coefficients:
    """Minima for V strengths, found in two ways: path (V, 10) and solved (V, 10).

    path: by homotopy for the lasso, from one singular value decomposition for ridge regression.
    solved: the normal equations, or their active set, for each λ alone. pull (V, 10): what the
    penalty's L1 part must hold, |x_jᵀr/N - λ(1-ρ)w_j|, r the residuals; hold (V,): what it can, λρ.
    filters (V, 10): the share s²/(s²+Nλ) of each singular component that ridge regression leaves.
    trace (V,): that of the matrix which turns y into ridge's fit.
    """

    strengths: Array
    path: Array
    solved: Array
    pull: Array
    hold: Array
    filters: Array
    trace: Array

    @property
    def count(self) -> Array:
        """How many coefficients are not exactly 0 (V,)."""
        return np.count_nonzero(self.solved, axis=1)


def share_of(penalty: Method) -> float:
    """ρ, the L1 norm's share of a penalty."""
    match penalty:
        case Lasso():
            return 1.0
        case ElasticNet(l1_share):
            return l1_share
    return 0.0


def coefficients(penalty: Method, strengths: Array) -> Coefficients:
    """For each λ of strengths (V,)."""
    samples, share = Diabetes()(), share_of(penalty)
    x, y = samples.x, samples.y - samples.y.mean()
    N, d = x.shape
    H, c = x.T @ x / N, x.T @ y / N
    if isinstance(penalty, Lasso):
        path = lasso_path(x, y, strengths).w
    elif isinstance(penalty, ElasticNet):
        path = elastic_net_path(x, y, strengths, share).w
    else:
        path = ridge_path(x, y, strengths).w
    solved = np.array(
        [
            minimize_l1(
                H + each * (1 - share) * np.eye(d), c, np.full(d, each * share), np.zeros(d)
            )
            for each in strengths
        ]
    )
    pull = np.abs(c - solved @ H - strengths[:, None] * (1 - share) * solved)
    fit = RidgeFit.of(x, y)
    # Each column of (XᵀX + NλI)⁻¹Xᵀ with its row of X.
    trace = [np.trace(np.linalg.solve(H + each * np.eye(d), H)) for each in strengths]
    return Coefficients(
        strengths, path, solved, pull, strengths * share, fit.filters(strengths), np.array(trace)
    )


@dataclass(frozen=True)
class Event:
    """At a knot of the lasso's path a coefficient becomes other than 0, or 0, as λ falls."""

    strength: float
    name: str
    enters: bool


def events() -> list[Event]:
    """Every knot of the lasso's path but its end, from the largest λ down, exactly."""
    samples = Diabetes()()
    path = lasso_knots(samples.x, samples.y)
    # Between two knots the set of those that are not 0 stays; knots themselves have less.
    knots = path.strengths
    middle = (knots[:-1] + knots[1:]) / 2
    between = lasso_path(samples.x, samples.y, np.append(2 * knots[0], middle)).w != 0
    return [
        Event(float(knots[k]), NAMES[j], bool(between[k + 1][j]))
        for k in range(len(middle))
        for j in np.flatnonzero(between[k] != between[k + 1])
    ]


def count_by_knots(strength: float, knots: list[Event]) -> int:
    """How many coefficients the knots say are not 0 at a λ."""
    return sum(1 if each.enters else -1 for each in knots if each.strength > strength)
