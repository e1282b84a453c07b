"""Figures of the race's sections: schedules, and final cost against the learning rate."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.race.experiment import Entrant
from core.experiments.race.rate_finder import Finder
from core.experiments.race.standings import Standings
from core.optimizers.schedules import factors
from pages.ui.figures.axes import logarithmic
from pages.ui.figures.numbers import printed, three
from pages.ui.theme import FONT

_HEIGHT = 360
# Costs below this are drawn on the lower edge: rounding and luck decide what is beneath.
FLOOR = 1e-16
# Share of the height of the costs between two lines of crosses; room beside the rates, in decades.
_ROW = 0.05
_ROOM = np.array([-0.05, 0.05])


class Entry(Protocol):
    """An entrant as it is drawn."""

    @property
    def name(self) -> str: ...
    @property
    def color(self) -> str: ...
    @property
    def plotly_dash(self) -> str: ...
    @property
    def entrant(self) -> Entrant: ...


def schedules(who: Sequence[Entry], steps: int) -> go.Figure:
    """η against the step for each of these entrants."""
    figure, k = go.Figure(), np.arange(1, steps + 1)
    for entry in who:
        eta = getattr(entry.entrant.optimizer, "eta", 1.0)
        figure.add_scatter(
            x=k,
            y=eta * factors(entry.entrant.schedule, steps),
            name=entry.name,
            mode="lines",
            line={"color": entry.color, "width": 2.5, "dash": entry.plotly_dash},
            yhoverformat=".3g",
            hovertemplate="step %{x}: η = %{y}<extra>" + entry.name + "</extra>",
        )
    _dress(figure, "step k", "η of the step")
    figure.update_layout(height=_HEIGHT - 60, yaxis={"rangemode": "tozero"})
    return figure


def rates(found: Finder, who: Sequence[Entry], stands: Standings, label: str) -> go.Figure:
    """Final cost above the lowest known against η; diverged runs are crosses on lines above.

    Each point carries [position of the entrant, η]. Hollow points are at heights that rounding
    decides. A ring marks the η of now, where `stands` has
    that run's cost.
    """
    figure = go.Figure()
    excess = np.maximum(found.final - stands.lowest, FLOOR)
    good = excess[~found.diverged]
    top = float(np.ceil(np.log10(good.max() if len(good) else 1.0)))
    bottom = min(float(np.floor(np.log10(good.min() if len(good) else 1.0))), top - 2)
    room = (top - bottom) * _ROW
    rows = 10 ** (top + room * (1 + np.arange(len(who))))
    heights = np.where(found.diverged, rows[:, None], excess)
    turned = found.turned(stands.lowest, FLOOR)
    for i, entry in enumerate(who):
        _add_runs(figure, found, heights[i], turned[i], entry, i)
        now = getattr(entry.entrant.optimizer, "eta", None)
        if now is not None and found.eta[0] <= now <= found.eta[-1]:
            own = rows[i] if stands.lost[i] >= 0 else max(float(stands.excess[i, -1]), FLOOR)
            _add_ring(figure, now, float(own), entry.color)
    _dress(figure, "learning rate η", label)
    powers = np.arange(bottom, top + 1, max(1, (top - bottom) // 6))
    figure.update_layout(
        height=_HEIGHT,
        hovermode="closest",
        dragmode=False,
        xaxis=logarithmic([found.eta])
        | {"range": [float(v) for v in np.log10(found.eta[[0, -1]]) + _ROOM]},
        yaxis={
            "type": "log",
            "tickvals": 10.0**powers,
            "ticktext": [f"10<sup>{printed(power, '.0f')}</sup>" for power in powers],
            "range": [bottom - room, float(np.log10(rows[-1])) + room],
        },
    )
    if found.diverged.any():
        figure.add_annotation(
            text="diverged ✕",
            x=0,
            xref="paper",
            xanchor="right",
            y=float(np.log10(rows[len(rows) // 2])),
            showarrow=False,
        )
    return figure


def _add_runs(
    figure: go.Figure,
    found: Finder,
    height: Array,
    turned: NDArray[np.bool_],
    entry: Entry,
    position: int,
) -> None:
    lost = found.diverged[position]
    symbol = np.where(lost, "x", "circle")
    figure.add_scatter(
        x=found.eta,
        y=height,
        name=entry.name,
        mode="lines+markers",
        line={"color": entry.color, "width": 2, "dash": entry.plotly_dash},
        marker={
            "color": entry.color,
            "size": np.where(lost, 8, 7),
            "symbol": np.where(turned, np.char.add(symbol, "-open"), symbol),
        },
        customdata=[[position, float(rate)] for rate in found.eta],
        text=[
            "diverged" if gone else three(float(y)) for gone, y in zip(lost, height, strict=True)
        ],
        xhoverformat=".3g",
        hovertemplate="η = %{x}: %{text}<extra>" + entry.name + "</extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _add_ring(figure: go.Figure, x: float, y: float, color: str) -> None:
    figure.add_scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker={"symbol": "circle-open", "size": 15, "color": color, "line": {"width": 3}},
        hoverinfo="skip",
        showlegend=False,
    )


def _dress(figure: go.Figure, x_title: str, y_title: str) -> None:
    figure.update_layout(
        margin={"l": 70, "r": 20, "t": 30, "b": 50},
        font={"family": FONT},
        showlegend=True,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        xaxis={"title": {"text": x_title}},
        yaxis={"title": {"text": y_title}},
    )
