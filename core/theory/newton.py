"""Newton's method for the cross-entropy of logistic regression, in floats or in decimals."""

from dataclasses import dataclass
from decimal import Decimal
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
"""Floats; or Decimals in an array of objects, computed to the digits of the context."""

_ROUNDS = 200


class OutOfReachError(ValueError):
    """The minimum is too far away, or too flat, for the numbers that it is searched in."""

    def __init__(self) -> None:
        super().__init__(
            "The optimum is out of reach: the classes overlap by too little, or the numbers are "
            "too large or too small for floats in double precision."
        )


@dataclass(frozen=True, eq=False)
class Minimum:
    """q (k,), the margins rows @ q (N,), and the condition number of the Hessian."""

    q: Numbers
    margins: Numbers
    condition: float


def minimize(rows: Numbers, q: Numbers, small: float) -> Minimum:
    """The minimum of Σ log(1 + exp(-m_i)) over q (k,), m = rows @ q, found from a start q.

    `rows` (N, k) are s_i a_i: k columns that are not collinear, with signs for which there is a
    minimum. A step that changes the margins by at most R is taken log(1 + R)/R of the way, which
    lowers the cost wherever |f‴| ≤ R f″ (Bach 2010, section 2.1). The last one has
    R ≤ small (1 + max |m_i|); OutOfReachError if there is none.
    """
    for _ in range(_ROUNDS):
        margins = rows @ q
        wrong, right = _sigmoid(-margins), _sigmoid(margins)
        hessian = (rows * (wrong * right)[:, None]).T @ rows
        step = _solution(hessian, rows.T @ wrong)
        reach = float(np.abs(rows @ step).max())
        if not reach < 1e300:
            break
        share = log1p(reach) / reach if reach else 1.0
        q = q + step * (Decimal(share) if step.dtype == object else share)
        if reach <= small * (1 + float(np.abs(margins).max())):
            # Decimals count here only where floats did not do.
            condition = np.inf if q.dtype == object else float(np.linalg.cond(hessian))
            return Minimum(q, rows @ q, condition)
    raise OutOfReachError


def decimals(numbers: Any) -> Numbers:
    """The same numbers as Decimals, exactly."""
    array = np.asarray(numbers)
    result = np.array([Decimal(number) for number in array.ravel().tolist()], dtype=object)
    return result.reshape(array.shape)


def _sigmoid(z: Numbers) -> Numbers:
    if z.dtype == object:
        return np.array([1 / (1 + (-number).exp()) for number in z], dtype=object)
    with np.errstate(over="ignore"):
        return np.asarray(1 / (1 + np.exp(-z)))


def _solution(matrix: Numbers, right: Numbers) -> Numbers:
    """x of matrix (k, k) @ x = right (k,); Decimals by elimination with the largest pivots."""
    if matrix.dtype != object:
        try:
            return np.asarray(np.linalg.solve(matrix, right))
        except np.linalg.LinAlgError:
            raise OutOfReachError from None
    left = np.column_stack([matrix, right])
    for k in range(len(left)):
        pivot = k + int(np.abs(left[k:, k]).argmax())
        if not left[pivot, k]:
            raise OutOfReachError
        left[[k, pivot]] = left[[pivot, k]]
        left[k] = left[k] / left[k, k]
        others = np.arange(len(left)) != k
        left[others] = left[others] - np.outer(left[others, k], left[k])
    return np.asarray(left[:, -1])
