"""Random walks over the chapters: whatever a reader turns, presses and opens, the page holds.

A walk moves one control after the other, in one session and with runs of few steps; now and then
it presses a preset, draws a new seed, opens a section, or comes back by an address with nonsense.
"""

import json
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.spec import Choice, Knob, Switch, controls, from_query
from pages.ui.chapter.sections import section_key
from pages.ui.widgets import positions
from tests.chapters import EXPERIMENTS, FILES, SECTIONS, SHORT

STEPS = 40
"""Of each walk: eight chapters make 320."""

# Cheap, so that a walk is many settings and not one long run.
MOST = {"steps": 60.0, "count": 60.0, "width": 8.0, "entrants": 3.0, "epochs": 1.0}
NONSENSE = ("nan", "<b>zq</b>", "-1e308", "9" * 99, "[zq](//zq.zq)", "")
_NO_NUMBER = re.compile(r"\b(?:nan|NaN|inf|Infinity|None|undefined)\b")


@pytest.fixture(autouse=True, scope="module")
def short_strips() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.ui.xor.training._RATES", (0.05, 1.0))
        patch.setattr("pages.ui.losses.cached._RATES", (0.1, 1.0, 2.0))
        yield


class Walk:
    """A reader of a chapter who cannot sit still; `random` makes all choices."""

    def __init__(self, page: str, seed: int) -> None:
        self.cls = EXPERIMENTS[page]
        self.section = section_key(SECTIONS.get(page, ""))
        self.random = Random(seed)
        self.file = str(FILES[page])
        self.way: list[str] = []
        self.app = self.comes(SHORT.get(page, {}))
        self.app.run()

    def comes(self, query: dict[str, str]) -> AppTest:
        """To the page by an address, with More open and no section."""
        app = AppTest.from_file(self.file)
        app.session_state["open-more"] = True
        app.session_state[self.section] = None
        app.query_params.update(query)
        return app

    @property
    def spec(self) -> Any:
        return from_query(self.cls, dict(self.app.session_state[self.cls.__name__]["query"]))

    def step(self) -> None:
        """One move, and what must hold after it."""
        [move] = self.random.choices(
            (self.turn, self.press, self.open, self.arrive), weights=(12, 3, 2, 1)
        )
        self.way.append(move())
        self.app.run()
        assert not self.app.exception, (self.way, [one.message for one in self.app.exception])
        assert not self.app.error, (self.way, [one.value for one in self.app.error])

    def turn(self) -> str:
        """Another value for one of the controls that are there."""
        prefix = f"{self.cls.__name__}/"
        widgets = {
            str(one.key).removeprefix(prefix): one
            for kind in ("selectbox", "slider", "select_slider", "number_input", "toggle")
            for one in getattr(self.app, kind)
            if str(one.key).startswith(prefix)
        }
        name = self.random.choice(sorted(widgets))
        control, value = setting(self.spec, name)
        match control:
            case Switch():
                chosen: Any = not value
            case Choice(menu):
                chosen = self.random.choice(sorted(set(menu) - {"own-table"}))
            case Knob(low, high):
                last = name.rpartition(".")[-1]
                high = max(low, min(high, MOST.get(last, high)))
                free = type(widgets[name]).__name__ == "NumberInput"
                between = self.random.uniform(low, high)
                among = [one for one in positions(control, value) if low <= one <= high]
                chosen = type(value)(between) if free else self.random.choice(among)
        widgets[name].set_value(chosen)
        return f"{name} = {chosen}"

    def press(self) -> str:
        """A preset, or the button for another seed."""
        buttons = [
            one
            for one in self.app.button
            if f"{self.cls.__name__}-preset-" in str(one.key) or one.label.startswith("New ")
        ]
        button = self.random.choice(buttons)
        button.click()
        return f"press {button.label}"

    def open(self) -> str:
        """One of the sections below the stage, or none of them."""
        rows = [one for one in self.app.button_group if one.key == self.section]
        if not rows:
            return self.press()
        [row] = rows
        name = self.random.choice([*row.options, None])
        row.set_value([] if name is None else [name])
        return f"open {name}"

    def arrive(self) -> str:
        """By an address, with a value that is none."""
        name = self.random.choice(sorted(controls(self.cls)))
        text = self.random.choice(NONSENSE)
        query = dict(self.app.session_state[self.cls.__name__]["query"])
        self.app = self.comes({**query, name: text})
        return f"?{name}={text}"


def setting(spec: Any, name: str) -> tuple[Any, Any]:
    """The control and the value of a dotted name."""
    *above, last = name.split(".")
    for each in above:
        spec = getattr(spec, each)
    return controls(spec)[last][1], getattr(spec, last)


def words_of(app: AppTest) -> Iterator[str]:
    for kind in ("title", "markdown", "caption", "info", "success", "warning"):
        yield from (str(one.value) for one in getattr(app, kind))


def texts_in(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, inner in part.items():
            if name not in ("bdata", "dtype", "colorscale"):
                yield from texts_in(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from texts_in(inner)
    elif isinstance(part, str):
        yield part


@pytest.mark.long
@pytest.mark.parametrize("page", FILES)
def test_no_setting_breaks_a_page_or_shows_what_is_no_number(page: str) -> None:
    walk = Walk(page, seed=STEPS)
    for _ in range(STEPS):
        walk.step()
        prose = list(words_of(walk.app))
        said = [text for text in prose if _NO_NUMBER.search(re.sub(r"`[^`]*`|“[^”]*”", "", text))]
        assert not said, (walk.way, said)
        for chart in walk.app.get("plotly_chart"):
            wrong = [
                one for one in texts_in(json.loads(chart.proto.spec)) if _NO_NUMBER.search(one)
            ]
            assert not wrong, (walk.way, wrong)
