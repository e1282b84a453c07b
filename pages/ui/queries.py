"""A spec as a query: read once for all readers, and written as short as it can be."""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Final, TypeVar, cast

from core.spec import Choice, SpecError, as_text, controls, name_of, repair

S = TypeVar("S")

_KEPT: Final = 1024
# Characters; what is longer has a reader's own table in it, and is read anew.
_LONGEST: Final = 2000


def parsed(cls: type[S], query: Mapping[str, str]) -> tuple[S, tuple[SpecError, ...]]:
    """The nearest spec to a query, and an error for each key that was dropped."""
    items = tuple(query.items())
    if sum(map(len, query.values())) > _LONGEST:
        return _read(cls, items)
    return cast("tuple[S, tuple[SpecError, ...]]", _read_once(cast(Hashable, cls), items))


def _read(cls: type[S], query: tuple[tuple[str, str], ...]) -> tuple[S, tuple[SpecError, ...]]:
    spec, errors = repair(cls, dict(query))
    return spec, tuple(errors)


_read_once = lru_cache(_KEPT)(_read)


def link(spec: object) -> dict[str, str]:
    """The shortest query that describes a spec: what differs from the defaults."""
    return _differing(spec)


def _differing(spec: object, prefix: str = "", base: object = None) -> dict[str, str]:
    """What of a spec is not as in `base`, or as by default: what is left out is read back so."""
    query: dict[str, str] = {}
    for name, (declared, control) in controls(spec).items():
        value = getattr(spec, name)
        usual = declared.default if base is None else getattr(base, name)
        if isinstance(control, Choice):
            other = type(value) is not type(usual)
            if other:
                query[prefix + name] = name_of(value, control.menu)
            query |= _differing(value, f"{prefix}{name}.", None if other else usual)
        elif value != usual:
            query[prefix + name] = as_text(value)
    return query
