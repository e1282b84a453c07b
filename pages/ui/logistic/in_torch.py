"""The run of one loss as a script."""

from dataclasses import replace

import streamlit as st

from core.export import Recipe
from pages.ui.chapter.export import show_export
from pages.ui.losses.loss_view import LossView


def show_in_torch(losses: list[LossView]) -> None:
    """A loss to choose where there are two, then its run in PyTorch and in NumPy."""
    chosen = losses[0]
    if len(losses) > 1:
        titles = {loss.risk.loss.title: loss for loss in losses}
        title = st.radio(
            "Loss",
            titles,
            key="logistic-export-loss",
            horizontal=True,
            format_func=str.capitalize,
            label_visibility="collapsed",
        )
        chosen = titles[title]
    show_export(recipe(chosen), key="logistic-export", note=_scaling(chosen))


def recipe(loss: LossView) -> Recipe:
    """The run of now under one loss."""
    data = loss.spec.data.title.lower()
    title = f"Logistic regression on “{data}” under the {loss.risk.loss.title}"
    return replace(loss.spec.recipes()[loss.name], title=title)


def _scaling(loss: LossView) -> str:
    said = ""
    if loss.factor != 1:
        said = f"The surface above shows the sum, {loss.factor:.0f} times the mean. "
    if loss.spec.ridge:
        said += "The ridge is printed apart from it, in a second line."
    return said
