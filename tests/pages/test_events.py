"""What a stage tells, and who listens."""

import ast
import re
from pathlib import Path

import pytest

from pages.ui import stage
from pages.ui.stage.bundle import ROOT

PAGES = Path(__file__).parents[2] / "pages"
SHARED = ("events", "listeners")


def told() -> set[str]:
    """The events that the stage's modules tell."""
    sources = [path.read_text("utf-8") for path in ROOT.glob("*/*.js")]
    return {event for source in sources for event in re.findall(r"\btell\(\"(\w+)\"", source)}


def listened(source: str) -> set[str]:
    """The events named where a stage is shown, or where it is said what all of them share."""
    places: list[ast.AST] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "stage",
            "show",
            "put_on_stage",
            "show_stage",
        }:
            places += [keyword.value for keyword in node.keywords if keyword.arg == "on"]
        elif isinstance(node, ast.FunctionDef) and node.name in SHARED:
            places.append(node)
    return {
        key.value
        for place in places
        for each in ast.walk(place)
        if isinstance(each, ast.Dict)
        for key in each.keys
        if isinstance(key, ast.Constant)
    }


@pytest.mark.long
def test_every_event_that_a_stage_can_send_has_a_listener_on_some_page() -> None:
    sources = [path.read_text("utf-8") for path in PAGES.rglob("*.py") if ROOT not in path.parents]
    assert set().union(*map(listened, sources)) == told() == set(stage.EVENTS)


def test_a_listener_is_seen_wherever_it_stands() -> None:
    assert listened('stage(s, key="k", on={"edge": f} | events(C, "k"))') == {"edge"}
    assert listened('def events(c):\n    return {"knob": f}') == {"knob"}
    assert listened('stage(s, key="k")\nother(on={"edge": f})') == set()


def test_an_event_that_no_stage_tells_is_refused() -> None:
    with pytest.raises(ValueError, match=r"on = \['weight'\]: a stage tells of start, knob"):
        stage.stage(None, key="k", on={"weight": print})
