"""Charts whose points load something when they are clicked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

Point = Mapping[str, Any]


def clickable(
    figure: go.Figure, key: str, load: Callable[[Sequence[Point]], None], *, alt: str | None = None
) -> None:
    """A chart that calls `load` with the points that are clicked, the same ones again too.

    A point says its `curve_number`, its `point_index` and the figure's `customdata` there.
    """
    # A new key forgets the selection, without which a second click on a point says nothing.
    turn = st.session_state.setdefault(f"{key}-turn", 0)
    st.plotly_chart(
        figure,
        key=f"{key}-{turn}",
        on_select=lambda: _clicked(figure, key, turn, load),
        selection_mode="points",
        alt=alt,
    )


def points_of(figure: go.Figure, event: object) -> list[Point]:
    """The points of a figure that a selection names; what names none of them is left out.

    Only their numbers are taken from the browser: what stands there, the figure knows.
    """
    match event:
        case {"selection": {"points": [*points]}}:
            return [found for point in points if (found := _point(figure, point)) is not None]
    return []


def _point(figure: go.Figure, point: object) -> Point | None:
    match point:
        case {"curve_number": int(curve), "point_index": int(index)}:
            data = figure.data[curve] if 0 <= curve < len(figure.data) else None
            if data is None or data.x is None or not 0 <= index < len(data.x):
                return None
            custom = (
                None if data.customdata is None else np.asarray(data.customdata[index]).tolist()
            )
            return {"curve_number": curve, "point_index": index, "customdata": custom}
    return None


def _clicked(
    figure: go.Figure, key: str, turn: int, load: Callable[[Sequence[Point]], None]
) -> None:
    points = points_of(figure, st.session_state.get(f"{key}-{turn}"))
    if points:
        st.session_state[f"{key}-turn"] = turn + 1
        load(points)
