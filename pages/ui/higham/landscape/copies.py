"""The symmetric copies of a solution: other parameters, the same function."""

from itertools import permutations

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.higham.experiment import HighamExperiment
from core.networks import Network, symmetry
from core.objectives.risk import Risk
from pages.ui.chapter.words import three
from pages.ui.figures.curves import curves
from pages.ui.figures.formulas import column, matrix
from pages.ui.higham.recording import Recording
from pages.ui.theme import SQUARED

_MOST_ORDERED, _MOST_COPIES, _POINTS = 4, 1000, 101


def show_copies(recording: Recording, spec: HighamExperiment) -> None:
    """Units to permute and flip, both parameter vectors, and the way between them."""
    risk, p = recording.risk, recording.part().run.p[-1]
    network = risk.network
    st.markdown(
        f"Hidden units have no names: reorder them, and the network computes the same. And as "
        f"σ(−z) = 1 − σ(z), a sigmoid unit can look at −z if the next biases make up for it. In "
        f"layers {'-'.join(map(str, network.widths))} that gives **{symmetry.count(network):,}** "
        "copies of every point of the landscape."
    )
    copy = _chosen_copy(network, p)
    line = p + np.linspace(0, 1, _POINTS)[:, None] * (copy - p)
    values = risk.value(line)
    _show_numbers(risk, p, copy)
    if np.array_equal(p, copy):
        st.caption("Move a unit or flip a sign to make a copy.")
        _show_barriers(risk, p)
        return
    st.plotly_chart(
        curves(
            np.linspace(0, 1, _POINTS),
            {"cost on the straight line": values},
            [SQUARED],
            ("0: the solution, 1: its copy", "cost"),
            log=(False, False),
        ),
        key="higham-barrier",
    )
    st.markdown(
        f"Between the two, {three(float(np.linalg.norm(copy - p)))} apart, the straight line rises "
        f"to {three(float(values.max()))}: minima that are equal are not next to each other."
    )
    _show_barriers(risk, p)


def _show_barriers(risk: Risk, p: Array) -> None:
    if symmetry.count(risk.network) > _MOST_COPIES:
        return
    others = symmetry.copies(risk.network, p)[1:]
    share = np.linspace(0, 1, _POINTS)[:, None, None]
    highest = risk.value(p + share * (others - p)).max(axis=0)
    st.markdown(
        f"On the straight lines to all {len(others)} other copies the cost rises to between "
        f"{three(float(highest.min()))} and {three(float(highest.max()))}, "
        f"{three(float(np.median(highest)))} for half of them."
    )


def _chosen_copy(network: Network, p: Array) -> Array:
    copy = p
    for layer in range(2, len(network.widths)):
        n = network.widths[layer - 1]
        left, right = st.columns(2)
        if 1 < n <= _MOST_ORDERED:
            orders = list(permutations(range(n)))
            order = left.selectbox(
                f"Order of the units in layer {layer}",
                orders,
                format_func=lambda order: " ".join(str(unit + 1) for unit in order),
                key=f"higham-order-{layer}-{n}",
            )
            copy = symmetry.permute(network, copy, layer, order)
        if symmetry.flips(network, layer):
            flipped = right.pills(
                f"Flipped units of layer {layer}",
                range(1, n + 1),
                selection_mode="multi",
                key=f"higham-flip-{layer}-{n}",
            )
            for unit in flipped:
                copy = symmetry.flip(network, copy, layer, unit - 1)
    return copy


def _show_numbers(risk: Risk, p: Array, copy: Array) -> None:
    network = risk.network
    if max(network.widths) <= _MOST_ORDERED:
        both = {"The solution": p, "Its copy": copy}
        for place, (title, q) in zip(st.columns(2), both.items(), strict=True):
            place.markdown(f"*{title}*: cost {float(risk.value(q)):.10g}")
            for layer, (W, b) in enumerate(network.unflatten(q), 2):
                place.latex(rf"W^{{[{layer}]}} = {matrix(W)}, \quad b^{{[{layer}]}} = {column(b)}")
    difference = np.abs(network(p, risk.x) - network(copy, risk.x)).max()
    st.markdown(f"The outputs at the points differ by at most {difference:.1e}.")
