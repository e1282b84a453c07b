"""The gallery of labelings."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from pages.ui.theme import CLASS_COLORS, CLASS_SYMBOLS, FONT, SQUARED

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
