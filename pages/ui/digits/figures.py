"""The pictures of the chapter on digits."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from pages.ui.figures.curves import laid_out_from_zero
from pages.ui.figures.numbers import printed
from pages.ui.theme import FONT


def bands(
    named: Mapping[str, Array],
    colors: Sequence[str],
    dashes: Sequence[str],
    titles: tuple[str, str],
) -> go.Figure:
    """Of each row of curves (S, E) over 0, 1, …: the mean, and between the least and the largest.

    A dashed curve has no band: it stands beside the one of its color.
    """
    figure = go.Figure()
    for (name, y), color, dash in zip(named.items(), colors, dashes, strict=True):
        x = np.arange(y.shape[1])
        if dash == "solid":
            figure.add_scatter(
                x=np.concatenate([x, x[::-1]]),
                y=np.concatenate([y.max(axis=0), y.min(axis=0)[::-1]]),
                fill="toself",
                fillcolor=color,
                opacity=0.15,
                line={"width": 0},
                hoverinfo="skip",
                showlegend=False,
            )
        figure.add_scatter(
            x=x,
            y=y.mean(axis=0),
            name=name,
            mode="lines",
            line={"color": color, "width": 2.5, "dash": dash},
        )
    laid_out_from_zero(figure, titles)
    figure.update_yaxes(range=[0, 1])
    return figure


def squares(values: Array, titles: tuple[str, str], at: Sequence[int]) -> go.Figure:
    """Shares (n, n) as squares with their numbers; `at` are the places of rows and columns."""
    text = [[printed(value, ".2f") for value in row] for row in values]
    figure = go.Figure(
        go.Heatmap(
            x=list(at),
            y=list(at),
            z=values,
            zmin=0,
            zmax=1,
            colorscale="Cividis",
            text=text,
            texttemplate="%{text}",
            hoverinfo="skip",
            colorbar={"thickness": 10, "title": {"text": titles[1]}},
        )
    )
    figure.update_layout(
        title={"text": titles[0], "font": {"size": 14}},
        height=330,
        margin={"l": 46, "r": 8, "t": 40, "b": 44},
        font={"family": FONT},
        xaxis={"title": {"text": "pixels to the right"}, "dtick": 1},
        yaxis={"title": {"text": "pixels down"}, "dtick": 1, "autorange": "reversed"},
    )
    return figure
