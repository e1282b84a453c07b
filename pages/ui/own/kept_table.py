"""The reader's table, kept in their own browser: no address can carry a long one."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

_KEY: Final = "kept-table"
_SCRIPT: Final = """
const NAME = "loss-landscape-lab-table";

export default function keep({ data, setTriggerValue }) {
  try {
    if (data.table) localStorage.setItem(NAME, data.table);
    else if (data.wanted) setTriggerValue("found", localStorage.getItem(NAME) ?? "");
  } catch {
    // Storage is full or forbidden: the table lives as long as the session.
  }
}
"""
_component = st.components.v2.component(
    "loss_landscape_table", html="<span></span>", js=_SCRIPT, isolate_styles=False
)


def keep(table: str, *, wanted: bool, take: Callable[[str], None]) -> None:
    """Put a table into the browser's storage; or ask for the one there, and `take` it.

    wanted: a table is asked for, and this session has none.
    """
    _component(
        key=_KEY,
        data={"table": table, "wanted": wanted},
        on_found_change=lambda: _found(take),
    )


def _found(take: Callable[[str], None]) -> None:
    state: Any = st.session_state.get(_KEY)
    table = state.get("found") if state is not None else None
    if isinstance(table, str) and table:
        take(table)
