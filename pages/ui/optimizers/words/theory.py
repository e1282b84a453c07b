"""What theory promises on a quadratic, beside what a run does: sentences from numbers."""

from math import isclose
from typing import Final

from core.theory.quadratics import (
    Motion,
    Setting,
    best_descent,
    best_heavy_ball,
    divergence_limit,
    heavy_ball_rate,
    motion,
)
from pages.ui.chapter.words import printed, three

_MOTIONS: Final = {
    Motion.MONOTONE: "comes to the minimum without swinging",
    Motion.OSCILLATING: "swings around the minimum and comes to it",
    Motion.DIVERGENT: "diverges",
}


def heavy_ball(kappa: float, scaled: float, beta: float) -> str:
    """How heavy ball moves with ηλ_max = scaled on eigenvalues from 1 to κ, and at its best."""
    best = best_heavy_ball(1.0, kappa)
    rate = float(heavy_ball_rate([1.0, kappa], scaled / kappa, beta))
    return (
        f"With η = {three(scaled / kappa)}, β = {printed(beta)} the run "
        f"**{how(kappa, scaled, beta)}**, "
        f"its error times {rate:.4f} a step in the long run; at best, η = {three(best.eta)}, β = "
        f"{best.beta:.3f}, times {best.rate:.4f}."
    )


def how(kappa: float, scaled: float, beta: float) -> str:
    """What a run does in the long run."""
    if isclose(scaled, float(divergence_limit(1.0, beta)), rel_tol=1e-9):
        return "swings around the minimum for ever, at the edge of divergence"
    return _MOTIONS[motion(kappa, scaled / kappa, beta)]


def descent(kappa: float, scaled: float, promised: float, measured: float) -> str:
    """What gradient descent's error is multiplied by, in theory and in a run (NaN: it is there)."""
    best: Setting = best_descent(1.0, kappa)
    there = (
        "the run is there at once" if measured != measured else f"by **{measured:.4f}** in the run"
    )
    return (
        f"At η = {three(scaled / kappa)} the distance is multiplied by **{promised:.4f}** a step "
        rf"in theory and {there}. The best η is $2/(\lambda_{{\min}} + \lambda_{{\max}})$ = "
        rf"{three(best.eta)}, with (κ − 1)/(κ + 1) = {best.rate:.4f}. Beyond "
        rf"$2/\lambda_{{\max}}$ = {three(float(divergence_limit(kappa)))}, and only there, it "
        "diverges."
    )


def steps_left(kappa: float, ball: int, ahead: int, plain: int) -> str:
    """For how many steps each method, at its best, is farther than a millionth of the way."""
    return (
        f"At κ = {printed(kappa)}, 50 eigenvalues between, the distance stays above a millionth of "
        f"the first for **{ball}** steps with heavy ball, {ahead} with Nesterov and **{plain}** "
        "without momentum."
    )


def double_root(kappa: float) -> str:
    """Why heavy ball at its best is slower than its promise; with κ = 1 it is there at once."""
    if kappa == 1:
        return ""
    return (
        "At the best setting both ends of the spectrum have a double root: their error shrinks "
        "like $k\\,\\sqrt\\beta^{\\,k}$, so that the run stays above its dotted line by a factor "
        "that grows with the step $k$."
    )
