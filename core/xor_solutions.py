"""Exact solutions of XOR, and the set that they belong to.

With two ReLU units the cost is 0 on a whole set of dimension 5 in the 9 parameters. Its points
differ by order and scale of the units (`core.symmetry`), and by which unit is active where.
"""

from dataclasses import dataclass

from core.activations import Array
from core.risk import Risk


@dataclass(frozen=True, eq=False)
class Solution:
    """Parameters p (9,) of two ReLU units with a cost of exactly 0; `formula` is LaTeX."""

    name: str
    formula: str
    p: Array


@dataclass(frozen=True, eq=False)
class Walk:
    """A way through the zero set: t (K,), p (K, s), value (K,); t is the length from the start.

    `ended` says why it is shorter than what was asked for, or is empty.
    """

    t: Array
    p: Array
    value: Array
    ended: str


# The hand solution first.
SOLUTIONS: tuple[Solution, ...] = ()


def same_pattern(p: Array, q: Array) -> bool:
    """Whether two solutions (9,) have the same units active at the same points, in any order."""
    raise NotImplementedError


def catalog() -> tuple[Solution, ...]:
    """One exact solution with small whole parameters for each pattern that has one."""
    raise NotImplementedError


def formula(p: Array) -> str:
    """f(x) for ReLU units p (s,), as LaTeX."""
    raise NotImplementedError


def zero_set_dimension(risk: Risk, p: Array, right: bool = False) -> int:
    """s minus the rank of the Jacobian of the residuals at a solution p (s,).

    Where a ReLU's z is 0, its derivative is the left one, 0, as in PyTorch, or with `right` the
    right one, 1. At the hand solution both give 5.
    """
    raise NotImplementedError


def null_basis(risk: Risk, p: Array, right: bool = False) -> Array:
    """Orthonormal directions (dimension, s) in which the residuals do not change to first order."""
    raise NotImplementedError


def walk(risk: Risk, p: Array, direction: Array, length: float, count: int = 101) -> Walk:
    """Along the zero set from a solution p (s,), starting in a direction (s,)."""
    raise NotImplementedError
