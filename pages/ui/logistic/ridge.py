"""The convexifying ridge: how much of it makes the squared loss convex."""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.diagnosis import convexifying_ridge
from core.experiments.logistic.experiment import LogisticExperiment
from core.landscape.landscape import Landscape
from core.spec import Knob, controls
from pages.ui.chapter.remembered import key_of
from pages.ui.chapter.words import three
from pages.ui.chapter.work import at_hand
from pages.ui.figures.curves import lines
from pages.ui.lecture.mode import filling
from pages.ui.losses import cached
from pages.ui.losses.loss_view import LossView
from pages.ui.losses.needs import for_the_landscape
from pages.ui.theme import SQUARED

_POSITIONS = 49


def show_ridge(losses: list[LossView]) -> None:
    """Share of the window that is not convex against λ, with the bound and the λ of now."""
    squared = next((v for v in losses if v.risk.loss.weight is not None), None)
    if squared is None:
        st.markdown("The cross-entropy is convex with any λ ≥ 0. Choose the squared loss as well.")
        return
    bound = convexifying_ridge(squared.risk)
    strengths = np.linspace(0, 1.2 * bound, _POSITIONS)
    st.markdown(told(bound))
    if squared.problem.wide:
        return
    spec, lane = replace(squared.spec, ridge=0.0, minimized=False), squared.lane
    needs = [for_the_landscape(spec, lane)]
    if not at_hand("ridge", f"{key_of(spec)} {lane}", needs, doing="Finding the curvatures"):
        return
    bare = cached.landscape(spec, lane)
    marks = {"bound": bound}
    if squared.spec.ridge:
        marks["λ now"] = squared.spec.ridge
    st.plotly_chart(
        filling(
            lines(
                strengths,
                {"squared loss": 100 * shares(bare, strengths)},
                [SQUARED],
                "λ",
                "% of the window not convex",
                marks=marks,
            )
        ),
        key="ridge-share",
    )


def shares(bare: Landscape, strengths: Array) -> Array:
    """Share (L,) of a landscape that is not convex with each ridge λ of `strengths` (L,) added.

    The ridge adds λ to every eigenvalue, so the landscape without it knows them all.
    """
    smallest = bare.smallest if bare.slices_smallest is None else bare.slices_smallest
    deepest = np.sort(smallest, axis=None)
    return np.searchsorted(deepest, -strengths, side="left") / deepest.size


def told(bound: float) -> str:
    """What the bound on λ says of the squared loss."""
    knob = controls(LogisticExperiment)["ridge"][1]
    assert isinstance(knob, Knob)
    beyond = f" The control ends at {three(knob.high)}, below it." if bound > knob.high else ""
    return (
        f"Adding (λ/2)‖p‖² lifts every eigenvalue of the Hessian by λ. One point's squared loss "
        f"never bends down by more than 0.1202 ‖x̃‖², so λ ≥ 0.1202 · λₘₐₓ(XᵀX/N) = "
        f"**{three(bound)}** makes the whole surface convex. It is a bound: less may do.{beyond}"
    )
