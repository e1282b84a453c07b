"""The symmetric copies of a solution: other parameters, the same function."""

from itertools import permutations

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.higham.experiment import HighamExperiment
from core.networks import Network, symmetry
from core.objectives.risk import Risk
from pages.ui.chapter.words import percent, printed, three
from pages.ui.figures.curves import curves
from pages.ui.figures.formulas import column, matrix
from pages.ui.higham.recording import Recording
from pages.ui.theme import SQUARED

_MOST_ORDERED, _MOST_COPIES, _POINTS = 4, 1000, 101
# Ends cost the same but for rounding; a rise by less than a tenth of the cost is hardly a barrier.
_ROUNDING, BARELY = 1e-9, 0.1


def show_copies(recording: Recording, spec: HighamExperiment) -> None:
    """Units to permute and flip, both parameter vectors, and the way between them."""
    risk, p = recording.risk, recording.part().run.p[-1]
    network = risk.network
    st.markdown(
        "Hidden units have no names: reorder them, and the network computes the same. "
        f"{say_flips(network)}In layers {'-'.join(map(str, network.widths))} that gives "
        f"**{symmetry.count(network):,}** copies of almost every point of the landscape."
    )
    copy = _chosen_copy(network, p)
    _show_numbers(risk, p, copy)
    if np.array_equal(p, copy):
        st.caption("Move a unit or flip a sign to make a copy.")
    else:
        values = risk.value(between(p, copy))
        st.plotly_chart(
            curves(
                np.linspace(0, 1, _POINTS),
                {"cost on the straight line": values},
                [SQUARED],
                ("0: the run's end, 1: its copy", "cost"),
                log=(False, False),
            ),
            key="higham-barrier",
        )
        distance = float(np.linalg.norm(copy - p))
        st.markdown(say_line(distance, float(risk.value(p)), float(values.max())))
    if 1 < symmetry.count(network) <= _MOST_COPIES:
        others = symmetry.copies(network, p)[1:]
        st.markdown(say_lines(float(risk.value(p)), highest_between(risk, p, others)))


def between(p: Array, q: Array) -> Array:
    """Points of the straight lines from p (s,) to q (..., s), both ends included: (F, ..., s)."""
    share = np.linspace(0, 1, _POINTS).reshape(-1, *(1,) * q.ndim)
    return np.asarray(p + share * (q - p))


def highest_between(risk: Risk, p: Array, others: Array) -> Array:
    """The highest cost (M,) at the points of each straight line from p (s,) to others (M, s)."""
    return np.asarray(risk.value(between(p, others)).max(axis=0))


def say_line(distance: float, end: float, highest: float) -> str:
    """What lies between a point of cost `end` and its copy, the highest cost on the line known."""
    said = f"The two are {three(distance)} apart and cost {three(end)} each. "
    if highest <= end * (1 + _ROUNDING):
        return said + "Nowhere on the straight line between them does the cost rise above that."
    if highest <= end * (1 + BARELY):
        return (
            said + f"On the straight line between them it rises to {three(highest)}, by "
            f"{percent(highest / end - 1)}: there is practically no barrier."
        )
    return (
        said + f"On the straight line between them it rises to {three(highest)}: equal costs are "
        "not joined by a straight way on their level."
    )


def say_lines(end: float, highest: Array) -> str:
    """The same of the lines to all other copies (M,)."""
    low = int((highest <= end * (1 + BARELY)).sum())
    said = (
        f"At the run's end and at its copies the cost is {three(end)}. On the straight line"
        + ("" if len(highest) == 1 else "s")
        + f" to the {len(highest):,} other cop"
        + ("y" if len(highest) == 1 else "ies")
    )
    if len(highest) == 1:
        said += f" it rises to {three(float(highest[0]))}."
    else:
        said += (
            f" its highest value is between {three(float(highest.min()))} and "
            f"{three(float(highest.max()))}, with the median {three(float(np.median(highest)))}."
        )
    if low:
        to = "it" if len(highest) == 1 else f"{low} of them"
        said += (
            f" To {to} there is practically no barrier: less than {percent(BARELY)} of the cost."
        )
    return said


def say_flips(network: Network) -> str:
    """Which value a hidden unit has at -z, if that is an affine function of the one at z."""
    mirror = network.activations[0].mirror
    if mirror is None:
        return ""
    value = "1 − σ(z)" if mirror == 1 else "−σ(z)"
    return f"And as σ(−z) = {value} for its hidden units, one can look at −z if " + (
        "the next biases make up for it. " if mirror else "what leaves it changes sign. "
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
        both = {"The run's end": p, "Its copy": copy}
        for place, (title, q) in zip(st.columns(2), both.items(), strict=True):
            place.markdown(f"*{title}*: cost {printed(float(risk.value(q)), '.10g')}")
            for layer, (W, b) in enumerate(network.unflatten(q), 2):
                place.latex(rf"W^{{[{layer}]}} = {matrix(W)}, \quad b^{{[{layer}]}} = {column(b)}")
    if np.array_equal(p, copy):
        st.markdown("Choose an order or a unit to flip: the copy is still the run's end itself.")
        return
    difference = np.abs(network(p, risk.x) - network(copy, risk.x)).max()
    st.markdown(f"The outputs at the points differ by at most {three(difference)}.")
