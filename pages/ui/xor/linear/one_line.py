"""One line is not enough: the linear model on a stage of its own, and all labelings."""

from typing import Final

import numpy as np
import streamlit as st

from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.separability import cover_count, cover_share, labelings, separable
from pages.ui.chapter.words import printed, three
from pages.ui.stage import stage
from pages.ui.turns import one_run
from pages.ui.xor.linear.figures import gallery
from pages.ui.xor.linear.scene import ETA, START, STEPS, a_line, linear_scene
from pages.ui.xor.training import Training

_STAGE: Final = "xor-linear-stage"
_START, _RESTARTS = "xor-linear-start", "xor-linear-restarts"


def show_one_line(training: Training, spec: XorExperiment) -> None:
    """The best line of the squared loss, and which labelings of four points have a line at all."""
    st.markdown(
        "**Try it.** Drag the line, or click a point to give it the other class. The linear model "
        "tries too: its cost is a bowl over (w₁, w₂, b), and from wherever you put the start on "
        "it, gradient descent comes to the same place."
    )
    _linear_stage()
    left, right = st.columns([3, 2])
    with left:
        _show_gallery()
    with right:
        _show_minimum()
        _show_count()


@st.fragment
@one_run()
def _linear_stage() -> None:
    start = st.session_state.get(_START, START)
    stage(
        linear_scene(start, st.session_state.get(_RESTARTS, 0)),
        key=_STAGE,
        on={"start": _place_start},
    )


def _place_start() -> None:
    w1, w2 = st.session_state[_STAGE].start
    st.session_state[_START] = (round(float(w1), 3), round(float(w2), 3))
    st.session_state[_RESTARTS] = st.session_state.get(_RESTARTS, 0) + 1


def _show_minimum() -> None:
    risk = xor.linear_risk()
    H, g = risk.hessian(np.zeros(3)), risk.gradient(np.zeros(3))
    best = np.asarray(np.linalg.solve(H, -g), dtype=float)
    low, high = np.linalg.eigvalsh(H)[[0, -1]]
    outputs = risk.network(best, risk.x)[:, 0]
    w1, w2, b = (three(value + 0.0) for value in np.round(best, 12))
    ends = [printed(end, ".6g") for end in (outputs.min(), outputs.max())]
    said = (
        f"every output is {ends[0]}" if ends[0] == ends[1] else f"outputs are {' to '.join(ends)}"
    )
    st.markdown("**The best that a line can do**")
    st.latex(r"\min_{w, b} \; \tfrac14 \sum_{i=1}^{4} \big(y_i - w^T x_i - b\big)^2")
    st.markdown(
        f"The Hessian does not depend on where we are, and its eigenvalues are between "
        f"{three(float(low))} and {three(float(high))}: one minimum, at w = ({w1}, {w2}), b = {b}. "
        f"There {said} and the mean squared error is "
        f"**{printed(float(risk.value(best)), '.6g')}**: "
        "the model has learned the mean of the targets and nothing else. "
        f"The run above takes {STEPS} steps with η = {printed(ETA)}."
    )


def _show_gallery() -> None:
    x, _ = xor.points()
    labels = labelings()
    possible = separable(labels)
    without = ["".join(map(str, row)) for row in labels[~possible]]
    st.markdown(f"**All {len(labels)} ways to label four points: {possible.sum()} have a line**")
    st.plotly_chart(
        gallery(x, labels, [a_line(row) for row in labels]),
        key="xor-gallery",
        theme=None,
        config={"displayModeBar": False},
        alt=f"{len(labels)} small pictures of the four points. {possible.sum()} labelings have a "
        f"separating line; those of 00, 01, 10, 11 without one are {' and '.join(without)}.",
    )
    st.caption(
        "● 0, ◆ 1. Each line is that of largest margin, or beside points that are all alike. No "
        f"line: {' and '.join(without)}, XOR and its opposite, marked ✕."
    )


def _show_count() -> None:
    N, d = 4, 3
    many = 10
    shares = [f"{100 * cover_share(many, k):.0f} % for d = {k}" for k in (3, 5, 8)]
    st.markdown("**Is that bad luck?**")
    st.latex(r"2 \sum_{k=0}^{d-1} \binom{N-1}{k} \quad \text{of } 2^N \text{ labelings}")
    st.markdown(
        f"of N points in general position can be separated with d free weights (Cover 1965). Here "
        f"N = {N} and d = {d}, the bias being one: {cover_count(N, d)} of {2**N}. With N = {many} "
        f"points it is {', '.join(shares)}: more features separate more, and hidden units are "
        "features that are learned."
    )
