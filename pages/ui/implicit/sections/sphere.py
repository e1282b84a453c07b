"""Batch normalization: a loss on a sphere, and a norm that grows by itself."""

from typing import Final

import numpy as np
import streamlit as st

from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.sphere import Growth, drawn
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.words import printed, three
from pages.ui.figures.curves import curves
from pages.ui.theme import CURVE_COLORS

_STEPS: Final = 200
_ETA: Final = 0.5
_SAID: Final = r"""
Batch normalization without its scale divides the size of $w$ out: $L(cw) = L(w)$ for c > 0. So
$⟨w, ∇L⟩ = 0$ and $∇L(cw) = ∇L(w)/c$: each step of gradient descent is at right angles to $w$, and
$$\|w_T\|^2 = \|w_0\|^2 + η^2 \sum_{t<T} \|∇L(w_t)\|^2,$$
exactly. The norm can only grow, and the rate that the direction sees, $η/\|w\|^2$, falls by itself.
Weight decay does not hold a net of such units alone back: it only sets that rate. The net on stage
is another: its normalization scales and shifts again, and its last layer has none, so that λ does
change what it says.
"""


def show_sphere(spec: ImplicitExperiment) -> None:
    """The law, and a run on 16 samples of the seed."""
    st.markdown(_SAID)
    found = _found(spec.seed)
    steps = np.arange(len(found.w), dtype=float)
    st.plotly_chart(
        curves(
            steps,
            {"‖w‖² measured": found.measured, "predicted": found.predicted},
            (CURVE_COLORS[0], CURVE_COLORS[1]),
            ("step", "‖w‖²"),
            log=(False, False),
            dashes=("solid", "dash"),
        ),
        key="implicit-sphere",
    )
    st.markdown(sentence(found))


def sentence(found: Growth) -> str:
    """Both norms at the end, and what is left of the rate."""
    measured, predicted = float(found.measured[-1]), float(found.predicted[-1])
    return (
        f"After {len(found.gradient)} steps with η = {printed(found.eta)}: ‖w‖² predicted "
        f"{printed(predicted, '.10g')}, measured {printed(measured, '.10g')}. The rate η/‖w‖² is "
        f"{three(found.measured[0] / measured)} of what it was at the start."
    )


@kept()
def _found(seed: int) -> Growth:
    return drawn(seed, _ETA, _STEPS)
