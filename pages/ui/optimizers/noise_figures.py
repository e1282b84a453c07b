"""Pictures of noise: curves with bands, floors, coverage."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.activations import Array
from core.noise_floor import Spread
from pages.ui.higham.figures import laid_out
from pages.ui.optimizers.theory_figures import COLORS

_BANDS = ("rgba(18,149,216,0.22)", "rgba(226,96,10,0.22)")
_DASHES = ("solid", "dash")
_SYMBOLS = ("circle", "diamond", "square", "triangle-up")
_LOWEST = 1e-9
_TICKS = (0.02, 0.05, 0.1, 0.2, 0.5)


def spreads(
    panels: Mapping[str, Mapping[str, Spread]], theory: Mapping[str, tuple[Array, float]]
) -> go.Figure:
    """A panel for each data set: mean and band of the runs of each sampler.

    theory: for each panel the expected curve, one value for each step, and its floor.
    """
    figure = make_subplots(
        1, len(panels), shared_yaxes=True, subplot_titles=list(panels), horizontal_spacing=0.03
    )
    for column, (title, runs) in enumerate(panels.items(), 1):
        at = {"row": 1, "col": column}
        for i, (name, spread) in enumerate(runs.items()):
            low, high = spread.band()
            edges = np.maximum(np.concatenate([high, low[::-1]]), _LOWEST / 10)
            figure.add_scatter(
                x=np.concatenate([spread.k, spread.k[::-1]]),
                y=edges,
                fill="toself",
                fillcolor=_BANDS[i],
                line={"width": 0},
                hoverinfo="skip",
                showlegend=False,
                **at,
            )
            figure.add_scatter(
                x=spread.k,
                y=np.maximum(spread.mean, _LOWEST / 10),
                name=name,
                mode="lines",
                line={"color": COLORS[i], "width": 2.5, "dash": _DASHES[i]},
                showlegend=column == 1,
                **at,
            )
        expected, floor = theory[title]
        figure.add_scatter(
            x=np.arange(len(expected)),
            y=np.maximum(expected, _LOWEST / 10),
            name="theory, with replacement",
            mode="lines",
            line={"color": COLORS[2], "width": 1.5, "dash": "dot"},
            showlegend=column == 1,
            **at,
        )
        if 0 < floor < np.inf:
            figure.add_hline(
                y=floor,
                line={"color": COLORS[2], "width": 1.5},
                annotation={"text": f"floor {floor:.3g}", "y": np.log10(floor)},
                annotation_position="top right",
                **at,
            )
    laid_out(figure, ("step", "cost above the minimum"), (False, True))
    figure.update_xaxes(title={"text": "step"})
    figure.update_yaxes(type="log", exponentformat="power", range=[np.log10(_LOWEST), 1])
    figure.update_layout(height=380, margin={"l": 60, "r": 10, "t": 80, "b": 50})
    figure.update_layout(legend={"y": 1.1})
    return figure


def floors(
    eta: Array,
    exact: Mapping[int, Array],
    small: Mapping[int, Array],
    measured: Mapping[int, tuple[Sequence[float], Sequence[float]]],
) -> go.Figure:
    """The floor over η for each batch size m: exact, proportional to η/m, and measured."""
    figure = go.Figure()
    for i, (m, values) in enumerate(exact.items()):
        figure.add_scatter(
            x=eta,
            y=np.where(np.isfinite(values), values, np.nan),
            name=f"m = {m}: exact",
            mode="lines",
            line={"color": COLORS[i], "width": 2.5},
        )
        figure.add_scatter(
            x=eta,
            y=small[m],
            name="∝ η/m" if i == 0 else "",
            showlegend=i == 0,
            mode="lines",
            line={"color": COLORS[i], "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        )
        figure.add_scatter(
            x=measured[m][0],
            y=measured[m][1],
            name=f"m = {m}: measured",
            mode="markers",
            marker={"color": COLORS[i], "size": 9, "symbol": _SYMBOLS[i]},
        )
    laid_out(figure, ("η", "floor"), (True, True))
    figure.update_xaxes(tickvals=_TICKS, ticktext=[f"{tick:g}" for tick in _TICKS])
    figure.update_yaxes(dtick=1)
    figure.update_layout(height=400, margin={"t": 120})
    return figure
