"""What dropout adds to a cross-entropy, three times."""

import numpy as np
import plotly.graph_objects as go

from core.experiments.implicit.masks import Added
from pages.ui.figures.curves import laid_out
from pages.ui.theme import CURVE_COLORS


def added_loss(added: Added) -> go.Figure:
    """Exact and quadratic as lines, drawn as dots with bars of two standard errors."""
    dropped = 1 - added.keep
    figure = go.Figure()
    for name, values, color, dash in (
        ("exact: all masks", added.exact, CURVE_COLORS[0], "solid"),
        ("quadratic", added.quadratic, CURVE_COLORS[1], "dash"),
    ):
        line = {"color": color, "width": 2.5, "dash": dash}
        figure.add_scatter(x=dropped, y=values, name=name, mode="lines", line=line)
    figure.add_scatter(
        x=dropped,
        y=added.drawn,
        name=f"mean of {added.draws} draws, ± two standard errors",
        mode="markers",
        marker={"color": CURVE_COLORS[3], "size": 7},
        error_y={"array": 2 * added.error, "color": CURVE_COLORS[3]},
    )
    laid_out(figure, ("share r of the inputs that is left out", "added loss"), (False, False))
    figure.update_yaxes(rangemode="tozero")
    figure.update_xaxes(range=[0, float(np.max(dropped)) * 1.04])
    return figure
