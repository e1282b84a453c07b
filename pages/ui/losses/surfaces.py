"""Surfaces as chapter 1 shows them: scaled and turned as the book prints them, and what is said."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.diagnosis import is_convex
from core.experiments.logistic.experiment import Problem
from core.landscape import Surface
from core.landscape.critical_points import CriticalPoint
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from pages.ui.chapter.words import share, three
from pages.ui.figures.landscapes import landscape_2d, landscape_3d
from pages.ui.stage import LandscapePanel


def convexity(nonconvex: float, risk: Risk, *, as_printed: bool = False) -> str:
    """On what share of the window a risk is not convex, in a sentence."""
    model = " · as printed, ŷ = 1/(1 + exp(b + wx))" if as_printed else ""
    if nonconvex:
        return f"hatched: λ_min < 0 on {share(nonconvex)} of the window{model}"
    convex = "convex everywhere" if is_convex(risk) else "λ_min ≥ 0 on the window's grid"
    return f"0 %: {convex}{model}"


def panel_over(
    surface: Surface,
    nonconvex: NDArray[np.bool_],
    points: list[CriticalPoint],
    labels: tuple[str, str],
    log_height: bool,
    **said: Any,
) -> LandscapePanel:
    """A surface in both views, hatched where it is `nonconvex`; all else is the panel's own."""
    figures = [
        draw(surface, nonconvex, points, labels, log_height).to_dict()
        for draw in (landscape_3d, landscape_2d)
    ]
    return LandscapePanel(
        figure3d=figures[0],
        figure2d=figures[1],
        alpha=surface.alpha,
        beta=surface.beta,
        value=surface.value.astype(np.float32),
        **said,
    )


def between(surface: Surface) -> str:
    """From which cost to which a surface goes, in words."""
    low, high = (three(value) for value in (surface.value.min(), surface.value.max()))
    return f"from {low} to {high}"


def displayed(surface: Surface, factor: float, sign: float) -> Surface:
    """The surface in the book's scaling, and turned by 180° for sign -1."""
    value = factor * turned(surface.value, sign)
    plane = Plane(surface.plane.origin, sign * surface.plane.directions)
    return Surface(plane, mirrored(surface.alpha, sign), mirrored(surface.beta, sign), value)


def mirrored(axis: Array, sign: float) -> Array:
    """An axis (m,), for sign -1 that of the negatives."""
    return -axis[::-1] if sign < 0 else axis


def window_ends(problem: Problem, index: int, sign: float) -> tuple[float, float]:
    """Where the window of one parameter begins and ends as it is shown."""
    low, high = mirrored(problem.axis(index, 2), sign)
    return float(low), float(high)


def turned(grid: Array, sign: float) -> Array:
    """A grid, turned by 180° for sign -1."""
    return grid[::-1, ::-1] if sign < 0 else grid


def shown_points(points: tuple[CriticalPoint, ...], factor: float) -> list[CriticalPoint]:
    """Critical points at the height at which the surface shows them."""
    return [
        CriticalPoint(point.p, factor * point.value, point.eigenvalues, point.verdict, point.index)
        for point in points
    ]
