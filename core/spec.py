"""One mechanism for every family of choices.

A *spec* is a frozen dataclass whose fields are knobs (numbers), switches (yes or no) and
choices (a member of a menu, itself a spec). The same declaration gives the control on the page,
the parameters of the URL, the key of the cache and the id of a test.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from typing import Any, TypeVar

Menu = dict[str, type[Any]]
S = TypeVar("S")

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z]{3})")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)
_SHOWN_CHARACTERS = 40


class SpecError(ValueError):
    """A value that a spec does not allow: one sentence with key, value and what is allowed."""

    def __init__(self, key: str, value: str, allowed: str) -> None:
        super().__init__(f"{_shown(key)} = “{_shown(value)}” is not possible: {allowed}.")
        self.key = key
        self.value = value
        self.allowed = allowed


@dataclass(frozen=True)
class Knob:
    """A number from `low` to `high` (an integer where the field's default is one).

    `top` names the upper end, as "all" for a minibatch; `positions` are those of its control.
    """

    low: float
    high: float
    symbol: str = ""
    log: bool = False
    help: str = ""
    top: str = ""
    positions: tuple[float, ...] = ()


@dataclass(frozen=True)
class Switch:
    """Yes or no."""

    help: str = ""


@dataclass(frozen=True)
class Text:
    """At most `longest` characters: words, a table, or what matches `pattern`, as `help` says."""

    longest: int
    help: str = ""
    pattern: str = ""


@dataclass(frozen=True)
class Choice:
    """A member of a menu; the member's own fields follow as `field.knob`."""

    menu: Menu
    help: str = ""


Control = Knob | Switch | Text | Choice


def knob(
    default: float,
    low: float,
    high: float,
    *,
    symbol: str = "",
    log: bool = False,
    help: str = "",
    top: str = "",
    part: str = "",
    positions: tuple[float, ...] = (),
) -> Any:
    """A dataclass field for a number in [low, high], its control, and its part for `without`."""
    return _field(default, Knob(low, high, symbol, log, help, top, positions), part)


def switch(default: bool, help: str = "", part: str = "") -> Any:
    """A dataclass field for yes or no."""
    return _field(default, Switch(help), part)


def text(default: str, longest: int, help: str = "", pattern: str = "", part: str = "") -> Any:
    """A dataclass field for text, any or what matches a pattern, and its part for `without`."""
    return _field(default, Text(longest, help, pattern), part)


def choice(menu: Menu, default: object, help: str = "", part: str = "") -> Any:
    """A dataclass field holding a member of `menu`; `default` is a member or its name."""
    member = menu[default]() if isinstance(default, str) else default
    return _field(member, Choice(menu, help), part)


def _field(default: object, control: Control, part: str = "") -> Any:
    return field(default=default, metadata={"control": control, "part": part})


def menu(*classes: type[Any]) -> Menu:
    """The family's members by name: `menu(GradientDescent)` is {"gradient-descent": …}."""
    return {_WORD_START.sub("-", cls.__name__).lower(): cls for cls in classes}


def name_of(member: object, among: Menu) -> str:
    """The name of a member's class in its menu."""
    return next(name for name, cls in among.items() if cls is type(member))


def controls(spec: Any) -> dict[str, tuple[Field[Any], Control]]:
    """The fields of a spec, or of its class, that readers may set, as they are declared."""
    return {f.name: (f, f.metadata["control"]) for f in fields(spec) if "control" in f.metadata}


def without(spec: S, *parts: str) -> S:
    """The spec with its fields of these parts, and those of its members, as they are by default."""
    changes: dict[str, Any] = {}
    for name, (declared, control) in controls(spec).items():
        if declared.metadata["part"] in parts:
            changes[name] = declared.default
        elif isinstance(control, Choice):
            changes[name] = without(getattr(spec, name), *parts)
    changed: Any = spec
    return replace(changed, **changes) if changes else spec


def to_query(spec: object, prefix: str = "") -> dict[str, str]:
    """Every field of a spec as text: URL, cache key and test id in one. Inverse of `from_query`."""
    query: dict[str, str] = {}
    for name, (_, control) in controls(spec).items():
        value = getattr(spec, name)
        if isinstance(control, Choice):
            query[prefix + name] = name_of(value, control.menu)
            query |= to_query(value, f"{prefix}{name}.")
        else:
            query[prefix + name] = as_text(value)
    return query


def from_query(cls: type[S], query: Mapping[str, str]) -> S:
    """The spec that a query describes; what the query leaves out keeps its default.

    Raises SpecError for a key that the spec does not have and for a value out of range.
    """
    unread = dict(query)
    spec = _read(cls, unread, "")
    for key, value in unread.items():
        raise SpecError(key, value, f"there is no such parameter, only {_listed(to_query(spec))}")
    return spec


def repair(cls: type[S], query: Mapping[str, str]) -> tuple[S, list[SpecError]]:
    """The nearest spec to a query that may hold nonsense, and one error for each key dropped."""
    kept, errors = dict(query), list[SpecError]()
    while True:
        try:
            return from_query(cls, kept), errors
        except SpecError as error:
            errors.append(error)
            del kept[error.key]


def as_text(value: float | bool | str) -> str:
    """Shortest text that reads back as the same value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return repr(float(value)).removesuffix(".0")


def _read(cls: type[S], unread: dict[str, str], prefix: str, base: object = None) -> S:
    values: dict[str, Any] = {}
    for name, (declared, control) in controls(cls).items():
        key = prefix + name
        default = declared.default if base is None else getattr(base, name)
        assert default is not MISSING, f"{cls.__name__}.{name} needs a default"
        text = unread.pop(key, None)
        match control:
            case Choice(members):
                values[name] = _read_member(key, text, members, default, unread)
            case Switch():
                values[name] = default if text is None else _read_switch(key, text)
            case Text():
                values[name] = default if text is None else _read_text(key, text, control)
            case Knob():
                values[name] = (
                    default if text is None else _read_number(key, text, control, default)
                )
    return cls(**values)


def _read_member(
    key: str, text: str | None, members: Menu, default: object, unread: dict[str, str]
) -> object:
    if text is not None and text not in members:
        raise SpecError(key, text, f"allowed are {_listed(members)}")
    cls = type(default) if text is None else members[text]
    # A member that the field itself sets up (not the class's own defaults) stays the base.
    return _read(cls, unread, f"{key}.", default if isinstance(default, cls) else None)


def _read_switch(key: str, text: str) -> bool:
    if text not in ("true", "false"):
        raise SpecError(key, text, "allowed are true and false")
    return text == "true"


def _read_text(key: str, text: str, control: Text) -> str:
    if len(text) > control.longest:
        raise SpecError(key, text, f"allowed are at most {control.longest:,} characters")
    if control.pattern and not re.fullmatch(control.pattern, text):
        raise SpecError(key, text, f"allowed are {control.help}")
    return text


def _read_number(key: str, text: str, control: Knob, default: float) -> float:
    kind = int if isinstance(default, int) else float
    noun = "a whole number" if kind is int else "a number"
    allowed = f"allowed is {noun} from {as_text(control.low)} to {as_text(control.high)}"
    # Python reads more as a number than a reader writes: "1_0", "nan", "٣".
    if not _NUMBER.fullmatch(text):
        raise SpecError(key, text, allowed)
    try:
        number = kind(text)
    except ValueError:
        raise SpecError(key, text, allowed) from None
    if not control.low <= number <= control.high:
        raise SpecError(key, text, allowed)
    return number


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(names)
