"""Nonlinear least squares: the paper's other solver beside stochastic gradient descent."""

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.diagnosis import diagnose_network
from core.experiments.higham.experiment import HighamExperiment, points, start
from core.landscape.surface import midpoints
from core.networks import Network
from core.objectives.losses import HalfSquaredError
from core.objectives.risk import Risk
from core.optimizers.least_squares import Fit, levenberg_marquardt
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import about, three
from pages.ui.figures.curves import curves
from pages.ui.higham.landscape.figures import regions
from pages.ui.higham.recording import Recording
from pages.ui.theme import CROSS_ENTROPY, SQUARED

_RESOLUTION = 81


def show_least_squares(recording: Recording, spec: HighamExperiment) -> None:
    """Cost against iterations for both solvers, and both decision regions."""
    part, risk = recording.part(), recording.risk
    run, squares = part.run, part.diagnosis.squares
    fit = _fit(spec)
    N = risk.sample_count
    found = 2 * N * fit.value
    st.markdown(
        f"The cost is a sum of {2 * N} squared residuals F(x) − y, so their Jacobian J says more "
        "than its gradient. Levenberg & Marquardt's step solves"
    )
    st.latex(r"(J^T J + \mu I)\, d = -J^T r, \qquad r = F(x) - y,")
    st.markdown(
        f"and moves between Gauss-Newton (μ → 0) and a short gradient step. From the same start it "
        f"brings Σ‖y − F(x)‖² from {three(found[0])} to **{three(found[-1])}** in "
        f"**{int(fit.evaluations)} evaluations** ({fit.outcome}); the run on stage is at "
        f"{three(squares[-1])} after {run.k[-1]:,} steps."
    )
    st.plotly_chart(
        curves(
            run.k + 1,
            {"stochastic gradient": squares, "Levenberg-Marquardt": np.maximum(found, 1e-16)},
            [SQUARED, CROSS_ENTROPY],
            ("iteration + 1", "Σ‖y − F(x)‖²"),
            dashes=["solid", "dash"],
            own_x={"Levenberg-Marquardt": fit.k + 1},
        ),
        key="higham-solvers",
    )
    ends = {"Stochastic gradient": run.p[-1], "Levenberg-Marquardt": fit.p[-1]}
    for column, (title, p) in zip(st.columns(2), ends.items(), strict=True):
        field = _field(risk.network, p, np.linspace(0, 1, _RESOLUTION))
        column.plotly_chart(regions(field, risk.x, risk.y, title), key=f"higham-{title}")
    st.markdown(say_fits(risk, *ends.values()))


def say_fits(risk: Risk, one: Array, other: Array) -> str:
    """How two parameter vectors (s,) differ at the points, and over the square between them."""
    N = risk.sample_count
    right = diagnose_network(risk, np.stack([one, other])).correct
    middles = midpoints(np.linspace(0, 1, _RESOLUTION))
    first, second = (_field(risk.network, p, middles) > 0 for p in (one, other))
    apart = float((first != second).mean())
    said = (
        f"The one has {right[0]} and the other {right[1]} of {N} points right, and they disagree "
        f"{about(apart)} of the square"
    )
    if apart and (right == N).all():
        said += (
            ": fits that are equally right are not unique, and the data do not say what lies "
            "between the points"
        )
    return said + "."


def _field(network: Network, p: Array, axis: Array) -> Array:
    """F₁ - F₂ (r, r) over an axis (r,) in both directions."""
    x = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    F = network(p, x)
    return (F[:, 0] - F[:, 1]).reshape(len(axis), len(axis))


@remembered(HighamExperiment, lambda spec: spec.without("view"))
def _fit(spec: HighamExperiment) -> Fit:
    """On the squares, whatever loss is on stage."""
    risk = Risk(spec.network, HalfSquaredError(), *points(spec))
    return levenberg_marquardt(risk, start(spec))
