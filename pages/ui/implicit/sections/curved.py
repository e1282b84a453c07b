"""Noise on the input of a curved model: which penalty it is, and to which order."""

from typing import Final

import numpy as np
import streamlit as st

from core.experiments.implicit.curved import Curved, curved
from core.experiments.implicit.experiment import ImplicitExperiment
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.words import three
from pages.ui.figures.curves import curves
from pages.ui.theme import CURVE_COLORS

_SIGMA: Final = (0.0125, 0.025, 0.05, 0.1, 0.2)
_SAID: Final = r"""
For a curved $f$ noise of size σ on the input adds
$σ^2\, \overline{f'^2 + (f - y) f''} + O(σ^4)$ to the mean square (Bishop 1995). The squared slope
alone, Tikhonov's penalty, is all of it where the fit is perfect. Here $f$ is one tanh unit, trained
on 20 points of a noisy sine; the expectation is computed by Gauss-Hermite quadrature.
"""


def show_curved(spec: ImplicitExperiment) -> None:
    """What is left of the added loss after either, by σ."""
    st.markdown(_SAID)
    found = _found(spec.seed)
    st.plotly_chart(
        curves(
            found.sigma,
            {
                "added by the noise": found.added,
                "left after both terms": np.abs(found.after_second),
                "left after the slope alone": np.abs(found.after_slope),
            },
            CURVE_COLORS[:3],
            ("σ", "mean square"),
            dashes=("solid", "dash", "dot"),
        ),
        key="implicit-curved",
    )
    st.markdown(sentence(found))


def sentence(found: Curved) -> str:
    """By what halving the noise divides what is left."""
    both, slope = (float(left[1] / left[0]) for left in (found.after_second, found.after_slope))
    return (
        f"Halving σ from {three(float(found.sigma[1]))} to {three(float(found.sigma[0]))} divides "
        f"what both terms leave by {three(both)}, predicted 16, and what the slope alone leaves by "
        f"{three(slope)}, predicted 4."
    )


@kept()
def _found(seed: int) -> Curved:
    return curved(_SIGMA, seed)
