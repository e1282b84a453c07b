"""The cloud of single points' gradients."""

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from pages.ui.figures.curves import laid_out
from pages.ui.theme import CLASS_COLORS


def cloud(points: Array, mean: Array, batches: Array) -> go.Figure:
    """Gradients (N, 2) of single points with their numbers, their mean (2,), means of batches."""
    figure = go.Figure()
    parts = (
        ("minibatch means", batches, "markers", {"size": 6, "color": "rgba(120,120,120,0.35)"}),
        ("single points", points, "markers+text", {"size": 9, "color": CLASS_COLORS[0]}),
        ("∇C", mean[None], "markers", {"size": 15, "color": CLASS_COLORS[1], "symbol": "star"}),
        (
            "0",
            np.zeros((1, 2)),
            "markers",
            {"size": 10, "color": "gray", "symbol": "cross-thin-open"},
        ),
    )
    for name, at, mode, marker in parts:
        figure.add_scatter(
            x=at[:, 0],
            y=at[:, 1],
            name=name,
            mode=mode,
            text=[str(i + 1) for i in range(len(at))],
            textposition="top center",
            marker=marker,
        )
    laid_out(figure, ("first principal direction", "second"), (False, False))
    figure.update_yaxes(scaleanchor="x")
    return figure
