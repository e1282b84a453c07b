"""Separable data: no finite optimum, weights that grow like log t, and the direction they take."""

import numpy as np
import streamlit as st

from core.experiments.logistic.experiment import Problem
from core.experiments.logistic.infimum import Infimum
from core.theory.separation import Separation
from pages.ui.chapter.words import printed, three
from pages.ui.figures.curves import lines
from pages.ui.lecture.mode import filling
from pages.ui.losses import cached
from pages.ui.losses.loss_view import LossView
from pages.ui.theme import LOSS_COLORS


def show_separable(losses: list[LossView]) -> None:
    """The verdict on the data; norm and angle of the weights along the run, if a line separates."""
    problem, ridge = losses[0].problem, losses[0].spec.ridge
    bound = cached.infimum(losses[0].spec, len(losses) - 1)
    st.markdown(verdict(problem, ridge, bound))
    margin = problem.margin
    if margin is None or ridge:
        return
    k = losses[0].trained.strip.run.k[1:]
    norms, angles, colors = {}, {}, []
    for loss in losses:
        p = loss.trained.strip.run.p[1:, loss.selected]
        norm = np.linalg.norm(p, axis=-1)
        name = loss.risk.loss.title
        norms[name] = norm
        angles[name] = np.degrees(np.arccos(np.clip(p @ margin.p / norm, -1, 1)))
        colors.append(LOSS_COLORS[loss.name])
    left, right = st.columns(2)
    for column, key, measured, title in (
        (left, "norms", norms, "‖(w, b)‖"),
        (right, "angles", angles, "angle to the largest margin, degrees"),
    ):
        chart = lines(k, measured, colors, "step", title, log_x=True)
        column.plotly_chart(filling(chart), key=key)


def verdict(problem: Problem, ridge: float, bound: Infimum | None) -> str:
    """Whether a line separates the classes, and what follows, in two sentences.

    bound: of the cross-entropy, None if it is not known or not trained.
    """
    return in_dimensions(problem, _verdict(problem, ridge, bound))


def in_dimensions(problem: Problem, said: str) -> str:
    """The same of a hyperplane, which is what a line is with more than two features."""
    return said.replace(" line", " hyperplane") if problem.wide else said


def _verdict(problem: Problem, ridge: float, bound: Infimum | None) -> str:
    if problem.separation is Separation.OVERLAPPING:
        said = "No line separates these data, nor almost: the cross-entropy has a finite optimum"
        if problem.optimum is None:
            return f"{said}, though one beyond the reach of double precision."
        return f"{said}. Choose the separable data set to see it disappear."
    if ridge:
        return (
            "A line separates these data, but the ridge λ > 0 makes long weights dear: there is a "
            "finite optimum. Set λ = 0 to see it go to infinity."
            if problem.separation is Separation.COMPLETE
            else "A line separates these data but for samples on it; the ridge λ > 0 makes long "
            "weights dear, so there is a finite optimum. Set λ = 0 to see it go to infinity."
        )
    if problem.separation is Separation.QUASI_COMPLETE:
        low = "" if bound is None else f" {three(bound.cost)}"
        return (
            "A line has no sample on its wrong side, but it has some of both classes on it "
            f"(quasi-complete separation): **no finite optimum**. The infimum{low} of the "
            "cross-entropy is what those on the line cost; nothing attains it."
        )
    # With many features it is not computed.
    margin = problem.margin
    width = "" if margin is None else f", here {printed(margin.width, '.4g')}"
    return (
        "A line separates these data: **no finite optimum** exists, under either loss. Under the "
        "cross-entropy with gradient descent the norm of (w, b) grows like log t, without end, "
        f"while its direction turns towards the largest margin{width} (Soudry et al. 2018)."
    )
