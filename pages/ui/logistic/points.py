"""The table of critical points, and what is said where there is no finite optimum."""

import numpy as np
import streamlit as st

from core.landscape.critical_points import CriticalPoint, Verdict
from core.theory.separation import Separation
from pages.ui.chapter.words import printed, three
from pages.ui.logistic.separable import in_dimensions
from pages.ui.losses import cached
from pages.ui.losses.loss_view import LossView, view_sign
from pages.ui.theme import VERDICT_MARKS


def show_points(losses: list[LossView]) -> None:
    """A table of the critical points of each loss."""
    found = (
        "from 0 and from the optimum of the cross-entropy, where it has one (the squared loss may "
        "have others)"
        if losses[0].problem.wide
        else "from many starts over the window"
    )
    st.markdown(
        f"Points where the gradient vanishes, found by Newton's method {found}. The eigenvalues of "
        "the Hessian decide what each one is; where one of them is too close to 0 the verdict "
        "stays open."
    )
    for column, loss in zip(st.columns(len(losses)), losses, strict=True):
        with column:
            st.markdown(f"**{loss.title}**")
            if loss.points:
                st.table([_row(loss, point) for point in loss.points])
            else:
                st.markdown(in_dimensions(loss.problem, _none(loss)))


def _row(loss: LossView, point: CriticalPoint) -> dict[str, str]:
    # What is almost 0 in the window is shown as 0, and has no sign.
    small = np.abs(point.p) < 1e-9 * loss.problem.half_widths
    shown = view_sign(loss.spec) * np.where(small, 0.0, point.p) + 0.0
    place = ", ".join(printed(value, ".5g") for value in shown)
    name = str(point.verdict)
    if point.verdict is Verdict.SADDLE:
        name += f" (index {point.index})"
    if loss.problem.wide:
        low, high = (three(loss.factor * value) for value in point.eigenvalues[[0, -1]])
        return {
            "verdict": f"{VERDICT_MARKS[point.verdict]} {name}",
            "‖(w, b)‖": three(float(np.linalg.norm(point.p))),
            "cost": printed(loss.factor * point.value, ".5g"),
            "eigenvalues": f"from {low} to {high}",
        }
    return {
        "verdict": f"{VERDICT_MARKS[point.verdict]} {name}",
        f"({', '.join(loss.problem.names)})": place,
        "cost": printed(loss.factor * point.value, ".5g"),
        "eigenvalues": ", ".join(three(loss.factor * value) for value in point.eigenvalues),
    }


def _none(loss: LossView) -> str:
    known = cached.infimum(loss.spec, loss.lane)
    if known is not None and known.p is None:
        return (
            f"**No finite optimum.** The infimum of the cost is {three(known.cost)}, and nothing "
            "attains it: scaling the weights up along a line that separates, or almost, lowers "
            "the cost for ever."
        )
    if loss.problem.separation is Separation.COMPLETE and not loss.spec.ridge:
        return (
            "**No finite optimum.** A line separates the two classes, so scaling the weights up "
            "along it makes the cost as small as one likes, and nothing attains 0."
        )
    if loss.problem.wide:
        return "None found."
    return "None found inside the window. Zoom out to look farther."
