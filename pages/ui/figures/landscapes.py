"""Surfaces with what is marked on them, in three dimensions and from above; maps of basins."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.landscape.critical_points import CriticalPoint
from core.landscape.surface import Surface
from pages.ui.figures.axes import decades, marked, round_numbers
from pages.ui.theme import FONT, HATCH, SURFACE_SCALE, VERDICT_MARKS

Array = NDArray[Any]

_HATCHES = 14
_CAMERA = {"eye": {"x": 1.4, "y": -0.82, "z": 1.44}, "center": {"x": 0, "y": 0, "z": -0.13}}


def landscape_3d(
    surface: Surface,
    nonconvex: Array,
    points: Sequence[CriticalPoint],
    labels: tuple[str, str],
    log: bool = False,
) -> go.Figure:
    """A surface with its non-convex region hatched and its critical points marked.

    nonconvex (n, m) bool; labels of the two parameters shown.
    """
    value = surface.value.astype(np.float32)
    figure = go.Figure(
        go.Surface(
            x=surface.alpha,
            y=surface.beta,
            z=value,
            surfacecolor=_shade(value, log),
            colorscale=SURFACE_SCALE,
            showscale=False,
            hoverinfo="none",
            lighting={"ambient": 0.75, "diffuse": 0.5, "specular": 0.08, "roughness": 0.9},
        )
    )
    x, y, z = _hatch(surface, nonconvex)
    lift = 0.004 * float(np.ptp(value))
    figure.add_scatter3d(
        x=x, y=y, z=z + lift, mode="lines", line={"color": HATCH, "width": 2}, **_silent("hatch")
    )
    at = _places(surface, points)
    figure.add_scatter3d(
        x=at[:, 0],
        y=at[:, 1],
        z=[point.value + 10 * lift for point in points],
        mode="text",
        textposition="middle center",
        text=[VERDICT_MARKS[point.verdict] for point in points],
        textfont={"size": 20, "color": "white"},
        **_silent("critical points"),
    )
    figure.update_layout(**_bare(), scene=_axes_3d(surface, labels, log))
    return figure


def landscape_2d(
    surface: Surface,
    nonconvex: Array,
    points: Sequence[CriticalPoint],
    labels: tuple[str, str],
    log: bool = False,
) -> go.Figure:
    """The same from above: level lines, hatch and critical points."""
    value = surface.value.astype(np.float32)
    figure = go.Figure(
        go.Contour(
            x=surface.alpha,
            y=surface.beta,
            z=_shade(value, log),
            colorscale=SURFACE_SCALE,
            showscale=False,
            hoverinfo="none",
            ncontours=22,
            contours={"coloring": "heatmap"},
            line={"width": 0.6, "color": "rgba(255,255,255,0.28)"},
        )
    )
    x, y, _ = _hatch(surface, nonconvex)
    figure.add_scatter(
        x=x, y=y, mode="lines", line={"color": HATCH, "width": 1.2}, **_silent("hatch")
    )
    at = _places(surface, points)
    figure.add_scatter(
        x=at[:, 0],
        y=at[:, 1],
        mode="text",
        text=[VERDICT_MARKS[point.verdict] for point in points],
        textfont={"size": 20, "color": "white"},
        **_silent("critical points"),
    )
    axis = {"nticks": 6, "showgrid": False, "zeroline": False, "fixedrange": True}
    figure.update_layout(
        **_bare({"l": 44, "r": 8, "t": 8, "b": 38}),
        xaxis={**axis, "title": {"text": labels[0]}, "range": _ends(surface.alpha)},
        yaxis={**axis, "title": {"text": labels[1]}, "range": _ends(surface.beta)},
    )
    return figure


def basin_map(
    label: Array,
    alpha: Array,
    beta: Array,
    names: Mapping[int, str],
    colors: Mapping[int, str],
    labels: tuple[str, str],
    title: str,
) -> go.Figure:
    """Where training ends, label (n, m), for starts on the grid alpha (m,) × beta (n,)."""
    numbers = list(names)
    position = np.searchsorted(np.sort(numbers), label)
    ordered = sorted(numbers)
    steps = [(i + side) / len(ordered) for i in range(len(ordered)) for side in (0, 1)]
    scale = [[at, colors[ordered[i // 2]]] for i, at in enumerate(steps)]
    figure = go.Figure(
        go.Heatmap(
            x=alpha,
            y=beta,
            z=position,
            zmin=-0.5,
            zmax=len(ordered) - 0.5,
            colorscale=scale,
            showscale=False,
            customdata=np.vectorize(names.get)(label),
            xhoverformat=".3g",
            yhoverformat=".3g",
            hovertemplate=f"start ({labels[0]}, {labels[1]}) = (%{{x}}, %{{y}})"
            "<br>%{customdata}<extra></extra>",
        )
    )
    for number in numbers:
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=names[number],
            marker={"symbol": "square", "size": 11, "color": colors[number]},
        )
    axis = {"zeroline": False, "showgrid": False}
    figure.update_layout(
        title={"text": title, "font": {"size": 15}},
        height=430,
        margin={"l": 50, "r": 10, "t": 40, "b": 100},
        font={"family": FONT},
        showlegend=True,
        legend={"orientation": "h", "y": -0.24},
        xaxis={**axis, "title": {"text": f"{labels[0]} of the start"}},
        yaxis={**axis, "title": {"text": f"{labels[1]} of the start"}},
    )
    return figure


def _hatch(surface: Surface, mask: Array) -> tuple[Array, Array, Array]:
    """Diagonal lines over the grid points where `mask` is true, as x, y, z with NaN between."""
    rows, columns = mask.shape
    parts = []
    for c in range(0, rows + columns - 1, max(1, rows // _HATCHES)):
        i = np.arange(max(0, c - columns + 1), min(rows, c + 1))
        j = c - i
        z = np.where(mask[i, j], surface.value[i, j], np.nan)
        parts.append(np.stack([surface.alpha[j], surface.beta[i], z]))
        parts.append(np.full((3, 1), np.nan))
    x, y, z = np.concatenate(parts, axis=1).astype(np.float32)
    gap = np.isnan(z)
    return np.where(gap, np.nan, x), np.where(gap, np.nan, y), z


def _places(surface: Surface, points: Sequence[CriticalPoint]) -> Array:
    """Where points lie on the plane, (P, 2)."""
    return np.array([surface.plane.project(point.p) for point in points]).reshape(-1, 2)


def _axes_3d(surface: Surface, labels: tuple[str, str], log: bool) -> dict[str, Any]:
    """The three axes, their proportions and the camera."""
    axis = {"showspikes": False, "backgroundcolor": "rgba(0,0,0,0)", "nticks": 5}
    height = _height_axis(surface.value.astype(np.float32), log)
    return {
        "xaxis": {**axis, "title": {"text": labels[0]}, **_floor_axis(surface.alpha)},
        "yaxis": {**axis, "title": {"text": labels[1]}, **_floor_axis(surface.beta)},
        "zaxis": {**axis, "title": {"text": ""}, **height},
        "camera": _CAMERA,
        "aspectmode": "manual",
        "aspectratio": {"x": 1.05, "y": 1.05, "z": 0.75},
    }


def _floor_axis(axis: Array) -> dict[str, Any]:
    low, high = _ends(axis)
    return {"range": [low, high], **marked(round_numbers(low, high))}


def _shade(value: Array, log: bool) -> Array:
    return np.log10(np.maximum(value, np.finfo(np.float32).tiny)) if log else value


def _height_axis(value: Array, log: bool) -> dict[str, Any]:
    low, high = float(value.min()), float(value.max())
    if log:
        positive = float(value[value > 0].min()) if (value > 0).any() else high
        return {"type": "log"} | (marked(decades(positive, high)) if high > positive else {})
    return {"range": [min(0.0, low), high + 0.02 * (high - low)]}


def _ends(axis: Array) -> list[float]:
    return [float(axis[0]), float(axis[-1])]


def _silent(name: str) -> dict[str, Any]:
    return {"name": name, "hoverinfo": "skip", "showlegend": False}


def _bare(margin: Mapping[str, int] | None = None) -> dict[str, Any]:
    return {
        "margin": margin or {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12},
        "showlegend": False,
    }
