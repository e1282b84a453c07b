"""The experiment of a page: a spec, the widgets that turn it and the URL that names it.

The query in force lives in the session as text. Widgets are views of it, and the URL shows what
differs from the defaults. The URL is read when a reader arrives or goes back, never in between:
while somebody turns a knob, the address that the browser sends is a few steps behind.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from operator import attrgetter
from typing import Any, Final, TypedDict, TypeVar, cast

import streamlit as st

from core.spec import Choice, SpecError, Text, as_text, controls, from_query, without
from pages.ui.address import arrived_with, arriving, fitting, here, instead, write_address
from pages.ui.lecture.hidden import is_hidden, read_hidden
from pages.ui.long_texts import fits
from pages.ui.parts import part, rerun_changed
from pages.ui.predict.question import Question
from pages.ui.predict.state import leave_asked, read_asked
from pages.ui.queries import link, parsed
from pages.ui.widgets import Setting, draw, label_of

S = TypeVar("S")
Value = str | float | bool

_SIGNIFICANT_DIGITS: Final = 6
_MOST_SENTENCES: Final = 5
_NOT_IN_A_CLASS: Final = re.compile(r"[^a-zA-Z0-9_-]")
_MARKUP: Final = re.compile(r"([!-/:-@\[-`{-~])")


class Memory(TypedDict):
    """What the session remembers of a page; text and numbers, so that it survives a hot reload."""

    query: dict[str, str]
    sentences: list[str]


def read(cls: type[S], questions: Sequence[Question[Any]] = ()) -> S:
    """The spec in force. Call it once, at the top of a page, before anything is placed.

    What the URL says wrongly is named in a sentence and left at its default. questions: those that
    it may name.
    """
    memory = _memory(cls)
    new = arriving()
    query, errors = arrived_with() if new else (memory["query"], [])
    spec, wrong = parsed(cls, query)
    errors += read_asked(questions, spec) if new else leave_asked(questions, spec)
    if new:
        errors += read_hidden(_possible(cast(Hashable, cls)))
        memory["sentences"] = [instead(spec, error) for error in (*errors, *wrong)]
    memory["query"] = link(spec)
    write_address(memory["query"])
    _say(memory["sentences"])
    return spec


def in_force(cls: type[S]) -> S:
    """The spec as it stands, for callbacks; within a page use what `read` gave."""
    return parsed(cls, _memory(cls)["query"])[0]


def place(
    cls: type[Any],
    *names: str,
    without: Collection[str] = (),
    high: Mapping[str, int] | None = None,
) -> None:
    """Draw the widgets of these settings, in this order, where the caller stands.

    `"optimizer"` is the select box, `"optimizer.eta"` a knob of the chosen member (nothing, if
    the chosen one has no such knob), `"optimizer.*"` all of its knobs but those in `without`.
    `high` brings the named top of a knob ("all" for a minibatch) down to what the data allow.
    """
    settings = list(_settings(in_force(cls)))
    for name in names:
        if name not in _possible(cast(Hashable, cls)):
            raise KeyError(f"{cls.__name__} has no setting {name}")
        for setting in _named(name, settings, without):
            if is_hidden(setting.name):
                continue
            show = partial(_place, cls, setting.name, (high or {}).get(setting.name))
            if setting.part == "rate":
                # It moves without the rest of the page, and then shows where it has been moved to.
                part(_widget_key(cls, setting.name), show, of=attrgetter(setting.name))
            else:
                show()


def turn(cls: type[Any], name: str, value: Value) -> None:
    """Set what a reader has turned, in a callback; a rate or a drawing runs what depends on it.

    A browser may still tell of a knob whose member has been replaced meanwhile.
    """
    if name not in labels(cls):
        return
    memory, before = _memory(cls), in_force(cls)
    said = memory["sentences"]
    assign(cls, {name: value})
    after, said = in_force(cls), said or memory["sentences"]
    same = name in by_hand(cls) or without(before, "rate") == without(after, "rate")
    if same and not said:
        write_address(memory["query"])
        rerun_changed(before, after)


def assign(cls: type[Any], values: Mapping[str, Value], *, keep: bool = True) -> None:
    """Set several settings at once, in a callback: a preset, a click on the stage.

    What is not named stays as it is, or goes back to its default without `keep`. If one value is
    not possible nothing changes and the next run says why. Numbers are rounded to six significant
    digits: a float32 from the browser makes a short URL.
    """
    memory = _memory(cls)
    wanted = {name: _text(value) for name, value in values.items()}
    query = (memory["query"] if keep else {}) | wanted
    while True:
        try:
            spec = from_query(cls, query)
        except SpecError as error:
            if error.key in wanted:
                memory["sentences"] = [instead(in_force(cls), error)]
                return
            # A knob of the member that has just been replaced.
            del query[error.key]
        else:
            memory["query"], memory["sentences"] = link(spec), []
            return


def by_hand(cls: type[Any]) -> dict[str, str]:
    """What the reader has made on the stage and no run depends on, by name: no preset takes it."""
    spec = in_force(cls)
    return {
        name: getattr(spec, name)
        for name, (declared, control) in controls(cls).items()
        if isinstance(control, Text) and declared.metadata["part"] == "view"
    }


def reset(cls: type[Any]) -> None:
    """Put every setting back to its default, in a callback."""
    assign(cls, {}, keep=False)


def address(cls: type[Any]) -> dict[str, str]:
    """The query of the address: the link to the spec in force, without what is too long for it."""
    return fitting(_memory(cls)["query"])


def labels(cls: type[Any]) -> dict[str, str]:
    """The words on the widget of each setting in force, by its dotted name."""
    return {setting.name: label_of(setting)[0] for setting in _settings(in_force(cls))}


def widget_classes(cls: type[Any], names: Iterable[str]) -> dict[str, str]:
    """The CSS class that Streamlit gives to the widget of each setting, by its dotted name."""
    return {name: "st-key-" + _NOT_IN_A_CLASS.sub("-", _widget_key(cls, name)) for name in names}


def as_plain(text: str) -> str:
    """Text that Markdown shows as it stands: no markup, no formula, no control characters."""
    printable = "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
    return _MARKUP.sub(r"\\\1", printable)


def _memory(cls: type[Any]) -> Memory:
    fresh = Memory(query={}, sentences=[])
    memory: Memory = st.session_state.setdefault(cls.__name__, fresh)
    return memory


def _widget_key(cls: type[Any], name: str) -> str:
    return f"{cls.__name__}/{name}"


def _say(sentences: list[str]) -> None:
    for sentence in sentences[:_MOST_SENTENCES]:
        st.warning(as_plain(sentence))
    if len(sentences) > _MOST_SENTENCES:
        more = len(sentences) - _MOST_SENTENCES
        st.warning(f"{more} further parameters of the address are not possible either.")


def _settings(spec: object, prefix: str = "") -> Iterator[Setting]:
    for name, (declared, control) in controls(spec).items():
        value = getattr(spec, name)
        yield Setting(prefix + name, control, value, declared.metadata["part"])
        if isinstance(control, Choice):
            yield from _settings(value, f"{prefix}{name}.")


@cache
def _possible(cls: type[Any], prefix: str = "") -> frozenset[str]:
    names = set[str]()
    for name, (_, control) in controls(cls).items():
        names.add(prefix + name)
        if isinstance(control, Choice):
            names.add(f"{prefix}{name}.*")
            for member in control.menu.values():
                names |= _possible(cast(Hashable, member), f"{prefix}{name}.")
    return frozenset(names)


def _named(name: str, settings: list[Setting], without: Collection[str]) -> list[Setting]:
    if not name.endswith(".*"):
        return [setting for setting in settings if setting.name == name]
    below = [setting for setting in settings if setting.name.startswith(name[:-1])]
    return [setting for setting in below if setting.name not in without]


def _place(cls: type[Any], name: str, high: int | None) -> None:
    setting = next(one for one in _settings(in_force(cls)) if one.name == name)
    draw(setting, key=_widget_key(cls, name), high=high, on_change=here(_turned), args=(cls, name))
    if isinstance(setting.value, str) and not fits(setting.value):
        st.caption("Too long for the address: a link to this page leaves it out.")


def _turned(cls: type[Any], name: str) -> None:
    turn(cls, name, as_text(st.session_state[_widget_key(cls, name)]))


def _text(value: Value) -> str:
    return as_text(float(f"{value:.{_SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value)
