"""Charts whose points load something when they are clicked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

Point = Mapping[str, Any]


def clickable(
    figure: go.Figure, key: str, load: Callable[[Sequence[Point]], None], *, alt: str | None = None
) -> None:
    """A chart that calls `load` with the points that are clicked, the same ones again too."""
    # A new key forgets the selection, without which a second click on a point says nothing.
    turn = st.session_state.setdefault(f"{key}-turn", 0)
    st.plotly_chart(
        figure,
        key=f"{key}-{turn}",
        on_select=lambda: _clicked(key, turn, load),
        selection_mode="points",
        alt=alt,
    )


def _clicked(key: str, turn: int, load: Callable[[Sequence[Point]], None]) -> None:
    event: Any = st.session_state.get(f"{key}-{turn}")
    points = event.selection.points if event else []
    if points:
        st.session_state[f"{key}-turn"] = turn + 1
        load(points)
