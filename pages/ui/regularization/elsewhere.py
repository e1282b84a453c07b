"""The same minimum elsewhere: how other libraries scale λ, and the run as a script."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.datasets.wide import Diabetes
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import (
    ElasticNet,
    FoldedLasso,
    FoldedRidge,
    HowMuch,
    Lasso,
    RealCoefficients,
    Ridge,
    WhyZeros,
)
from core.experiments.regularization.shapes import Between, Diamond, Disc
from pages.ui.chapter.export import show_export
from pages.ui.chapter.words import exactly

N: Final = len(Diabetes()().y)


def scikit_learn(spec: Experiment) -> str | None:
    """The estimator with the same minimum; None where there is none.

    Its columns are standardized as here, its intercept is not penalized.
    """
    question = spec.question
    match question:
        case HowMuch(penalty):
            strength = penalty.strength
        case WhyZeros(penalty, strength) | RealCoefficients(penalty, strength):
            pass
        case _:
            return None
    match penalty:
        case Diamond() | Lasso() | FoldedLasso():
            return f"Lasso(alpha={strength!r})"
        case Disc() | Ridge() | FoldedRidge():
            return f"Ridge(alpha={N * strength!r})"
        case Between(share) | ElasticNet(share):
            return f"ElasticNet(alpha={strength!r}, l1_ratio={share!r})"
    return None


def show_scaling(spec: Experiment) -> None:
    """What λ is called elsewhere, for the setting on stage."""
    st.markdown(
        r"Here every loss is a **mean**: $\frac{1}{2N}\|y-b-Xw\|^2$ and the penalty, "
        r"$λ\|w\|_1$ or $\frac{λ}{2}\|w\|^2$ or a mixture of both; columns have mean 0 and "
        r"variance 1 (divided by $N$), and $b$ is not penalized."
    )
    estimator = scikit_learn(spec)
    if estimator is None:
        st.markdown("For this penalty scikit-learn has no estimator.")
    else:
        # No `st.code`, for which a browser loads more of Streamlit.
        st.markdown(
            "The setting on stage, in scikit-learn:\n\n"
            f"`make_pipeline(StandardScaler(), {estimator}).fit(x, y)`"
        )
    st.caption(
        "Lasso and ElasticNet take λ as it is; Ridge has a sum in place of a mean, so its alpha is "
        f"Nλ with N = {exactly(N)}; LogisticRegression has C = 1/(Nλ). “Why zeros?” fits two of "
        "the columns, the other questions all ten."
    )


def show_in_torch(spec: Experiment) -> None:
    """The run of proximal steps as a script, where the question has one."""
    if not isinstance(spec.question, WhyZeros):
        st.markdown(
            "This question has no run to export: its minima are found without steps, by "
            "`lasso_path`, `elastic_net_path` and `ridge_path`, for all λ at once:"
        )
        st.code(
            "from core import lasso_path\nfrom core.datasets import Diabetes\n\n"
            "samples = Diabetes()()\npath = lasso_path(samples.x, samples.y, [10.0, 1.0, 0.1])\n"
            "print(path.w)",
            language="python",
        )
        return
    title = f"{spec.question.penalty.title} on two columns of the diabetes data"
    recipe = replace(spec.recipes()["proximal"], title=title)
    show_export(recipe, key="regularization-export", note="The penalty is part of it.")
