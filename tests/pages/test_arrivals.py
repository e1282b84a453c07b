"""What the first run of a session sends: counted, of a server that has found everything."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.Element_pb2 import Element

from tests.budgets import ARRIVALS, HEAVY, MOVES
from tests.hosted import Host, hosted

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """The app as readers have it, with whole strips."""
    with hosted(ROOT / "app.py") as host:
        yield host


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
