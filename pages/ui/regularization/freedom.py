"""Degrees of freedom: what a number of coefficients that are not 0 is worth."""

from typing import Final

import numpy as np
import streamlit as st

from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.freedom import DRAWS, Freedom, freedom
from pages.ui.chapter.remembered import kept
from pages.ui.chapter.words import three
from pages.ui.chapter.work import at_hand, need, watch

FREEDOM = "Degrees of freedom"
# Of a lasso path to six strengths for each draw.
_SECONDS: Final = 5e-3 * DRAWS


def show_freedom(spec: Experiment) -> None:
    """The lasso's degrees of freedom, counted in two ways, and the ridge's beside them."""
    st.markdown(
        r"A fit's degrees of freedom are $\frac{1}{σ^2}\sum_i \operatorname{cov}(\hat y_i, y_i)$: "
        r"how much it follows the noise. For the lasso this is the expected number of coefficients "
        r"that are not 0, though it has looked for the best ones, because it also shrinks them. "
        r"For ridge regression it is $\sum s^2/(s^2 + Nλ)$."
    )
    needs = [need(_SECONDS, _freedom, spec.seed)]
    if not at_hand("freedom", f"{spec.seed}", needs, doing=f"Fitting {DRAWS} draws"):
        return
    found = _freedom(spec.seed)
    st.markdown(table(found))
    st.caption(verdict(found))


def seed_of(spec: Experiment) -> object:
    """All that this section depends on."""
    return spec.seed


def table(found: Freedom) -> str:
    """A row for each λ."""
    rows = [
        f"| {strength:g} | {three(zeros)} | {three(covariance)} ± {three(error)} | {three(ridge)} |"
        for strength, zeros, covariance, error, ridge in zip(
            found.strengths,
            found.zeros,
            found.covariance,
            found.error,
            found.ridge,
            strict=True,
        )
    ]
    head = (
        "| λ | lasso, predicted: mean number ≠ 0 | lasso, measured: covariance | ridge, exact |\n"
        "|---|---|---|---|\n"
    )
    return head + "\n".join(rows)


def verdict(found: Freedom) -> str:
    """How far the two counts are apart at most, in standard errors."""
    apart = float(np.max(np.abs(found.zeros - found.covariance) / found.error))
    return (
        f"{DRAWS} draws of the noise around the least-squares fit, taken as the truth; ± is one "
        f"standard error. The two counts are at most {three(apart)} standard errors apart. Efron "
        "1986; Zou, Hastie & Tibshirani 2007."
    )


@kept()
def _freedom(seed: int) -> Freedom:
    return freedom(seed, watch=watch())
