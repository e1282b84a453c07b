"""Curves, bars and clouds of the second chapter: numbers in, a Plotly figure out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pages.ui.theme import CLASS_COLORS, FONT, SQUARED

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
            texttemplate="%{y:.3g} %",
        )
    return laid_out(figure, ("component", "% of the variance"), (False, False))


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


@dataclass(frozen=True, eq=False)
class Bins:
    """Positive values (R,) in bins of equal width on a logarithmic axis."""

    values: Array
    count: int = 40

    @cached_property
    def edges(self) -> Array:
        """The ends of the bins (count + 1,)."""
        low, high = float(self.values.min()), float(self.values.max())
        return np.geomspace(low / 1.01, max(high, 1.1 * low) * 1.01, self.count + 1)

    def members(self, bin: int) -> Array:
        """Which values are in a bin, by increasing value."""
        order = np.argsort(self.values)
        number = np.searchsorted(self.edges, self.values[order], side="right") - 1
        inside: Array = order[number == bin]
        return inside


def histogram(bins: Bins, title: str) -> go.Figure:
    """How many values each bin holds, on a logarithmic axis; bars can be clicked."""
    counts = np.histogram(bins.values, bins.edges)[0]
    figure = go.Figure(
        go.Bar(
            x=np.sqrt(bins.edges[1:] * bins.edges[:-1]),
            y=counts,
            width=np.diff(bins.edges),
            marker={"color": SQUARED},
            customdata=np.stack([bins.edges[:-1], bins.edges[1:]], axis=1),
            hovertemplate="%{y} runs between %{customdata[0]:.3g} and %{customdata[1]:.3g}"
            "<extra></extra>",
        )
    )
    return laid_out(figure, (title, "runs"), (True, False))


def laid_out(figure: go.Figure, titles: tuple[str, str], log: tuple[bool, bool]) -> go.Figure:
    """A figure with titles, and logarithmic axes where asked for."""
    kinds = ["log" if is_log else "linear" for is_log in log]
    figure.update_layout(
        height=320,
        margin={"l": 60, "r": 20, "t": 60, "b": 50},
        font={"family": FONT},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        xaxis={"title": {"text": titles[0]}, "type": kinds[0], "exponentformat": "power"},
        yaxis={"title": {"text": titles[1]}, "type": kinds[1], "exponentformat": "power"},
    )
    return figure
