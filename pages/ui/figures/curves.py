"""Curves and bars over an axis."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.ui.figures.axes import logarithmic
from pages.ui.figures.numbers import three
from pages.ui.theme import FONT

Array = NDArray[Any]


def curves(
    x: Array,
    named: Mapping[str, Array],
    colors: Sequence[str],
    titles: tuple[str, str],
    *,
    log: tuple[bool, bool] = (True, True),
    dashes: Sequence[str] = (),
    marks: Mapping[str, float] | None = None,
    own_x: Mapping[str, Array] | None = None,
) -> go.Figure:
    """Curves over x, or over an x of their own, with dashed vertical marks."""
    figure = go.Figure()
    for i, (name, y) in enumerate(named.items()):
        dash = dashes[i] if i < len(dashes) else "solid"
        figure.add_scatter(
            x=(own_x or {}).get(name, x),
            y=y,
            name=name,
            mode="lines",
            line={"color": colors[i], "width": 2.5, "dash": dash},
        )
    for name, at in (marks or {}).items():
        figure.add_vline(
            x=at,
            line={"dash": "dot", "width": 1.5, "color": "#808890"},
            annotation={"text": name},
            annotation_position="bottom right",
        )
    return laid_out(figure, titles, log)


def bars(names: Sequence[str], groups: Mapping[str, Array], colors: Sequence[str]) -> go.Figure:
    """Bars in per cent, group beside group."""
    figure = go.Figure()
    for (name, shares), color in zip(groups.items(), colors, strict=True):
        figure.add_bar(
            x=list(names),
            y=100 * np.asarray(shares),
            name=name,
            marker={"color": color},
            text=[f"{three(100 * float(share))} %" for share in shares],
        )
    return laid_out(figure, ("component", "% of the variance"), (False, False))


def laid_out(figure: go.Figure, titles: tuple[str, str], log: tuple[bool, bool]) -> go.Figure:
    """A figure with titles, and logarithmic axes where asked for."""
    figure.update_layout(
        height=320,
        margin={"l": 60, "r": 20, "t": 60, "b": 50},
        font={"family": FONT},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        xaxis={"title": {"text": titles[0]}} | _axis(figure, "x", log[0]),
        yaxis={"title": {"text": titles[1]}} | _axis(figure, "y", log[1]),
    )
    return figure


def lines(
    x: Array,
    curves: Mapping[str, Array],
    colors: Sequence[str],
    x_title: str,
    y_title: str,
    *,
    log_x: bool = False,
    marks: Mapping[str, float] | None = None,
) -> go.Figure:
    """Curves over one axis, with dashed vertical marks."""
    figure = go.Figure()
    for (name, y), color in zip(curves.items(), colors, strict=True):
        figure.add_scatter(x=x, y=y, name=name, mode="lines", line={"color": color, "width": 2.5})
    for name, at in (marks or {}).items():
        figure.add_vline(
            x=at,
            line={"dash": "dash", "width": 1.5, "color": "#808890"},
            annotation={"text": name, "yanchor": "bottom"},
        )
    figure.update_layout(
        height=300,
        margin={"l": 60, "r": 20, "t": 30, "b": 50},
        font={"family": FONT},
        legend={"orientation": "h", "y": 1.12},
        xaxis={"title": {"text": x_title}} | _axis(figure, "x", log_x),
        yaxis={"title": {"text": y_title}, "rangemode": "tozero"},
    )
    return figure


def _axis(figure: go.Figure, name: str, log: bool) -> dict[str, Any]:
    """One of its axes, over what has been drawn."""
    if not log:
        return {"type": "linear", "exponentformat": "power"}
    drawn = (trace[name] for trace in figure.data if name in trace and trace[name] is not None)
    return logarithmic(list(drawn))


def laid_out_from_zero(figure: go.Figure, titles: tuple[str, str], height: int = 320) -> go.Figure:
    """The same with linear axes, the vertical one from 0, and less room around them."""
    laid_out(figure, titles, (False, False))
    figure.update_layout(height=height, margin={"l": 56, "r": 16, "t": 40, "b": 48})
    figure.update_yaxes(rangemode="tozero")
    return figure
