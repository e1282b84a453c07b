"""Means over M noisy copies of the data: how their surface settles on the predicted one."""

from typing import Final

import plotly.graph_objects as go
import streamlit as st
from plotly.subplots import make_subplots

from core.experiments.implicit.copies import Copies, copies
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.noise import Noise
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import three
from pages.ui.figures.curves import curves
from pages.ui.theme import CURVE_COLORS, FONT

_COUNT: Final = (1, 4, 16, 64, 256)
_GROUPS: Final = 16
_SHOWN: Final = (0, 2, 4)
_LEVELS: Final = 9
_SAID: Final = r"""
Each step sees the loss on one copy of the data {copy}. A mean over $M$ copies is unbiased, and
off by $\sqrt{{\operatorname{{Var}} / M}}$, where the variance of one copy is known without a draw.
So its surface settles on the predicted one: the loss {ended}.
"""


def show_copies(spec: ImplicitExperiment) -> None:
    """Three means over the surface that they settle on, and the error of all against M."""
    found = _found(spec)
    words = ("whose inputs are noisy", "with a ridge")
    if found.names == ("w1", "w2"):
        words = ("with some labels turned", "on smoothed labels")
    st.markdown(_SAID.format(copy=words[0], ended=words[1]))
    st.plotly_chart(settling(found), key="implicit-copies")
    measured, predicted = "measured", "predicted: √(Var/M)"
    figure = curves(
        found.count,
        {predicted: found.expected, measured: found.measured},
        (CURVE_COLORS[1], CURVE_COLORS[0]),
        ("M", "root mean square error"),
        dashes=("dash", "solid"),
    )
    figure.update_traces(mode="lines+markers", selector={"name": measured})
    figure.update_xaxes(tickvals=found.count)
    st.plotly_chart(figure, key="implicit-copies-error")
    st.markdown(sentence(found))


def sentence(found: Copies) -> str:
    """How far the means are off at both ends, and how fast that falls."""
    (one, many), (first, last) = found.measured[[0, -1]], found.expected[[0, -1]]
    return (
        f"Over this window the loss on one copy is off by {three(float(one))}, predicted "
        f"{three(float(first))}, and a mean over {int(found.count[-1]):,} by {three(float(many))}, "
        f"predicted {three(float(last))} (root mean squares). In between the error falls as M to "
        f"the power {three(found.slope)}, predicted {three(-0.5)}."
    )


def settling(found: Copies) -> go.Figure:
    """Level lines of means over few and many copies, each over those of the expected loss."""
    titles = [f"M = {found.count[i]:,}" for i in _SHOWN]
    figure = make_subplots(1, len(_SHOWN), subplot_titles=titles, shared_yaxes=True)
    low, high = float(found.predicted.min()), float(found.predicted.max())
    apart = (high - low) / _LEVELS
    levels = {"start": low + apart / 2, "end": high, "size": apart, "coloring": "none"}
    for column, i in enumerate(_SHOWN, 1):
        for name, z, line in (
            ("predicted", found.predicted, {"color": CURVE_COLORS[1], "dash": "dash"}),
            ("mean over M copies", found.first[i], {"color": CURVE_COLORS[0]}),
        ):
            figure.add_contour(
                x=found.x,
                y=found.y,
                z=z,
                name=name,
                legendgroup=name,
                showlegend=column == 1,
                contours=levels,
                line={"width": 2, **line},
                row=1,
                col=column,
            )
        figure.update_xaxes(title=found.names[0], row=1, col=column)
    figure.update_yaxes(title=found.names[1], row=1, col=1)
    return figure.update_layout(
        height=330,
        margin={"l": 60, "r": 20, "t": 70, "b": 50},
        font={"family": FONT},
        legend={"orientation": "h", "x": 0, "y": 1.12, "yanchor": "bottom"},
    )


@remembered(
    ImplicitExperiment,
    lambda spec: ImplicitExperiment(topic=spec.topic, seed=spec.seed),
    doing="Drawing 4,096 copies …",
)
def _found(spec: ImplicitExperiment) -> Copies:
    assert isinstance(spec.topic, Noise)
    return copies(spec.topic.kind, spec.value, spec.seed, _COUNT, _GROUPS)
