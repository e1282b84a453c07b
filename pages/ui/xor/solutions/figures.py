"""The cost along the ways from one solution to another."""

from collections.abc import Mapping

import plotly.graph_objects as go

from core.arrays import Array
from pages.ui.figures.curves import laid_out_from_zero
from pages.ui.theme import OPTIMIZER_COLORS, SQUARED


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
            yhoverformat=".4g",
            hovertemplate="%{y}<extra></extra>",
        )
    titles = ("0: one solution, 1: the other", "mean squared error")
    return laid_out_from_zero(figure, titles, 340)
