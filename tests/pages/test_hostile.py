"""What strangers send: through every parameter of every address, every cell, every deck and code.

Some are slips, some are meant to break in. Whatever comes, there is a possible setting and one
plain sentence for each value that is not, no number that is none, and nothing of it is markup.
"""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from core.datasets.samples import Samples
from core.datasets.tables import TableError
from core.spec import Choice, Knob, Switch, Text, controls, to_query
from pages.ui.controls import as_plain
from pages.ui.lecture.deck import PAGES, DeckError, LectureScene, from_json, from_link
from pages.ui.lecture.phone import phone_link
from pages.ui.lecture.qr import LONGEST
from pages.ui.queries import link, parsed
from pages.ui.tables.reading import read_any
from tests.chapters import EXPERIMENTS

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "![](//evil.example/x.png)",
    "# **b** _i_ ~s~ `c` $x$ :red[r] &lt; | \\",
    "'; DROP TABLE readers; --",
    "=cmd|' /C calc'!A0",
    "{{7*7}} ${7*7} %s %n {0.__class__}",
    "../../etc/passwd",
    "\x00\x1b[31m\u202e\ufeff\ud7ff",
    "1e999",
    "-1e308",
    "nan",
    "1_0",
    "٣",
    "0x10",
    "9" * 400,
    "",
)
HOSTILE = some.sampled_from(ATTACKS) | some.text(max_size=40)
NUMBERS = some.floats().map(repr) | some.integers(-(10**30), 10**30).map(str)
often = settings(max_examples=400, deadline=None, database=None, derandomize=True)

_MARKUP = re.compile(r"(?<!\\)(?:\\\\)*([<>*_`$\[\]|#~:])")


Parameter = tuple[str, Any, dict[str, str]]


def parameters(
    cls: type[Any], prefix: str = "", above: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Parameter]:
    """Every dotted name that an address of this experiment can have, its control, and what else
    the address has to say so that the experiment has it."""
    for name, (_, control) in controls(cls).items():
        yield prefix + name, control, dict(above)
        if isinstance(control, Choice):
            for chosen, member in control.menu.items():
                yield from parameters(member, f"{prefix}{name}.", {**above, prefix + name: chosen})


def near(control: Any) -> some.SearchStrategy[str]:
    """Values that are possible, or nearly."""
    match control:
        case Knob(low, high):
            ends = some.sampled_from([str(low), str(high), f"{low}0", f"-{high}", f"{high}.5"])
            return ends | some.floats(low, high).map(repr)
        case Switch():
            return some.sampled_from(["true", "false", "True", "1", "yes"])
        case Choice(menu):
            return some.sampled_from([*menu, *(name.upper() for name in menu)])
        case Text():
            return some.sampled_from(
                ["x,y\n1,0\n2,1\n", "1,2\n", "~0123456789abcdef", "0g" * 32, "0h" * 32]
            )
    raise TypeError(control)


def queries(cls: type[Any]) -> some.SearchStrategy[dict[str, str]]:
    """Some of the parameters of one or two members, and what nobody knows."""

    def one(chosen: Parameter) -> some.SearchStrategy[dict[str, str]]:
        name, control, above = chosen
        value = near(control) | HOSTILE | NUMBERS
        return value.map(lambda text: {**above, name: text}) | value.map(lambda text: {name: text})

    known = some.sampled_from(list(parameters(cls))).flatmap(one)
    stranger = some.dictionaries(HOSTILE, HOSTILE, min_size=1, max_size=1)
    parts = some.lists(known | known | known | stranger, max_size=8)
    return parts.map(lambda found: {name: text for each in found for name, text in each.items()})


def numbers_in(spec: object) -> Iterator[float]:
    for each in fields(spec) if is_dataclass(spec) else ():
        value = getattr(spec, each.name)
        if isinstance(value, int | float):
            yield float(value)
        yield from numbers_in(value)


def is_plain(sentence: str) -> bool:
    """Whether Markdown shows a sentence as it stands, on one line."""
    shown = as_plain(sentence)
    return shown.isprintable() and not _MARKUP.search(shown)


def hold(cls: type[Any], query: dict[str, str]) -> None:
    """What must be true of any address of an experiment."""
    spec, errors = parsed(cls, query)
    assert all(map(math.isfinite, numbers_in(spec)))
    assert parsed(cls, link(spec)) == (spec, ())
    assert urlencode(to_query(spec)).isascii()
    assert {error.key for error in errors} <= query.keys()
    assert len(errors) == len({error.key for error in errors})
    for error in errors:
        assert is_plain(str(error))
        assert len(str(error)) < 1000


