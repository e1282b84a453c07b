"""What every path starts from and ends in: checked numbers, columns of one size, a path."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array


@dataclass(frozen=True, eq=False)
class Path:
    """The minimum for each strength, in the units of x and y as they were given.

    strengths (V,) in the order in which they were asked for, intercept (V,), w (V, d).
    """

    strengths: Array
    intercept: Array
    w: Array

    def outputs(self, x: ArrayLike) -> Array:
        """b + wᵀx for the rows of x (M, d), one row for each strength: (V, M)."""
        return self.intercept[:, None] + self.w @ np.asarray(x, dtype=float).T


@dataclass(frozen=True, eq=False)
class Columns:
    """x (N, d) as mean + scale · z, z (N, d) with columns of mean 0 and mean square 1.

    A penalty is no function of z alone, so `scale` (d,) goes along. A constant column is 0 in z.
    rounding (d,): what a last place of x is in the scale of z.
    """

    z: Array
    mean: Array
    scale: Array
    rounding: Array

    @classmethod
    def of(cls, x: Array) -> "Columns":
        """Of x (N, d). Differences come first, so that an offset eats no digits twice."""
        first = x[0]
        differences = x - first
        shift = differences.mean(axis=0)
        differences = differences - shift
        shift, differences = shift + differences.mean(axis=0), _centered(differences)
        constant = np.ptp(x, axis=0) == 0
        differences[:, constant] = 0.0
        largest = np.abs(differences).max(axis=0)
        largest[largest == 0] = 1.0
        size = np.sqrt(np.square(differences / largest).mean(axis=0))
        size[size == 0] = 1.0
        scale = largest * size
        rounding = np.spacing(np.abs(x).max(axis=0)) / scale
        mean = first + np.where(constant, 0, shift)
        return cls(differences / largest / size, mean, scale, rounding)


def _centered(differences: Array) -> Array:
    return np.asarray(differences - differences.mean(axis=0), dtype=float)


def checked(x: ArrayLike, y: ArrayLike, strengths: ArrayLike) -> tuple[Array, Array, Array]:
    """x (N, d), y (N,) and strengths (V,) as floats.

    ValueError, one sentence, for other shapes, and for what is not real and finite; strengths
    below 0 are refused too.
    """
    x, y, strengths = _real("x", x), _real("y", y), _real("strengths", strengths)
    if x.ndim != 2 or not x.size:
        raise ValueError(f"x of shape {x.shape} is not possible: allowed is (N, d), N ≥ 1, d ≥ 1.")
    if y.shape not in ((len(x),), (len(x), 1)):
        raise ValueError(f"y of shape {y.shape} is not possible: allowed is ({len(x)},).")
    if strengths.ndim != 1:
        raise ValueError(f"strengths of shape {strengths.shape} are not possible: allowed is (V,).")
    if (strengths < 0).any():
        wrong = strengths[strengths < 0][0]
        raise ValueError(f"The strength {wrong:g} is not possible: allowed are 0 and more.")
    return x, y.ravel(), strengths


def labels(y: Array) -> Array:
    """y (N,) as it is; ValueError where it does not hold both 0 and 1, and nothing else."""
    if not np.isin(y, (0, 1)).all():
        wrong = y[~np.isin(y, (0, 1))][0]
        raise ValueError(f"The label {wrong:g} is not possible: allowed are 0 and 1.")
    if y.min() == y.max():
        raise ValueError(
            f"Every label is {y[0]:g}, so the intercept has no finite optimum: "
            "both 0 and 1 must occur."
        )
    return y


def _real(name: str, values: ArrayLike) -> Array:
    given: NDArray[Any] = np.asarray(values)
    if given.dtype.kind not in "buif":
        kind = "complex" if given.dtype.kind == "c" else str(given.dtype)
        raise ValueError(f"{name} of type {kind} is not possible: allowed are real numbers.")
    numbers = given.astype(float)
    if not np.isfinite(numbers).all():
        wrong = numbers[~np.isfinite(numbers)][0]
        raise ValueError(f"{name} with {wrong} is not possible: allowed are finite numbers.")
    return numbers
