"""The names of the network's numbers: everywhere in the chapter those of the book (GBC, 6.3)."""

from typing import Final

_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
SAID: Final = "W2 is Wᵀ, b2 is c, W3 is wᵀ and b3 is b of f(x; W, c, w, b)."
"""How a script's names and the book's are related."""


def names(width: int) -> list[str]:
    """W₁₁, W₂₁, W₁₂, …, c₁, …, w₁, …, b in the order of the flat p (4 width + 1,).

    W has one column for each hidden unit, as in the book: Wᵢⱼ is what input i has in unit j.
    """
    units = range(1, width + 1)
    return [
        *(f"W{_lowered(i, j)}" for j in units for i in (1, 2)),
        *(f"c{_lowered(j)}" for j in units),
        *(f"w{_lowered(j)}" for j in units),
        "b",
    ]


def _lowered(*numbers: int) -> str:
    between = "," if max(numbers) > 9 else ""
    return between.join(str(number).translate(_LOWERED) for number in numbers)
