"""Home.

What this is, and where to begin.
"""

import streamlit as st

from core.experiments.logistic.experiment import LogisticExperiment
from pages.ui.chapters import chapters
from pages.ui.losses.loss_view import views
from pages.ui.losses.scene import picture
from pages.ui.page import heading
from pages.ui.stage import stage

heading(
    "Why does a network train, or not?",
    "Four chapters to find out. Begin with the first: a run of it is below.",
)
with st.container(gap=None):
    for chapter in chapters()[1:]:
        st.page_link(
            chapter.file,
            label=f"**{chapter.title}** · {chapter.summary} · *{chapter.duration}*",
            icon=":material/arrow_forward:",
        )
st.caption(
    "λ_min and λ_max are the smallest and the largest eigenvalue of the Hessian, the curvatures of "
    "the cost where the path is. Hatched: λ_min < 0, the cost is not convex there. 2/λ_max: the "
    "largest η with which gradient descent can come to rest at a minimum of this curvature."
)
stage(picture(views(LogisticExperiment())), key="home-stage")
st.caption(
    "Everything that moves is computed, by a small NumPy engine that you can use in a notebook: "
    "`from core import …`. After Higham & Higham 2019, *Deep Learning: An Introduction for Applied "
    "Mathematicians*."
)
