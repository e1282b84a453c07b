"""The penalties, their proximal steps, and what each does to coefficients."""

from typing import Final

import streamlit as st

from core.experiments.regularization.experiment import RegularizationExperiment as Experiment

FORMULAS: Final = "Formulas"
_HEAD: Final = ("penalty", "formula", "proximal step from $w$, with step size $η$", "what it does")
_ROWS: Final = (
    (
        "L1, the lasso",
        r"$λ\|w\|_1$",
        r"$\operatorname{sign}(w_j)\max(\vert w_j\vert-ηλ,\,0)$",
        "sets coefficients to exactly 0",
    ),
    ("L2, the ridge", r"$\tfrac{λ}{2}\|w\|^2$", "$w_j/(1+ηλ)$", "shrinks all, none to 0"),
    (
        "elastic net",
        r"$λ(ρ\|w\|_1+\tfrac{1-ρ}{2}\|w\|^2)$",
        r"$\operatorname{sign}(w_j)\max(\vert w_j\vert-ηλρ,\,0)/(1+ηλ(1-ρ))$",
        "zeros, and equal shares for equal columns",
    ),
    (
        "L∞",
        r"$λ\max_j\vert w_j\vert$",
        "$w$ less its nearest point in the L1 ball of radius $ηλ$",
        "cuts the largest to one size",
    ),
)


def show_formulas(spec: Experiment) -> None:
    """What stands behind the pictures."""
    rows = (_HEAD, ("---",) * len(_HEAD), *_ROWS)
    st.markdown("\n".join(f"| {' | '.join(row)} |" for row in rows))
    st.markdown(
        r"A point is a minimum exactly where $-∇L(w)$ is one of the penalty's subgradients: for "
        r"L1, $\vert x_j^Tr\vert/N = λ$ where $w_j ≠ 0$ and at most $λ$ where $w_j = 0$, with "
        r"$r = y - b - Xw$. A proximal step rests exactly there; a subgradient step of fixed "
        r"size does not where a coefficient is held at 0 against a slope of the loss."
    )
    st.caption(
        "Proximal steps: Moreau 1965. Ridge regression: Hoerl & Kennard 1970. Elastic net: Zou & "
        "Hastie 2005. Data, and the lasso's path as a sequence of knots: Efron, Hastie, Johnstone "
        "& Tibshirani 2004."
    )


def formulas_of(spec: Experiment) -> object:
    """They are the same for every setting."""
    return None
