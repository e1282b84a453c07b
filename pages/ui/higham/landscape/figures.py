"""Figures of landscapes, spectra and decision regions: numbers in, a Plotly figure out."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.ui.figures.curves import laid_out
from pages.ui.figures.numbers import printed, three
from pages.ui.theme import CLASS_COLORS, CLASS_SYMBOLS, PATH

Array = NDArray[Any]

# Eigenvalues are drawn as asinh(λ / SCALE): linear around 0, logarithmic beyond.
_SCALE = 1e-3
_TICKS = (-1.0, -0.1, -0.01, -0.001, 0.0, 0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0)


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
