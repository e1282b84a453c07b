"""What every page begins with."""

from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.ui.address import enter
from pages.ui.parts import begin_page

_BY_APP: Final = "by-app"

SIDEBAR_PIXELS: Final = 260
"""The sidebar's width, until a reader drags it."""


def heading(question: str, sentence: str = "") -> None:
    """The question of a page and one sentence under it. The first call of every page."""
    _enter_by_app()
    begin_page(new=enter())
    st.title(question, anchor=False)
    if sentence:
        st.markdown(sentence)


def style(*sheets: str) -> None:
    """Apply style sheets of this folder to the whole page.

    As Markdown: its part of the front end is there before `st.html`'s, and the page jumps less.
    """
    text = "\n".join(map(_read, sheets))
    st.markdown(f"<style>{text}</style>", unsafe_allow_html=True)


@cache
def _read(sheet: str) -> str:
    return (Path(__file__).parent / sheet).read_text("utf-8")


def _enter_by_app() -> None:
    """See to it that app.py runs around a page.

    Streamlit takes a folder named pages for its older way of navigation until `st.navigation` has
    been called once. Readers who follow a link to a chapter before that would meet the chapter
    without app.py, all of those who come at once; here the old way is switched off and the run
    begins again. Its list of pages has been hidden until now: a sidebar that it opens would keep
    Streamlit's width.
    """
    context = get_script_run_ctx()
    # A test may run a page alone.
    alone = context is None or not Path(context.main_script_path).with_name("pages").is_dir()
    if PagesManager.uses_pages_directory or not (alone or _BY_APP in st.session_state):
        PagesManager.uses_pages_directory = False
        show_navigation()
        st.rerun()


def show_navigation() -> None:
    """Let the sidebar list the pages, which `.streamlit/config.toml` forbids at the start."""
    st.set_option("client.showSidebarNavigation", True)


def begin() -> None:
    """Say that app.py runs, before any page does."""
    st.session_state[_BY_APP] = True
    show_navigation()
