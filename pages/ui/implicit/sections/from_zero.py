"""Without u and v: gradient descent on w itself, from 0, and where it ends."""

from typing import Final

import streamlit as st

from core.experiments.implicit.experiment import ImplicitExperiment, problem
from core.experiments.implicit.start import FromZero, from_zero
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import three

_STEPS: Final = 20_000
_SAID: Final = r"""
Take the same equations without u and v. A step of gradient descent on $\tfrac{1}{2N}\|Xw - y\|^2$
adds a multiple of $X^T(Xw - y)$, a sum of rows of X. From 0 the run never leaves the span of these
rows, and there is one solution in it: that of least $\|w\|_2$.
"""
_MARGIN: Final = (
    "On data that a line separates nothing is least, and the loss alone still chooses: the "
    "direction of w goes to that of the largest margin. The first chapter measures it, under "
    "“Separable data”."
)


def show_from_zero(spec: ImplicitExperiment) -> None:
    """The run on the seed's equations, and what the first chapter says of separable data."""
    st.markdown(_SAID)
    st.markdown(sentence(_found(spec)))
    st.markdown(_MARGIN)


def sentence(found: FromZero) -> str:
    """How near it ends, and what is outside of the rows."""
    return (
        f"After {found.steps:,} steps with η = 1/λₘₐₓ: ‖w‖₂ = {three(found.norm)}, predicted "
        f"{three(found.least)}; no entry is farther than {three(found.apart)} from the predicted "
        f"one, and the part of w outside the span of the rows has the norm {three(found.outside)}."
    )


@remembered(ImplicitExperiment, lambda spec: spec.without("rate", "view"))
def _found(spec: ImplicitExperiment) -> FromZero:
    x, y, _ = problem(spec)
    return from_zero(x, y, _STEPS)
