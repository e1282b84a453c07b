import ast
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from pages.ui import page

ROOT = Path(__file__).parents[2]
SCRIPTS = [ROOT / "app.py", *sorted((ROOT / "pages").glob("[0-9]*.py"))]


@pytest.mark.parametrize("old_way", [True, False])
def test_a_page_that_is_met_without_the_app_begins_again_around_it(monkeypatch, old_way):
    # After a start of the server, for the first reader who follows a link to a chapter; and for
    # those who come with the first, who has switched off the old way meanwhile.
    class Context:
        main_script_path = str(ROOT / "app.py")

    runs = []
    monkeypatch.setattr(PagesManager, "uses_pages_directory", old_way)
    monkeypatch.setattr(page, "get_script_run_ctx", Context)
    monkeypatch.setattr(page.st, "rerun", lambda: runs.append("again"))
    monkeypatch.setattr(page.st, "session_state", {})
    page.heading("Why?")
    assert runs == ["again"]
    assert not PagesManager.uses_pages_directory
    page.begin()
    page.heading("Why?")
    assert runs == ["again"]


def test_a_page_alone_runs_without_the_app(monkeypatch):
    monkeypatch.setattr(page, "get_script_run_ctx", lambda: None)
    monkeypatch.setattr(page.st, "rerun", lambda: pytest.fail("again"))
    page.heading("Why?")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_every_script_has_all_imported_before_it_imports_a_part(script):
    """Else the first readers of a new server, who come at once, wait for each other in a circle."""
    imports = [
        name
        for node in ast.parse(script.read_text("utf-8")).body
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    ]
    ours = [name for name in imports if name.partition(".")[0] in ("core", "pages")]
    assert ours[0] == "pages.ui.together"


def test_a_heading_is_a_question_and_a_sentence():
    app = AppTest.from_string(
        "from pages.ui.page import heading\nheading('Why?', 'Because $1 < 2$.')"
    ).run()
    assert app.title[0].value == "Why?"
    assert app.markdown[0].value == "Because $1 < 2$."
