"""Why the predictions hold, one topic at a time: formulas, and where they come from."""

from typing import Final

import streamlit as st

from core.experiments.implicit.decay import WeightDecay
from core.experiments.implicit.deep import DeepNet
from core.experiments.implicit.experiment import ImplicitExperiment
from core.experiments.implicit.noise import DropInputs, MoveInputs, Noise
from core.experiments.implicit.problems import TwoMoons

_DECAY: Final = r"""
A step of gradient descent on $C(p) + \tfrac{λ}{2}\|p\|^2$ is $p - η(∇C + λp) = (1 - ηλ)\,p -
η∇C$: for plain gradient descent L2 and weight decay are one thing. Adam divides what it is given
by $\sqrt{\hat v}$, so λ in the loss is divided along with the gradient; where Adam comes to rest,
$∇C + λp = 0$ all the same, the **ridge**.

AdamW divides the gradient alone. Where it comes to rest, $λ p_j = -\hat m_j/\sqrt{\hat v_j}$, and
a steady gradient makes the right-hand side ±1. So $|p_j| ≤ 1/λ$, with equality where the gradient
does not vanish: these are the conditions of the least loss in the **box** $\|p\|_\infty ≤ 1/λ$
(Xie & Li 2024). It needs all samples in each step and an η that falls; with a constant η the
weights hover at a distance of the order of η, and with minibatches the statement is not exact.

A free weight wants $|\hat m_j|/\sqrt{\hat v_j} = λ|p_j|$ while its gradient goes to 0: the
gradient can then fall no faster than $\sqrt{\hat v_j}$, which keeps $\sqrt{β_2}$ of itself in a
step. With PyTorch's β₂ = 0.999 that takes 1,386 steps for each halving; here β₂ is 0.95 to begin
with.
"""
_DROPPED: Final = r"""
With $m_{ij} = 1$ with chance $q = 1 - r$ and 0 otherwise, $\tilde x_{ij} = m_{ij} x_{ij}/q$ has
the mean $x_{ij}$ and the variance $\tfrac{1-q}{q} x_{ij}^2$. The square of a sum of independent
numbers is that of its mean plus the variances:
$$\mathbb E\,\|y - \tilde X w\|^2 = \|y - Xw\|^2 + \frac{1-q}{q} \sum_j \|x_j\|^2 w_j^2,$$
a ridge in units of the column norms (Wager, Wang & Liang 2013). Measure a column in other units,
and dropout does not notice; a plain ridge does. The columns here have $\|x_j\|^2 = N$, so λ is
$(1-q)/q = r/(1-r)$.
"""
_MOVED: Final = r"""
$\tilde x_{ij} = x_{ij} + σ ε_{ij}$ has the mean $x_{ij}$ and the variance $σ^2$, whatever
$x_{ij}$ is:
$$\mathbb E\,\tfrac{1}{N}\|y - \tilde X w\|^2 = \tfrac1N \|y - Xw\|^2 + σ^2 \|w\|^2,$$
a ridge with λ = σ², exactly, because the model is linear. For a network the same holds to the
order σ², with $σ^2\, \mathbb E[f'^2 + (f - y) f'']$ (Bishop 1995); where the fit is perfect the
second term is gone.
"""
_TURNED: Final = r"""
The cross-entropy is linear in the label, so its mean over labels that are turned with chance ε/2
is the cross-entropy of the **smoothed label** $(1-ε) y + ε/2$ (Szegedy et al. 2016). No
cross-entropy is below the entropy of its labels, and a logit of $\ln\frac{1-ε/2}{ε/2}$ reaches
it. A line through many points cannot give all of them this logit, so the optimum lies above; but
it is finite, since a confident mistake costs without bound.
"""
_START: Final = r"""
With $w = u∘u - v∘v$ the chain rule gives $\dot u = -2u∘g$, $\dot v = 2v∘g$ with $g = X^T(Xw -
y)/N$: the smaller a weight, the slower it moves. From $u = v = α$ the flow is $w(t) = 2α^2
\sinh(X^Tν(t))$, and of all solutions of $Xw = y$ it ends at the one of least
$$\sum_j w_j \operatorname{arcsinh}\frac{w_j}{2α^2} - \sqrt{w_j^2 + 4α^4},$$
nearly $\|w\|_1$ for small α and a multiple of $\|w\|^2$ for large ones (Woodworth et al. 2020).
It is found here by Newton's method on a convex function of ν, without a run. A small start takes
a time like $\log(1/α)$ to leave, and a large one has a curvature like α²: with a fixed η the run
leaves the flow beyond some α, and diverges beyond a larger one.
"""

_DEEP: Final = r"""
Nothing is predicted here: what a net does on new points is measured, with luck measured beside it.
Each of the 20 seeds draws its own start, its own points to train on and 50 more to validate, the
same at every strength; the test is the same for all.

**Weight decay** adds $\tfrac{λ}{2}\|W\|^2$ to the loss, **augmentation** moves every input in every
step, **dropout** leaves hidden units out, **early stopping** is a shorter run, **batch
normalization** gives what enters each tanh mean 0 and variance 1 over the points of the step, then
scales and shifts it again. What such a net loses is taken with the means and variances of all its
points to train on. The strength is chosen by the validation points; the test only judges. Twenty
coins show 15 or more alike in 4 % of all throws: fewer seeds on one side say nothing, and the page
then says so.
"""
_MOONS: Final = r"""
The net is 2-8-8-1 with tanh, trained by Adam with η = 0.02 on the cross-entropy. The test has 300
points. A tenth of all labels is turned, so that the least loss that anybody can expect in the test
is above $-0.9\ln 0.9 - 0.1\ln 0.1 = 0.325$.
"""
_DIGITS: Final = r"""
The net is 64-16-10 with tanh, trained by Adam with η = 0.01 on the cross-entropy of a softmax. The
test is the 400 digits that other people wrote.
"""


def show_why(spec: ImplicitExperiment) -> None:
    """The derivation of what the present topic predicts."""
    match spec.topic:
        case WeightDecay():
            st.markdown(_DECAY)
        case Noise(DropInputs()):
            st.markdown(_DROPPED)
        case Noise(MoveInputs()):
            st.markdown(_MOVED)
        case Noise():
            st.markdown(_TURNED)
        case DeepNet(data):
            st.markdown(_DEEP + (_MOONS if isinstance(data, TwoMoons) else _DIGITS))
        case _:
            st.markdown(_START)
