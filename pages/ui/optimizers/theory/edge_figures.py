"""Pictures of the edge of stability and of flat limits."""

import numpy as np
import plotly.graph_objects as go

from core.theory.edge_of_stability import Edge, Limits
from pages.ui.figures.curves import laid_out
from pages.ui.figures.formulas import LARGEST
from pages.ui.figures.numbers import printed, three
from pages.ui.theme import CURVE_COLORS

_GRAY = "#808890"
# Times 2/η: beyond it a curvature is cut off.
_HIGHEST = 5


def sharpness_paths(run: Edge) -> go.Figure:
    """λ_max (K, V) along each run with its own line 2/η."""
    figure = go.Figure()
    for number, (eta, color) in enumerate(zip(run.eta, CURVE_COLORS, strict=False)):
        figure.add_scatter(
            x=run.trajectory.k,
            y=np.where(run.alive[:, number], run.largest[:, number], np.nan),
            name=f"η = {printed(eta)}",
            mode="lines",
            line={"color": color, "width": 2.5},
        )
        figure.add_hline(
            y=2 / eta,
            line={"dash": "dash", "width": 1.5, "color": color},
            annotation={"text": f"2/η = {three(2 / eta)}", "yanchor": "bottom"},
            annotation_position="top right",
        )
    title, most = f"{LARGEST} of the Hessian", _HIGHEST * float((2 / run.eta).max())
    if run.largest[run.alive].max() > max(most, float(run.largest[0].max())):
        title += f", cut at {three(most)}"
        figure.update_yaxes(range=[0, most])
    laid_out(figure, ("step", title), (False, False))
    figure.update_yaxes(rangemode="tozero")
    return figure


def costs(run: Edge) -> go.Figure:
    """The cost (K, V) along the same runs."""
    figure = go.Figure()
    for number, (eta, color) in enumerate(zip(run.eta, CURVE_COLORS, strict=False)):
        figure.add_scatter(
            x=run.trajectory.k,
            y=run.trajectory.value[:, number],
            name=f"η = {printed(eta)}",
            mode="lines",
            line={"color": color, "width": 2.5},
        )
    laid_out(figure, ("step", "cost"), (False, True))
    figure.update_yaxes(dtick=1)
    return figure


def flatness(found: Limits, reach: float) -> go.Figure:
    """Starts and limits in the (a, b) plane, the minima ab = 1 and the circle a² + b² = 2/η."""
    figure = go.Figure()
    branch = np.geomspace(1 / reach, reach, 100)
    x = np.concatenate([branch, [np.nan], -branch])
    figure.add_scatter(
        x=x, y=1 / x, name="minima: ab = 1", mode="lines", line={"color": _GRAY, "width": 2}
    )
    angle = np.linspace(0, 2 * np.pi, 181)
    radius = np.sqrt(2 / found.eta)
    figure.add_scatter(
        x=radius * np.cos(angle),
        y=radius * np.sin(angle),
        name="a² + b² = 2/η",
        mode="lines",
        line={"color": CURVE_COLORS[2], "width": 2.5, "dash": "dash"},
    )
    for name, at, marker in (
        ("starts that arrive", found.start[found.arrived], {"size": 4, "color": CURVE_COLORS[0]}),
        (
            "starts that do not",
            found.start[~found.arrived],
            {"size": 5, "color": _GRAY, "symbol": "x-thin-open"},
        ),
        (
            "limits",
            found.end[found.arrived],
            {"size": 8, "color": CURVE_COLORS[1], "symbol": "diamond"},
        ),
    ):
        figure.add_scatter(
            x=at[:, 0], y=at[:, 1], name=name, mode="markers", marker=marker, hoverinfo="skip"
        )
    laid_out(figure, ("a", "b"), (False, False))
    figure.update_layout(height=440)
    figure.update_xaxes(range=[-reach, reach], zeroline=False, constrain="domain")
    figure.update_yaxes(range=[-reach, reach], zeroline=False, scaleanchor="x", constrain="domain")
    return figure
