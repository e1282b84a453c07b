"""Lemma 5.1 by hand: back propagation of one point at one step, every number written out."""

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.higham.experiment import HighamExperiment
from core.networks import Network
from core.objectives.checks import central_difference
from core.objectives.risk import Risk
from pages.ui.chapter.words import printed, three
from pages.ui.figures.formulas import Parameter, factor, number, parameters
from pages.ui.higham.presets import PICKED
from pages.ui.higham.propagation.derivative import show_derivative
from pages.ui.higham.propagation.steps import delta_steps, layer_steps
from pages.ui.higham.recording import Recording

_MOST_ROWS = 60
_WIDEST = 8


def show_by_hand(recording: Recording, spec: HighamExperiment) -> None:
    """A point and a step to choose, then the forward pass, the backward pass and the gradient."""
    run, whole = recording.part().run, recording.risk
    names = list(parameters(whole.network))
    picked = st.session_state.pop(PICKED, None)
    if picked is not None and Parameter(*picked[:3]) in names:
        st.session_state["higham-parameter"] = Parameter(*picked[:3]).name
        st.session_state["higham-step"] = int(
            run.k[np.searchsorted(run.k, picked[3]).clip(max=len(run.k) - 1)]
        )
    left, middle, right = st.columns(3)
    point = left.selectbox(
        "Point",
        range(1, whole.sample_count + 1),
        format_func=lambda i: f"{i}: ({printed(whole.x[i - 1, 0])}, {printed(whole.x[i - 1, 1])})",
        key="higham-point",
    )
    step = middle.select_slider(
        "Step", run.k.tolist(), format_func=lambda k: f"{k:,}", key="higham-step"
    )
    risk = Risk(whole.network, whole.loss, whole.x[point - 1 : point], whole.y[point - 1 : point])
    p = run.p[int(np.searchsorted(run.k, step))]
    chosen = right.selectbox(
        "Parameter (an edge picked in the diagram takes the stage's step along)",
        [parameter.name for parameter in names],
        key="higham-parameter",
    )
    if max(risk.network.widths) <= _WIDEST:
        _show_passes(risk, p)
    else:
        st.caption(f"The vectors are written out for layers of at most {_WIDEST} units.")
    gradient, difference = risk.gradient(p), central_difference(risk, p)
    position = [parameter.name for parameter in names].index(chosen)
    show_derivative(risk, p, names[position], gradient[position], difference[position])
    _show_gradient(risk, p, names, gradient, difference)


def _show_passes(risk: Risk, p: Array) -> None:
    network, x, y = risk.network, risk.x[0], risk.y[0]
    zs, deltas = backward(risk, p)
    st.markdown(r"**Forward** (5.2, 5.3), from $a^{[1]} = x$, layer by layer:")
    for z, a in layer_steps(network, p, x):
        st.latex(rf"{z}, \qquad {a}")
    squared = risk.loss.weight is not None
    output = rf"a^{{[{len(network.widths)}]}} - y"
    if squared:
        last = len(network.widths)
        output = rf"\sigma'\big(z^{{[{last}]}}\big) \circ \big({output}\big)"
    kind = "½‖y − a‖²" if squared else "cross-entropy"
    st.markdown(
        f"**Backward** (5.5, 5.6): δ is the derivative by z (5.4) of this point's cost "
        f"C = {kind} = {printed(float(risk.value(p)), '.4g')} (5.1)."
    )
    for line in delta_steps(network, p, zs, deltas, y, output):
        st.latex(line)


def backward(risk: Risk, p: Array) -> tuple[list[Array], list[Array]]:
    """z and δ of every layer from the second on, each (1, n), for a risk on one sample."""
    network: Network = risk.network
    zs, _ = network.forward(p, risk.x)
    return zs, network.deltas(p, zs, risk.loss.delta(zs[-1], risk.y, network.output))


def _show_gradient(
    risk: Risk, p: Array, names: list[Parameter], gradient: Array, difference: Array
) -> None:
    _, activations = risk.network.forward(p, risk.x)
    _, deltas = backward(risk, p)
    st.markdown(
        r"**The gradient** (5.7, 5.8): $\partial C/\partial b_j = \delta_j$ and "
        r"$\partial C/\partial w_{jk} = \delta_j a_k$, each beside its central difference "
        r"$\big(C(p + h) - C(p - h)\big)/2h$ with $h = 10^{-5}$."
    )
    rows = ["| | back propagation | central difference |", "|---|---|---|"]
    for i, parameter in enumerate(names[:_MOST_ROWS]):
        delta = deltas[parameter.layer - 2][0, parameter.to - 1]
        product = rf"\delta^{{[{parameter.layer}]}}_{{{parameter.to}}}"
        if parameter.source:
            a = activations[parameter.layer - 2][0, parameter.source - 1]
            product += rf"\,a^{{[{parameter.layer - 1}]}}_{{{parameter.source}}}"
            product += rf" = {factor(delta)} \cdot {factor(a)}"
        rows.append(
            rf"| $\partial C / \partial {parameter.tex}$ | ${product} = {number(gradient[i])}$ | "
            rf"${number(difference[i])}$ |"
        )
    st.markdown("\n".join(rows))
    worst = np.abs(gradient - difference).max()
    more = len(names) - _MOST_ROWS
    st.markdown(
        f"The largest difference between the two columns is {three(worst)}, over all "
        f"{len(names)} "
        "parameters" + (f", of which {more} are not listed." if more > 0 else ".")
    )
