"""What does the cost surface look like? Slices through one point, then ways between two."""

from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.solutions import SOLUTIONS
from core.landscape import Surface, sample
from core.networks.activations import ReLU
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from pages.ui.chapter.words import three
from pages.ui.figures.cut_surfaces import cut_contours, cut_surface
from pages.ui.xor.notation import names
from pages.ui.xor.solutions.ways import show_ways
from pages.ui.xor.training import Training, dead_units

_GRID: Final = 101
# Four times the cost of a constant: above it there is nothing to see but walls.
_TOP: Final = 1.0
_END: Final = "the end of the run on stage"
_BIASES, _SCALES, _WEIGHTS = "the two biases", "unit 1's two scales", "two parameters I choose"
_HALF_WIDTH: Final = {_BIASES: 2.5, _SCALES: 1.5, _WEIGHTS: 2.0}


def show_slices(training: Training, spec: XorExperiment) -> None:
    """Two parts: a slice through one point, and the cost on the way between two."""
    _show_slice(training)
    show_ways()


@st.fragment
def _show_slice(training: Training) -> None:
    st.markdown(
        "**A slice through a solution.** Two of the parameters' directions, the others held: the "
        "surface is pieced together of parabolas, with kinks where a unit's line crosses a point."
    )
    known = [one.name for one in SOLUTIONS]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        through = st.selectbox("Through", [*known, _END], key="xor-slice-through", width=260)
        kind = st.selectbox("Move", list(_HALF_WIDTH), key="xor-slice-kind", width=240)
        if through == _END:
            risk, p = training.risk, training.run.p[-1]
        else:
            risk, p = xor.risk(xor.network()), SOLUTIONS[known.index(through)].p
        labels, directions = _directions(risk, p, kind)
    if len(directions) < 2:
        st.warning("Choose two different parameters: a slice has two directions.")
        return
    surface = _sampled(risk, p, directions, _HALF_WIDTH[kind])
    for column, draw in zip(st.columns(2), (cut_surface, cut_contours), strict=True):
        column.plotly_chart(
            draw(surface, labels, _TOP),
            key=f"xor-{draw.__name__}",
            config={"displayModeBar": False},
            alt=f"Mean squared error over {labels[0]} and {labels[1]}, from "
            f"{surface.value.min():.3g} to {surface.value.max():.3g}, shown up to {_TOP:g}.",
        )
    st.markdown(_say_slice(risk, surface, kind))


def _directions(risk: Risk, p: Array, kind: str) -> tuple[tuple[str, str], Array]:
    """Axis labels and the directions (2, s) of a kind of slice; fewer if they do not differ."""
    H, s = risk.network.widths[1], risk.size
    eye = np.eye(s)
    parameters = names(H)
    if kind == _BIASES and H > 1:
        return (f"Δ{parameters[2 * H]}", f"Δ{parameters[2 * H + 1]}"), eye[[2 * H, 2 * H + 1]]
    if kind in (_SCALES, _BIASES):
        enters, leaves = np.zeros(s), np.zeros(s)
        enters[[0, 1, 2 * H]] = p[[0, 1, 2 * H]]
        leaves[3 * H] = p[3 * H]
        return ("α: what enters, times 1 + α", "β: what leaves, times 1 + β"), np.array(
            [enters, leaves]
        )
    i, j = (
        st.selectbox(
            title, range(s), index=at, format_func=parameters.__getitem__, key=key, width=110
        )
        for title, at, key in (("First", 0, "xor-slice-i"), ("Second", 3 * H, "xor-slice-j"))
    )
    return (f"Δ{parameters[i]}", f"Δ{parameters[j]}"), eye[[i, j]] if i != j else eye[[i]]


def _sampled(risk: Risk, p: Array, directions: Array, half: float) -> Surface:
    axis = np.linspace(-half, half, _GRID)
    return sample(risk, Plane(p, directions), axis, axis)


def _say_slice(risk: Risk, surface: Surface, kind: str) -> str:
    grid = np.stack(np.meshgrid(surface.alpha, surface.beta), axis=-1)
    p = surface.plane.lift(grid)
    dead = dead_units(risk, p)
    center = float(risk.value(surface.plane.origin))
    said = [
        f"In the middle the cost is {three(center)}; in this window it goes from "
        f"{three(float(surface.value.min()))} to {three(float(surface.value.max()))}, and the "
        f"pictures are cut at {_TOP:g}."
    ]
    if kind == _SCALES and isinstance(risk.network.activations[0], ReLU):
        said.append(
            "Along (1 + α)(1 + β) = 1 the unit only trades scale, which nobody sees from outside: "
            "the valley is flat along that curve and never ends."
        )
    if dead.any():
        every, some = dead.all(axis=-1).mean(), dead.any(axis=-1).mean()
        said.append(
            f"On {100 * some:.0f} % of the window at least one unit is **dead**, and the surface "
            "does not change with that unit's bias: a plateau with an edge, not a slope."
        )
        if every:
            said.append(
                f"On {100 * every:.0f} % all are, and the cost is "
                f"{three(float(surface.value[dead.all(axis=-1)].min()))} everywhere there."
            )
    return " ".join(said)
