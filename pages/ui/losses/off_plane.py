"""How far a path is off the plane it is shown on, and what the surface gets wrong about it."""

import streamlit as st

from core.arrays import Steps
from core.landscape.planes import Shadow
from pages.ui.chapter.words import three
from pages.ui.figures.curves import curves
from pages.ui.theme import OPTIMIZER_COLORS, SQUARED


def show_error(k: Steps, projection: Shadow, key: str) -> None:
    """The cost of a run at its steps k (F,), and by how much the surface misses it."""
    st.plotly_chart(
        curves(
            k + 1,
            {"Cost of the run": projection.value, "|Cost − Cost of its shadow|": projection.error},
            [SQUARED, OPTIMIZER_COLORS[3]],
            ("step + 1", "cost"),
            dashes=["solid", "dot"],
        ),
        key=key,
    )
    st.markdown(say_error(k, projection))


def say_error(k: Steps, projection: Shadow) -> str:
    """By how much the surface is wrong about a path, where, and how far off the plane that is."""
    worst = int(projection.error.argmax())
    return (
        f"The surface is wrong about the path by up to **{three(projection.error[worst])}** (at "
        f"step {k[worst]:,}, {three(projection.distance[worst])} off the plane), while the cost "
        f"goes from {three(projection.value[0])} to {three(projection.value[-1])}."
    )
