"""Texts that are too long for an address: it has their names, and the session has the texts.

So the browser's Back finds each of a reader's tables again. In another session a name is not known,
and is left out as if nothing had been written.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

import streamlit as st

LONGEST: Final = 2000
"""Characters of a setting that an address carries."""
_KEY: Final = "long texts"
_MANY: Final = 8
# No table begins with it, nor any number or choice.
_SIGN: Final = "~"


def fits(text: str) -> bool:
    """Whether an address carries a text itself."""
    return len(text) <= LONGEST


def named(query: Mapping[str, str]) -> dict[str, str]:
    """The query with names in place of its long texts, which the session keeps: the last eight."""
    return {setting: text if fits(text) else _named(text) for setting, text in query.items()}


def unnamed(query: Mapping[str, str]) -> dict[str, str]:
    """The query with its texts again; what nobody here has written is left out."""
    known: dict[str, str] = st.session_state.get(_KEY, {})
    texts = {
        setting: known.get(text) if text.startswith(_SIGN) else text
        for setting, text in query.items()
    }
    return {setting: text for setting, text in texts.items() if text is not None}


def _named(text: str) -> str:
    known: dict[str, str] = st.session_state.setdefault(_KEY, {})
    name = _SIGN + sha256(text.encode()).hexdigest()[:16]
    known.pop(name, None)
    known[name] = text
    while len(known) > _MANY:
        del known[next(iter(known))]
    return name
