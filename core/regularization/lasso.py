"""The lasso for every strength: its path is piecewise linear, and the knots are known exactly.

Minimized is (1/2N)‖y - b - Xw‖² + λ‖w‖₁. From the largest λ down the solution is w = u - λv with u
and v fixed as long as nobody joins or leaves the active set, so that a knot is the next root of a
linear function (Osborne, Presnell & Turlach 2000; Efron, Hastie, Johnstone & Tibshirani 2004).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Mask
from core.regularization.problem import Columns, Path, checked

# Two knots this close, relative to their size, are one.
_SAME = 1e-12
# A column of length 1 that is no farther than this from the span of others counts as in it, and
# so does one that is no farther than so many last places of its numbers.
_APART, _PLACES = 1e-11, 8
# Correlations and slopes, of vectors of length 1, that may be rounding.
_NOISE, _GAIN = 1e-14, 1e-9
_MOST_KNOTS = 100_000


def lasso_path(x: ArrayLike, y: ArrayLike, strengths: ArrayLike) -> Path:
    """The minimum of (1/2N)‖y - b - Xw‖² + λ‖w‖₁ for each λ of strengths (V,); zeros are exact.

    x (N, d) is taken as it is, y is (N,), the intercept b is not penalized; λ is scikit-learn's
    alpha. Where the minimum is not unique, as with a column that occurs twice, it is one of them;
    λ = 0 gives the limit of small λ. ValueError, one sentence, for anything else.
    """
    x, y, strengths = checked(x, y, strengths)
    problem = _Problem.of(x, y)
    w = np.zeros((len(strengths), x.shape[1]))
    for piece in problem.pieces(strengths.min(initial=np.inf)):
        here = piece.holds(strengths)
        w[here] = piece.at(strengths[here])
    return problem.path(strengths, w)


def lasso_knots(x: ArrayLike, y: ArrayLike) -> Path:
    """Where the lasso's path bends: from the largest λ with a solution other than 0 down to λ = 0.

    `strengths` decrease and end with 0; between two of them w and the intercept are linear in λ.
    x (N, d) and y (N,) as for `lasso_path`.
    """
    x, y, _ = checked(x, y, ())
    problem = _Problem.of(x, y)
    pieces = list(problem.pieces(0.0))
    strengths = np.array([*(piece.high for piece in pieces), 0.0])
    w = np.zeros((len(strengths), x.shape[1]))
    for piece in pieces:
        here = piece.holds(strengths)
        w[here] = piece.at(strengths[here])
    return problem.path(strengths, w)


@dataclass(frozen=True, eq=False)
class _Piece:
    """The minima for λ in [low, high], with their signs (d,), and who is exactly 0 at an end.

    A knot belongs to the piece with fewer coefficients, where those that come or go are 0 and not
    the difference of two numbers: to the lower one where `whole`, else to the upper one.
    """

    high: float
    low: float
    whole: bool
    fit: "_Fit"
    sign: Array
    zero_at_high: Mask
    zero_at_low: Mask

    def holds(self, strengths: Array) -> Mask:
        """Which of the strengths (V,) are this piece's, after those of the piece above."""
        below = strengths <= self.high if self.whole else strengths < self.high
        return below & (strengths >= self.low)

    def at(self, strengths: Array) -> Array:
        w = self.fit.weights(strengths)
        # Next to a knot rounding may show a coefficient on the wrong side of 0.
        w[w * self.sign < 0] = 0.0
        w[np.ix_(strengths >= self.high, self.zero_at_high)] = 0.0
        w[np.ix_(strengths <= self.low, self.zero_at_low)] = 0.0
        return w


