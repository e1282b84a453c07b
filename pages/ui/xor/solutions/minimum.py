"""Why is this a global minimum, and are other transformations possible? Controls that go there."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.solutions import (
    SOLUTIONS,
    Solution,
    catalog,
    formula,
    null_basis,
    walk,
    zero_set_dimension,
)
from core.networks import symmetry
from core.objectives.risk import Risk
from core.scales import log_scale
from pages.ui.chapter.words import exactly, printed, three
from pages.ui.stage import stage
from pages.ui.turns import one_run
from pages.ui.xor.notation import names
from pages.ui.xor.solutions.walk_scene import walk_scene
from pages.ui.xor.training import Training

_STAGE: Final = "xor-walk-stage"
_FACTORS: Final = log_scale(0.01, 100.0)
_LENGTH: Final = 2.0
# A power of 2, so that whole numbers moved by it and squared are exact.
_SIDE: Final = 2.0**-10


def show_minimum(training: Training, spec: XorExperiment) -> None:
    """The argument, the transformations, and the set of all solutions."""
    risk = xor.risk(xor.network())
    _show_argument(risk)
    _transform(risk)
    _show_catalog(risk)


def _show_argument(risk: Risk) -> None:
    st.markdown(say_argument(risk, xor.hand_solution()))


def say_argument(risk: Risk, p: Array) -> str:
    """Why a solution p (s,) is a global minimum, and which derivatives exist there."""
    zs, _ = risk.network.forward(p, risk.x)
    kinks = int((zs[0] == 0).sum())
    said = (
        "**Why is this a global minimum?** The cost is a mean of squares, so it is never below 0; "
        f"at the textbook's solution it is {exactly(float(risk.value(p)))}. That is all: no "
        "gradient and no Hessian is asked. The gradient exists, and is 0: all residuals are 0 "
        "there, and near by they are at most a constant times the distance, so their squares have "
        "no slope."
    )
    left, right = bent(risk, p)
    H = risk.network.widths[1]
    # A bias moves a unit at all points alike: it is the easiest to follow.
    apart = [i for i in (*range(2 * H, 3 * H), *range(risk.size)) if left[i] != right[i]]
    if not apart:
        return said
    i = apart[0]
    return (
        f"{said} The Hessian does not exist: {kinks} of the {zs[0].size} pre-activations are "
        "exactly 0, on the kink of the ReLU, and along "
        f"{names(H)[i]} the second derivative of C is {printed(right[i], '.4g')} from "
        f"above and {printed(left[i], '.4g')} from below."
    )


def bent(risk: Risk, p: Array) -> tuple[Array, Array]:
    """The second derivatives along each parameter of a solution p (s,): from below, from above.

    On either side the cost is a parabola that begins with value and slope 0.
    """
    moves = _SIDE * np.eye(risk.size)
    below, above = (2 * risk.value(p + side * moves) / _SIDE**2 for side in (-1, 1))
    return np.asarray(below), np.asarray(above)


@st.fragment
@one_run()
def _transform(risk: Risk) -> None:
    st.markdown(
        "**Are other transformations possible, and how many?** Choose another solution, let the "
        "units change places, trade scale between what enters and what leaves a unit:"
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.selectbox(
            "Solution",
            range(len(SOLUTIONS)),
            format_func=lambda i: SOLUTIONS[i].name,
            key="xor-solution",
            width=260,
        )
        swapped = st.toggle("Swap the units", key="xor-swap")
    factors = []
    for unit, column in enumerate(st.columns(2), 1):
        factors.append(
            float(
                column.select_slider(
                    f"Unit {unit}: what enters times a, what leaves divided by a",
                    _FACTORS,
                    value=1.0,
                    key=f"xor-factor-{unit}",
                )
            )
        )
    p = transformed(risk, SOLUTIONS[number].p, swapped=swapped, factors=factors)
    st.latex(formula(p))
    st.markdown(say_loss(risk, p, SOLUTIONS[number].p))
    # How many directions there are is asked in the lecture, after this.
    if st.toggle("Walk on through the set of all zeros", key="xor-walk"):
        _walk_on(risk, p)


def _walk_on(risk: Risk, p: Array) -> None:
    basis = null_basis(risk, p)
    chosen = st.segmented_control(
        "Direction",
        range(len(basis)),
        format_func=lambda i: f"direction {i + 1}",
        default=0,
        required=True,
        key=f"xor-direction-{len(basis)}",
        label_visibility="collapsed",
    )
    way = walk(risk, p, basis[chosen or 0], _LENGTH)
    stage(walk_scene(risk, way, f"{p.tobytes().hex()} {chosen}"), key=_STAGE)
    st.markdown(say_dimension(risk, p))


def transformed(risk: Risk, p: Array, *, swapped: bool, factors: list[float]) -> Array:
    """The copy of p (9,) with each unit rescaled by its factor, and the two then exchanged."""
    for unit, factor in enumerate(factors):
        p = symmetry.rescale(risk.network, p, 2, unit, factor)
    return symmetry.permute(risk.network, p, 2, (1, 0)) if swapped else p


def say_loss(risk: Risk, p: Array, before: Array) -> str:
    """What a copy p (9,) costs, and how far it is from the solution before."""
    loss = float(risk.value(p))
    moved = float(np.linalg.norm(p - before))
    return (
        f"The cost is **{exactly(loss)}** in double precision"
        + (
            f", {three(moved)} away from the solution that was chosen."
            if moved
            else ": this is the solution as chosen."
        )
        + (
            ""
            if loss == 0
            else " What is left is the rounding of a, which is no power of 2, and not a cost."
        )
    )


def say_dimension(risk: Risk, p: Array) -> str:
    """How large the set of solutions near a solution p (9,) is."""
    dimension, right = (zero_set_dimension(risk, p, side) for side in (False, True))
    s = risk.size
    kinks = int((risk.network.forward(p, risk.x)[0][0] == 0).sum())
    return (
        f"Four residuals depend on {s} parameters, and the rank of their Jacobian here is "
        f"{s - dimension}: the solutions near this one form a set of dimension **{dimension} of "
        f"{s}**"
        + (
            f" (with the kinks' derivatives taken from the other side, {right})"
            if kinks and right != dimension
            else ""
        )
        + f". Two of the {dimension} directions are the rescalings of the two units; the others "
        "tilt and shift the folds without any of the four points noticing."
    )


def _in_cell(formula: str) -> str:
    """KaTeX for a cell of a Markdown table, which a bar would end."""
    return formula.replace("|", r"\vert ")


def _show_catalog(risk: Risk) -> None:
    found = catalog()
    with st.expander(f"{len(SOLUTIONS)} solutions that fold the plane differently, and all others"):
        st.markdown(
            "\n".join(
                [
                    "| solution | f(x) | cost | dimension |",
                    "|---|---|---|---|",
                    *(
                        f"| {one.name} | ${_in_cell(one.formula)}$ "
                        f"| {exactly(float(risk.value(one.p)))} "
                        f"| {zero_set_dimension(risk, one.p)} of {risk.size} |"
                        for one in SOLUTIONS
                    ),
                ]
            )
        )
        st.markdown(say_catalog(risk, found))


def say_catalog(risk: Risk, found: Sequence[Solution]) -> str:
    """How many solutions in small whole numbers there are, and that they are exact."""
    worst = max(float(risk.value(one.p)) for one in found)
    return (
        f"Trying all small whole numbers finds exact solutions with {len(found)} different "
        "patterns of activity, of which unit is on at which point, the order of the units not "
        f"counted; the largest cost among them is {exactly(worst)}."
    )
