"""Colors, marks and scales: one place, and one meaning for each color everywhere.

The palette is Okabe and Ito's (2008) and Tol's (2021), told apart by readers with any of the
common kinds of color blindness. Words are always set in the theme's own ink, never in these
colors, so that text keeps the contrast of WCAG AA.
"""

from typing import Final

from core.landscape.basins import Fate
from core.landscape.critical_points import Verdict

CLASS_COLORS: Final = ("#0072B2", "#D55E00", "#009E73")
"""Class 0 blue, class 1 vermilion, class 2 green."""

CLASS_SYMBOLS: Final = ("circle", "diamond", "triangle-up")
"""Plotly's marker names; a class is never told by its color alone."""

SQUARED: Final = "#AA4499"
CROSS_ENTROPY: Final = "#44AA99"

LOSS_COLORS: Final = {
    "squared-error": SQUARED,
    "half-squared-error": SQUARED,
    "cross-entropy": CROSS_ENTROPY,
    "binary-cross-entropy": CROSS_ENTROPY,
    "softmax-cross-entropy": CROSS_ENTROPY,
    "huber": "#882255",
    "absolute-error": "#332288",
}

OPTIMIZER_COLORS: Final = (
    "#4263D6",
    "#C4124B",
    "#1D9A2B",
    "#C07A4E",
    "#1295D8",
    "#746007",
    "#3E6C75",
    "#8420F5",
    "#F0148A",
    "#A683A2",
    "#E2600A",
    "#178A72",
)
"""In the order of their menu: the first optimizer has the first color on every page.

All of a middle lightness, so that each has a contrast of 3 with a light and with a dark page. So
many cannot be told apart by color alone: runs carry a number as well.
"""

CURVE_COLORS: Final = tuple(OPTIMIZER_COLORS[i] for i in (4, 10, 11, 8))
"""For curves that stand for no optimizer in particular."""

SECOND_ORDER_COLORS: Final = ("#7C8087", "#A88500")
"""Newton and Levenberg-Marquardt, which race as a reference."""

PATH: Final = "#14161A"
PATH_OUTLINE: Final = "#FFFFFF"
START: Final = "#FFFFFF"

POSITIVE: Final = "#B07D00"
NEGATIVE: Final = "#7B6FC4"
"""The sign of a weight; negative ones are dashed as well."""

GRID_COLORS: Final = ("#009E73", "#CC79A7")
"""Lines of a grid through the plane of the inputs: x₁ constant, and x₂ constant."""

SURFACE_SCALE: Final = "Cividis"
HATCH: Final = "rgba(255, 255, 255, 0.55)"
"""Lines over the region where the smallest eigenvalue of the Hessian is negative."""

VERDICT_MARKS: Final = {
    Verdict.MINIMUM: "★",
    Verdict.SADDLE: "✕",
    Verdict.MAXIMUM: "▲",
    Verdict.UNDECIDED: "?",
}
FATE_COLORS: Final = {
    Fate.RUNS_AWAY: "#BBBBBB",
    Fate.STILL_MOVING: "#DDCC77",
    Fate.DIVERGED: "#661100",
    Fate.SWINGING: "#9467BD",
    Fate.UNDECIDED: "#555555",
}
MINIMUM_COLORS: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#F0E442")
"""Where a start ends: the minima by increasing cost, and the fates of those that reach none."""

FONT: Final = (
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"
)


def stage_colors() -> dict[str, str]:
    """The colors that the browser needs besides those of the theme and of the lanes."""
    return {
        "class0": CLASS_COLORS[0],
        "class1": CLASS_COLORS[1],
        "class2": CLASS_COLORS[2],
        "path": PATH,
        "outline": PATH_OUTLINE,
        "start": START,
        "positive": POSITIVE,
        "negative": NEGATIVE,
        "grid1": GRID_COLORS[0],
        "grid2": GRID_COLORS[1],
    }
