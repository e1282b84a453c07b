"""What makes a page fit for a lecture hall: its keys and its screen, in the browser."""

import streamlit as st

from pages.ui.lecture.mode import lecture
from pages.ui.stage.bundle import HALL, javascript

_hall = st.components.v2.component(
    "loss_landscape_hall", html="<span></span>", js=javascript(HALL), isolate_styles=False
)


def show_hall() -> None:
    """The keys of the page; an element of every page."""
    _hall(key="hall", data={"lecture": lecture()})
