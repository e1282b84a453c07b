"""Positions of a control: numbers a person would pick, dense enough to move smoothly."""

import math
from collections.abc import Iterable

_PER_DECADE = (1, 1.2, 1.4, 1.6, 1.8, 2, 2.3, 2.6, 3, 3.5, 4, 5, 6, 7, 8.5)
_DECADES_ABOVE_ZERO = 4
_MOST_STEPS = 125


def log_scale(low: float, high: float) -> tuple[float, ...]:
    """Increasing numbers from `low` to `high`, both included, 15 to a decade.

    Neighbors differ by a tenth to a quarter. If `low` is 0, it is followed by the four decades
    below `high`. Raises ValueError unless 0 ≤ low < high < ∞.
    """
    if not 0 <= low < high < math.inf:
        raise ValueError(f"a logarithmic scale needs 0 ≤ low < high < ∞, not {low} and {high}")
    bottom = low or high / 10**_DECADES_ABOVE_ZERO
    decades = range(math.floor(math.log10(bottom)), math.floor(math.log10(high)) + 1)
    # Decimal text is the way to the float that a reader means: 3e-3 is 0.003, 3 * 1e-3 is not.
    positions = (float(f"{digits}e{decade}") for decade in decades for digits in _PER_DECADE)
    return _with_ends(low, (at for at in positions if at >= bottom), high)


def linear_scale(low: float, high: float) -> tuple[float, ...]:
    """Increasing numbers from `low` to `high`, both included, about a hundred.

    Between the ends are the multiples of 1, 2 or 5 times a power of ten, as fine as 125 steps
    allow. Raises ValueError unless low < high and both are finite.
    """
    if not -math.inf < low < high < math.inf:
        raise ValueError(f"a scale needs finite low < high, not {low} and {high}")
    decade = math.floor(math.log10((high - low) / _MOST_STEPS))
    digits, decade = next(
        (digits, decade + up)
        for up in (0, 1)
        for digits in (1, 2, 5)
        if (high - low) / float(f"{digits}e{decade + up}") <= _MOST_STEPS
    )
    step = float(f"{digits}e{decade}")
    grid = (
        float(f"{digits * n}e{decade}")
        for n in range(math.ceil(low / step), math.floor(high / step) + 1)
    )
    return _with_ends(low, grid, high)


def _with_ends(low: float, inner: Iterable[float], high: float) -> tuple[float, ...]:
    return (float(low), *(at for at in inner if low < at < high), float(high))
