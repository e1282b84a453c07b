"""Exact solutions of XOR by two ReLU units.

They differ by order and scale of the units (`core.networks.symmetry`), by which unit is active
where, and within one pattern by a way through the zero set (`core.landscape.zero_set`). Those here
have small whole parameters, so that their cost is 0 to the last bit.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.landscape.zero_set import Walk, null_basis, walk, zero_set_dimension

__all__ = [
    "SOLUTIONS",
    "Solution",
    "Walk",
    "catalog",
    "formula",
    "null_basis",
    "same_pattern",
    "walk",
    "zero_set_dimension",
]

# Every pattern that has a solution has one with w = ±1 and whole W and c up to here: up to 8 there
# are no others.
_LARGEST = 4


@dataclass(frozen=True, eq=False)
class Solution:
    """Parameters p (9,) of two ReLU units with a cost of exactly 0; `formula` is LaTeX."""

    name: str
    formula: str
    p: Array


def formula(p: Array) -> str:
    """f(x) = Σ v max(0, w₁x₁ + w₂x₂ + c) + b for ReLU units p (s,), as LaTeX."""
    (W, c), (v, b) = xor.network((len(p) - 1) // 4).unflatten(p)
    terms = [(v_j, _inside([*w, c_j])) for v_j, w, c_j in zip(v[0], W, c, strict=True) if v_j]
    written = "".join(
        f"{_sign(v_j, first)}{_factor(v_j)}\\max(0, {inside})"
        for (v_j, inside), first in zip(terms, [True, *[False] * len(terms)], strict=False)
    )
    if b[0] or not written:
        written += f"{_sign(b[0], not written)}{_digits(b[0])}"
    return written


def same_pattern(p: Array, q: Array) -> bool:
    """Whether ReLU units p and q (s,) are active at the same points, up to their order."""
    return _key(np.asarray(p, dtype=float)) == _key(np.asarray(q, dtype=float))


@cache
def catalog() -> tuple[Solution, ...]:
    """For each pattern of two units that has a solution the one of smallest whole numbers.

    Found by trying all W, c in -4 … 4 with w = ±1; a scale for each unit gives the rest.
    """
    best: dict[tuple[tuple[bool, ...], ...], tuple[float, Array]] = {}
    for p in _whole_solutions():
        size, key = float(np.abs(p).sum()), _key(p)
        if key not in best or size < best[key][0]:
            best[key] = (size, p)
    return tuple(
        Solution(_name(p), formula(p), p) for _, p in sorted(best.values(), key=lambda one: one[0])
    )


def _key(p: Array) -> tuple[tuple[bool, ...], ...]:
    """Where each unit is active, the units in one order whatever theirs."""
    active = xor.pattern(xor.network((len(p) - 1) // 4), p)
    return tuple(sorted(tuple(bool(a) for a in unit) for unit in active.T))


def _whole_solutions() -> list[Array]:
    """All p (9,) with cost 0, v = ±1 and whole numbers up to 4 in W and c."""
    x, y = xor.points()
    units = np.array(list(product(range(-_LARGEST, _LARGEST + 1), repeat=3)), dtype=float)
    a = np.maximum(units @ np.column_stack([x, np.ones(4)]).T, 0.0)
    found: list[Array] = []
    for v1, v2 in ((1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)):
        # What b has to add, at each point the same: b = y - v₁a₁ - v₂a₂.
        b = y[:, 0] - v1 * a[:, None] - v2 * a
        for i, j in np.argwhere((b == b[..., :1]).all(axis=-1)):
            found.append(_p(units[i], units[j], (v1, v2), b[i, j, 0]))
    return found


def _p(first: Array, second: Array, v: tuple[float, float], b: float) -> Array:
    return np.array([*first[:2], *second[:2], first[2], second[2], *v, b])


def _name(p: Array) -> str:
    x, _ = xor.points()
    corners = ["".join(f"{int(number)}" for number in row) for row in x]
    active = (",".join(c for c, on in zip(corners, unit, strict=True) if on) for unit in _key(p))
    return "units active at " + " and ".join(active)


def _sign(number: float, first: bool) -> str:
    if first:
        return "-" if number < 0 else ""
    return " - " if number < 0 else " + "


def _digits(number: float) -> str:
    return f"{abs(number):.3g}"


def _factor(number: float) -> str:
    return "" if abs(number) == 1 else f"{_digits(number)}\\,"


def _inside(numbers: list[float]) -> str:
    written = ""
    for number, letter in zip(numbers, ("x_1", "x_2", ""), strict=True):
        if number:
            factor = _factor(number) if letter else _digits(number)
            written += f"{_sign(number, not written)}{factor}{letter}"
    return written or "0"


def _solution(name: str, shape: str, *numbers: float) -> Solution:
    p = np.array(numbers, dtype=float)
    p.setflags(write=False)
    return Solution(name, f"{shape} = {formula(p)}" if shape else formula(p), p)


# The one by hand first; each has a pattern of its own.
SOLUTIONS: tuple[Solution, ...] = (
    _solution("by hand", "", 1, 1, 1, 1, 0, -1, 1, -2, 0),
    _solution("distance from the diagonal", "|x_1 - x_2|", 1, -1, -1, 1, 0, 0, 1, 1, 0),
    _solution("a roof", "1 - |x_1 + x_2 - 1|", 1, 1, -1, -1, -1, 1, -1, -1, 1),
    _solution("by hand, from the other corner", "", -1, -1, -1, -1, 2, 1, 1, -2, 0),
    _solution("by hand, upside down", "", 1, 1, -1, -1, 0, 1, -1, -2, 2),
    _solution("a unit active on all four points", "", 1, 1, 1, 1, 1, -1, 1, -2, -1),
    _solution("the same from the other corner", "", -1, -1, 1, 1, 2, -1, -1, -2, 2),
    _solution("a unit for each value of x₁", "", -2, 1, 2, -1, 1, 0, 1, 1, -1),
    _solution("a unit for each value of x₂", "", -1, 2, 1, -2, 0, 1, 1, 1, -1),
    _solution("two units, three points each", "", -2, 2, 2, -2, 1, 1, 1, 1, -2),
    _solution("one point against the plane", "", -2, 2, 1, -1, 0, 2, 1, 1, -2),
    _solution("one point against three", "", -2, 2, -1, 1, 0, 1, 1, -1, 1),
)
