"""What a run of a page sends: counted, and the same whether all of it runs or only some parts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element

from core.spec import from_query
from pages.ui import parts
from tests.budgets import MOVES, SPECS_READ
from tests.hosted import Host, hosted
from tests.reader import Reader, Run

ROOT = Path(__file__).parents[2]
SESSION = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SIDEBAR = 1
"""The place of all that is in the sidebar begins with it."""
NEW = "0.5"
"""A learning rate that nobody has tried."""


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    """The app, its strips of few rates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.ui.xor.training._RATES", (0.05, 0.1, 0.3, 1.0))
        patch.setattr("pages.ui.losses.cached._RATES", (0.1, 0.3, 1.0))
        with hosted(ROOT / "app.py") as host:
            yield host


@pytest.fixture(params=MOVES)
def page(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def settled(host: Host, page: str) -> Reader:
    """A reader whose two learning rates have been tried."""
    move = MOVES[page]
    reader = host.reader(page, move.query)
    reader.arrive()
    for key in move.opened:
        reader.open(key)
    for value in (*move.values, *move.values):
        reader.turn(move.key, value)
    return reader


def seen(reader: Reader) -> dict[tuple[int, ...], str]:
    """What a reader has before them, widgets as they show and not as they were told to."""
    found = {}
    for place, one in reader.elements.items():
        shown = type(one).FromString(one.SerializeToString())
        if isinstance(shown, Element):
            shown.ClearField("has_one_shot_effect")
        inner = getattr(shown, shown.WhichOneof("type") or "", None)
        # A file that is made at a click has another name in each run.
        for name in ("set_value", "value", "raw_value", "deferred_file_id"):
            if inner is not None and name in inner.DESCRIPTOR.fields_by_name:
                inner.ClearField(name)
        # The server calls each reader's window something else.
        found[place] = SESSION.sub("", str(shown))
    return found


def is_stage(element: Element | Block) -> bool:
    """Whether an element is what a stage's scene comes in."""
    kind = element.WhichOneof("type") == "bidi_component"
    return kind and "loss_landscape_stage" in str(getattr(element, "bidi_component", ""))


def under_way(element: str) -> bool:
    """Whether an element is the progress of something that is not there yet."""
    return "progress {" in element and "Computed:" not in element


def whole(run: Run) -> bool:
    """Whether the whole page has run."""
    return run.kinds["navigation"] > 0


@pytest.mark.long
def test_a_move_of_a_learning_rate_keeps_to_its_budget(host, page):
    move = MOVES[page]
    run = settled(host, page).turn(move.key, move.values[0])
    assert not whole(run)
    assert run.messages <= move.messages
    assert run.bytes <= move.bytes


@pytest.mark.parametrize("page", [*MOVES, "convolutions"])
def test_the_stage_is_on_its_way_before_the_controls(host, page):
    reader = host.reader(page)
    reader.arrive()
    arrived = list(reader.elements.items())
    stages = [at for at, (_, one) in enumerate(arrived) if is_stage(one)]
    controls = [at for at, (place, _) in enumerate(arrived) if place[0] == SIDEBAR and place[1:]]
    assert len(stages) == 1
    assert controls
    assert stages[0] < controls[0]


@pytest.mark.long
def test_a_query_is_read_only_where_it_is_new(host, page, monkeypatch):
    reader, move = settled(host, page), MOVES[page]
    read = []

    def counted(cls, query):
        read.append(dict(query))
        return from_query(cls, query)

    monkeypatch.setattr("core.spec.from_query", counted)
    monkeypatch.setattr("pages.ui.controls.from_query", counted)
    for value, most in zip((move.values[0], NEW), SPECS_READ, strict=True):
        read.clear()
        assert not whole(reader.turn(move.key, value))
        assert f"={value}" in reader.query
        assert 1 <= len(read) <= most


@pytest.mark.long
def test_parts_that_ran_alone_show_what_the_whole_page_would(host, page):
    move = MOVES[page]
    reader = settled(host, page)
    for value in move.values:
        assert not whole(reader.turn(move.key, value))
        alone, address = seen(reader), reader.query
        assert whole(reader.again())
        assert alone == seen(reader)
        assert address == reader.query


@pytest.mark.long
def test_the_first_move_away_from_a_preset_shows_that_it_is_left(host, page):
    move = MOVES[page]
    reader = host.reader(page, move.query)
    reader.arrive()
    for key in move.opened:
        reader.open(key)
    before = seen(reader)
    run = reader.turn(move.key, AWAY[page])
    assert not whole(run)
    assert run.messages <= move.crossing
    alone = seen(reader)
    assert alone != before
    assert whole(reader.again())
    assert alone == seen(reader)


AWAY = {
    "logistic_regression": "0.1",
    "higham_network": "0.1",
    "xor": "0.1",
    "optimizers": "0.02",
    "regularization": "40",
    "implicit_regularization": "2",
    "digits": "0.2",
}
PRESSED = {
    "logistic_regression": "Overshoot",
    "higham_network": "Shuffle the points",
    "xor": "Use tanh",
    "optimizers": "Roll along a valley",
    "regularization": "Try the disc",
    "implicit_regularization": "Take all ten",
    "digits": "Drop the hidden layer",
}
SECTIONS = {
    "logistic_regression": ("Why?", "Critical points", "Separable data", "In PyTorch"),
    "higham_network": ("Lemma 5.1 by hand", "Written out", "Gradients", "In PyTorch"),
    "xor": ("One line is not enough", "Why a global minimum?", "In PyTorch"),
    "optimizers": ("Learning rates", "Theory", "In PyTorch"),
    "regularization": ("Degrees of freedom", "λ elsewhere", "In PyTorch"),
    "implicit_regularization": ("In PyTorch", "Why?"),
    "digits": ("Moved digits", "How little turns it?", "Layers", "In PyTorch"),
}


@pytest.mark.long
def test_an_open_section_follows_the_learning_rate(host, page):
    reader, move = settled(host, page), MOVES[page]
    for number, section in enumerate(SECTIONS[page]):
        assert not whole(reader.turn("-section", section))
        while any(map(under_way, seen(reader).values())):
            reader.again()
        assert not whole(reader.turn(move.key, move.values[number % 2]))
        alone = seen(reader)
        assert whole(reader.again())
        assert alone == seen(reader), section


@pytest.mark.long
def test_what_is_folded_is_made_when_it_opens_and_then_follows(host, page):
    reader, move = settled(host, page), MOVES[page]
    run = reader.turn("open-more", value=True)
    assert not whole(run)
    assert sum(run.kinds[kind] for kind in ("slider", "selectbox", "number_input")) >= 2
    share = reader.turn("-share", value=True)
    assert not whole(share)
    assert share.kinds["code"] == 1
    for value in move.values:
        assert not whole(reader.turn(move.key, value))
        addresses = [one for one in reader.elements.values() if one.WhichOneof("type") == "code"]
        assert [reader.query in one.code.code_text for one in addresses] == [True]
        alone = seen(reader)
        reader.again()
        assert alone == seen(reader)


@pytest.mark.long
def test_anything_else_runs_the_whole_page_as_if_a_reader_came_by_its_address(host, page):
    assert whole(settled(host, page).press(PRESSED[page]))
    reader, move = settled(host, page), MOVES[page]
    reader.turn(move.key, move.values[0])
    reader.turn("open-more", value=True)
    # Results that all are there come as one scene, wherever a reader comes from.
    host.reader(page, f"{reader.query}&seed=77").arrive()
    assert whole(reader.turn("/seed", 77))
    arrived = host.reader(page, reader.query)
    arrived.arrive()
    for key in (*move.opened, "open-more"):
        arrived.open(key)
    assert seen(reader) == seen(arrived)


@pytest.mark.long
def test_a_page_that_was_cut_short_is_made_whole_first(host, monkeypatch):
    reader, move = settled(host, "xor"), MOVES["xor"]
    with monkeypatch.context() as patch:
        patch.setattr(parts, "end_page", lambda: None)
        reader.again()
        assert whole(reader.turn(move.key, move.values[0]))
    assert whole(reader.turn(move.key, move.values[1]))
    assert not whole(reader.turn(move.key, move.values[0]))


@pytest.mark.long
def test_a_spec_that_had_to_be_replaced_runs_the_whole_page(host):
    reader = host.reader("logistic_regression", "data=own-table")
    reader.arrive()
    run = reader.turn(MOVES["logistic_regression"].key, "0.3")
    assert whole(run)
    assert "optimizer.eta=0.3" in reader.query


@pytest.mark.long
def test_the_stage_keeps_its_place_whatever_is_said_above_it(host):
    """An element in another place is another element: the browser would draw it anew."""

    def stage(reader: Reader) -> list[tuple[int, ...]]:
        return [
            place
            for place, one in reader.elements.items()
            if one.WhichOneof("type") == "bidi_component"
            and one.bidi_component.component_name == "loss_landscape_stage"
        ]

    plain = host.reader("logistic_regression")
    wrong = host.reader("logistic_regression", "seed=none&data=own-table")
    for reader in (plain, wrong):
        reader.arrive()
    said = [one for one in wrong.elements.values() if one.WhichOneof("type") == "alert"]
    assert len(said) == 2
    assert stage(plain) == stage(wrong) != []
