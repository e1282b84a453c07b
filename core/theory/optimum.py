"""The minimum of the cross-entropy of logistic regression, in the units of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import localcontext
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.networks.activations import softplus
from core.theory.exact import Whole, whole
from core.theory.newton import Minimum, Numbers, OutOfReachError, decimals, minimize
from core.theory.separation import Separation, checked, separation

# Beyond this condition number floats may not carry nine digits; sixty digits take over.
_TRUSTED = 1e6
_DIGITS = 60
_SMALL = 1e-10
# How many half units in the last place a computed column may be off.
_ROUNDINGS = 4
_FLOAT = np.finfo(float)


@dataclass(frozen=True, eq=False)
class Optimum:
    """Where the mean cross-entropy without penalty is least.

    p (d + 1,) are the weights, each per unit of its column, then the bias; `cost` the minimum.
    `flat` is the dimension of the set of all minima: 0 where there is only one, else p is the one
    whose weights and bias for standardized columns have the least norm.
    """

    p: Array
    cost: float
    flat: int


def logistic_optimum(x: ArrayLike, y: ArrayLike, *, overlapping: bool = False) -> Optimum | None:
    """The optimum for x (N, d) with labels y, (N, 1) or (N,), of 0 and 1; None if there is none.

    There is one exactly where `separation` is overlapping, which who knows it may say. Columns that
    would be collinear but for the rounding of their floats count as collinear. The search runs in
    standardized columns, taken from exact differences: in floats where these carry nine digits,
    else in sixty digits, so that p is right to 1e-8 whatever the columns' units and offsets.
    ValueError as for
    `separation`; OutOfReachError, a ValueError, where p is too large or too small for floats or
    the classes overlap by so little that Newton's method does not arrive.
    """
    if not overlapping and separation(x, y) is not Separation.OVERLAPPING:
        return None
    x, y = checked(x, y)
    columns = [_Column.of(column) for column in x.T]
    signs = np.where(y == 1, 1, -1)
    z = _stacked([column.z for column in columns], len(y))
    rounding = _stacked([column.rounding for column in columns], len(y))
    directions, condition = _directions(z, rounding)
    rows = _rows(z @ directions, signs)
    found = _in_floats(rows)
    with localcontext() as context:
        context.prec = _DIGITS
        basis = decimals(directions)
        if found is None or condition * found.condition > _TRUSTED:
            start = decimals(np.zeros(rows.shape[1]) if found is None else found.q)
            exact = _stacked([column.decimals for column in columns], len(y))
            found = minimize(_rows(exact @ basis, decimals(signs)), start, _SMALL)
        q = decimals(found.q)
        weights = [Fraction(weight) for weight in basis @ q[:-1]]
        bias = Fraction(q[-1])
    for k, column in enumerate(columns):
        weights[k] /= column.scale
        bias -= weights[k] * column.mean
    p = np.array([_float(number) for number in [*weights, bias]])
    cost = float(softplus(-found.margins.astype(float)).mean())
    return Optimum(p, cost, len(columns) - directions.shape[1])


@dataclass(frozen=True, eq=False)
class _Column:
    """A column as mean + scale z, the differences from the mean being `largest` × `ratios`.

    `differences` are integers, `largest` the largest magnitude of them; z (N,) has the mean 0 and
    the variance 1, or is 0. `rounding` (N,) is half a unit in the last place, in the scale of z.
    """

    differences: Whole
    largest: int
    root: float
    mean: Fraction
    scale: Fraction
    rounding: Array

    @classmethod
    def of(cls, column: Array) -> "_Column":
        count = len(column)
        *_, unit = numbers = whole([*column.tolist(), 1.0])
        total = int(numbers[:-1].sum())
        differences = count * numbers[:-1] - total
        largest = int(np.abs(differences).max()) or count * int(unit)
        root = float(np.sqrt(np.square((differences / largest).astype(float)).mean())) or 1.0
        scale = Fraction(root) * Fraction(largest, count * int(unit))
        rounding = np.spacing(np.abs(column)) / 2 / _float(scale)
        mean = Fraction(total, count * int(unit))
        return cls(differences, largest, root, mean, scale, rounding)

    @property
    def z(self) -> Array:
        return (self.differences / self.largest).astype(float) / self.root

    @property
    def decimals(self) -> Numbers:
        return decimals(self.differences) / decimals(self.largest) / decimals(self.root)


def _stacked(columns: Sequence[Numbers], count: int) -> Numbers:
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))


def _directions(z: Array, rounding: Array) -> tuple[Array, float]:
    """Vectors (d, k) whose products with z are orthogonal and standardized; its condition number.

    Where z times a unit vector v is no more than its rounding, v is left out.
    """
    count, d = z.shape
    _, singular, right = np.linalg.svd(np.linalg.qr(z, mode="r"))
    singular = np.append(singular, np.zeros(d - len(singular)))
    noise = _ROUNDINGS * np.linalg.norm(rounding @ np.abs(right.T), axis=0)
    kept = singular > noise + 8 * _FLOAT.eps * singular.max(initial=0)
    directions = right[kept].T * np.sqrt(count) / singular[kept]
    return directions, singular.max(initial=1) / singular[kept].min(initial=np.inf)


def _rows(design: Numbers, signs: Numbers) -> Numbers:
    """s (a, 1) for the rows a of the design."""
    return np.column_stack([design * signs[:, None], signs])


def _in_floats(rows: Array) -> Minimum | None:
    try:
        return minimize(rows, np.zeros(rows.shape[1]), _SMALL)
    except OutOfReachError:
        return None


def _float(number: Fraction) -> float:
    """The nearest float; OutOfReachError where it has fewer digits than others."""
    try:
        nearest = float(number)
    except OverflowError:
        raise OutOfReachError from None
    if number and abs(nearest) < _FLOAT.tiny:
        raise OutOfReachError
    return nearest
