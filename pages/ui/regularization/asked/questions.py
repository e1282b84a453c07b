"""What the chapter on regularization asks before it shows."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.experiments.regularization.experiment import FARTHEST
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import BiasAndVariance
from pages.ui.chapter.words import percent, three
from pages.ui.predict.kinds import Choice, Number, Place, Pointed
from pages.ui.predict.question import Mark, Question
from pages.ui.regularization.asked import found
from pages.ui.regularization.questions.bias_variance import best_degree
from pages.ui.regularization.questions.corners import say

_NUMBERS: Final = ("bars", "paths", "compared")
_ALL_BUT_THE_LOSS: Final = ("sheets", *_NUMBERS)
# How far off a place may be to be right, and to be close, in shares of the window.
_HERE, _NEAR = 0.05, 0.12
_MIDDLE: Final = 10.0
_DISC: Final = ("Already below λ = 10", "At a λ from 10 to 100", "At no λ up to 100")


def near_the_minimum(spec: Experiment, place: Place) -> Mark:
    """By the distance from the minimum, in shares of the window."""
    off = float(np.linalg.norm(np.array(place) - found.minimum(spec))) / (2 * FARTHEST)
    if off <= _HERE:
        return Mark.RIGHT
    return Mark.CLOSE if off <= _NEAR else Mark.WRONG


def reveal_minimum(spec: Experiment) -> str:
    """Both minima, with and without the penalty, and what holds at the contact."""
    question = found.why_zeros(spec)
    at, without = found.minimum(spec), found.least_squares(spec)
    return (
        f"The sum is least at ({three(float(at[0]))}, {three(float(at[1]))}), the loss alone at "
        f"({three(float(without[0]))}, {three(float(without[1]))}). "
        f"{say(question, question.strength, at)}"
    )


def reveal_first_zero(spec: Experiment) -> str:
    """The λ of the bend, and the first position of the dial with an exact 0."""
    strengths, w = found.along(spec)
    zero = (w == 0).any(axis=1)
    first = int(np.flatnonzero(zero)[0])
    name = ("w₁", "w₂")[int(np.flatnonzero(w[first] == 0)[0])]
    return (
        f"Predicted: λ = {three(found.first_knot(spec))}, where the path of the minima bends. "
        f"Measured: of the dial's positions λ = {three(float(strengths[first]))} is the first at "
        f"which one is exactly 0, {name}. From there on the slope of the loss along it is smaller "
        "than λ, so no step away from 0 pays."
    )


def disc_answer(spec: Experiment) -> int:
    """In which part of the dial a coefficient is 0 for the first time."""
    strengths, w = found.along(spec)
    zero = strengths[(w == 0).any(axis=1)]
    return 2 if not len(zero) else int(zero[0] >= _MIDDLE)


def reveal_disc(spec: Experiment) -> str:
    """How small the smaller coefficient gets."""
    strengths, w = found.along(spec)
    count = int((w == 0).any(axis=1).sum())
    none = "At none" if count == 0 else f"At {count}"
    least, whole = np.abs(w[-1]).min(), np.abs(found.least_squares(spec)).min()
    return (
        f"{none} of the dial's {len(strengths)} positions: at λ = {three(float(strengths[-1]))} "
        f"the smaller coefficient is still {three(float(least))}, against {three(float(whole))} "
        "without a penalty. A disc has no corner: its slope vanishes at 0, and any slope of the "
        "loss moves the coefficient away."
    )


def kept(spec: Experiment) -> float:
    """How many coefficients are not 0 at the λ of the least mean error."""
    choice = found.folded(spec)
    return float(choice.free[choice.folded.best])


def reveal_kept(spec: Experiment) -> str:
    """The counts at both rules' λ."""
    choice = found.folded(spec)
    best, simplest = choice.folded.best, choice.folded.simplest
    return (
        f"{three(kept(spec))} of ten at λₘᵢₙ = {three(float(choice.strengths[best]))}; by the rule "
        f"of one standard error, λ = {three(float(choice.strengths[simplest]))}, it is "
        f"{three(float(choice.free[simplest]))}. Their mean errors on new rows are "
        f"{three(float(choice.folded.mean[best]))} and "
        f"{three(float(choice.folded.mean[simplest]))}."
    )


def reveal_degree(spec: Experiment) -> str:
    """Where the sum is least, and what noise and number of points it is about."""
    question = spec.question
    assert isinstance(question, BiasAndVariance)
    best = best_degree(question)
    return (
        f"d = {best.degree}, with a sum of {three(best.risk)}. A lower degree cannot follow the "
        f"sine, and each further one adds to the variance, with σ = {three(question.sigma)} and "
        f"{question.count} points."
    )


def degree(spec: Experiment) -> float:
    """The degree of the least sum of bias² and variance."""
    assert isinstance(spec.question, BiasAndVariance)
    return float(best_degree(spec.question).degree)


def columns(spec: Experiment) -> float:
    """How many columns the lasso uses where it first has 95 % of the tumors right."""
    return float(np.count_nonzero(found.thirty(spec).w[found.first_right(spec)]))


def reveal_columns(spec: Experiment) -> str:
    """The count, the λ, and the share that is right there."""
    tumors, v = found.thirty(spec), found.first_right(spec)
    return (
        f"{three(columns(spec))} of thirty: λ = {three(float(tumors.strengths[v]))} is the largest "
        f"of the dial's with {percent(found.RIGHT_ENOUGH)} right, "
        f"{round(tumors.accuracy[v] * 569)} of 569 tumors. At its smallest, "
        f"{three(float(tumors.strengths[0]))}, {np.count_nonzero(tumors.w[0])} columns have "
        f"{round(tumors.accuracy[0] * 569)} right."
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Number(
        "first-zero",
        "How far must λ rise until the diamond makes one of the two coefficients exactly 0?",
        reveal_first_zero,
        answer=found.first_knot,
        near=1.1,
        around=1.6,
        by_factor=True,
        settings={"question.strength": 0.0},
        hides=_ALL_BUT_THE_LOSS,
    ),
    Choice(
        "disc",
        "The same two coefficients under a disc: at which λ is one of them exactly 0 for the first "
        "time?",
        reveal_disc,
        options=lambda spec: _DISC,
        answer=disc_answer,
        settings={"question.penalty": "disc", "question.strength": 1.0},
        hides=_ALL_BUT_THE_LOSS,
    ),
    Pointed(
        "corner",
        "λ (|w₁| + |w₂|) with λ = 20 is added to this loss. Where is the sum least?",
        reveal_minimum,
        judge=near_the_minimum,
        hides=_ALL_BUT_THE_LOSS,
    ),
    Number(
        "kept",
        "Ten folds choose the λ of the lasso. How many of the ten coefficients are not 0 there?",
        reveal_kept,
        answer=kept,
        around=1,
        high=10,
        settings={"question": "how-much"},
        hides=("compared",),
    ),
    Number(
        "degree",
        "Twenty noisy points of a sine: which degree of a polynomial has the least bias² + "
        "variance?",
        reveal_degree,
        answer=degree,
        around=1,
        high=15,
        settings={"question": "bias-and-variance"},
        hides=("parts", "compared"),
    ),
    Number(
        "columns",
        "How many of the thirty columns does the lasso need to have 95 % of the tumors right?",
        reveal_columns,
        answer=columns,
        near=1.2,
        around=2.0,
        by_factor=True,
        high=30,
        settings={"question": "thirty-columns"},
        hides=("paths", "conditions", "compared"),
    ),
)
