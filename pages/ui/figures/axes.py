"""Where numbers stand along an axis of a surface, and how they are written."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import Any

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


def decades(low: float, high: float) -> list[float]:
    """Powers of ten between two positive ends; 2 and 5 times these, too, where they are few."""
    first, last = log10(low), log10(high)
    room = _CORNER * (last - first)
    digits = (1, 2, 5) if last - first < _FEWEST else (1,)
    places = [digit * 10.0**k for k in range(floor(first), ceil(last) + 1) for digit in digits]
    inside = [place for place in places if first + room <= log10(place) <= last]
    return inside[:: ceil(len(inside) / _MOST)] if inside else [low, high]


def marked(places: Sequence[float]) -> dict[str, Any]:
    """An axis of Plotly's with numbers at these places, written as the read-outs write them."""
    text = [printed(place, ".10g") for place in places]
    return {"tickmode": "array", "tickvals": list(places), "ticktext": text}
