"""Landscapes: an objective sampled on a grid of a plane."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, in_chunks, knob_axes
from core.objectives.objective import Objective
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from core.objectives.sigmoid_unit import sigmoid_unit

# Numbers in one chunk of lifted grid points: 256 kB, so that a network's layers fit L2 as well.
_CHUNK_NUMBERS = 1 << 15


@dataclass(frozen=True, eq=False)
class Surface:
    """The heights value (n, m) over a plane: value[row, column] at (alpha[column], beta[row])."""

    plane: Plane
    alpha: Array
    beta: Array
    value: Array


def sample(objective: Objective, plane: Plane, alpha: ArrayLike, beta: ArrayLike) -> Surface:
    """The objective at plane.lift((α, β)) for each α of alpha (m,) and β of beta (n,).

    Nothing is interpolated, shifted or clipped. ValueError for axes that are not lists of finite
    numbers, for a plane of another parameter space, and for knobs with a number for each model.
    """
    alpha, beta = axes(objective, plane, alpha, beta)
    unit = sigmoid_unit(objective)
    if unit is None:
        value = in_chunks(
            lambda at: objective.value(plane.lift(at)),
            grid(alpha, beta),
            max(1, _CHUNK_NUMBERS // plane.size),
        )
    else:
        value = unit.surface(plane, alpha, beta)
        if isinstance(objective, Risk) and objective.penalty is not None:
            value += objective.penalty_value(plane.lift(grid(alpha, beta)))
    return Surface(plane, alpha, beta, value)


def axes(
    objective: Objective, plane: Plane, alpha: ArrayLike, beta: ArrayLike
) -> tuple[Array, Array]:
    """Copies of a grid's two axes, checked; ValueError as for `sample`."""
    if knob_axes(objective):
        raise ValueError("A landscape is that of one model: the objective's knobs must be numbers.")
    if plane.size != objective.size:
        raise ValueError(
            f"The plane lies in {plane.size} dimensions; the objective has {objective.size}."
        )
    checked = []
    for name, axis in (("alpha", alpha), ("beta", beta)):
        array = np.array(axis, dtype=float)
        if array.ndim != 1 or not array.size or not np.isfinite(array).all():
            raise ValueError(f"{name} must be a list of at least one number, all of them finite.")
        checked.append(array)
    return checked[0], checked[1]


def midpoints(axis: Array) -> Array:
    """The middles (n - 1,) of an axis (n,): a share of its cells is a share of its length.

    A grid's points on the border stand for half a cell, or a quarter, and are no measure of area.
    """
    return 0.5 * (axis[:-1] + axis[1:])


def grid(alpha: Array, beta: Array) -> Array:
    """Coordinates (n, m, 2) of the grid with columns alpha (m,) and rows beta (n,)."""
    return np.stack(np.meshgrid(alpha, beta), axis=-1)
