"""The same minimum elsewhere: how other libraries scale λ, and the run as a script."""

from dataclasses import replace
from typing import Final

import streamlit as st

from core.datasets.wide import BreastCancerNuclei, Diabetes
from core.experiments.regularization.choices import (
    ByDegree,
    Dropout,
    EarlyStopping,
    ElasticNet,
    FoldedLasso,
    FoldedRidge,
    InputNoise,
    Lasso,
    Ridge,
    Truncation,
    TumorLasso,
    TumorRidge,
)
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import (
    BiasAndVariance,
    HowMuch,
    OneSpectrum,
    Question,
    RealCoefficients,
    ThirtyColumns,
    WhyZeros,
)
from core.experiments.regularization.shapes import Between, Diamond, Disc, Square
from pages.ui.chapter.export import show_export

N: Final = len(Diabetes()().y)
TUMORS: Final = len(BreastCancerNuclei()().y)


def scikit_learn(spec: Experiment) -> str | None:
    """The estimator with the same minimum; None where there is none.

    Its columns are standardized as here, its intercept is not penalized.
    """
    question = spec.question
    match question:
        case HowMuch(penalty):
            strength = penalty.strength
        case ThirtyColumns(TumorLasso(strength)):
            return f'LogisticRegression(C={1 / (TUMORS * strength):.6g}, l1_ratio=1, solver="saga")'
        case ThirtyColumns(TumorRidge(strength)):
            return f"LogisticRegression(C={1 / (TUMORS * strength):.6g})"
        case WhyZeros(penalty, strength) | RealCoefficients(penalty, strength):
            pass
        case OneSpectrum(Dropout() | InputNoise(), strength):
            penalty = Ridge()
        case _:
            return None
    match penalty:
        case Diamond() | Lasso() | FoldedLasso():
            return f"Lasso(alpha={strength!r})"
        case Disc() | Ridge() | FoldedRidge():
            return f"Ridge(alpha={N * strength:.6g})"
        case Between(share) | ElasticNet(share):
            return f"ElasticNet(alpha={strength!r}, l1_ratio={share!r})"
    return None


def show_scaling(spec: Experiment) -> None:
    """What λ is called elsewhere, for the setting on stage."""
    st.markdown(scaling(spec.question))
    estimator = scikit_learn(spec)
    if estimator is None:
        st.markdown("No single estimator of scikit-learn stands for this setting.")
    else:
        # No `st.code`, for which a browser loads more of Streamlit.
        st.markdown(
            "The setting on stage, in scikit-learn:\n\n"
            f"`make_pipeline(StandardScaler(), {estimator}).fit(x, y)`"
        )
    st.caption(
        "Lasso and ElasticNet take λ as it is; Ridge has a sum in place of a mean, so its alpha is "
        f"Nλ, N = {N} for the diabetes data; LogisticRegression has C = 1/(Nλ), N = {TUMORS} for "
        "the tumors. “Why zeros?” fits two columns of the diabetes data, “Bias and variance” "
        "polynomials, the other questions all columns of their data."
    )


def scaling(question: Question) -> str:
    """The loss, the penalty and the columns of a question."""
    loss = r"$\frac{1}{2N}\|y-b-Xw\|^2$"
    if isinstance(question, ThirtyColumns):
        loss = "the mean cross-entropy"
    said = f"Here the loss is a **mean**, {loss}, and {_penalized(question)};"
    if isinstance(question, BiasAndVariance):
        return f"{said} the columns are Legendre's polynomials at $N$ points, as they are."
    return f"{said} columns have mean 0 and variance 1 (divided by $N$), and $b$ is not penalized."


def _penalized(question: Question) -> str:
    """The penalty on stage, as a formula."""
    match question:
        case BiasAndVariance(ByDegree()):
            return "there is no penalty"
        case WhyZeros(Square()):
            formula = r"λ\max_j|w_j|"
        case WhyZeros(Between()) | RealCoefficients(ElasticNet()):
            formula = r"λ(ρ\|w\|_1+\tfrac{1-ρ}{2}\|w\|^2)"
        case WhyZeros(Diamond()) | RealCoefficients(Lasso()):
            formula = r"λ\|w\|_1"
        case HowMuch(FoldedLasso()) | ThirtyColumns(TumorLasso()):
            formula = r"λ\|w\|_1"
        case OneSpectrum(EarlyStopping() | Truncation()):
            return r"the ridge beside the method has the penalty $\frac{λ}{2}\|w\|^2$"
        case _:
            formula = r"\frac{λ}{2}\|w\|^2"
    return f"the penalty is ${formula}$"


def show_in_torch(spec: Experiment) -> None:
    """The run of proximal steps as a script, where the question has one."""
    if not isinstance(spec.question, WhyZeros):
        st.markdown(
            "This question has no run to export: it is answered without steps. The engine's "
            "paths of minima, for all λ at once:"
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
