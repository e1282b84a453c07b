"""What a browser still tells of a page that its reader has left changes nothing.

The server forgets a page's widgets as soon as the next page is there. A browser that says something
a moment later names them all once more, and each then counts as changed.
"""

import ast
from functools import partial
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.scriptrunner_utils.script_requests import (
    RerunData,
    ScriptRequests,
    ScriptRequestType,
)
from streamlit.runtime.scriptrunner_utils.script_run_context import FragmentThreadState
from streamlit.testing.v1 import AppTest

from pages.ui import address, parts
from pages.ui.chapters import chapters

ROOT = Path(__file__).parents[2]
FILES = [chapter.file for chapter in chapters()]
# Everything that opens is open, so that all of a page's widgets are there.
OPEN = ("open-more", "open-own-data", "deck-list")
# These stand on every page, so nobody leaves them.
ON_EVERY_PAGE = {"scene_list.py"}


def at(app: AppTest, page: Path) -> AppTest:
    app.switch_page(f"pages/{page.name}").run()
    assert not app.exception
    return app


def held(app: AppTest) -> WidgetStates:
    """What a browser has of the page's widgets; of a button it forgets that it was pressed."""
    found = [
        one for one in app._tree.get_widget_states().widgets if not one.HasField("trigger_value")
    ]
    return WidgetStates(widgets=found)


def remembered(app: AppTest) -> dict[str, str]:
    """The settings of every page that has been visited, the address, the open question."""
    return {
        name: str(value)
        for name, value in app.session_state.items()
        if name.endswith(("Experiment", "-open", "-refused", "-section"))
    } | {"address": str(dict(app.query_params))}


@pytest.mark.long
@pytest.mark.parametrize("left", FILES[1:], ids=lambda file: file.stem)
def test_what_is_told_of_a_page_that_has_been_left_changes_nothing(left):
    app = AppTest.from_file(str(ROOT / "app.py"))
    for name in OPEN:
        app.session_state[name] = True
    app.run()
    others = [file for file in FILES if file != left]
    for page in others:
        at(app, left)
        told = held(app)
        assert len(told.widgets) > 2
        at(app, page)
        before, title = remembered(app), app.title[0].value
        app._run(told)
        assert not app.exception, page
        assert app.title[0].value == title, page
        assert remembered(app) == before, page


def test_every_widget_of_a_page_speaks_for_it_only_while_it_is_there():
    found = 0
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.keyword) and node.arg == "on_change"):
                continue
            if path.name in ON_EVERY_PAGE:
                continue
            said = ast.unparse(node.value)
            found += said.startswith("here(")
            guarded = said.startswith("here(") or said in ("told", "on_change")
            assert guarded, f"{path.relative_to(ROOT)}:{node.value.lineno}: {said}"
    assert found > 10


class Run:
    """A run of a page, as Streamlit has it."""

    page_script_hash = "here"
    fragment_ids_this_run: list[str] | None = None

    def __init__(self) -> None:
        self.fragment_storage = MemoryFragmentStorage()
        self.script_requests = ScriptRequests()


@pytest.mark.parametrize(
    ("page", "part", "dropped"),
    [("before", "a part", True), ("here", "a part", False), ("before", None, False)],
)
@pytest.mark.parametrize("moment", [parts.end_page, partial(parts.begin_page, new=True)])
def test_what_looks_by_itself_how_far_a_run_is_asks_in_vain_once_its_page_is_left(
    page, part, dropped, moment, monkeypatch
):
    """Only that: who presses something on the page before has still pressed it."""
    run = Run()
    monkeypatch.setattr(parts, "get_script_run_ctx", lambda: run)
    monkeypatch.setattr(parts.st, "session_state", {})
    asked = RerunData(page_script_hash=page, fragment_id=part, is_auto_rerun=part is not None)
    assert run.script_requests.request_rerun(asked)
    moment()
    left = run.script_requests.on_scriptrunner_ready().type
    assert (left is ScriptRequestType.STOP) == dropped


@pytest.mark.parametrize("new", [True, False])
def test_the_parts_of_a_page_that_has_been_left_cannot_be_asked_for(new, monkeypatch):
    run = Run()
    run.fragment_storage.register("a part", lambda: None)
    monkeypatch.setattr(parts, "get_script_run_ctx", lambda: run)
    monkeypatch.setattr(parts.st, "session_state", {})
    parts.begin_page(new=new)
    assert run.fragment_storage.contains("a part") != new


@pytest.mark.parametrize(
    ("running", "heard"),
    [(None, True), (["its own"], True), (["another"], False), (["another", "its own"], True)],
)
def test_a_widget_is_heard_when_the_page_or_its_own_part_runs(running, heard, monkeypatch):
    """A run that looks how far it is tells of all the others as they were before a preset."""
    run, called = Run(), []
    run.fragment_ids_this_run = running
    monkeypatch.setattr(address, "get_script_run_ctx", lambda: run)
    monkeypatch.setattr(address.ThreadState, "get", lambda: FragmentThreadState("its own"))
    monkeypatch.setattr(address.st, "session_state", {})
    address.here(called.append)("turned")
    assert called == ["turned"] * heard
