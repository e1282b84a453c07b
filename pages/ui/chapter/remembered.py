"""core, remembered: each result once for each spec, shared by all readers.

The key is the spec's query, never the spec itself, whose text may be long. What is kept is frozen,
so readers share the objects themselves; how much, the store limits by bytes.
"""

from collections.abc import Callable, Hashable
from functools import update_wrapper
from hashlib import sha256
from inspect import signature
from typing import Concatenate, Final, Generic, ParamSpec, TypeVar, cast
from urllib.parse import quote_plus

import streamlit as st

from core.spec import to_query
from pages.ui.store import KEPT

S = TypeVar("S")
P = ParamSpec("P")
R = TypeVar("R")

_Of = Callable[Concatenate[S, P], R]

_LONGEST: Final = 64


def key_of(spec: object) -> str:
    """The query of a spec in one line: the key of its results and the name of its run.

    A long text, such as a table, is in it by its digest.
    """
    return "&".join(f"{name}={_short(text)}" for name, text in to_query(spec).items())


class Remembered(Generic[S, P, R]):
    """A function of a spec whose results are kept."""

    def __init__(self, find: _Of[S, P, R], of: Callable[[S], S] | None, doing: str) -> None:
        update_wrapper(self, find)
        self._find, self._of, self._doing = find, of, doing
        self._arguments = _keyed(find, after=1)

    def __call__(self, spec: S, /, *args: P.args, **rest: P.kwargs) -> R:
        """The result, found now if it is not kept."""
        left = self._left(spec)
        key = self._key(left, *args, **rest)
        return _found(key, lambda: self._find(left, *args, **rest), self._doing)

    def knows(self, spec: S, /, *args: P.args, **rest: P.kwargs) -> bool:
        """Whether the result is kept, so that asking for it takes no time."""
        return self._key(self._left(spec), *args, **rest) in KEPT

    def _left(self, spec: S) -> S:
        return spec if self._of is None else self._of(spec)

    def _key(self, left: S, *args: object, **rest: object) -> tuple[Hashable, ...]:
        return (self._find, key_of(left), *self._arguments(left, *args, **rest))


def remembered(
    cls: type[S], of: Callable[[S], S] | None = None, *, doing: str = ""
) -> Callable[[_Of[S, P, R]], Remembered[S, P, R]]:
    """Keep what a function of a spec finds.

    of: cuts a spec down to what the result depends on, so that a new learning rate makes no new
    landscape; the function gets the spec that is left. Its further arguments are part of the key,
    but for those whose names begin with an underscore. doing: what the page says meanwhile.
    """
    return lambda find: Remembered(find, of, doing)


class Kept(Generic[P, R]):
    """A function of plain arguments whose results are kept."""

    def __init__(self, find: Callable[P, R], doing: str) -> None:
        update_wrapper(self, find)
        self._find, self._doing, self._arguments = find, doing, _keyed(find)

    def __call__(self, *args: P.args, **rest: P.kwargs) -> R:
        """The result, found now if it is not kept."""
        key = (self._find, *self._arguments(*args, **rest))
        return _found(key, lambda: self._find(*args, **rest), self._doing)

    def knows(self, *args: P.args, **rest: P.kwargs) -> bool:
        """Whether the result is kept, so that asking for it takes no time."""
        return (self._find, *self._arguments(*args, **rest)) in KEPT


def kept(*, doing: str = "") -> Callable[[Callable[P, R]], Kept[P, R]]:
    """Keep what a function of plain arguments finds, as `remembered` does."""
    return lambda find: Kept(find, doing)


def _found(key: tuple[Hashable, ...], find: Callable[[], R], doing: str) -> R:
    if not doing or key in KEPT:
        return KEPT.found(key, find)
    with st.spinner(doing):
        return KEPT.found(key, find)


def _keyed(find: Callable[..., object], after: int = 0) -> Callable[..., tuple[Hashable, ...]]:
    """What makes a key of a function's arguments after the first so many.

    Those whose names begin with an underscore are left out.
    """
    declared = signature(find)

    def key(*args: object, **rest: object) -> tuple[Hashable, ...]:
        bound = declared.bind(*args, **rest)
        bound.apply_defaults()
        return tuple(
            cast(Hashable, value)
            for name, value in list(bound.arguments.items())[after:]
            if not name.startswith("_")
        )

    return key


def _short(text: str) -> str:
    # No quoted text has the sign that marks a digest, so nobody can write another's key.
    quoted = quote_plus(text)
    return quoted if len(text) <= _LONGEST else f"#{sha256(text.encode()).hexdigest()[:32]}"
