"""Is dropout a penalty before a sigmoid too? Only nearly: how far off the quadratic is."""

from typing import Final

import streamlit as st

from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.masks import Added, added
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.words import share
from pages.ui.implicit.sections.masks_figures import added_loss

_KEEP: Final = (0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
_DRAWS: Final = 40


def show_masks(spec: ImplicitExperiment) -> None:
    """The figure for the seed, and the shares by which the quadratic is low."""
    st.markdown(
        "Before a sigmoid the expectation is no longer a ridge. To second order dropout adds "
        r"$\tfrac12 \tfrac{1-q}{q}\, \overline{p(1-p) \sum_j x_j^2 w_j^2}$ "
        "(Wager, Wang & Liang 2013). Ten columns of the breast cancer data have few enough masks "
        "to count them all."
    )
    found = _found(spec.seed)
    st.plotly_chart(added_loss(found), key="implicit-masks")
    st.markdown(sentence(found))


def sentence(found: Added) -> str:
    """By how much the quadratic is low, from the least to the most that is left out."""
    low = 1 - found.quadratic / found.exact
    return (
        f"At these weights the quadratic is low by {share(float(low[0]))} where "
        f"{share(float(1 - found.keep[0]))} of the inputs is left out, and by "
        f"{share(float(low[-1]))} where half of them is."
    )


@kept(doing="Counting all masks …")
def _found(seed: int) -> Added:
    return added(_KEEP, _DRAWS, seed)
