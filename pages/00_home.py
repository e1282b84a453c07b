"""Home.

What this is, and where to begin.
"""

import streamlit as st

import pages.ui.together
from core.experiments.logistic.experiment import LogisticExperiment
from pages.ui.chapters import chapters
from pages.ui.losses.loss_view import views
from pages.ui.losses.scene import picture
from pages.ui.page import heading, style
from pages.ui.stage import stage

ROW = 4

heading(
    "Why does a network train, or not?",
    "The same data and the same start under two losses: which path arrives? Press play.",
)
style("home.css")
with st.container(key="home-chapters"):
    found = chapters()[1:]
    for start in range(0, len(found), ROW):
        for column, chapter in zip(st.columns(ROW), found[start : start + ROW], strict=False):
            with column:
                st.page_link(chapter.file, label=f"**{chapter.title}**")
                begin = "**Begin here.** " if chapter is found[0] else ""
                st.markdown(f"{begin}{chapter.summary} *{chapter.duration}*")
stage(picture(views(LogisticExperiment())), key="home-stage")
st.caption(
    "λₘᵢₙ and λₘₐₓ are the smallest and the largest eigenvalue of the Hessian ∇²C, the curvatures "
    "of the cost at the dot. **Hatched:** λₘᵢₙ < 0, the cost is not convex there. **2/λₘₐₓ:** the "
    "largest η with which gradient descent can come to rest at a minimum of this curvature."
)
st.caption(
    "Everything that moves is computed, by a small NumPy engine that you can use in a notebook: "
    "`from core import …`. After Higham & Higham 2019, *Deep Learning: An Introduction for Applied "
    "Mathematicians*."
)
