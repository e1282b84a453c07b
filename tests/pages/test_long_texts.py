"""Long texts have names in the address, and the session has the texts."""

import pytest

from pages.ui import long_texts
from pages.ui.long_texts import LONGEST, named, unnamed

TABLES = ["x,y\n" + "1,0\n" * 600 + f"{number},1\n" for number in range(12)]


@pytest.fixture(autouse=True)
def session(monkeypatch):
    state = {}
    monkeypatch.setattr(long_texts.st, "session_state", state)
    return state


def test_a_text_comes_back_by_its_name_and_two_have_two():
    queries = [{"data": "own-table", "data.table": table} for table in TABLES[:2]]
    addresses = [named(query) for query in queries]
    assert all(len(address["data.table"]) < 20 for address in addresses)
    assert addresses[0] != addresses[1]
    assert [unnamed(address) for address in addresses] == queries


def test_what_fits_stands_in_the_address_itself():
    query = {"steps": "7", "data.table": "x" * LONGEST}
    assert named(query) == query == unnamed(query)


def test_a_name_from_elsewhere_is_left_out(session):
    address = named({"data": "own-table", "data.table": TABLES[0]})
    session.clear()
    assert unnamed(address) == {"data": "own-table"}


def test_a_session_keeps_the_last_eight():
    addresses = [named({"t": table}) for table in TABLES]
    named({"t": TABLES[5]})
    assert [bool(unnamed(address)) for address in addresses] == [False] * 4 + [True] * 8
