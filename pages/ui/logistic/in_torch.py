"""The run of one loss as a script."""

import streamlit as st

from core.experiments.logistic.problem import PICKS, STREAMS, batches
from core.export import Recipe, Stream
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
    spec, risk = loss.spec, loss.risk
    picks = batches(spec, risk.sample_count)
    data = spec.data.title.lower()
    return Recipe(
        risk,
        spec.optimizer,
        loss.problem.start,
        spec.steps,
        picks,
        f"Logistic regression on “{data}” under the {risk.loss.title}",
        None if picks is None else Stream(spec.sampler, spec.seed, STREAMS, PICKS),
    )


def _scaling(loss: LossView) -> str:
    said = ""
    if loss.factor != 1:
        said = f"The surface above shows the sum, {loss.factor:.0f} times the mean. "
    if loss.spec.ridge:
        said += "The ridge is printed apart from it, in a second line."
    return said
