"""Separable data: no finite optimum, weights that grow like log t, and the direction they take."""

import numpy as np
import streamlit as st

from pages.ui.figures.curves import lines
from pages.ui.losses.loss_view import LossView
from pages.ui.theme import LOSS_COLORS


def show_separable(losses: list[LossView]) -> None:
    """Norm and angle of the weights along the run, for data that a line separates."""
    margin = losses[0].problem.margin
    if margin is not None and losses[0].spec.ridge:
        st.markdown(
            "A line separates these data, but the ridge λ > 0 makes long weights dear: there is a "
            "finite optimum. Set λ = 0 to see it go to infinity."
        )
        return
    if margin is None:
        st.markdown(
            "These data are not linearly separable, so the cross-entropy has a finite optimum. "
            "Choose the separable data set to see it disappear."
        )
        return
    st.markdown(
        "A line separates these data: **no finite optimum** exists, under either loss. Under the "
        "cross-entropy the norm of (w, b) grows like log t, without end, while its direction turns "
        f"towards the largest margin, here {margin.width:.4g} (Soudry et al. 2018, for gradient "
        "descent)."
    )
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
    left.plotly_chart(lines(k, norms, colors, "step", "‖(w, b)‖", log_x=True), key="norms")
    right.plotly_chart(
        lines(k, angles, colors, "step", "angle to the largest margin, degrees", log_x=True),
        key="angles",
    )
