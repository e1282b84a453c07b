"""What becomes of the accuracy when digits are moved by a pixel or two."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import streamlit as st

from core.arrays import Array
from core.experiments.digits.experiment import DigitsExperiment, unseen_digits
from core.experiments.digits.shifts import REACH, Reader, accuracy_of_moved, readers
from pages.ui.chapter import jobs
from pages.ui.chapter.live.recording import key_of
from pages.ui.chapter.words import printed
from pages.ui.digits.figures import squares
from pages.ui.digits.recording import Recording

_NAME: Final = "digits-readers"
_SIDES: Final = {"right": (0, 1), "down": (1, 0), "left": (0, -1), "up": (-1, 0)}


def show_shifts(recording: Recording, spec: DigitsExperiment) -> None:
    """The network on stage, and all kinds of networks side by side."""
    st.markdown(
        "A convolution moves with its image. Pooling by two moves by two pixels or not at all, "
        "and the last layer has a weight of its own for each place. So is the whole invariant?"
    )
    run = recording.recorded().run
    grid = accuracy_of_moved(recording.network, run.p[-1], unseen_digits())
    left, right = st.columns([1, 1])
    with left:
        st.plotly_chart(
            squares(grid, (f"Step {run.k[-1]:,}", "accuracy"), range(-REACH, REACH + 1)),
            key="digits-shifts",
        )
    with right:
        st.markdown(say_moved(grid))
        alike = replace(spec, moves=False).without("view")
        found = jobs.show(
            _NAME,
            key_of(alike),
            lambda job: readers(alike, job.progress),
            offer="Train all three networks, without moves and with",
            doing="Training six runs",
            failed="The networks could not be trained for these settings. Try others.",
            icon=":material/play_arrow:",
        )
    if found is not None:
        st.markdown(say_readers(found))
        st.markdown("\n".join(_table(found)))


def at(grid: Array, side: str) -> float:
    """The accuracy of digits moved by one pixel to this side."""
    down, right = _SIDES[side]
    return float(grid[REACH + down, REACH + right])


def say_moved(grid: Array) -> str:
    """What one pixel does to the test accuracy of a network."""
    still, sides = float(grid[REACH, REACH]), [at(grid, side) for side in _SIDES]
    said = (
        f"Of test digits where they are **{printed(still, '.3f')}** are read rightly; moved by "
        "one pixel "
        + ", ".join(f"{s} {printed(v, '.3f')}" for s, v in zip(_SIDES, sides, strict=True))
        + ". "
    )
    lost = still - float(np.mean(sides))
    if lost > 0:
        return said + f"A single pixel costs {printed(lost, '.3f')} on average."
    return said + "On average a single pixel costs nothing."


def say_readers(found: Sequence[Reader]) -> str:
    """Which network loses least by a pixel, without moves in training and with them."""
    parts = []
    for moves in (False, True):
        losses = {one.spec.network.title: _loss(one) for one in found if one.spec.moves == moves}
        title, least = min(losses.items(), key=lambda item: item[1])
        how = "with moves in training" if moves else "without moves in training"
        parts.append(f"{how}, the {title} network loses least by a pixel, {printed(least, '.3f')}")
    said = "; ".join(parts)
    return said[0].upper() + said[1:] + "."


def _loss(one: Reader) -> float:
    """What one pixel costs on average."""
    return float(one.accuracy[REACH, REACH] - np.mean([at(one.accuracy, s) for s in _SIDES]))


def _table(found: Sequence[Reader]) -> list[str]:
    rows = [
        f"| network | moves | in place | {' | '.join(_SIDES)} |",
        "|:--|:--|--:|--:|--:|--:|--:|",
    ]
    for one in found:
        values = [one.accuracy[REACH, REACH], *(at(one.accuracy, side) for side in _SIDES)]
        numbers = " | ".join(printed(float(value), ".2f") for value in values)
        moves = "yes" if one.spec.moves else "no"
        rows.append(f"| {one.spec.network.title} | {moves} | {numbers} |")
    return rows
