"""Where numbers stand along an axis of a surface, and how they are written."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

import numpy as np

from pages.ui.figures.numbers import printed

# Marks of an axis: at least and at most so many, none nearer to its ends than this share of it.
_FEWEST, _MOST, _CORNER = 3, 6, 0.06


def round_numbers(low: float, high: float) -> list[float]:
    """Places between two ends, in steps of 1, 2 or 5; none in a corner, where three axes meet."""
    room = _CORNER * abs(high - low)
    low, high = min(low, high) + room, max(low, high) - room
    power = 10.0 ** floor(log10(high - low))
    steps = [factor * power for factor in (5, 2, 1, 0.5, 0.2)]
    step = next(one for one in steps if floor(high / one) - ceil(low / one) >= _FEWEST - 1)
    return [step * k for k in range(ceil(low / step), floor(high / step) + 1)]


def decades(low: float, high: float, corner: float = _CORNER) -> list[float]:
    """Powers of ten between two positive ends; 2 and 5 times these, too, where they are few.

    corner: the share of the axis next to its lower end that is left free.
    """
    first, last = log10(low), log10(high)
    room = corner * (last - first)
    digits = (1, 2, 5) if last - first < _FEWEST else (1,)
    places = [digit * 10.0**k for k in range(floor(first), ceil(last) + 1) for digit in digits]
    inside = [place for place in places if first + room <= log10(place) <= last]
    return inside[:: ceil(len(inside) / _MOST)] if inside else [low, high]


def logarithmic(values: Sequence[Any]) -> dict[str, Any]:
    """A logarithmic axis of Plotly's over all of these arrays of numbers.

    Whole numbers stand along it, all of one size: what Plotly writes between powers of ten is a
    digit, as small as an exponent.
    """
    numbers = np.concatenate([np.empty(0), *(np.ravel(np.asarray(one, float)) for one in values)])
    numbers = numbers[np.isfinite(numbers) & (numbers > 0)]
    if not numbers.size or numbers.min() == numbers.max():
        return {"type": "log", "dtick": 1, "exponentformat": "power"}
    low, high = float(numbers.min()), float(numbers.max())
    places = decades(low, high, corner=0)
    return {"type": "log"} | marked(places if len(places) >= _FEWEST else round_numbers(low, high))


def marked(places: Sequence[float]) -> dict[str, Any]:
    """An axis of Plotly's with numbers at these places, written as the read-outs write them."""
    text = [printed(place, ".10g") for place in places]
    return {"tickmode": "array", "tickvals": list(places), "ticktext": text}
