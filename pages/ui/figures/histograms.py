"""Histograms of how runs end; their bars can be clicked."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from core.once import once
from pages.ui.figures.curves import laid_out, laid_out_from_zero
from pages.ui.figures.numbers import three
from pages.ui.theme import SQUARED

_GRAY = "#808890"


@dataclass(frozen=True, eq=False)
class Bins:
    """Positive values (R,) in bins of equal width on a logarithmic axis."""

    values: Array
    count: int = 40

    @once
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
            text=_between(bins.edges),
            textposition="none",
            hovertemplate="%{y} runs %{text}<extra></extra>",
        )
    )
    return laid_out(figure, (title, "runs"), (True, False))


def counts(edges: Array, of_bin: Array, levels: Mapping[str, float]) -> go.Figure:
    """A histogram with counts (B,) between edges (B + 1,); dashed lines name the levels."""
    middle = 0.5 * (edges[1:] + edges[:-1])
    figure = go.Figure(
        go.Bar(
            x=middle,
            y=of_bin,
            width=np.diff(edges),
            marker={"color": SQUARED},
            text=_between(edges),
            textposition="none",
            hovertemplate="%{y} runs %{text}<extra></extra>",
        )
    )
    for name, value in levels.items():
        figure.add_vline(
            x=value,
            line={"dash": "dot", "width": 1.5, "color": _GRAY},
            annotation={"text": name, "yanchor": "bottom"},
        )
    laid_out_from_zero(figure, ("mean squared error at the end", "runs"))
    # The whole height of a column answers a click, also of a bar of two or three runs.
    figure.update_layout(clickmode="event+select", hovermode="x", dragmode=False)
    return figure


def _between(edges: Array) -> list[str]:
    return [f"between {three(low)} and {three(high)}" for low, high in pairwise(edges.tolist())]
