"""What does the cost surface look like? Slices through one point, then ways between two."""

from collections.abc import Callable
from typing import Final

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.problem import is_xor
from core.experiments.xor.solutions import SOLUTIONS
from core.landscape import Surface, sample
from core.landscape.surface import midpoints
from core.networks.activations import ReLU
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from pages.ui.chapter.words import percent, printed, three
from pages.ui.figures.cut_surfaces import cut_contours, cut_surface
from pages.ui.turns import one_run
from pages.ui.xor.notation import names
from pages.ui.xor.solutions.ways import show_ways
from pages.ui.xor.training import Training, dead_units, training

_GRID: Final = 101
# Four times the cost of a constant: above it there is nothing to see but walls.
_TOP: Final = 1.0
_END: Final = "the end of the run on stage"
BIASES, SCALES, WEIGHTS = "the two biases", "unit 1's two scales", "two parameters I choose"
HALF_WIDTH: Final = {BIASES: 2.5, SCALES: 1.5, WEIGHTS: 2.0}


def show_slices(training: Training, spec: XorExperiment) -> None:
    """Two parts: a slice through one point, and the cost on the way between two."""
    _show_slice(training)
    if not spec.is_xor:
        st.caption("What follows is about XOR's four points, not about yours on stage.")
    show_ways()


@st.fragment
@one_run()
def _show_slice(training: Training) -> None:
    st.markdown(
        f"**A slice through {'a solution' if is_xor(training.risk) else 'the run'}.** Two of the "
        "parameters' directions, the others held."
    )
    known = [one.name for one in SOLUTIONS]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # The solutions are those of XOR: with other points the run's own end is what there is.
        offered = [*known, _END] if is_xor(training.risk) else [_END]
        through = st.selectbox("Through", offered, key="xor-slice-through", width=260)
        kind = st.selectbox("Move", list(HALF_WIDTH), key="xor-slice-kind", width=240)
        if through == _END:
            risk, p = training.risk, training.run.p[-1]
        else:
            risk, p = xor.risk(xor.network()), SOLUTIONS[known.index(through)].p
        labels, directions = _directions(risk, p, kind)
    if len(directions) < 2:
        st.warning("Choose two different parameters: a slice has two directions.")
        return
    surface = sampled(risk, p, directions, HALF_WIDTH[kind])
    for column, draw in zip(st.columns(2), (cut_surface, cut_contours), strict=True):
        column.plotly_chart(
            draw(surface, labels, _TOP),
            key=f"xor-{draw.__name__}",
            config={"displayModeBar": False},
            alt=f"Mean squared error over {labels[0]} and {labels[1]}, from "
            f"{three(surface.value.min())} to {three(surface.value.max())}, "
            f"shown up to {printed(_TOP)}.",
        )
    st.markdown(say_slice(risk, surface, kind))


def surfaces(spec: XorExperiment) -> dict[str, Callable[[], go.Figure]]:
    """A slice through the end of the run on stage."""
    found = training(spec)
    p = found.run.p[-1]
    labels, directions = _directions(found.risk, p, BIASES)
    surface = sampled(found.risk, p, directions, HALF_WIDTH[BIASES])
    return {"A slice through the end of the run": lambda: cut_surface(surface, labels, _TOP)}


def _directions(risk: Risk, p: Array, kind: str) -> tuple[tuple[str, str], Array]:
    """Axis labels and the directions (2, s) of a kind of slice; fewer if they do not differ."""
    H, s = risk.network.widths[1], risk.size
    eye = np.eye(s)
    parameters = names(H)
    if kind == BIASES and H > 1:
        return (f"Δ{parameters[2 * H]}", f"Δ{parameters[2 * H + 1]}"), eye[[2 * H, 2 * H + 1]]
    if kind in (SCALES, BIASES):
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


def sampled(risk: Risk, p: Array, directions: Array, half: float) -> Surface:
    """The cost over a square of this half width around p (s,), along two directions (2, s)."""
    axis = np.linspace(-half, half, _GRID)
    return sample(risk, Plane(p, directions), axis, axis)


def say_shape(risk: Risk, directions: Array) -> str:
    """What a slice along two directions (2, s) is made of."""
    if not isinstance(risk.network.activations[0], ReLU):
        return "The surface is smooth, as the activation is."
    H = risk.network.widths[1]
    moved = directions != 0
    pieces = "quadratic surfaces"
    for j in range(H):
        enters, leaves = moved[:, [2 * j, 2 * j + 1, 2 * H + j]].any(axis=-1), moved[:, 3 * H + j]
        if enters.any() and leaves.any():
            # The output has the product of both, and the cost its square.
            pieces = "surfaces of degree 4"
    return (
        f"The surface is pieced together of {pieces}, with kinks where a unit's line crosses a "
        "point."
    )


def say_slice(risk: Risk, surface: Surface, kind: str) -> str:
    """The costs of a slice, and on how much of it units are dead."""
    center = float(risk.value(surface.plane.origin))
    said = [
        f"In the middle the cost is {three(center)}; in this window it goes from "
        f"{three(float(surface.value.min()))} to {three(float(surface.value.max()))}, and the "
        f"pictures are cut at {printed(_TOP)}.",
        say_shape(risk, surface.plane.directions),
    ]
    if kind == SCALES and isinstance(risk.network.activations[0], ReLU):
        said.append(
            "Along (1 + α)(1 + β) = 1 with α > −1 the unit only trades scale, which nobody sees "
            "from outside: the cost is the same on all of that curve, and it never ends."
        )
    middles = [midpoints(axis) for axis in (surface.alpha, surface.beta)]
    p = surface.plane.lift(np.stack(np.meshgrid(*middles), axis=-1))
    dead = dead_units(risk, p)
    if dead.any():
        some, every = dead.any(axis=-1), dead.all(axis=-1)
        said.append(
            f"On {percent(float(some.mean()))} of the window at least one unit is **dead**: "
            "no small change of what enters or leaves that unit changes the cost there."
        )
        if every.any():
            costs = risk.value(p[every])
            low, high = float(costs.min()), float(costs.max())
            at = f"{three(low)} everywhere" if high - low <= 1e-12 * high else "that of b alone"
            said.append(f"On {percent(float(every.mean()))} all are, and the cost is {at} there.")
    return " ".join(said)
