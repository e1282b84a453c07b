"""Theory against the run: rates on quadratics, the edge of stability, flat limits."""

from collections.abc import Callable
from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.grounds import Quadratic
from core.objectives import Quadratic as Bowl
from core.optimizers import GradientDescent, Momentum
from core.theory.quadratics import (
    best_descent,
    best_heavy_ball,
    best_nesterov,
    best_optimizers,
    contraction,
    descent_rate,
    distances,
    divergence_limit,
    evenly_spread,
    steps_above,
)
from core.training.descent import descend
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.sections import view
from pages.ui.chapter.words import printed
from pages.ui.figures.formulas import LARGEST
from pages.ui.optimizers.theory.edge import show_edge, show_flatness
from pages.ui.optimizers.theory.figures import against_promise, phase_diagram, rate_curve
from pages.ui.optimizers.words import theory as words

_NEAR: Final = 1e-6
_STEPS: Final = 300
_USUAL_KAPPA, _PUBLISHED_KAPPA = 50.0, 100.0
_BEST: Final = (
    r"\beta = \Bigl(\frac{\sqrt\kappa-1}{\sqrt\kappa+1}\Bigr)^2",
    r"\eta = \Bigl(\frac{2}{\sqrt{\lambda_{\min}}+\sqrt{\lambda_{\max}}}\Bigr)^2",
    r"\text{rate } \sqrt\beta",
)


def show_theory(spec: RaceExperiment) -> None:
    """One question of theory at a time."""
    views: dict[str, Callable[[RaceExperiment], None]] = {
        "Step size": _show_rates,
        "Momentum": _show_momentum,
        "Edge of stability": show_edge,
        "Flat limits": show_flatness,
    }
    view("optimizers-theory", views)(spec)


def _bowl(spec: RaceExperiment) -> Quadratic:
    """The quadratic of the race, or the usual one where the race is on another ground."""
    return spec.ground if isinstance(spec.ground, Quadratic) else Quadratic(_USUAL_KAPPA)


def _scaled_rate(
    spec: RaceExperiment, kind: type[GradientDescent | Momentum], most: float
) -> float:
    """ηλ_max of the race's first entrant of a kind, within the slider; 1 without one."""
    found = (who.optimizer for who in spec.entrants.values())
    rates = [rule.eta for rule in found if isinstance(rule, kind)]
    scaled = rates[0] * _bowl(spec).kappa if rates else 1.0
    return round(min(max(scaled, 0.05), most), 2)


def _show_rates(spec: RaceExperiment) -> None:
    bowl = _bowl(spec)
    kappa, usual = bowl.kappa, _scaled_rate(spec, GradientDescent, 2.1)
    st.markdown(
        f"On a quadratic with eigenvalues from 1 to κ = {printed(kappa)}, gradient descent "
        f"multiplies the "
        "error along each eigenvector by 1 − ηλ. The slowest of them sets the pace:"
    )
    st.latex(r"\frac{\|p_{k+1}-p^*\|}{\|p_k-p^*\|} \to \max_i |1-\eta\lambda_i|")
    scaled = st.slider(
        r"$\eta\,\lambda_{\max}$",
        0.05,
        2.1,
        usual,
        0.01,
        key=f"optimizers-rate-{kappa}-{usual}",
        persist_state="session",
    )
    distance, measured = _descent(kappa, scaled)
    promised = float(descent_rate([1.0, kappa], scaled / kappa))
    best = best_descent(1.0, kappa)
    axis = _axis()
    left, right = st.columns(2)
    left.plotly_chart(against_promise([("run", distance, promised)]), key="optimizers-promise")
    right.plotly_chart(
        rate_curve(
            axis,
            descent_rate([1.0, kappa], axis / kappa),
            _contractions(kappa),
            scaled,
            (
                (best.eta * kappa, f"2/(λ<sub>min</sub> + {LARGEST})"),
                (float(divergence_limit(1.0)), f"2/{LARGEST}"),
            ),
        ),
        key="optimizers-rates",
    )
    st.markdown(words.descent(kappa, scaled, promised, measured))