@dataclass(frozen=True, eq=False)
class _Problem:
    """½|t - Zw|² + λ Σ τ_j |w_j| with columns Z (m, d) of length 1 (or 0) and |t| = 1 (or 0).

    Rows are rotated so that there are at most d + 1 of them. The table's coefficients are `unit` w.
    """

    Z: Array
    t: Array
    thresholds: Array
    apart: Array
    unit: Array
    mean: Array
    y_mean: float

    @classmethod
    def of(cls, x: Array, y: Array) -> "_Problem":
        columns, target = Columns.of(x), Columns.of(y[:, None])
        Z = np.column_stack([columns.z, target.z]) / np.sqrt(len(y))
        if len(Z) > Z.shape[1]:
            Z = np.linalg.qr(Z, mode="r")
        y_scale, y_mean = float(target.scale[0]), float(target.mean[0])
        thresholds = 1 / columns.scale / y_scale
        unit = y_scale / columns.scale
        apart = _APART + _PLACES * columns.rounding
        return cls(Z[:, :-1], Z[:, -1], thresholds, apart, unit, columns.mean, y_mean)

    def _apart(self, fit: "_Fit", active: Mask) -> Mask:
        """Which columns (d,) the active ones do not span."""
        left = np.linalg.norm(self.Z - fit.q @ (fit.q.T @ self.Z), axis=0)
        return np.asarray(left > self.apart + self.apart[active].max(initial=0.0))

    def path(self, strengths: Array, w: Array) -> Path:
        w = w * self.unit
        return Path(strengths, self.y_mean - w @ self.mean, w)

    def pieces(self, lowest: float) -> Iterator[_Piece]:
        """The linear pieces of the path from the first knot down to `lowest`."""
        Z, tau = self.Z, self.thresholds
        tied, high = _first(np.abs(Z.T @ self.t) / tau)
        if not high > 0:
            return
        sign = np.sign(Z.T @ self.t)
        free = np.zeros(len(tau), dtype=bool)
        count = 0
        for _ in range(_MOST_KNOTS):
            active, fit, apart = self._below(free, tied, sign)
            falling = active & (fit.v * sign < 0)
            events = np.full((3, len(tau)), -np.inf)
            events[0, falling] = fit.u[falling] / fit.v[falling]
            for row, side in zip(events[1:], (1.0, -1.0), strict=True):
                gap, rest = tau - side * fit.slope, side * fit.rest
                meets = ~active & (gap > 0) & (rest > _NOISE) & apart
                # Who has just been refused moves away from his bound.
                meets &= ~(tied & (sign == side))
                row[meets] = np.minimum(rest[meets] / gap[meets], high)
            next_tied, low = _first(events.max(axis=0))
            if low <= 0:
                next_tied, low = np.zeros_like(active), 0.0
            # A knot that comes twice, since rounding tells its ties apart, counts once.
            if low < high * (1 - _SAME):
                whole = int(active.sum()) < count
                yield _Piece(high, low, whole, fit, sign, tied, next_tied & active)
                high, count = low, int(active.sum())
            if low <= lowest or low == 0:
                return
            tied, free = next_tied, active & ~next_tied
            sign = np.where(active, sign, np.where(events[1] >= events[2], 1.0, -1.0))
        raise ValueError(f"The path has more than {_MOST_KNOTS:,} knots, which is not possible.")

    def _below(self, free: Mask, tied: Mask, sign: Array) -> tuple[Mask, "_Fit", Mask]:
        """The active set (d,) just below a knot, its fit, and who is not in its span.

        Of the tied, who are 0 at the knot, those come in whose coefficients then grow: a
        least-squares problem with signs (Lawson & Hanson 1974, chapter 23), which has one answer
        however many are tied. A coefficient grows by v as λ falls.
        """
        active, growth, refused = free.copy(), np.zeros(len(sign)), ~tied
        pull = self.thresholds * sign
        fit = _Fit.of(self.Z, self.t, pull, active)
        while True:
            apart = self._apart(fit, active)
            gain = 1 - sign * fit.slope / self.thresholds
            gain[active | refused | ~apart] = -np.inf
            j = int(gain.argmax())
            if not gain[j] > _GAIN:
                return active, fit, apart
            active[j] = True
            while True:
                fit = _Fit.of(self.Z, self.t, pull, active)
                goal = sign * fit.v
                wrong = tied & active & (goal <= 0)
                if not wrong.any():
                    growth = goal
                    break
                if wrong[j] and growth[j] == 0:
                    # Only rounding had let it seem to gain.
                    active[j], refused[j] = False, True
                    fit = _Fit.of(self.Z, self.t, pull, active)
                    break
                share = growth[wrong] / (growth[wrong] - goal[wrong])
                growth = growth + share.min() * (goal - growth)
                active[np.flatnonzero(wrong)[share <= share.min()]] = False


@dataclass(frozen=True, eq=False)
class _Fit:
    """Least squares on the active columns QR: w = u - λv, correlations rest + λ slope.

    Rw = along - λ lifted; u, v, rest and slope are (d,).
    """

    active: Mask
    q: Array
    r: Array
    along: Array
    lifted: Array
    u: Array
    v: Array
    rest: Array
    slope: Array

    @classmethod
    def of(cls, Z: Array, t: Array, pull: Array, active: Mask) -> "_Fit":
        q, r = np.linalg.qr(Z[:, active])
        u, v = np.zeros(len(active)), np.zeros(len(active))
        along, lifted = q.T @ t, np.linalg.solve(r.T, pull[active])
        u[active], v[active] = np.linalg.solve(r, np.stack([along, lifted], axis=1)).T
        rest, slope = Z.T @ (t - q @ along), Z.T @ (q @ lifted)
        return cls(active.copy(), q, r, along, lifted, u, v, rest, slope)

    def weights(self, strengths: Array) -> Array:
        """w (V, d), the difference taken before it is divided: u and v may be far larger."""
        w = np.zeros((len(strengths), len(self.active)))
        right = self.along[:, None] - self.lifted[:, None] * strengths
        w[:, self.active] = np.linalg.solve(self.r, right).T
        return w


def _first(events: Array) -> tuple[Mask, float]:
    """Which (d,) come first as λ falls, and where: the largest of the events."""
    first = float(events.max(initial=-np.inf))
    return events >= first - _SAME * abs(first), first
