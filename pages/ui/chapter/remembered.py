"""core, remembered: each result once for each spec, shared by all readers.

The key is the spec's query, never the spec itself: Streamlit hashes a nested dataclass without its
class, so two optimizers with equal fields would collide. What is kept is frozen, so readers share
the objects themselves (`cache_resource`) instead of pickled copies.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, Final, ParamSpec, TypeVar
from urllib.parse import quote_plus

import streamlit as st

from core.spec import to_query

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


def remembered(
    cls: type[S], of: Callable[[S], S] | None = None, *, entries: int = 64, doing: str = ""
) -> Callable[[_Of[S, P, R]], _Of[S, P, R]]:
    """Keep what a function of a spec finds, for the last so many queries.

    of: cuts a spec down to what the result depends on, so that a new learning rate makes no new
    landscape; the function gets the spec that is left. Its further arguments are part of the key,
    but for those whose names begin with an underscore. doing: what the page says meanwhile.
    """

    def keep(find: _Of[S, P, R]) -> _Of[S, P, R]:
        cached: Any = st.cache_resource(
            max_entries=entries, show_spinner=doing or False, hash_funcs={cls: key_of}
        )(find)

        @wraps(find)
        def found(spec: S, /, *args: P.args, **rest: P.kwargs) -> R:
            result: R = cached(spec if of is None else of(spec), *args, **rest)
            return result

        return found

    return keep


def _short(text: str) -> str:
    # No quoted text has the sign that marks a digest, so nobody can write another's key.
    quoted = quote_plus(text)
    return quoted if len(text) <= _LONGEST else f"#{sha256(text.encode()).hexdigest()[:32]}"
