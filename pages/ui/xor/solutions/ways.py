"""Ways between two solutions: the straight line, a relaxed path, and what one more unit changes."""

from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.xor import problem as xor
from core.experiments.xor.solutions import SOLUTIONS
from core.landscape.mode_connectivity import Path, relaxed, straight
from core.networks import symmetry
from core.rounding import moved
from core.training.spread import part_of
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.words import printed, three
from pages.ui.chapter.work import at_hand, need, watch
from pages.ui.turns import one_run
from pages.ui.xor.sentences import level_name
from pages.ui.xor.solutions.figures import along

_IDLE: Final = (0, 1, 2)
_UNITS: Final = 2
# Of two paths, each relaxed in 1,100 rounds of 1,024 points or 401.
_SECONDS: Final = 3.0


@st.fragment
@one_run()
def show_ways() -> None:
    """Two solutions and idle units to choose, and the cost along both ways."""
    names = list(ends())
    st.markdown(
        "**From one solution to another.** Is there a mountain between them? An idle unit has "
        "weights 0 at both ends: it computes nothing, but the path may use it."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        one = st.selectbox("From", names, index=0, key="xor-way-from", width=260)
        other = st.selectbox("To", names, index=1, key="xor-way-to", width=260)
        idle = st.segmented_control(
            "Idle units added", _IDLE, default=0, key="xor-way-idle", required=True
        )
    if one == other:
        st.caption("Choose two different solutions.")
        return
    way = one, other, idle or 0
    if not at_hand("xor-way", f"{way}", [need(_SECONDS, _ways, *way)], doing="Relaxing the path"):
        return
    line, low, again = _ways(*way)
    st.plotly_chart(
        along({"straight line": (line.t, line.value), "relaxed path": (low.t, low.value)}),
        key="xor-ways",
        alt=f"Cost along the straight line, at most {three(float(line.value.max()))}, and along "
        f"the relaxed path, at most {three(float(low.value.max()))}.",
    )
    st.markdown(say_ways(line, low, again, idle or 0))


def say_ways(line: Path, low: Path, again: Path, idle: int) -> str:
    """How high two ways between solutions climb, and how long the second is.

    again: the second from ends moved by `core.rounding.SHAKE`.
    """
    heights = sorted([low.barrier, again.barrier])
    both = three(low.barrier)
    if three(heights[0]) != three(heights[1]):
        both = f"{three(heights[0])} to {three(heights[1])}, as rounding falls"
    return (
        f"The straight line climbs to **{three(line.barrier)}**, the relaxed path to **{both}**: "
        + _say_barrier(heights[1], idle)
        + f" The relaxed path is {printed(_length(low) / _length(line), '.2g')} times as long."
    )


def ends() -> dict[str, Array]:
    """The solutions by name, and the copy of the first whose units have changed places."""
    first, *others = SOLUTIONS
    swapped = symmetry.permute(xor.network(), first.p, 2, (1, 0))
    copies = {first.name: first.p, f"{first.name}, its units swapped": swapped}
    return copies | {one.name: one.p for one in others}


def with_idle_units(p: Array, idle: int) -> Array:
    """Two units' p (9,) with so many units more, all of whose weights are 0."""
    network = xor.network(_UNITS + idle)
    q = np.zeros(network.size)
    (W, c), (w, b) = network.unflatten(q)
    (V, d), (v, e) = xor.network(_UNITS).unflatten(p)
    W[:_UNITS], c[:_UNITS], w[:, :_UNITS], b[:] = V, d, v, e
    return q


@kept()
def _ways(one: str, other: str, idle: int) -> tuple[Path, Path, Path]:
    risk = xor.risk(xor.network(_UNITS + idle))
    p, q = (with_idle_units(ends()[name], idle) for name in (one, other))
    first, second = part_of(watch(), 0.0, 0.5), part_of(watch(), 0.5, 0.5)
    return (
        straight(risk, p, q),
        relaxed(risk, p, q, watch=first),
        relaxed(risk, moved(p), moved(q), watch=second),
    )


def _say_barrier(barrier: float, idle: int) -> str:
    if barrier < xor.SOLVED:
        return "the two are connected by a valley that is all but flat."
    level = level_name(barrier)
    return (
        (f"that is the level {level} at which runs get stuck. " if level else "")
        + "No lower way was found, which is not to say that there is none."
        + ("" if idle else " What if there were a unit more?")
    )


def _length(path: Path) -> float:
    return float(np.linalg.norm(np.diff(path.p, axis=0), axis=-1).sum())
