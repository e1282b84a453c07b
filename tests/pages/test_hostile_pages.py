"""What strangers write, on the pages themselves: shown as words wherever it is shown."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.spec import controls
from pages.ui.chapter.sections import section_key
from tests.chapters import EXPERIMENTS, FILES, SHORT
from tests.pages.test_hostile import ATTACKS
from tests.pages.test_walks import short_strips, texts_in

__all__ = ["short_strips"]

SIGN = "zq"
WORDS = [attack + SIGN for attack in ATTACKS if attack.isprintable() and len(attack) > 9]
NAMES = ("<b>zq</b>", "[zq](//zq.example) $zq$ `zq` *zq* :red[zq]")
SECTIONS = 7
_CODE = re.compile(r"(`+).+?\1", re.DOTALL)
_LIVE = re.compile(r"(?<!\\)(?:\\\\)*[<\[*_`$]|(?<!\\)(?:\\\\)*:red")


def prose(app: AppTest) -> Iterator[str]:
    for kind in ("title", "markdown", "caption", "info", "success", "warning", "error"):
        yield from (str(one.value) for one in getattr(app, kind))
    yield from (str(one.proto.label) for one in app.get("expander"))


def live(text: str) -> list[str]:
    """The lines of a text that have the sign in them, and markup that is not escaped."""
    lines = [line for line in _CODE.sub("", text).splitlines() if SIGN in line]
    return [line for line in lines if _LIVE.search(line)]


def test_markup_is_told_from_words() -> None:
    assert live("a\n<b>zq") == ["<b>zq"]
    assert live("\\\\*zq*")
    assert live("x :red[zq]")
    assert not live("`<b>zq` \\<b\\>zq\n**a**")


@pytest.mark.long
@pytest.mark.parametrize("page", FILES)
def test_what_an_address_says_wrongly_is_shown_as_words(page: str) -> None:
    said = 0
    names = sorted(controls(EXPERIMENTS[page]))
    for k, word in enumerate(WORDS):
        app = AppTest.from_file(str(FILES[page]))
        app.query_params.update(SHORT.get(page, {}))
        for name in (names[k % len(names)], word, "hide", "deck", "x"):
            app.query_params[name] = word
        app.run()
        assert not app.exception
        for text in prose(app):
            said += SIGN in text
            assert not live(text), text
    assert said >= 2 * len(WORDS)


@pytest.mark.long
def test_the_names_in_a_readers_table_are_words_in_every_section_and_picture() -> None:
    table = f'"{NAMES[0]}","{NAMES[1]}","{NAMES[0]}y"\n' + "".join(
        f"{k % 5}.5,{k % 7},{k % 2}\n" for k in range(30)
    )
    app = AppTest.from_file(str(FILES["logistic_regression"]))
    app.query_params.update({"data": "own-table", "data.table": table, "steps": "20"})
    key, seen = section_key("logistic"), 0
    app.session_state["open-own-data"] = True
    app.run()
    [row] = [one for one in app.button_group if one.key == key]
    for name in row.options:
        app.session_state[key] = name
        app.run()
        assert not app.exception, name
        for text in prose(app):
            seen += SIGN in text
            assert not live(text), (name, text)
        for chart in app.get("plotly_chart"):
            spec: Any = json.loads(chart.proto.spec)
            assert not [text for text in texts_in(spec) if f"<b>{SIGN}" in text], name
    assert len(row.options) == SECTIONS
    assert seen > 0
