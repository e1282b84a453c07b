"""The presets of the first chapter, and what a click on its surfaces does."""

from typing import Final

import numpy as np
import streamlit as st

from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import as_text
from pages.ui.chapter.presets import Preset
from pages.ui.controls import Value, assign, in_force
from pages.ui.losses import cached
from pages.ui.losses.loss_view import view_sign

STAGE: Final = "logistic-stage"
# A click is told to this many decimals of the window's power of ten.
_DECIMALS: Final = 4
QUESTION: Final = (
    "One model, one data set, one start, two losses. Before you press play: does each path arrive, "
    "and which points pull it?"
)
PRESETS: Final = (
    Preset("Stall on a plateau", QUESTION),
    Preset(
        "Start near the minimum",
        "From here both losses arrive: near the minimum the squared loss is convex too.",
        {"start": "chosen", "start.w1": 1.0, "start.b": -1.5},
    ),
    Preset(
        "Overshoot",
        "η is above 2/λₘₐₓ of the cross-entropy: its path jumps from side to side. Drag along "
        "the strip to find the largest η that still settles.",
        {"optimizer.eta": 2.3, "start": "chosen", "start.w1": 1.0, "start.b": -1.5},
    ),
    Preset(
        "Find two minima",
        "Eight points give the squared loss two true minima, so the start decides; the "
        "cross-entropy has one. Drag the start, or compute the basin map below.",
        {
            "data": "two-minima",
            "optimizer.eta": 0.1,
            "start": "chosen",
            "start.w1": 0.8,
            "start.b": 0.3,
            "steps": 2000,
        },
    ),
    Preset(
        "Separate the data",
        "A line separates the classes: the cross-entropy has no finite optimum, and the weights "
        "grow for ever. See “Separable data” below.",
        {"data": "separable", "optimizer.eta": 2.0, "start": "drawn"},
    ),
    Preset(
        "Make it convex",
        "A ridge just above the bound: the hatched region of the squared loss is gone, and the "
        "minimum has moved nowhere.",
        {"ridge": 0.6},
    ),
    Preset(
        "Try real flowers",
        "Iris petals: three parameters, of which the surface shows two and the path moves the "
        "third.",
        {"data": "iris-petal", "optimizer.eta": 2.0},
    ),
)


def place_start() -> None:
    """The reader has put the start somewhere on a surface."""
    alpha, beta = st.session_state[STAGE].start
    spec = in_force(LogisticExperiment)
    problem = cached.problem(spec)
    p = problem.start.copy()
    p[list(problem.indices)] = view_sign(spec) * np.array([alpha, beta])
    names = ("w1", "b") if len(p) == 2 else ("w1", "w2", "b")
    # Exact against the window, not against the number: a bias may be large and its window narrow.
    decimals = _DECIMALS - np.floor(np.log10(problem.half_widths)).astype(int)
    values: dict[str, Value] = {
        f"start.{name}": as_text(round(float(value), int(places)))
        for name, value, places in zip(names, p, decimals, strict=True)
    }
    assign(LogisticExperiment, {"start": "chosen", **values})
