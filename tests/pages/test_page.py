from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from pages.ui import page


def test_a_page_that_is_met_without_the_app_begins_again_around_it(monkeypatch):
    # As after a start of the server, when the first reader follows a link to a chapter.
    runs = []
    monkeypatch.setattr(PagesManager, "uses_pages_directory", True)
    monkeypatch.setattr(page.st, "rerun", lambda: runs.append("again"))
    page.heading("Why?")
    page.heading("Why?")
    assert runs == ["again"]


def test_a_heading_is_a_question_and_a_sentence():
    app = AppTest.from_string(
        "from pages.ui.page import heading\nheading('Why?', 'Because $1 < 2$.')"
    ).run()
    assert app.title[0].value == "Why?"
    assert app.markdown[0].value == "Because $1 < 2$."
