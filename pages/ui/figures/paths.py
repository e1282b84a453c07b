"""A path that lies on a surface."""

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from core.landscape import Surface
from pages.ui.figures.landscapes import landscape_2d, landscape_3d
from pages.ui.theme import PATH


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
