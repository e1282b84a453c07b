"""What every page begins with."""

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from pages.ui.parts import begin_page

SIDEBAR_PIXELS: Final = 260
"""The sidebar's width, until a reader drags it."""


def heading(question: str, sentence: str = "") -> None:
    """The question of a page and one sentence under it. The first call of every page."""
    _enter_by_app()
    begin_page()
    st.title(question, anchor=False)
    if sentence:
        st.markdown(sentence)


def style(sheet: str) -> None:
    """Apply a style sheet of this folder to the whole page.

    As Markdown: its part of the front end is there before `st.html`'s, and the page jumps less.
    """
    st.markdown(f"<style>{_read(sheet)}</style>", unsafe_allow_html=True)


@cache
def _read(sheet: str) -> str:
    return (Path(__file__).parent / sheet).read_text("utf-8")


def _enter_by_app() -> None:
    """See to it that app.py runs around a page.

    Streamlit takes a folder named pages for its older way of navigation until `st.navigation` has
    been called once. The first reader after a start who follows a link to a chapter would meet the
    chapter without app.py; here the old way is switched off and the run begins again. Its list of
    pages has been hidden until now: a sidebar that it opens would keep Streamlit's width.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        show_navigation()
        st.rerun()


def show_navigation() -> None:
    """Let the sidebar list the pages, which `.streamlit/config.toml` forbids at the start."""
    st.set_option("client.showSidebarNavigation", True)
