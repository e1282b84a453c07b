"""What the first run of a session sends: counted, of a server that has found everything."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from streamlit.proto.Element_pb2 import Element

from pages.ui import stage
from pages.ui.stage import BarsPanel, Family, MatrixPanel, Panel, Repertoire, Scene
from tests.budgets import ARRIVALS, HEAVY, MOVES
from tests.hosted import Host, hosted

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """The app as readers have it, with whole strips."""
    with hosted(ROOT / "app.py") as host:
        yield host


@pytest.mark.long
@pytest.mark.parametrize("page", ARRIVALS)
def test_a_first_run_keeps_to_its_budget_and_brings_nothing_heavy(host, page):
    query = MOVES[page].query if page in MOVES else ""
    host.reader(page, query).arrive()
    run = host.reader(page, query).arrive()
    messages, size = ARRIVALS[page]
    assert run.messages <= messages
    assert run.bytes <= size
    assert set(HEAVY) <= set(Element.DESCRIPTOR.fields_by_name)
    assert {kind: run.kinds[kind] for kind in HEAVY} == dict.fromkeys(HEAVY, 0)


def bars(name: str) -> Panel:
    return BarsPanel(name, "", "", ("a", "b"), np.ones((1, 1, 2)), "eta")


def scene(*panels: Panel) -> Scene:
    """One of these panels alone."""
    only = Repertoire({"eta": Family(np.ones(1), np.zeros(1), ())}, panels)
    return Scene("", "", "", (), only, ("eta", 0), None, (), {})


@pytest.mark.parametrize(
    ("panels", "codes"),
    [
        ([bars("one")], ["charts"]),
        ([bars("one"), bars("two")], ["charts"]),
        ([bars("one"), MatrixPanel("W", "", "", (2, 1))], ["charts", "charts diagrams"]),
    ],
    ids=["as before", "more of the room", "another room"],
)
def test_code_follows_only_for_a_scene_with_panels_of_other_rooms(panels, codes, monkeypatch):
    sent: list[str] = []

    def code_of(rooms):
        return lambda key: sent.append(" ".join(sorted(rooms)))

    monkeypatch.setattr(stage, "code_of", code_of)
    for element in ("bring_parts", "bring_scene", "show"):
        monkeypatch.setattr(stage, element, lambda **_: None)
    stage.stage(scene(bars("one")), key="s", follow=lambda: scene(*panels))
    assert sent == codes