@pytest.mark.long
@pytest.mark.parametrize("page", EXPERIMENTS)
def test_any_address_means_a_possible_setting_and_says_what_it_cannot_mean(page: str) -> None:
    cls = EXPERIMENTS[page]
    for k, (name, _, above) in enumerate(parameters(cls)):
        assert not parsed(cls, above)[1]
        hold(cls, {**above, name: ATTACKS[k % len(ATTACKS)]})
        hold(cls, {name: ATTACKS[-1 - k % len(ATTACKS)]})

    @settings(often, max_examples=250)
    @given(queries(cls))
    def send(query: dict[str, str]) -> None:
        hold(cls, query)

    send()


def outcome(data: bytes) -> Samples | str:
    try:
        return read_any(data).samples
    except TableError as error:
        return str(error)


CELL = some.sampled_from(ATTACKS) | NUMBERS | some.sampled_from(["0", "1", "2.5", "yes", "no", "?"])
NAME = some.sampled_from([*"abcdefgh"])


@some.composite
def tables(draw: some.DrawFn) -> bytes:
    """A table of which most cells are numbers, and some are not."""
    width, height = draw(some.integers(1, 4)), draw(some.integers(0, 6))
    between = draw(some.sampled_from([",", ";", "\t", "|", ", "]))
    numeric = some.integers(-9, 9).map(str)
    cell = draw(some.sampled_from([numeric, numeric, numeric, CELL]))
    quoted = draw(some.booleans())

    def line(cells: Sequence[str]) -> str:
        return between.join('"' + one.replace('"', '""') + '"' if quoted else one for one in cells)

    rows = [draw(some.lists(NAME, min_size=width, max_size=width, unique=True))]
    if draw(some.booleans()):
        rows[0][0] = draw(some.sampled_from(ATTACKS))
    rows += [[*(draw(cell) for _ in range(width - 1)), str(k % 2)] for k in range(height)]
    text = draw(some.sampled_from(["\n", "\r\n", "\r"])).join(map(line, rows))
    return text.encode(draw(some.sampled_from(["utf-8", "utf-16", "utf-8-sig"])), "replace")


@pytest.mark.long
def test_any_table_is_samples_of_numbers_or_one_plain_sentence() -> None:
    found = {"samples": 0, "sentence": 0}

    @often
    @given(tables())
    def read(data: bytes) -> None:
        got = outcome(data)
        if isinstance(got, str):
            found["sentence"] += 1
            assert is_plain(got)
            assert 10 < len(got) < 600
        else:
            found["samples"] += 1
            assert np.isfinite(got.x).all()
            assert np.isin(got.y, (0, 1)).all()
            assert len(got.features) == got.x.shape[1]

    read()
    assert min(found.values()) > 50, found


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | HOSTILE,
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(HOSTILE, inner, max_size=4),
    max_leaves=10,
)


@some.composite
def scenes(draw: some.DrawFn) -> dict[str, Any]:
    """A scene of a deck with a few of its fields as a stranger would have them."""
    scene: dict[str, Any] = {"page": draw(some.sampled_from(sorted(PAGES))), "title": "a title"}
    wrong = some.sampled_from(["page", "title", "line", "question", "query", "section", "view"])
    for name in draw(some.lists(wrong | some.sampled_from(["camera", "frame", "x"]), max_size=2)):
        scene[name] = draw(JSON)
    return scene


def scenes_or_sentence(find: Callable[[], Sequence[LectureScene]]) -> Sequence[LectureScene] | str:
    try:
        return find()
    except DeckError as error:
        return str(error)


@pytest.mark.long
@often
@given(some.lists(scenes() | JSON, max_size=3) | JSON, some.integers(-1, 2) | JSON, HOSTILE)
def test_any_deck_is_scenes_or_one_sentence(read: Any, version: Any, packed: str) -> None:
    for got in (
        scenes_or_sentence(lambda: from_json(json.dumps({"version": version, "scenes": read}))),
        scenes_or_sentence(lambda: from_json(json.dumps(read))),
        scenes_or_sentence(lambda: from_link(packed)),
    ):
        if isinstance(got, str):
            assert is_plain(got)
        else:
            assert all(parsed(PAGES[one.page], one.query)[1] == () for one in got)


@pytest.mark.long
@often
@given(HOSTILE | HOSTILE.map(lambda text: f"https://lab.example/xor?seed={text}"))
def test_only_an_address_of_a_page_becomes_a_code_for_phones(address: str) -> None:
    made = phone_link(address)
    if made is not None:
        assert made.address.startswith(("http://", "https://"))
        assert bool(made.rows) == (len(made.address.encode()) <= LONGEST)
        assert set("".join(made.rows)) <= {"0", "1"}
