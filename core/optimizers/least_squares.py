"""Nonlinear least squares: the Levenberg-Marquardt method on all residuals at once."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, knob_axes
from core.objectives.residuals import jacobian, residuals, weight_of
from core.objectives.risk import Risk

# A rejected step makes the method four times as cautious, an accepted one half. On the ten points
# of Higham & Higham the usual 10 and 1/10 rush 3 of 100 random starts onto a plateau for good.
_FIRST_DAMPING, _RAISE, _LOWER = 0.1, 4.0, 0.5
# Within these a point counts as stationary: nothing but rounding is left to gain.
_NO_SLOPE, _NO_STEP = 1e-12, 1e-14


class Outcome(StrEnum):
    """Why the method stopped."""

    SOLVED = "solved"
    STATIONARY = "stationary"
    EXHAUSTED = "exhausted"


@dataclass(frozen=True, eq=False)
class Fit:
    """The points of a least-squares run, one after each evaluation of the residuals.

    k (K,): 0 (the start), 1, 2, …; p (K, ..., s): the best point so far; value (K, ...): the cost
    there, on the scale of the risk. evaluations (...): how many each model took, the start
    included; later rows repeat its last point. outcome (...): SOLVED where Σ‖y-F(x)‖² came down
    to the goal, STATIONARY where no step lowers it any more, EXHAUSTED where the budget was spent.
    """

    k: NDArray[np.int64]
    p: Array
    value: Array
    evaluations: NDArray[np.int64]
    outcome: NDArray[np.str_]


def levenberg_marquardt(
    risk: Risk, p: ArrayLike, evaluations: int = 200, goal: float = 1e-8
) -> Fit:
    """Lower Σ r² from p (..., s) until it is at most `goal`; leading axes run side by side.

    The step solves (JᵀJ + μI) d = -Jᵀr (Levenberg 1944) with μ = λ ‖r‖² (Yamashita & Fukushima
    2001), which keeps the convergence fast although the minimizers are not isolated; λ adapts as
    in Marquardt (1963). A step that does not lower Σ r² is not taken.
    ValueError if the risk is no plain sum of squares or has knobs with a number for each model, if
    p does not fit or is not finite, or if `evaluations` < 1.
    """
    weight = weight_of(risk)
    if knob_axes(risk):
        raise ValueError("Models leave this method one by one: the risk's knobs must be numbers.")
    start = np.array(p, dtype=float)
    if start.shape[-1:] != (risk.size,) or not np.isfinite(start).all():
        raise ValueError(
            f"p of shape {start.shape} is no start: needed are {risk.size} finite parameters."
        )
    if evaluations < 1:
        raise ValueError(f"evaluations = {evaluations} is not possible: allowed are 1 and more.")
    p = start.reshape(-1, risk.size)
    r = residuals(risk, p)
    square = np.square(r).sum(axis=-1)
    damping = np.full(len(p), _FIRST_DAMPING)
    taken = np.ones(len(p), dtype=np.int64)
    outcome = np.where(square <= goal, Outcome.SOLVED, Outcome.EXHAUSTED).astype("<U10")
    running = outcome == Outcome.EXHAUSTED
    points, squares = [p.copy()], [square.copy()]

    for _ in range(1, evaluations):
        if not running.any():
            break
        # A model at rest does not spend the evaluation.
        d, slope = _step(jacobian(risk, p[running]), r[running], damping[running])
        at_rest = slope <= _NO_SLOPE
        at_rest |= np.abs(d).max(axis=-1) <= _NO_STEP * (1 + np.abs(p[running]).max(axis=-1))
        outcome[np.flatnonzero(running)[at_rest]] = Outcome.STATIONARY
        running[running] = ~at_rest
        if not running.any():
            break
        taken += running
        with np.errstate(over="ignore", invalid="ignore"):
            tried = p[running] + d[~at_rest]
            tried_r = residuals(risk, tried)
            tried_square = np.square(tried_r).sum(axis=-1)
        lower = tried_square < square[running]
        damping[running] *= np.where(lower, _LOWER, _RAISE)
        better = np.flatnonzero(running)[lower]
        p[better], r[better], square[better] = tried[lower], tried_r[lower], tried_square[lower]
        points.append(p.copy())
        squares.append(square.copy())
        solved = running & (square <= goal)
        outcome[solved] = Outcome.SOLVED
        running &= ~solved

    shape = start.shape[:-1]
    return Fit(
        np.arange(len(points)),
        np.stack(points).reshape(-1, *start.shape),
        weight * np.stack(squares).reshape(-1, *shape),
        taken.reshape(shape),
        outcome.reshape(shape),
    )


def _step(J: Array, r: Array, damping: Array) -> tuple[Array, Array]:
    """The damped Gauss-Newton step d (R, s) and the slope max |Jᵀr| (R,).

    From the singular values of J rather than JᵀJ, which would square its condition number.
    """
    U, s, Vt = np.linalg.svd(J, full_matrices=False)
    along = (r[:, None, :] @ U)[:, 0, :]
    slope = np.abs(((s * along)[:, None, :] @ Vt)[:, 0, :]).max(axis=-1)
    mu = damping * np.square(r).sum(axis=-1)
    # μ underflows only where the residuals do; J may have a zero singular value then.
    filtered = along * s / np.maximum(s * s + mu[:, None], np.finfo(float).tiny)
    return -(filtered[:, None, :] @ Vt)[:, 0, :], slope
