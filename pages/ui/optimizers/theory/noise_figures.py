"""Pictures of noise: curves with bands, floors, coverage."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from core.arrays import Array
from core.theory.noise_floor import Spread
from pages.ui.figures.curves import laid_out
from pages.ui.figures.numbers import printed, three
from pages.ui.theme import CURVE_COLORS

_BANDS = ("rgba(18,149,216,0.22)", "rgba(226,96,10,0.22)")
_DASHES = ("solid", "dash")
_SYMBOLS = ("circle", "diamond", "square", "triangle-up")
# The axis ends here; what lies below runs out of the picture.
_LOWEST, _BELOW = 1e-9, 1e-10
_TICKS = (0.02, 0.05, 0.1, 0.2, 0.5)


def spreads(runs: Mapping[str, Spread], expected: Array, floor: float) -> go.Figure:
    """Mean and band of the runs of each sampler, the expected curve, and its floor.

    expected: one value for each step, for batches drawn with replacement.
    """
    figure = go.Figure()
    for i, (name, spread) in enumerate(runs.items()):
        low, high = spread.band()
        figure.add_scatter(
            x=np.concatenate([spread.k, spread.k[::-1]]),
            y=np.maximum(np.concatenate([high, low[::-1]]), _BELOW),
            fill="toself",
            fillcolor=_BANDS[i],
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
        )
        figure.add_scatter(
            x=spread.k,
            y=np.maximum(spread.mean, _BELOW),
            name=name,
            mode="lines",
            line={"color": CURVE_COLORS[i], "width": 2.5, "dash": _DASHES[i]},
        )
    figure.add_scatter(
        x=np.arange(len(expected)),
        y=np.clip(expected, _BELOW, 1e30),
        name="theory, with replacement",
        mode="lines",
        line={"color": CURVE_COLORS[3], "width": 1.5, "dash": "dot"},
    )
    if 0 < floor < np.inf:
        figure.add_hline(
            y=floor,
            line={"color": CURVE_COLORS[3], "width": 1.5},
            annotation={"text": f"floor {three(floor)}", "y": np.log10(floor)},
            annotation_position="top right",
        )
    laid_out(figure, ("step", "cost above the minimum"), (False, True))
    figure.update_yaxes(range=[np.log10(_LOWEST), 1], dtick=2)
    figure.update_layout(height=360, margin={"t": 90})
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
            line={"color": CURVE_COLORS[i], "width": 2.5},
        )
        figure.add_scatter(
            x=eta,
            y=small[m],
            name="∝ η/m" if i == 0 else "",
            showlegend=i == 0,
            mode="lines",
            line={"color": CURVE_COLORS[i], "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        )
        figure.add_scatter(
            x=measured[m][0],
            y=measured[m][1],
            name=f"m = {m}: measured",
            mode="markers",
            marker={"color": CURVE_COLORS[i], "size": 9, "symbol": _SYMBOLS[i]},
        )
    laid_out(figure, ("η", "floor"), (True, True))
    figure.update_xaxes(tickvals=_TICKS, ticktext=[printed(tick) for tick in _TICKS])
    figure.update_yaxes(dtick=1)
    figure.update_layout(height=400, margin={"t": 120})
    return figure
