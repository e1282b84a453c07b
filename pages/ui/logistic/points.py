"""The table of critical points, and what is said where there is no finite optimum."""

import streamlit as st

from core.landscape.critical_points import CriticalPoint, Verdict
from pages.ui.chapter.words import three
from pages.ui.losses.loss_view import LossView, view_sign
from pages.ui.theme import VERDICT_MARKS


def show_points(losses: list[LossView]) -> None:
    """A table of the critical points of each loss."""
    st.markdown(
        "Points where the gradient vanishes, found by Newton's method from many starts over the "
        "window. The eigenvalues of the Hessian decide what each one is; where one of them is "
        "too close to 0 the verdict stays open."
    )
    for column, loss in zip(st.columns(len(losses)), losses, strict=True):
        with column:
            st.markdown(f"**{loss.title}**")
            if loss.landscape.points:
                st.table([_row(loss, point) for point in loss.landscape.points])
            else:
                st.markdown(_none(loss))


def _row(loss: LossView, point: CriticalPoint) -> dict[str, str]:
    # Rounded first, so that what is almost 0 has no sign.
    shown = (view_sign(loss.spec) * point.p).round(4) + 0.0
    place = ", ".join(f"{value:.4f}" for value in shown)
    name = str(point.verdict)
    if point.verdict is Verdict.SADDLE:
        name += f" (index {point.index})"
    return {
        "verdict": f"{VERDICT_MARKS[point.verdict]} {name}",
        f"({', '.join(loss.problem.names)})": place,
        "cost": f"{loss.factor * point.value:.5f}",
        "eigenvalues": ", ".join(three(loss.factor * value) for value in point.eigenvalues),
    }


def _none(loss: LossView) -> str:
    if loss.problem.margin is not None and not loss.spec.ridge:
        return (
            "**No finite optimum.** A line separates the two classes, so scaling the weights up "
            "lowers the cost for ever: it tends to 0 and never gets there."
        )
    return "None inside the window. Zoom out to look farther."
