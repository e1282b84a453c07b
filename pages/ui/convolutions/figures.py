"""Pictures of the chapter on convolutions that stand still."""

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from pages.ui.figures.curves import laid_out_from_zero
from pages.ui.theme import CURVE_COLORS


def singular_values(predicted: Array, ring: Array, zeros: Array) -> go.Figure:
    """The singular values of T, largest first: as |DFT|, on a ring, and among zeros."""
    number = np.arange(1, len(predicted) + 1)
    figure = go.Figure()
    figure.add_scatter(
        x=number,
        y=predicted,
        name="|DFT| of the kernel (predicted)",
        mode="markers",
        marker={"color": CURVE_COLORS[1], "size": 9, "symbol": "circle-open", "line": {"width": 2}},
    )
    for values, name, color, dash in (
        (ring, "T on a ring (measured)", CURVE_COLORS[0], "solid"),
        (zeros, "T among zeros (measured)", CURVE_COLORS[2], "dash"),
    ):
        line = {"color": color, "width": 2, "dash": dash}
        figure.add_scatter(x=number, y=values, name=name, mode="lines", line=line)
    return laid_out_from_zero(figure, ("number, largest first", "singular value"), 280)
