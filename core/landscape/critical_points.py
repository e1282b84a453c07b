"""Critical points: where the gradient vanishes, found by Newton's method from many starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.arrays import Array
from core.objectives.objective import Objective

# A point counts as found when Newton's next step is this small against its own size.
_STEP = 1e-7
# Eigenvalues below this share of the Hessian's scale over the starts decide nothing: rounding,
# and the flat tails of saturated units, leave curvature of that size.
_FLAT = 1e-6
# A gradient that is this small against the Hessian's scale is rounding.
_NO_SLOPE = 1e-15


class Verdict(StrEnum):
    """What the second derivatives prove about a critical point."""

    MINIMUM = "minimum"
    SADDLE = "saddle"
    MAXIMUM = "maximum"
    UNDECIDED = "flat or undecided"


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A zero of the gradient: p (s,), cost, eigenvalues (s,) ascending, and the verdict.

    `index` counts negative eigenvalues. With an eigenvalue too close to 0 the verdict is
    UNDECIDED: a small gradient alone never makes a minimum.
    """

    p: Array
    value: float
    eigenvalues: Array
    verdict: Verdict
    index: int


def critical_points(
    objective: Objective, starts: Array, low: Array, high: Array, steps: int = 60
) -> tuple[CriticalPoint, ...]:
    """The distinct critical points between low (s,) and high (s,), by increasing cost.

    From each start (R, s), `steps` of Levenberg and Marquardt's method on ½‖∇C‖²: Newton's
    steps, shortened where they do not make the gradient smaller. It goes to critical points of
    any kind. What many starts miss is not listed; the list is evidence, not a proof.
    """
    p = np.array(starts, dtype=float)
    scale = float(np.abs(objective.hessian(p)).max())
    p, step = _newton(objective, p, steps, _NO_SLOPE * scale)
    # The way may have led beyond the length that floats can square: only points inside are judged.
    inside = ((p >= low) & (p <= high)).all(axis=-1)
    p, step = p[inside], step[inside]
    settled = step <= _STEP * (1 + np.linalg.norm(p, axis=-1))
    found = [classify(objective, q, scale) for q in _distinct(p[settled])]
    return tuple(sorted(_one_for_each_flat(found), key=_order))


def classify(objective: Objective, p: Array, scale: float) -> CriticalPoint:
    """The verdict on one critical point p (s,); curvature below 1e-6 of `scale` is flat."""
    eigenvalues = np.asarray(np.linalg.eigvalsh(objective.hessian(p)), dtype=float)
    index = int((eigenvalues < 0).sum())
    if np.abs(eigenvalues).min() <= _FLAT * scale:
        verdict = Verdict.UNDECIDED
    elif index == 0:
        verdict = Verdict.MINIMUM
    else:
        verdict = Verdict.MAXIMUM if index == len(p) else Verdict.SADDLE
    return CriticalPoint(p, float(objective.value(p)), eigenvalues, verdict, index)


def minima(points: Sequence[CriticalPoint]) -> list[CriticalPoint]:
    """The proven minima among critical points, by increasing cost."""
    return [point for point in points if point.verdict is Verdict.MINIMUM]


def _order(point: CriticalPoint) -> tuple[float, ...]:
    # Rounding must not decide between symmetric points of equal cost.
    return (round(point.value, 9), *point.p.round(6).tolist())


def _newton(objective: Objective, p: Array, steps: int, small: float) -> tuple[Array, Array]:
    """Points (R, s) after the iteration and the length (R,) of the undamped Newton step there.

    A gradient up to `small` is 0.
    """
    damping = np.full(len(p), 1e-3)
    active = np.arange(len(p))
    g = objective.gradient(p)
    for _ in range(steps):
        q, gq = p[active], g[active]
        H = objective.hessian(q)
        trial = q - _damped_step(H, gq, damping[active])
        g_trial = objective.gradient(trial)
        better = np.linalg.norm(g_trial, axis=-1) < np.linalg.norm(gq, axis=-1)
        p[active] = np.where(better[:, None], trial, q)
        g[active] = np.where(better[:, None], g_trial, gq)
        damping[active] *= np.where(better, 0.1, 10.0)
        moving = (damping[active] < 1e12) & (np.linalg.norm(g[active], axis=-1) > small)
        active = active[moving]
        if not len(active):
            break
    return p, _newton_length(objective.hessian(p), g)


def _damped_step(H: Array, g: Array, damping: Array) -> Array:
    """(HᵀH + μ‖H‖² I)⁻¹ Hᵀg for H (R, s, s), through its eigenvalues."""
    eigenvalues, vectors = np.linalg.eigh(H)
    square = eigenvalues**2
    floor = np.maximum(damping * square.max(axis=-1), np.finfo(float).tiny)
    along = (g[:, None, :] @ vectors)[:, 0, :]
    return (vectors @ (eigenvalues / (square + floor[:, None]) * along)[:, :, None])[:, :, 0]


def _newton_length(H: Array, g: Array) -> Array:
    """‖H⁻¹g‖ (R,): how far Newton's method would still go; 0 where g is 0, inf where H is."""
    eigenvalues, vectors = np.linalg.eigh(H)
    along = np.abs((g[:, None, :] @ vectors)[:, 0, :])
    with np.errstate(divide="ignore", over="ignore"):
        steps = np.divide(along, np.abs(eigenvalues), where=along > 0, out=np.zeros_like(along))
    return steps.max(axis=-1)


def _one_for_each_flat(points: list[CriticalPoint]) -> list[CriticalPoint]:
    """A flat stretch stops Newton wherever it enters: one point of each level stands for it."""
    levels: list[float] = []
    kept = []
    for point in points:
        if point.verdict is Verdict.UNDECIDED:
            if any(abs(point.value - level) < 1e-6 * (1 + abs(level)) for level in levels):
                continue
            levels.append(point.value)
        kept.append(point)
    return kept


def _distinct(p: Array, tolerance: float = 1e-4) -> list[Array]:
    kept: list[Array] = []
    for q in p:
        if all(np.linalg.norm(q - r) > tolerance * (1 + np.linalg.norm(r)) for r in kept):
            kept.append(q)
    return kept
