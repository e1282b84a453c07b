"""Why a run on XOR is stuck: what each unit still sees, and whether the point is a minimum."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.activations import Array
from core.risk import Risk


class Verdict(StrEnum):
    """What can be proved about the point, and no more.

    GLOBAL: the cost is 0, and no cost is less. LOCAL: no output that the network can reach without
    changing who is active is nearer to the targets, and a point `nearest` within rounding reaches
    it: a local minimum, not a strict one. MOVING: the gradient is not 0. UNDECIDED: flat, and
    nothing is proved.
    """

    GLOBAL = "global minimum"
    LOCAL = "local minimum"
    MOVING = "moving"
    UNDECIDED = "flat/undecided"


@dataclass(frozen=True, eq=False)
class Unit:
    """One hidden unit: where it is active (4,), and how its gradients cancel.

    dead: active nowhere. at_kink (4,): z is 0 within rounding. parts (4, 4): what each point
    (rows) adds to ∂C/∂(w₁, w₂, c, v) (columns), v the weight that leaves the unit; gradient (4,)
    is their sum. residual_sum is Σ (f - y) over the points where the unit is active.
    """

    active: NDArray[np.bool_]
    at_kink: NDArray[np.bool_]
    dead: bool
    parts: Array
    gradient: Array
    residual_sum: float


@dataclass(frozen=True, eq=False)
class Explanation:
    """A network at one point p, read point by point and unit by unit.

    outputs, residuals f - y (4,); wrong (4,): on the wrong side of ½, or on it. level: the least
    cost that this activation pattern allows (0, 1/8, 1/6, 1/4), None where a unit is not piecewise
    linear. nearest (s,) or None: the exact local minimum beside p that proves the verdict.
    """

    value: float
    fate: str
    outputs: Array
    residuals: Array
    wrong: NDArray[np.bool_]
    units: tuple[Unit, ...]
    gradient_norm: float
    level: float | None
    verdict: Verdict
    nearest: Array | None


def explain(risk: Risk, p: Array) -> Explanation:
    """Read a risk on XOR with one hidden layer at p (s,)."""
    raise NotImplementedError
