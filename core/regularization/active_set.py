"""A quadratic with a weighted L1 norm, minimized to the last digit."""

import numpy as np

from core.arrays import Array, Mask

# How far beyond its threshold a gradient must lie, relative to the largest one there can be.
_ROUNDING = 4e-15


def minimize_l1(H: Array, c: Array, thresholds: Array, w: Array) -> Array:
    """The minimum of ½ wᵀHw - cᵀw + Σ t_j |w_j| over w (d,), found from a start w; zeros are exact.

    H (d, d) is positive semidefinite, thresholds t (d,) are 0 and more; where t_j = 0 the
    coefficient is free. Among the coefficients that are not 0 the signs are kept and the quadratic
    is solved; the first one that would cross 0 on the way becomes 0, and when none does, the zero
    that violates its condition |c_j - (Hw)_j| ≤ t_j most comes in (Lee, Battle, Raina & Ng 2007,
    Algorithm 1). The value falls from round to round, so no set of signs comes twice.
    """
    w = w.copy()
    sign = np.sign(w)
    free = thresholds == 0
    active = (w != 0) | free
    tried = 0
    while True:
        w, sign, active = _settled(H, c, thresholds, w, sign, active, free)
        slope = c - H @ w
        size = np.abs(c) + np.abs(H) @ np.abs(w)
        beyond = np.abs(slope) - thresholds
        beyond[active] = -np.inf
        j = int(beyond.argmax())
        tried += 1
        # Rounding may let two sets alternate; so many rounds are more than any path has taken.
        if not beyond[j] > _ROUNDING * size[j] * len(w) or tried > 50 + 20 * len(w):
            return w
        active[j], sign[j] = True, np.sign(slope[j])


def _settled(
    H: Array, c: Array, t: Array, w: Array, sign: Array, active: Mask, free: Mask
) -> tuple[Array, Array, Mask]:
    """The minimum among the active coefficients, those that cross 0 on the way dropped."""
    while active.any():
        A = np.flatnonzero(active)
        goal = solution(H[np.ix_(A, A)], c[A] - t[A] * sign[A])
        here = w[A]
        crossing = (goal * sign[A] <= 0) & ~free[A]
        if not crossing.any():
            w[A] = goal
            break
        shares = np.full(len(A), np.inf)
        shares[crossing] = 0.0
        moving = crossing & (here != 0)
        shares[moving] = here[moving] / (here[moving] - goal[moving])
        share = shares.min()
        w[A] = here + share * (goal - here)
        dropped = A[shares <= share]
        w[dropped], sign[dropped], active[dropped] = 0.0, 0.0, False
    return w, sign, active


def solution(H: Array, c: Array) -> Array:
    """H⁻¹c; the solution of least norm where H is singular."""
    try:
        return np.asarray(np.linalg.solve(H, c), dtype=float)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(H, c, rcond=None)[0], dtype=float)
