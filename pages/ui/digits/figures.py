"""The pictures of the chapter on digits."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.arrays import Array
from pages.ui.figures.curves import laid_out, laid_out_from_zero
from pages.ui.figures.numbers import printed
from pages.ui.theme import CURVE_COLORS, FONT, NEGATIVE, POSITIVE

# Smaller than this share of the largest an eigenvalue has no sign.
_SIGNLESS: Final = 1e-12
_SIGNED: Final = [[0, NEGATIVE], [0.5, "#FFFFFF"], [1, POSITIVE]]


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


def pictures(images: Mapping[str, Array], signed: Collection[str] = ()) -> go.Figure:
    """Images (n, n) side by side: from 0, paper, to 1, ink; signed ones have a color for each sign.

    What leaves 0 … 1 is shown as far as it goes: the scale of an image is its own, if larger.
    """
    figure = make_subplots(cols=len(images), subplot_titles=list(images))
    for column, (name, image) in enumerate(images.items(), 1):
        most = float(np.abs(image).max()) or 1.0
        low, high = (
            (-most, most) if name in signed else (min(0.0, image.min()), max(1, image.max()))
        )
        figure.add_heatmap(
            z=image,
            zmin=low,
            zmax=high,
            colorscale=_SIGNED if name in signed else "Greys",
            showscale=False,
            hoverinfo="skip",
            row=1,
            col=column,
        )
    figure.update_xaxes(visible=False, constrain="domain")
    figure.update_yaxes(visible=False, autorange="reversed")
    for column in range(1, len(images) + 1):
        axis = "x" if column == 1 else f"x{column}"
        figure.update_yaxes(scaleanchor=axis, constrain="domain", col=column)
    figure.update_layout(
        height=230, margin={"l": 8, "r": 8, "t": 32, "b": 8}, font={"family": FONT}
    )
    figure.update_annotations(font={"size": 13})
    return figure


def against(predicted: Array, measured: Array, now: int) -> go.Figure:
    """Measured against predicted ε (N,), both logarithmic, the diagonal, and one that is marked."""
    known = np.isfinite(measured) & (predicted > 0) & np.isfinite(predicted)
    both = np.concatenate([predicted[known], measured[known]])
    ends = [float(both.min()), float(both.max())] if len(both) else [0.1, 1.0]
    figure = go.Figure()
    figure.add_scatter(
        x=ends, y=ends, mode="lines", name="as predicted", line={"color": "#808890", "dash": "dash"}
    )
    figure.add_scatter(
        x=predicted[known],
        y=measured[known],
        mode="markers",
        name="test digits",
        marker={"size": 6, "color": CURVE_COLORS[0], "opacity": 0.6},
    )
    if known[now]:
        figure.add_scatter(
            x=predicted[[now]],
            y=measured[[now]],
            mode="markers",
            name="this one",
            marker={"size": 12, "color": CURVE_COLORS[1], "line": {"width": 1.5, "color": "white"}},
        )
    laid_out(figure, ("ε predicted by the slope", "ε that turns it"), (True, True))
    return figure


def eigenvalues(ritz: Array, exact: Array | None) -> go.Figure:
    """The positive eigenvalues in falling order: all of them, and those that Lanczos finds."""
    figure = go.Figure()
    named = {"exact": exact, "Lanczos": ritz}
    for color, symbol, (name, values) in zip(
        CURVE_COLORS, ("circle", "cross-thin"), named.items(), strict=False
    ):
        if values is None:
            continue
        positive = values[values > _SIGNLESS * np.abs(values).max()][::-1]
        figure.add_scatter(
            x=np.arange(1, len(positive) + 1),
            y=positive,
            mode="markers",
            name=name,
            marker={
                "color": color,
                "symbol": symbol,
                "size": 7,
                "line": {"width": 1.5, "color": color},
            },
        )
    laid_out(
        figure, ("number, from the largest", "λ, where positive beyond rounding"), (True, True)
    )
    figure.update_layout(height=360)
    return figure
