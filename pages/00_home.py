"""Home.

What this is, and where to begin.
"""

import streamlit as st

from pages.ui.chapters import chapters
from pages.ui.page import heading

heading(
    "Why does a network train, or not?",
    "Move the learning rate, the batch size or the loss, and watch the surface, the path over it, "
    "the decision boundary and the cost answer at once.",
)
for chapter in chapters()[1:]:
    st.page_link(chapter.file, label=f"**{chapter.title}**")
    st.markdown(chapter.summary)
