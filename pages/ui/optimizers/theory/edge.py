"""The step size chooses the curvature: on a network, and on (ab - 1)²/2."""

from typing import Final

import numpy as np
import streamlit as st

from core.experiments.race.experiment import RaceExperiment, start
from core.networks.initialization import uniform_fan_in
from core.objectives import Product
from core.optimizers import GradientDescent
from core.theory.edge_of_stability import Edge, Limits, edge, flat_limits, wave
from pages.ui.chapter.remembered import kept, remembered
from pages.ui.chapter.words import printed, three
from pages.ui.optimizers.theory.edge_figures import costs, flatness, sharpness_paths

LARGEST_TEX: Final = r"$\lambda_{\max}$"
_RATES: Final = (0.2, 0.4, 0.6)
_STEPS, _EVERY = 6000, 50
_STARTS, _REACH, _FRAMES = 500, 4.0, 200


def show_edge(spec: RaceExperiment) -> None:
    """λ_max along full-batch gradient descent on a small network, with the line 2/η."""
    st.markdown(
        f"A quadratic with {LARGEST_TEX} > 2/η would throw gradient descent out. On a network it "
        "is not fixed: it rises while the run goes downhill, until it meets 2/η, and there it "
        "stays, though nothing holds it but the step itself (Cohen et al. 2021)."
    )
    seed = st.slider("Start (seed)", 0, 9, 0, key="optimizers-edge-seed", persist_state="session")
    run = _edge(seed)
    left, right = st.columns(2)
    left.plotly_chart(sharpness_paths(run), key="optimizers-edge")
    right.plotly_chart(costs(run), key="optimizers-edge-cost")
    held = ", ".join(
        f"{ratio:.2f} (η = {printed(eta)})" for eta, ratio in zip(run.eta, run.held, strict=True)
    )
    ends = ", ".join(three(float(f"{value:.1g}")) for value in run.trajectory.value[-1])
    st.markdown(
        f"A 1-6-6-1 tanh network on 20 points of a wave, full gradient, {_STEPS:,} steps: over the "
        f"last half {LARGEST_TEX} · η/2 is on average **{held}**, to within 0.02; 1 is the edge. "
        "The cost need not fall at every step there. From "
        f"{three(float(run.trajectory.value[0, 0]))} it comes down to about {ends} on this "
        "machine: a run at the edge is chaotic, and rounding moves its last cost."
    )
    _show_race(spec)


def _show_race(spec: RaceExperiment) -> None:
    """The same for gradient descent in the race, whatever its ground is."""
    rates = [
        who.optimizer.eta
        for who in spec.entrants.values()
        if isinstance(who.optimizer, GradientDescent)
    ]
    if not rates:
        return
    run = _race_edge(spec, rates[0])
    bound, lost = 2 / rates[0], int(run.trajectory.diverged_at[0])
    largest = run.largest[run.alive[:, 0], 0]
    title = type(spec.ground).title
    st.markdown(f"**On the ground of the race: {title}, full gradient**")
    left, right = st.columns([3, 2])
    left.plotly_chart(sharpness_paths(run), key="optimizers-race-edge")
    end = (
        f"The run diverges at step {lost}."
        if lost >= 0
        else (
            f"At the end, where the cost is {three(float(run.trajectory.value[-1, 0]))}, "
            f"{LARGEST_TEX} is **{three(float(largest[-1]))}**."
        )
    )
    right.markdown(
        f"With η = {printed(rates[0])} the edge 2/η lies at **{three(bound)}**. {LARGEST_TEX} "
        f"begins at "
        f"{three(float(largest[0]))} and is above the edge at "
        f"{100 * float((largest > bound).mean()):.0f} % of the recorded steps. {end}"
    )


def show_flatness(spec: RaceExperiment) -> None:
    """Limits of gradient descent on (ab - 1)²/2 from many starts."""
    st.markdown(
        "Every point of the hyperbola ab = 1 is a minimum of (ab − 1)²/2, and the Hessian there "
        "has the eigenvalues 0 and a² + b². Gradient descent can come to rest only "
        f"where {LARGEST_TEX} ≤ 2/η:"
    )
    st.latex(r"a^2 + b^2 \le \frac{2}{\eta}")
    eta = st.slider("η", 0.1, 0.95, 0.5, 0.05, key="optimizers-flat-eta", persist_state="session")
    found = _limits(eta)
    left, right = st.columns([3, 2])
    left.plotly_chart(flatness(found, _REACH), key="optimizers-flat")
    radius = found.squared_radius
    right.markdown(
        f"Of {_STARTS} starts **{int(found.arrived.sum())}** arrive at a minimum. The sharpest has "
        f"a² + b² = **{radius.max():.3f}**, and 2/η is {2 / eta:.3f}; the flattest minimum "
        f"has 2.\n\nA larger step leaves fewer minima to rest on, and flatter ones: the step size "
        "chooses the flatness of the limit. This is a statement about two parameters; for "
        "networks it is the picture to keep in mind, not a proof."
    )


@kept(doing="Following the largest eigenvalue …")
def _edge(seed: int) -> Edge:
    risk = wave()
    return edge(
        risk, _RATES, uniform_fan_in(risk.network, np.random.default_rng(seed)), _STEPS, _EVERY
    )


@remembered(RaceExperiment, lambda spec: spec.without("view"))
def _race_edge(spec: RaceExperiment, eta: float) -> Edge:
    every = max(1, spec.steps // _FRAMES)
    return edge(spec.ground.objective, eta, np.array(start(spec)), spec.steps, every)


@kept()
def _limits(eta: float) -> Limits:
    starts = np.random.default_rng(0).uniform(-_REACH, _REACH, (_STARTS, 2))
    return flat_limits(Product(), eta, starts)
