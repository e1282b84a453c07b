"""The step size chooses the curvature: on a network, and on (ab - 1)²/2."""

from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment, start
from core.networks.initialization import uniform_fan_in
from core.objectives import Product
from core.optimizers import GradientDescent
from core.rounding import moved
from core.theory.edge_of_stability import Edge, Limits, edge, flat_limits, wave
from pages.ui.chapter.remembered import kept, remembered
from pages.ui.chapter.work import at_hand, need, watch
from pages.ui.optimizers.theory.edge_figures import costs, flatness, sharpness_paths
from pages.ui.optimizers.words import edge as words
from pages.ui.optimizers.words.edge import LARGEST_TEX

_RATES: Final = (0.2, 0.4, 0.6)
_STEPS, _EVERY = 6000, 50
# Of three runs in turn: 13 units at 20 points, three layers.
_SECONDS: Final = len(_RATES) * _STEPS * 8e-5
_STARTS, _REACH, _FRAMES = 500, 4.0, 200


def show_edge(spec: RaceExperiment) -> None:
    """λ_max along full-batch gradient descent on a small network, with the line 2/η."""
    st.markdown(
        f"A quadratic with {LARGEST_TEX} > 2/η would throw gradient descent out. On a network it "
        "is not fixed: it rises while the run goes downhill, until it meets 2/η, and there it "
        "stays, though nothing holds it but the step itself (Cohen et al. 2021)."
    )
    seed = st.slider("Start (seed)", 0, 9, 0, key="optimizers-edge-seed", persist_state="session")
    needs = [need(_SECONDS, _edge, seed), need(_SECONDS, _moved_ends, seed)]
    if not at_hand("edge", f"{seed}", needs, doing="Following the largest eigenvalue"):
        return
    run = _edge(seed)
    left, right = st.columns(2)
    left.plotly_chart(sharpness_paths(run), key="optimizers-edge")
    right.plotly_chart(costs(run), key="optimizers-edge-cost")
    st.markdown(words.at_the_edge(run, _moved_ends(seed)))
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
    run, other = _race_edge(spec, rates[0])
    title = type(spec.ground).title
    st.markdown(f"**On the ground of the race: {title}, full gradient**")
    left, right = st.columns([3, 2])
    left.plotly_chart(sharpness_paths(run), key="optimizers-race-edge")
    right.markdown(words.on_the_ground(run, other))


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
    right.markdown(words.flat(found))


@kept()
def _edge(seed: int) -> Edge:
    risk = wave()
    start = uniform_fan_in(risk.network, np.random.default_rng(seed))
    return edge(risk, _RATES, start, _STEPS, _EVERY, watch())


@kept()
def _moved_ends(seed: int) -> Array:
    """The last costs (V,) of the same runs from a moved start."""
    risk = wave()
    start = moved(uniform_fan_in(risk.network, np.random.default_rng(seed)))
    ends: Array = edge(risk, _RATES, start, _STEPS, _STEPS, watch()).trajectory.value[-1]
    return ends


@remembered(RaceExperiment, lambda spec: spec.without("view"))
def _race_edge(spec: RaceExperiment, eta: float) -> tuple[Edge, Edge]:
    """The run from the race's start, and from the moved one."""
    every, origin = max(1, spec.steps // _FRAMES), np.array(start(spec))
    one, other = (
        edge(spec.ground.objective, eta, p, spec.steps, every) for p in (origin, moved(origin))
    )
    return one, other


@kept()
def _limits(eta: float) -> Limits:
    starts = np.random.default_rng(0).uniform(-_REACH, _REACH, (_STARTS, 2))
    return flat_limits(Product(), eta, starts)
