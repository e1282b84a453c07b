"""How many starts are solved, width by width."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.ui.figures.curves import laid_out_from_zero
from pages.ui.theme import SQUARED

Array = NDArray[Any]


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
        yhoverformat=".1f",
        hovertemplate="H = %{x}: %{y} %<extra></extra>",
    )
    laid_out_from_zero(figure, ("hidden units H", "% of the starts solved"))
    figure.update_xaxes(tickvals=width, type="log", ticktext=[f"{n}" for n in width])
    figure.update_yaxes(range=[0, 104])
    return figure
