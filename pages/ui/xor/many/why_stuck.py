"""Why is the run on stage where it is? Which points it gets wrong, and why its gradient is 0."""

from typing import Final

import numpy as np
import streamlit as st

from core.experiments.xor import problem as xor
from core.experiments.xor.stuck import Explanation, Unit, Verdict, explain
from pages.ui.chapter.words import counted, printed, three
from pages.ui.xor.sentences import level_name
from pages.ui.xor.spaces import POINTS
from pages.ui.xor.training import Training

_MOST_UNITS: Final = 16
_BALANCED: Final = 1e-4
# What training leaves below this is rounding.
_ROUNDING: Final = 5e-9
_VERDICTS: Final = {
    Verdict.GLOBAL: "The cost is 0 within rounding, and none is lower: a **global minimum**.",
    Verdict.LOCAL: "With these units active where they are no lower cost is possible: a **local "
    "minimum**, not a strict one, and the gradient has nothing left to say.",
    Verdict.MOVING: "The gradient is **not 0**: more steps, or larger ones, would still change it.",
    Verdict.UNDECIDED: "The gradient is almost 0, which alone proves nothing: **undecided**.",
}


def show_why_stuck(training: Training) -> None:
    """The end of the run on stage, point by point and unit by unit."""
    found = explain(training.risk, training.run.p[-1])
    level = level_name(found.value) if found.verdict is Verdict.LOCAL else ""
    where = f"stuck at {level}" if level else f"at {three(found.value)}"
    st.markdown(f"**The run on stage ends {where}**")
    left, right = st.columns([2, 3])
    with left:
        st.markdown(_points(found))
        st.markdown(_wrong(found))
    with right:
        if len(found.units) <= _MOST_UNITS:
            st.markdown(_units(found))
        st.markdown(_reasons(found))


def _points(found: Explanation) -> str:
    rows = ["| point | output f | f − y | |", "|---|---|---|---|"]
    rows += [
        f"| {point} | {_number(f)} | {_number(r)} | {'✗ wrong' if wrong else '✓ right'} |"
        for point, f, r, wrong in zip(
            POINTS, found.outputs, found.residuals, found.wrong, strict=True
        )
    ]
    return "\n".join(rows)


def _wrong(found: Explanation) -> str:
    names = [point for point, wrong in zip(POINTS, found.wrong, strict=True) if wrong]
    if not names:
        return "All four points are on the right side of ½."
    return f"Not on the right side of ½: {counted(len(names), 4)}, {', '.join(names)}."


def _units(found: Explanation) -> str:
    rows = [
        "| unit j | active at | Σ(f − y) | ∂W₁ⱼ | ∂W₂ⱼ | ∂cⱼ | ∂wⱼ |",
        "|---|---|---|---|---|---|---|",
    ]
    rows += [
        f"| {i} | {_where(unit)} | {_number(unit.residual_sum, 2)} | "
        + " | ".join(_number(value, 2) for value in unit.gradient)
        + " |"
        for i, unit in enumerate(found.units, 1)
    ]
    return "\n".join(rows) + (
        "\n\nΣ(f − y) goes over the points where the unit is active; beside it the derivatives of "
        "C by what enters the unit (W₁ⱼ, W₂ⱼ, cⱼ) and by the weight wⱼ that leaves it."
    )


def _where(unit: Unit) -> str:
    return "no point: dead" if unit.dead else ", ".join(np.array(POINTS)[unit.active])


def _reasons(found: Explanation) -> str:
    dead = [str(i) for i, unit in enumerate(found.units, 1) if unit.dead]
    said = [f"‖∇C‖ = {three(found.gradient_norm)}."]
    if dead:
        which = f"Unit {dead[0]} is" if len(dead) == 1 else f"Units {', '.join(dead)} are"
        said.append(
            f"{which} dead: off at all four points, σ′ = 0 at each of them, so no small "
            "change of what enters or leaves changes the cost."
        )
    live = [unit for unit in found.units if not unit.dead]
    balanced = all(abs(unit.residual_sum) < _BALANCED for unit in live)
    if live and balanced and found.level is not None and found.value > xor.SOLVED:
        said.append(
            "Where the others are active, the residuals f − y add up to 0, and what the points "
            "want cancels."
            if dead
            else "Where a unit is active, the residuals f − y add up to 0: what the points want "
            "cancels."
        )
    if found.level is not None and found.verdict is not Verdict.GLOBAL:
        said.append(f"The least cost with this pattern of activity is {_number(found.level)}.")
    said.append(_VERDICTS[found.verdict])
    return " ".join(said)


def _number(value: float, digits: int = 3) -> str:
    """So many significant digits, rounding errors as 0."""
    if abs(value) < _ROUNDING:
        return "0"
    return printed(value, f".{digits}g")
