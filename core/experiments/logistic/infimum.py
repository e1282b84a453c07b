"""How low a loss can get, where that is known, and whether anywhere."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.experiments.logistic.experiment import Problem
from core.landscape.critical_points import critical_points
from core.objectives.risk import Risk
from core.theory.optimum import logistic_optimum
from core.theory.separation import Separation, overlap

# A sample is on the boundary if its pre-activation is this small against its largest possible.
_ON_THE_LINE = 1e-9


@dataclass(frozen=True, eq=False)
class Infimum:
    """The infimum `cost` of loss and penalty; p (s,) attains it, None if nothing does."""

    cost: float
    p: Array | None


def infimum(problem: Problem, risk: Risk) -> Infimum | None:
    """The infimum of one of the problem's risks; None where it is not known.

    It is known where the risk is convex: under the cross-entropy. If a line separates some samples
    from the rest without a sample on its wrong side, their costs tend to 0 and only those that are
    on it for good count.
    """
    if not risk.loss.logistic:
        return None
    if risk.penalty is not None:
        return _of_strictly_convex(risk)
    if problem.optimum is not None:
        return Infimum(float(risk.value(problem.optimum)), problem.optimum)
    if problem.separation is Separation.OVERLAPPING:
        return None
    if problem.wide:
        # Which samples stay on the boundary would be decided in exact arithmetic, without end.
        complete = problem.separation is Separation.COMPLETE
        return Infimum(0.0, None) if complete else None
    held = overlap(risk.x, risk.y)
    left = logistic_optimum(risk.x[held], risk.y[held]) if held.any() else None
    return Infimum(left.cost * float(held.mean()) if left else 0.0, None)


def along_ray(risk: Risk, p: Array) -> float | None:
    """Where the mean squared loss tends along t p, t → ∞: the share of samples on the wrong side.

    None for another loss, or if a sample is too near to the boundary to tell its side.
    """
    if risk.loss.weight is None or risk.penalty is not None:
        return None
    X = np.column_stack([risk.x, np.ones(risk.sample_count)])
    z = X @ p
    if (np.abs(z) <= _ON_THE_LINE * (np.abs(X) @ np.abs(p))).any():
        return None
    return risk.loss.weight * float(np.mean((z > 0) != (risk.y[:, 0] > 0.5)))


def _of_strictly_convex(risk: Risk) -> Infimum | None:
    everywhere = np.full(risk.size, np.inf)
    found = critical_points(risk, np.zeros((1, risk.size)), -everywhere, everywhere)
    return Infimum(found[0].value, found[0].p) if found else None
