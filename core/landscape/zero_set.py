"""The set on which a network fits all samples exactly: its dimension, and ways through it."""

from dataclasses import dataclass, replace
from typing import final

import numpy as np

from core.arrays import Array
from core.networks.activation import Activation
from core.networks.activations import ReLU
from core.objectives.residuals import jacobian, residuals
from core.objectives.risk import Risk

# A singular value this small against the largest is 0: ours are off by 1e-15.
_RANK = 1e-10
# Residuals as small as this are 0 within rounding; a start may be off by more, as after a run.
_ON_THE_SET, _NEAR_THE_SET, _CORRECTIONS = 1e-14, 1e-3, 30


@dataclass(frozen=True, eq=False)
class Walk:
    """A way through the zero set: t (K,), p (K, s), value (K,); t is the length from the start.

    `complete` is false where it ends early because no zero could be found any more.
    """

    t: Array
    p: Array
    value: Array
    complete: bool


def zero_set_dimension(risk: Risk, p: Array, right: bool = False) -> int:
    """The dimension of the zero set at a solution p (s,): s minus the rank of ∂r/∂p.

    r are the residuals f(x) - y. Where the z of a ReLU is 0 the set has a fold, and the
    derivative there is the left one, 0, as in PyTorch, or with `right` the right one, 1: the
    tangent space of the sheet on that side. At the solution by hand, with three z = 0, both are 5.
    """
    return len(null_basis(risk, p, right))


def null_basis(risk: Risk, p: Array, right: bool = False) -> Array:
    """Orthonormal directions (dimension, s) along which r does not change to first order."""
    _, singular, Vt = np.linalg.svd(_jacobian(risk, p, right))
    rank = int((singular > _RANK * singular.max(initial=0.0)).sum())
    return np.asarray(Vt[rank:], dtype=float)


def walk(
    risk: Risk, p: Array, direction: Array, length: float, count: int = 101, right: bool = False
) -> Walk:
    """Along the zero set from a solution p (s,) in count - 1 steps of length / (count - 1).

    Each step goes along the part of the last direction that is tangent to the set, and back onto
    the set by the shortest corrections (Gauss-Newton), which make it a little longer, or shorter
    where it crosses a fold. A p that training has brought near the set is first put onto it.
    ValueError if p is no solution, if nothing of `direction` (s,) is tangent to the set, or for a
    length that is not positive or count < 2.
    """
    p = np.array(p, dtype=float)
    start = _onto_the_set(risk, p, right) if _distance(risk, p) <= _NEAR_THE_SET else None
    if start is None:
        raise ValueError(
            f"The cost at p is {float(risk.value(p)):.3g}: a walk starts where it is 0."
        )
    if not 0 < length < np.inf or count < 2:
        raise ValueError(
            f"length = {length}, count = {count} is not possible: "
            "allowed are lengths above 0 and at least 2 points."
        )
    heading = np.asarray(direction, dtype=float)
    points, step = [start], length / (count - 1)
    for _ in range(count - 1):
        basis = null_basis(risk, points[-1], right)
        along = basis.T @ (basis @ heading)
        size = float(np.linalg.norm(along))
        if not size > _RANK * float(np.linalg.norm(heading)):
            if len(points) == 1:
                raise ValueError("The direction stands at right angles to the zero set.")
            break
        heading = along / size
        landed = _onto_the_set(risk, points[-1] + step * heading, right)
        if landed is None:
            break
        points.append(landed)
    path: Array = np.stack(points)
    gone = np.linalg.norm(np.diff(path, axis=0), axis=1).cumsum()
    return Walk(np.append(0.0, gone), path, risk.value(path), len(path) == count)


def _distance(risk: Risk, p: Array) -> float:
    return float(np.abs(residuals(risk, p)).max())


def _onto_the_set(risk: Risk, p: Array, right: bool) -> Array | None:
    best, nearest = p, _distance(risk, p)
    for _ in range(_CORRECTIONS):
        if nearest == 0:
            break
        r = residuals(risk, p)
        p = p - np.linalg.lstsq(_jacobian(risk, p, right), r, rcond=_RANK)[0]
        distance = _distance(risk, p)
        if distance < nearest:
            best, nearest = p, distance
        elif nearest <= _ON_THE_SET:
            break
    return best if nearest <= _ON_THE_SET else None


@final
@dataclass(frozen=True)
class _RightReLU(Activation):
    """ReLU with the right derivative at 0."""

    def __call__(self, z: Array) -> Array:
        return np.maximum(z, 0.0)

    def derivative(self, z: Array) -> Array:
        return (z >= 0).astype(float)

    def second_derivative(self, z: Array) -> Array:
        return np.zeros_like(z)


def _jacobian(risk: Risk, p: Array, right: bool) -> Array:
    network = risk.network
    if right and network.hidden == ReLU():
        network = replace(network, hidden=_RightReLU())
    return jacobian(replace(risk, model=network), p)
