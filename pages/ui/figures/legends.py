"""What the marks on a surface mean, with their costs, and where it is lower than at any of them."""

from collections.abc import Sequence

import numpy as np

from core.landscape.critical_points import CriticalPoint, Verdict
from core.landscape.surface import Surface
from pages.ui.figures.numbers import three
from pages.ui.theme import VERDICT_MARKS

# Marks of one kind whose costs are listed one by one, and a difference of cost that counts.
_LISTED, _LOWER = 3, 1e-3
_PLURALS = {Verdict.MINIMUM: "minima", Verdict.SADDLE: "saddles", Verdict.MAXIMUM: "maxima"}
# Counterclockwise from the right.
_ARROWS = "→↗↑↖←↙↓↘"
# A cost this small against the window's heights is 0 but for rounding.
_ROUNDING = 1e-13


def legend(surface: Surface, points: Sequence[CriticalPoint]) -> str:
    """One line on the marks; the lowest point of the grid is named if no marked one is as low.

    Where that lies on the edge, an arrow points there: in that direction the cost may fall on.
    """
    rounding = _ROUNDING * float(np.ptp(surface.value))
    said = [
        _kind(kind, points, rounding) for kind in (Verdict.MINIMUM, Verdict.SADDLE, Verdict.MAXIMUM)
    ]
    row, column = np.unravel_index(np.argmin(surface.value), surface.value.shape)
    lowest, highest = float(surface.value[row, column]), float(surface.value.max())
    marked = min((point.value for point in points), default=highest)
    if points and marked - lowest > _LOWER * (highest - lowest):
        place = f"({three(float(surface.alpha[column]))}, {three(float(surface.beta[row]))})"
        edge = row in (0, len(surface.beta) - 1) or column in (0, len(surface.alpha) - 1)
        towards = f"{_arrow(surface, int(row), int(column))} lower" if edge else "lowest"
        said.append(f"{towards}: {three(lowest)} at {place}")
    return " · ".join(filter(None, said))


def _arrow(surface: Surface, row: int, column: int) -> str:
    """From the middle of the window to a point of its grid."""
    right = 2 * column / (len(surface.alpha) - 1) - 1
    up = 2 * row / (len(surface.beta) - 1) - 1
    return _ARROWS[round(np.degrees(np.arctan2(up, right)) / 45) % len(_ARROWS)]


def _kind(kind: Verdict, points: Sequence[CriticalPoint], rounding: float) -> str:
    found = sorted(point.value for point in points if point.verdict is kind)
    costs = [0.0 if abs(cost) <= rounding else cost for cost in found]
    if not costs:
        return ""
    if len(costs) > _LISTED:
        ends = dict.fromkeys((three(costs[0]), three(costs[-1])))
        return f"{VERDICT_MARKS[kind]} {len(costs)} {_PLURALS[kind]} {' to '.join(ends)}"
    return f"{VERDICT_MARKS[kind]} {kind} {', '.join(three(cost) for cost in costs)}"
