"""One widget for one setting of a spec."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import streamlit as st

from core.scales import linear_scale, log_scale
from core.spec import Choice, Control, Knob, Switch, Text, as_text, name_of

_WIDEST: Final = 200
_WIDEST_WHOLE: Final = 2000
_MOST_WHOLE_NUMBERS: Final = 100
_WHOLE_STEP: Final = {"step": 1}
_FREE_STEP: Final = {"step": 0.1, "format": "%.6g"}
_TEXT_PIXELS: Final = 120
_WORD_START: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z]|[A-Z]{3})")


@dataclass(frozen=True)
class Setting:
    """A control of a spec by its dotted name, its value now, and the part that it belongs to."""

    name: str
    control: Control
    value: Any
    part: str = ""


def draw(
    setting: Setting,
    *,
    key: str,
    high: int | None,
    on_change: Callable[..., None],
    args: tuple[Any, ...],
) -> None:
    """Draw the widget that shows a setting and calls `on_change(*args)` when a reader turns it.

    The value of now is its default too. A browser that is late takes a widget's default for its
    value, and would tell the low end of a slider or the first of a menu as its reader's choice.
    `high` is the value from which a knob with a named top is at its top.
    """
    label, tooltip = label_of(setting)
    shared: dict[str, Any] = {
        "label": label,
        "help": tooltip or None,
        "key": key,
        "on_change": on_change,
        "args": args,
    }
    match setting.control:
        case Switch():
            _show(key, setting.value)
            st.toggle(**shared, value=setting.value)
        case Text(longest):
            _show(key, setting.value)
            st.text_area(**shared, value=setting.value, max_chars=longest, height=_TEXT_PIXELS)
        case Choice(menu):
            names, now = list(menu), name_of(setting.value, menu)
            _show(key, now)
            st.selectbox(
                **shared,
                options=names,
                index=names.index(now),
                format_func=lambda name: title_of(menu[name]),
            )
        case Knob():
            _draw_number(setting.control, setting.value, high, shared)


def _draw_number(knob: Knob, value: float, high: int | None, shared: dict[str, Any]) -> None:
    kind, even = type(value), not (knob.log or knob.top or knob.positions)
    whole = kind is int
    bounds: dict[str, Any] = {"min_value": kind(knob.low), "max_value": kind(knob.high)}
    if even and knob.high - knob.low > (_WIDEST_WHOLE if whole else _WIDEST):
        # A reader types the number instead of sliding to it.
        _show(shared["key"], value)
        st.number_input(**shared, **bounds, value=value, **_WHOLE_STEP if whole else _FREE_STEP)
    elif even and whole:
        _show(shared["key"], value)
        st.slider(**shared, **bounds, value=value)
    else:
        options = positions(knob, value, high)
        at = value if value in options else options[-1]
        _show(shared["key"], at)
        st.select_slider(
            **shared, options=options, value=at, format_func=partial(_position_text, knob)
        )


def positions(knob: Knob, value: float, high: int | None = None) -> list[float]:
    """The scale of a knob, with the value of now where it lies between two positions.

    With `high`, the last position is the knob's top and the others stay below `high`.
    """
    kind = type(value)
    end = knob.high if high is None else min(high, knob.high)
    scale_of = log_scale if knob.log or knob.top else linear_scale
    if knob.positions:
        scale: Iterable[float] = knob.positions
    elif kind is int and end - knob.low <= _MOST_WHOLE_NUMBERS:
        scale = range(int(knob.low), int(end) + 1)
    else:
        scale = scale_of(knob.low, end)
    inner = {kind(at) for at in scale} | {value}
    return [*sorted(at for at in inner if at < end), kind(knob.high)]


def label_of(setting: Setting) -> tuple[str, str]:
    """The words on a widget, and its tooltip.

    A name such as `eta` or `m` spells a symbol and is no word: there the help is the label.
    """
    own_name = setting.name.rpartition(".")[-1]
    control = setting.control
    symbol = control.symbol if isinstance(control, Knob) else ""
    if _spells(own_name, symbol):
        return _capitalized(f"{control.help} {symbol}".strip()), ""
    label = f"{own_name.replace('_', ' ')} {symbol}".strip()
    return _capitalized(label), _capitalized(control.help)


def title_of(member: type[Any]) -> str:
    """A member of a menu as readers know it: its title, else its class's name in words."""
    title = getattr(member, "title", None)
    if isinstance(title, str):
        return _capitalized(title)
    first, *rest = _WORD_START.sub(" ", member.__name__).split()
    return " ".join([first, *(word.lower() if word[1:].islower() else word for word in rest)])


def _position_text(knob: Knob, position: float) -> str:
    return knob.top if knob.top and position == knob.high else as_text(position)


def _show(key: str, value: object) -> None:
    """Let a widget show a value that it did not get from its reader.

    Only if it differs: what is set here would overwrite what the reader does meanwhile.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def _spells(name: str, symbol: str) -> bool:
    """Whether a name only spells its symbol out, as eta does for η and beta_1 for β₁."""
    letter = unicodedata.name(symbol[0], "").rpartition(" ")[-1] if symbol else ""
    return letter == name.rstrip("_0123456789").upper()


def _capitalized(words: str) -> str:
    """A capital letter first, unless that letter is a symbol: w₁ stays w₁."""
    first = words.partition(" ")[0]
    return words if not first.isascii() else words[:1].upper() + words[1:]
