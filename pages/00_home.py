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
    "The same data and the same start under two losses: one path stalls, the other arrives. "
    "Press play, turn the surfaces, then open the chapter and change what you like.",
)
stage(picture(views(LogisticExperiment())), key="home-stage")
for chapter in chapters()[1:]:
    st.page_link(chapter.file, label=f"**{chapter.title}**", icon=":material/arrow_forward:")
    st.markdown(chapter.summary)
st.caption(
    "Everything that moves is computed, by a small NumPy engine that you can use in a notebook: "
    "`from core import …`. After Higham & Higham 2019, *Deep Learning: An Introduction for Applied "
    "Mathematicians*."
)
