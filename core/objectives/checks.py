"""Checks that a derivative is the derivative: for tests, and for readers who write their own."""

import numpy as np

from core.arrays import Array
from core.objectives.objective import Objective


def taylor_slope(
    objective: Objective, p: Array, direction: Array, largest: float = 1e-2, halvings: int = 6
) -> float:
    """Order in ε of the remainder |C(p + εd) - C(p) - ε ∇C(p)·d|, 2 if the gradient is right.

    p and d (s,); ε = largest · 2^-i. The slope of a straight line through the remainders in
    log-log scale; 2 also where they are below rounding, as for a cost that is linear along d.
    """
    steps = largest * 0.5 ** np.arange(halvings)
    base = objective.value(p)
    linear = steps * (objective.gradient(p) @ direction)
    remainder = np.abs(objective.value(p + steps[:, None] * direction) - base - linear)
    if remainder.max() < 1e-13 * (1 + abs(base)):
        return 2.0
    return float(np.polyfit(np.log(steps), np.log(remainder + 1e-300), 1)[0])


def central_difference(objective: Objective, p: Array, step: float = 1e-5) -> Array:
    """The gradient (s,) at p (s,) from central differences, error of order step²."""
    shifts = step * np.eye(len(p))
    return (objective.value(p + shifts) - objective.value(p - shifts)) / (2 * step)


def hessian_difference(objective: Objective, p: Array, step: float = 1e-5) -> Array:
    """The Hessian (s, s) at p (s,) from central differences of the gradient."""
    shifts = step * np.eye(len(p))
    return (objective.gradient(p + shifts) - objective.gradient(p - shifts)) / (2 * step)
