"""Loss Landscape Lab: navigation, theme, lecture mode."""

import os

# Before NumPy is loaded: on small matrices more threads only get in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

import pages.ui.together
from pages.ui.address import went_back
from pages.ui.chapters import chapters
from pages.ui.lecture.ahead import look_ahead
from pages.ui.lecture.entering import enter
from pages.ui.lecture.hall import show_hall
from pages.ui.lecture.mode import follow_address, lecture, lecture_switch
from pages.ui.lecture.scene_list import show_scenes
from pages.ui.lecture.scenes import take_link
from pages.ui.page import SIDEBAR_PIXELS, begin, style
from pages.ui.parts import end_page
from pages.ui.stage import install_plotly
from pages.ui.together import freeze_imports
from pages.ui.turns import one_run

NAME = "Loss Landscape Lab"
# Who says what a chapter finds before it is shown; the second has a run that goes on.
FORESEEN = {
    "logistic_regression": "pages.ui.logistic.scene",
    "xor": "pages.ui.xor.ahead",
    "optimizers": "pages.ui.optimizers.cached",
}


def show() -> None:
    """One run, of the page that is asked for."""
    # Before the navigation, so that the sidebar appears with its width.
    st.set_page_config(NAME, page_icon="⛰️", layout="wide", initial_sidebar_state=SIDEBAR_PIXELS)
    install_plotly()
    begin()
    page = st.navigation([st.Page(chapter.file, title=chapter.title) for chapter in chapters()])
    if page.url_path:
        st.set_page_config(f"{page.title} · {NAME}")
    style("page.css", "chapter/presets.css")
    style("print.css")
    if went_back():
        follow_address()
    if lecture():
        style("lecture.css")
    take_link()
    enter(page.url_path)
    # Before the page, so that its keys act while the rest is still on its way.
    show_hall(page.url_path)
    page.run()
    show_scenes()
    lecture_switch()
    end_page()
    look_ahead(FORESEEN, page.url_path)
    freeze_imports(page.url_path)


with one_run():
    show()
