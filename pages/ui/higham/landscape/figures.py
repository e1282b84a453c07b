"""Figures of landscapes, spectra and decision regions: numbers in, a Plotly figure out."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.landscape import Surface
from pages.ui.figures.curves import laid_out
from pages.ui.figures.landscapes import landscape_2d, landscape_3d
from pages.ui.figures.numbers import printed, three
from pages.ui.theme import CLASS_COLORS, CLASS_SYMBOLS, PATH

Array = NDArray[Any]

# Eigenvalues are drawn as asinh(λ / SCALE): linear around 0, logarithmic beyond.
_SCALE = 1e-3
_TICKS = (-1.0, -0.1, -0.01, -0.001, 0.0, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)


def path_on_surface(surface: Surface, path: Array, shown: Array) -> go.Figure:
    """A surface with a path of coordinates (K, 2) lying on it at the heights shown (K,)."""
    flat = np.zeros(surface.value.shape, dtype=bool)
    figure = landscape_3d(surface, flat, [], ("α", "β"))
    lift = 0.01 * float(np.ptp(surface.value))
    for color, width in (("#FFFFFF", 8), (PATH, 4)):
        figure.add_scatter3d(
            x=path[:, 0],
            y=path[:, 1],
            z=shown + lift,
            mode="lines",
            line={"color": color, "width": width},
            hoverinfo="skip",
            showlegend=False,
        )
    figure.add_scatter3d(
        x=path[[0, -1], 0],
        y=path[[0, -1], 1],
        z=shown[[0, -1]] + 2 * lift,
        mode="markers+text",
        text=["start", "end"],
        textposition="top center",
        marker={"size": 5, "color": ["#FFFFFF", PATH], "line": {"color": PATH, "width": 2}},
        hoverinfo="skip",
        showlegend=False,
    )
    figure.update_layout(height=430)
    return figure


def path_on_contours(surface: Surface, path: Array) -> go.Figure:
    """The same from above."""
    flat = np.zeros(surface.value.shape, dtype=bool)
    figure = landscape_2d(surface, flat, [], ("α", "β"))
    for color, width in (("#FFFFFF", 5), (PATH, 2.5)):
        figure.add_scatter(
            x=path[:, 0],
            y=path[:, 1],
            mode="lines",
            line={"color": color, "width": width},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=path[[0, -1], 0],
        y=path[[0, -1], 1],
        mode="markers",
        marker={
            "size": 11,
            "color": ["#FFFFFF", PATH],
            "line": {"color": [PATH, "#FFFFFF"], "width": 2},
        },
        text=["start", "end"],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.update_layout(height=360)
    return figure


def spectrum_strip(steps: Array, eigenvalues: Array, bound: float) -> go.Figure:
    """Every eigenvalue (K, s) of the Hessian against the step, with the line 2/η."""
    figure = go.Figure()
    x = steps + 1
    for values in eigenvalues.T:
        figure.add_scatter(
            x=x,
            y=np.arcsinh(values / _SCALE),
            mode="lines",
            line={"width": 1.2, "color": CLASS_COLORS[0]},
            text=[f"λ = {three(value)}" for value in values.tolist()],
            hovertemplate="%{text}<extra></extra>",
            showlegend=False,
        )
    low, high = float(eigenvalues.min()), max(float(eigenvalues.max()), bound)
    ticks = [tick for tick in _TICKS if 1.5 * low <= tick <= 3 * high]
    figure.add_hline(
        y=float(np.arcsinh(bound / _SCALE)),
        line={"dash": "dash", "color": CLASS_COLORS[1], "width": 2},
        annotation={"text": f"2/η = {three(bound)}"},
    )
    figure.add_hline(y=0, line={"width": 1})
    laid_out(figure, ("step + 1", "eigenvalues λ of the Hessian"), (True, False))
    figure.update_yaxes(
        tickvals=[float(np.arcsinh(tick / _SCALE)) for tick in ticks],
        ticktext=[printed(tick) for tick in ticks],
    )
    return figure


def regions(network_fields: Array, x: Array, y: Array, title: str) -> go.Figure:
    """Where F₁ > F₂ and how clearly: field (r, r) of F₁ - F₂ over [0, 1]², with the points."""
    axis = np.linspace(0, 1, network_fields.shape[0])
    figure = go.Figure(
        go.Contour(
            x=axis,
            y=axis,
            z=network_fields,
            zmin=-1,
            zmax=1,
            colorscale=[[0, "#F3C4A0"], [0.5, "#FFFFFF"], [1, "#A9CDE6"]],
            contours={"start": -0.8, "end": 0.8, "size": 0.4},
            line={"width": 0.5},
            showscale=False,
            zhoverformat=".3f",
            hovertemplate="F₁ − F₂ = %{z}<extra></extra>",
        )
    )
    figure.add_contour(
        x=axis,
        y=axis,
        z=network_fields,
        contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
        line={"width": 3, "color": PATH},
        showscale=False,
        showlegend=False,
        hoverinfo="skip",
    )
    for number, color in enumerate(CLASS_COLORS[:2]):
        of = y[:, number] > 0.5
        figure.add_scatter(
            x=x[of, 0],
            y=x[of, 1],
            mode="markers",
            name=f"class {number + 1}",
            marker={
                "color": color,
                "symbol": CLASS_SYMBOLS[number],
                "size": 10,
                "line": {"width": 1, "color": "#FFFFFF"},
            },
        )
    laid_out(figure, ("x₁", "x₂"), (False, False))
    figure.update_layout(height=380, title={"text": title, "font": {"size": 15}})
    return figure