def _show_momentum(spec: RaceExperiment) -> None:
    kappa = _bowl(spec).kappa
    st.markdown(
        f"Heavy ball remembers its last step, and two numbers decide how it moves on κ = "
        f"{printed(kappa)}. Solid lines part the regions. Beyond the dotted line the flattest "
        f"direction "
        "swings too, beyond the dashed one, ηλₘₐₓ = (1 + √β)², the steepest changes sides at each "
        "step; where the two meet lies the best setting (Polyak 1964):"
    )
    for column, formula in zip(st.columns([3, 4, 2]), _BEST, strict=True):
        column.latex(formula)
    scaled, beta = _choose_setting(spec, kappa)
    best = best_heavy_ball(1.0, kappa)
    left, right = st.columns(2)
    left.plotly_chart(phase_diagram(kappa, (scaled, beta), best), key="optimizers-phase")
    right.plotly_chart(against_promise(_at_their_best(kappa), 0.1 * _NEAR), key="optimizers-best")
    st.markdown(
        f"{words.heavy_ball(kappa, scaled, beta)} {_steps_sentence(kappa)}"
        + ("" if kappa == _PUBLISHED_KAPPA else " " + _steps_sentence(_PUBLISHED_KAPPA))
        + f" {words.double_root(kappa)}"
    )


def _choose_setting(spec: RaceExperiment, kappa: float) -> tuple[float, float]:
    """ηλ_max and β from two sliders that begin at the race's."""
    usual = _scaled_rate(spec, Momentum, 4.2)
    betas = [
        who.optimizer.beta for who in spec.entrants.values() if isinstance(who.optimizer, Momentum)
    ]
    usual_beta = min(round(betas[0] if betas else 0.9, 2), 0.99)
    left, right = st.columns(2)
    scaled = left.slider(
        r"$\eta\,\lambda_{\max}$",
        0.05,
        4.2,
        usual,
        0.01,
        key=f"optimizers-ball-eta-{kappa}-{usual}",
        persist_state="session",
    )
    beta = right.slider(
        "β",
        0.0,
        0.99,
        usual_beta,
        0.01,
        key=f"optimizers-ball-beta-{usual_beta}",
        persist_state="session",
    )
    return scaled, beta


def _at_their_best(kappa: float) -> tuple[tuple[str, Array, float], ...]:
    """Name, distances and promised rate of the three methods."""
    plain, ball, ahead = _best_runs(kappa)
    return (
        ("gradient descent at its best", plain, best_descent(1.0, kappa).rate),
        ("heavy ball at its best", ball, best_heavy_ball(1.0, kappa).rate),
        ("Nesterov at its best", ahead, best_nesterov(1.0, kappa).rate),
    )


def _steps_sentence(kappa: float) -> str:
    plain, ball, ahead = (steps_above(run, _NEAR) for run in _best_runs(kappa))
    return words.steps_left(kappa, ball, ahead, plain)


def _axis() -> Array:
    return np.linspace(0.05, 2.1, 83)


@kept()
def _descent(kappa: float, scaled: float) -> tuple[Array, float]:
    """The distances of one run, and their contraction."""
    run = descend(Bowl.of_condition(kappa), GradientDescent(scaled / kappa), [1.0, 1.0], _STEPS)
    distance = distances(run.p)
    return distance, float(contraction(distance))


@kept()
def _contractions(kappa: float) -> Array:
    """The measured factor for every η of the axis, all in one batch."""
    rates = _axis()[:, None] / kappa
    starts = np.ones((len(rates), 2))
    run = descend(Bowl.of_condition(kappa), GradientDescent().at_rate(rates), starts, _STEPS)
    return contraction(distances(run.p))


@kept()
def _best_runs(kappa: float) -> list[Array]:
    """Distances of gradient descent, heavy ball and Nesterov at their best, to a millionth."""
    bowl, slowest = evenly_spread(kappa), best_descent(1.0, kappa).rate
    steps = int(np.log(_NEAR) / np.log(max(slowest, 1e-6))) + 20
    runs = [descend(bowl, rule, np.ones(50), steps).p for rule in best_optimizers(1.0, kappa)]
    return [distances(p) for p in runs]
