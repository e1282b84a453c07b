"""The chapter's argument, from question to experiment."""

from collections import Counter
from typing import Final

import streamlit as st

from core.datasets.samples import Samples
from core.landscape.critical_points import Verdict
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from pages.ui.chapter.words import listed, three
from pages.ui.controls import as_plain
from pages.ui.losses.loss_view import LossView

REGIMES: Final = (
    "The words on the strip are about whole runs. *Diverging*: it ends above its start, or out of "
    "all bounds. *Oscillating*: its last step is more than ten times its progress. *Good*: it "
    "comes down to within 5 % of the way to the lowest cost. *Stuck*: it does not, and its cost "
    "falls at less than 2 % of its first pace. *Slow*: none of these. *Undecided*: rounding "
    "decides."
)
# What a data set calls its classes where no table of a reader does.
_UNNAMED = "label"


def show_questions(losses: list[LossView]) -> None:
    """The data, and what to find out with the stage before reading why."""
    samples = losses[0].problem.samples
    st.markdown(
        f"N = {len(samples.x)} points: “{losses[0].spec.data.title}”.{_classes(samples)}\n\n"
        + _to_find_out(losses[0].problem.wide)
    )
    st.caption(REGIMES)


def _to_find_out(wide: bool) -> str:
    """What to do with the stage; a surface through the run has no starts to click on."""
    if wide:
        return (
            "1. Guess first: which samples pull hardest at the start? Then read below the surfaces "
            "which do.\n"
            "2. Let the run play: where does each sample's z go, and does each path come to rest?\n"
            "3. Choose another plane in the sidebar. Does the surface look as steep, and is the "
            "path as near to it?\n"
            "4. Drag along the strip: is there a learning rate that changes the answer?"
        )
    return (
        "1. Guess first: which points pull hardest at the start, those far on the wrong side "
        "or others? Then read below the surfaces which do.\n"
        "2. Let the run play. Does each path come to rest, and where does its cost lead?\n"
        "3. Click on a surface beside the path. From where does the other loss arrive, too?\n"
        "4. Drag along the strip: is there a learning rate that changes the answer?\n"
        "5. Compute the **basin map** to see every start at once. Then open **Why?**"
    )


def _classes(samples: Samples) -> str:
    """What 0 and 1 stand for in a table of the reader's, whose label column has a name."""
    if samples.label == _UNNAMED:
        return ""
    name = as_plain(samples.label)
    return f" The model gives a probability that {name} = 1 (diamonds); circles have {name} = 0."


def show_reasons(losses: list[LossView]) -> None:
    """The data and the reasons; figures come from the run on stage."""
    st.markdown(f"**The data.** {losses[0].spec.data.why}")
    left, right = st.columns(2)
    with left:
        st.markdown("**Where can the squared loss stall?** With z = wᵀx + b and a = σ(z):")
        st.latex(rf"C_{{\text{{squared}}}} = {SquaredError.__doc__}")
        st.latex(r"\delta = \frac{\partial C_i}{\partial z_i} = 2\,(a_i - y_i)\,\sigma'(z_i)")
        st.markdown(
            "The factor σ′ dies where the unit saturates, and it does not ask on which side. A "
            "point that is wrong with certainty pulls no more than one that is right. The loss of "
            "one point is concave as soon as the model gives the wrong class more than ⅔. "
            "Plateaus, saddles and, with some data, more than one minimum can come of it"
            f"{_here(losses)}."
        )
    with right:
        st.markdown("**Why is the cross-entropy convex?** Its logarithm undoes the exponential:")
        st.latex(rf"C_{{\text{{entropy}}}} = {BinaryCrossEntropy.__doc__}")
        st.latex(r"\delta = a_i - y_i, \qquad \nabla^2 C = \tfrac1N X^T D X \succeq 0")
        st.markdown(
            "The more wrong, the harder the pull, up to 1. And with D = diag(aᵢ(1 − aᵢ)) ≥ 0 the "
            "Hessian is positive semidefinite everywhere: vᵀXᵀDXv = Σ dᵢ (Xv)ᵢ² ≥ 0. Convex, with "
            "any data."
        )
    _now(losses)
    st.markdown(
        "Sources: Liquet, Moka, Nazarathy, *The Mathematical Engineering of Deep Learning*, "
        "Fig. 3.4; Higham & Higham 2019, *Deep Learning: An Introduction for Applied "
        "Mathematicians*, SIAM Review 61(4); Auer, Herbster, Warmuth 1996, *Exponentially many "
        "local minima for single neurons*."
    )


def _here(losses: list[LossView]) -> str:
    """What Newton's method found in the window of the squared loss, counted by verdict."""
    squared = next((loss for loss in losses if loss.risk.loss.weight is not None), None)
    if squared is None or squared.problem.wide:
        return ""
    count = Counter(point.verdict for point in squared.points)
    nouns = {
        Verdict.MINIMUM: ("minimum", "minima"),
        Verdict.SADDLE: ("saddle", "saddles"),
        Verdict.MAXIMUM: ("maximum", "maxima"),
        Verdict.UNDECIDED: ("undecided point", "undecided points"),
    }
    words = [f"{count[v]} {nouns[v][count[v] > 1]}" for v in Verdict if count[v]]
    return f"; found in this window: {listed(words)}" if words else "; this window has none"


def _now(losses: list[LossView]) -> None:
    for loss in losses:
        diagnosis, run = loss.diagnosis, loss.trained.strip.run
        ridge = ", the ridge included," if loss.spec.ridge else ""
        st.markdown(
            f"*This run, {loss.risk.loss.title}:* cost {three(loss.factor * diagnosis.total[0])} → "
            f"{three(loss.factor * diagnosis.total[-1])}{ridge} in {run.k[-1]:,} steps; the "
            f"gradient at the end is {three(diagnosis.gradient_norm[-1])}, with "
            f"{diagnosis.saturated_wrong[-1]} of {loss.risk.sample_count} points saturated on the "
            "wrong side."
        )
