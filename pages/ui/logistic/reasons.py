"""The chapter's argument, from question to experiment."""

import streamlit as st

from core.objectives.losses import BinaryCrossEntropy, SquaredError
from pages.ui.chapter.words import three
from pages.ui.losses.loss_view import LossView


def show_reasons(losses: list[LossView]) -> None:
    """Question, reason, experiment; figures come from the run on stage."""
    samples = losses[0].problem.samples
    st.markdown(f"**The data.** {losses[0].spec.data.why} N = {len(samples.x)}.")
    left, right = st.columns(2)
    with left:
        st.markdown("**Why does the squared loss stall?** With z = wᵀx + b and a = σ(z):")
        st.latex(rf"C_{{\text{{squared}}}} = {SquaredError.__doc__}")
        st.latex(r"\delta = \frac{\partial C_i}{\partial z_i} = 2\,(a_i - y_i)\,\sigma'(z_i)")
        st.markdown(
            "The factor σ′ dies where the unit saturates, and it does not ask on which side. A "
            "point that is wrong with certainty pulls no more than one that is right. The loss of "
            "one point is concave as soon as the model gives the wrong class more than ⅔. So the "
            "difficulty is saddles and plateaus, not a wealth of local minima."
        )
    with right:
        st.markdown("**Why does the cross-entropy not?** Its logarithm undoes the exponential:")
        st.latex(rf"C_{{\text{{entropy}}}} = {BinaryCrossEntropy.__doc__}")
        st.latex(r"\delta = a_i - y_i, \qquad \nabla^2 C = \tfrac1N X^T D X \succeq 0")
        st.markdown(
            "The more wrong, the harder the pull, up to 1. And with D = diag(aᵢ(1 − aᵢ)) ≥ 0 the "
            "Hessian is positive semidefinite everywhere: vᵀXᵀDXv = Σ dᵢ (Xv)ᵢ² ≥ 0. Convex, with "
            "any data."
        )
    _now(losses)
    st.markdown(
        "**Now you.** 1. Let the run play. 2. Click on the surface beside the plateau. 3. Drag "
        "along the strip: which learning rate saves the squared loss? 4. Compute the **basin map** "
        "below to see every start at once.\n\n"
        "Sources: Liquet, Moka, Nazarathy, *The Mathematical Engineering of Deep Learning*, "
        "Fig. 3.4; Higham & Higham 2019, *Deep Learning: An Introduction for Applied "
        "Mathematicians*, SIAM Review 61(4); Auer, Herbster, Warmuth 1996, *Exponentially many "
        "local minima for single neurons*."
    )


def _now(losses: list[LossView]) -> None:
    for loss in losses:
        diagnosis, run = loss.diagnosis, loss.trained.strip.run
        st.markdown(
            f"*This run, {loss.risk.loss.title}:* cost {three(loss.factor * diagnosis.cost[0])} → "
            f"{three(loss.factor * diagnosis.cost[-1])} in {run.k[-1]:,} steps; the gradient at "
            f"the end is {three(diagnosis.gradient_norm[-1])}, with "
            f"{diagnosis.saturated_wrong[-1]} of {loss.risk.sample_count} points saturated on the "
            "wrong side."
        )
