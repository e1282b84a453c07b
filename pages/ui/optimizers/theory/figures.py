"""Pictures of theory and runs: numbers in, a Plotly figure out."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from core.theory.quadratics import (
    Setting,
    alternating_limit,
    divergence_limit,
    heavy_ball_rate,
    monotone_limit,
)
from pages.ui.figures.curves import laid_out
from pages.ui.figures.formulas import LARGEST
from pages.ui.figures.numbers import printed
from pages.ui.theme import CURVE_COLORS, OPTIMIZER_COLORS, PATH, SURFACE_SCALE

METHOD_COLORS = OPTIMIZER_COLORS[:3]
"""Gradient descent, momentum, Nesterov."""

_GRAY = "#808890"
_PLANE_POINTS = 121
_WIDEST = 4.2
# Words on a picture that has colors of its own.
_PLATE = {"bgcolor": "rgba(20,22,26,0.78)", "font": {"color": "#FFFFFF", "size": 13}}


def against_promise(runs: Sequence[tuple[str, Array, float]], lowest: float = 1e-12) -> go.Figure:
    """Distances (K,) of runs over the steps, each with the slope of its promised rate dotted.

    What is below `lowest` is not drawn.
    """
    figure = go.Figure()
    for (name, distance, rate), color in zip(runs, METHOD_COLORS, strict=False):
        k = np.arange(len(distance))
        promised = distance[0] * rate ** k.astype(float)
        visible, inside = distance >= lowest, (promised >= lowest) & (promised <= 1e12)
        figure.add_scatter(
            x=k[visible],
            y=distance[visible],
            name=name,
            mode="lines",
            line={"color": color, "width": 2.5},
        )
        figure.add_scatter(
            x=k[inside],
            y=promised[inside],
            name=f"promised: {printed(rate, '.4g')} per step",
            mode="lines",
            line={"color": color, "width": 2.5, "dash": "dot"},
        )
    laid_out(figure, ("step", "distance to the minimum"), (False, True))
    figure.update_layout(height=360, margin={"t": 90})
    return figure


def rate_curve(
    eta: Array, promised: Array, measured: Array, now: float, marks: Sequence[tuple[float, str]]
) -> go.Figure:
    """max |1 - ηλ| over ηλ_max, the contraction of a run at each dot, and the setting of now."""
    figure = go.Figure()
    figure.add_scatter(
        x=eta,
        y=promised,
        name="promised: max |1 − ηλ|",
        mode="lines",
        line={"color": CURVE_COLORS[0], "width": 2.5},
    )
    figure.add_scatter(
        x=eta[::4],
        y=measured[::4],
        name="measured on a run",
        mode="markers",
        marker={"color": CURVE_COLORS[1], "size": 8},
    )
    figure.add_hline(y=1, line={"width": 1, "color": _GRAY})
    ends = [float(promised.min()), float(promised.max())]
    for (at, name), dash in zip((*marks, (now, "now")), ("dash", "dot", "solid"), strict=True):
        color = CURVE_COLORS[3] if name == "now" else _GRAY
        figure.add_scatter(
            x=[at, at],
            y=ends,
            name=name,
            mode="lines",
            line={"dash": dash, "width": 2, "color": color},
            hoverinfo="skip",
        )
    laid_out(figure, (f"η {LARGEST}", "factor per step"), (False, False))
    figure.update_layout(height=360, margin={"t": 90})
    return figure


def phase_diagram(kappa: float, now: tuple[float, float], best: Setting) -> go.Figure:
    """Heavy ball's rate over (ηλ_max, β), the borders of its regions, now and the best setting.

    now is (ηλ_max, β); eigenvalues run from 1 to κ.
    """
    beta, scaled = np.linspace(0, 0.999, _PLANE_POINTS), np.linspace(0.01, _WIDEST, _PLANE_POINTS)
    rate = heavy_ball_rate([1.0, kappa], scaled / kappa, beta[:, None])
    figure = go.Figure(
        go.Heatmap(
            x=scaled,
            y=beta,
            z=np.where(rate <= 1, rate, np.nan),
            zmin=best.rate,
            zmax=1.0,
            colorscale=SURFACE_SCALE,
            colorbar={"title": {"text": "rate"}, "thickness": 10, "len": 0.9},
            xhoverformat=".3g",
            yhoverformat=".3g",
            zhoverformat=".4f",
            hovertemplate=f"η {LARGEST} %{{x}}, β %{{y}}: rate %{{z}}<extra></extra>",
        )
    )
    _add_borders(figure, kappa, beta)
    _add_words(figure)
    _add_setting(figure, "best", "star", "#FFFFFF", (best.eta * kappa, best.beta))
    _add_setting(figure, "now", "circle", CURVE_COLORS[3], now)
    laid_out(figure, (f"η {LARGEST}", "β"), (False, False))
    figure.update_layout(height=400, margin={"l": 50, "r": 10, "t": 20, "b": 50})
    figure.update_xaxes(range=[0, _WIDEST], showgrid=False, zeroline=False)
    figure.update_yaxes(range=[0, 1], showgrid=False, zeroline=False)
    return figure


def _add_borders(figure: go.Figure, kappa: float, beta: Array) -> None:
    """The lines (B,) over β between monotone, oscillating and divergent runs.

    Dotted, where the flattest direction begins to swing; dashed, where the steepest one begins to
    change sides at each step. Between the two all roots are complex; they meet at the best setting.
    """
    flattest = kappa * monotone_limit(1.0, beta)
    borders = (
        (kappa * monotone_limit(kappa, beta), "solid"),
        (kappa * divergence_limit(kappa, beta), "solid"),
        (kappa * alternating_limit(kappa, beta), "dash"),
        (np.where(flattest <= kappa * divergence_limit(kappa, beta), flattest, np.nan), "dot"),
    )
    for border, dash in borders:
        for color, width in (("#FFFFFF", 5.0), (PATH, 2.0)):
            figure.add_scatter(
                x=border,
                y=beta,
                mode="lines",
                line={"color": color, "width": width, "dash": dash},
                hoverinfo="skip",
                showlegend=False,
            )


def _add_words(figure: go.Figure) -> None:
    """What a run does in each region."""
    figure.add_annotation(
        x=0.25, y=0.1, text="monotone", ax=75, ay=0, arrowcolor=PATH, xanchor="left", **_PLATE
    )
    for x, y, word, side in ((1.2, 0.42, "oscillating", "left"), (4.15, 0.2, "divergent", "right")):
        figure.add_annotation(x=x, y=y, text=word, showarrow=False, xanchor=side, **_PLATE)


def _add_setting(
    figure: go.Figure, name: str, symbol: str, color: str, at: tuple[float, float]
) -> None:
    """A setting (ηλ_max, β) with its name."""
    x, y = at
    line = {"color": PATH, "width": 2}
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        name=name,
        marker={"symbol": symbol, "size": 16, "color": color, "line": line},
        xhoverformat=".3g",
        yhoverformat=".3g",
        hovertemplate=f"{name}: η {LARGEST} %{{x}}, β %{{y}}<extra></extra>",
        showlegend=False,
    )
    figure.add_annotation(
        x=x, y=y, text=name, ax=0, ay=28 if y > 0.85 else -28, arrowcolor=PATH, **_PLATE
    )
