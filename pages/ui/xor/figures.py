"""Pictures of the third chapter that stand still: numbers in, a Plotly figure out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from pages.ui.theme import CLASS_COLORS, CLASS_SYMBOLS, FONT, OPTIMIZER_COLORS, SQUARED

Array = NDArray[Any]

# Where a picture of the unit square ends.
_LOW, _HIGH = -0.35, 1.35
_COLUMNS = 4
_WRONG = "#808890"


def gallery(x: Array, labelings: Array, lines: Sequence[Array | None]) -> go.Figure:
    """Small pictures of the labelings (L, N) of points x (N, 2), with a line where there is one.

    A line is (w1, w2, b), w1 x1 + w2 x2 + b = 0; where there is none a ✕ says so.
    """
    rows = -(-len(labelings) // _COLUMNS)
    figure = make_subplots(rows, _COLUMNS, horizontal_spacing=0.025, vertical_spacing=0.025)
    for number, (labels, line) in enumerate(zip(labelings, lines, strict=True)):
        place = {"row": number // _COLUMNS + 1, "col": number % _COLUMNS + 1}
        if line is not None:
            ends = _across(line)
            figure.add_scatter(
                x=ends[:, 0],
                y=ends[:, 1],
                mode="lines",
                line={"color": SQUARED, "width": 2.5},
                hoverinfo="skip",
                **place,
            )
        else:
            figure.add_annotation(
                x=0.5, y=0.5, text="✕", showarrow=False, font={"size": 22, "color": _WRONG}, **place
            )
        for label in (0, 1):
            of = labels == label
            figure.add_scatter(
                x=x[of, 0],
                y=x[of, 1],
                mode="markers",
                marker={
                    "size": 10,
                    "color": CLASS_COLORS[label],
                    "symbol": CLASS_SYMBOLS[label],
                    "line": {"width": 1, "color": "#FFFFFF"},
                },
                hovertemplate=f"(%{{x}}, %{{y}}): {label}<extra></extra>",
                **place,
            )
    figure.for_each_xaxis(_plain)
    figure.for_each_yaxis(_plain)
    figure.update_layout(
        height=420,
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        showlegend=False,
        font={"family": FONT},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    return figure


def counts(edges: Array, of_bin: Array, levels: Mapping[str, float]) -> go.Figure:
    """A histogram with counts (B,) between edges (B + 1,); dashed lines name the levels."""
    middle = 0.5 * (edges[1:] + edges[:-1])
    figure = go.Figure(
        go.Bar(
            x=middle,
            y=of_bin,
            width=np.diff(edges),
            marker={"color": SQUARED},
            customdata=np.stack([edges[:-1], edges[1:]], axis=1),
            hovertemplate="%{y} runs between %{customdata[0]:.3f} and %{customdata[1]:.3f}"
            "<extra></extra>",
        )
    )
    for name, value in levels.items():
        figure.add_vline(
            x=value,
            line={"dash": "dot", "width": 1.5, "color": _WRONG},
            annotation={"text": name, "yanchor": "bottom"},
        )
    _lay_out(figure, ("mean squared error at the end", "runs"), 320)
    # The whole height of a column answers a click, also of a bar of two or three runs.
    figure.update_layout(clickmode="event+select", hovermode="x", dragmode=False)
    return figure


def success(width: Array, share: Array, low: Array, high: Array) -> go.Figure:
    """Shares (W,) in per cent against the width, with a band from low to high (W,)."""
    figure = go.Figure()
    figure.add_scatter(
        x=np.concatenate([width, width[::-1]]),
        y=100 * np.concatenate([high, low[::-1]]),
        mode="lines",
        fill="toself",
        fillcolor="rgba(170, 68, 153, 0.22)",
        line={"width": 0},
        hoverinfo="skip",
        name="95 % confidence",
    )
    figure.add_scatter(
        x=width,
        y=100 * share,
        mode="lines+markers",
        line={"color": SQUARED, "width": 2.5},
        marker={"size": 8},
        name="solved",
        hovertemplate="H = %{x}: %{y:.1f} %<extra></extra>",
    )
    _lay_out(figure, ("hidden units H", "% of the starts solved"), 320)
    figure.update_xaxes(tickvals=width, type="log", ticktext=[f"{n}" for n in width])
    figure.update_yaxes(range=[0, 104])
    return figure


def along(paths: Mapping[str, tuple[Array, Array]]) -> go.Figure:
    """Cost (T,) along paths t (T,) from 0 to 1, one curve for each name."""
    figure = go.Figure()
    looks = ((SQUARED, "solid"), (OPTIMIZER_COLORS[3], "dash"))
    for (name, (t, value)), (color, dash) in zip(paths.items(), looks, strict=False):
        figure.add_scatter(
            x=t,
            y=value,
            name=name,
            mode="lines",
            line={"color": color, "width": 2.5, "dash": dash},
            hovertemplate="%{y:.4g}<extra></extra>",
        )
    _lay_out(figure, ("0: one solution, 1: the other", "mean squared error"), 340)
    return figure


def _lay_out(figure: go.Figure, titles: tuple[str, str], height: int) -> None:
    figure.update_layout(
        height=height,
        margin={"l": 56, "r": 16, "t": 40, "b": 48},
        font={"family": FONT},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        xaxis={"title": {"text": titles[0]}},
        yaxis={"title": {"text": titles[1]}, "rangemode": "tozero"},
    )


def _plain(axis: Any) -> None:
    axis.update(
        range=[_LOW, _HIGH],
        showticklabels=False,
        showgrid=False,
        zeroline=False,
        fixedrange=True,
        showline=True,
        mirror=True,
        linecolor="rgba(128, 136, 144, 0.5)",
    )


def _across(line: Array) -> Array:
    """Two points (2, 2) of a line far outside of the picture on either side."""
    w, b = np.asarray(line[:2], dtype=float), float(line[2])
    foot = -b * w / (w @ w)
    along = np.array([-w[1], w[0]]) / np.linalg.norm(w)
    ends: Array = foot + np.array([[-9.0], [9.0]]) * along
    return ends
