"""One app of all pages that the tests bring along: they are served, and loaded, together."""

from pathlib import Path

import streamlit as st

from pages.ui.page import show_navigation
from tests.browser.elsewhere import elsewhere

HERE = Path(__file__).parent

st.set_page_config(layout="wide")
show_navigation()
st.navigation(
    [
        st.Page(HERE / "stage_app.py", title="Stage", default=True),
        st.Page(HERE / "live_app.py", title="Live", url_path="live"),
        st.Page(HERE / "xor_stage_app.py", title="XOR", url_path="xor"),
        st.Page(HERE.parent / "pages" / "lab_page.py", title="Lab", url_path="lab"),
        st.Page(elsewhere),
    ]
).run()
