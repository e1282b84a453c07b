"""The reader's own points in this chapter, and the sections that are about XOR's four alone."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from core.experiments.own_data import MOST_IN_THE_PLANE, refuse_beyond_the_plane
from core.experiments.xor.data import OwnPoints, XorPoints
from core.experiments.xor.experiment import XorExperiment
from pages.ui.controls import assign
from pages.ui.own import OwnData
from pages.ui.xor.training import Training

OWN: Final = OwnData(
    XorExperiment,
    "own-points",
    OwnPoints.title,
    XorPoints(),
    "XOR's four points",
    "Two columns of numbers",
    "x1,x2,class\n0,0,0\n0,1,1\n…",
    fewest=2,
    most=2,
    rows=MOST_IN_THE_PLANE,
    check=refuse_beyond_the_plane,
)

Section = Callable[[Training, XorExperiment], None]


def about_xor(show: Section) -> Section:
    """A section about XOR whatever is on stage, which says so while that is something else."""

    def shown(training: Training, spec: XorExperiment) -> None:
        if not spec.is_xor:
            st.caption("This section is about XOR's four points, not about yours on stage.")
        show(training, spec)

    return shown


def needs_xor(show: Section) -> Section:
    """A section that looks at the run on stage and holds for XOR's four points alone."""

    def shown(training: Training, spec: XorExperiment) -> None:
        if spec.is_xor:
            show(training, spec)
            return
        st.markdown(
            "This section needs exactly the four points of XOR: its tables, levels and proofs are "
            "about them, and hold for no points of your own."
        )
        st.button(
            "Take XOR's four points",
            on_click=assign,
            args=(XorExperiment, {"data": "xor-points"}),
        )

    return shown
