"""What is said of the contact of a ball with the level lines of the loss."""

import numpy as np

from core.arrays import Array
from core.experiments.regularization import two_coefficients as two
from core.experiments.regularization.questions import WhyZeros
from pages.ui.chapter.words import three


def say(question: WhyZeros, strength: float, w: Array) -> str:
    """Why the minimum w (2,) at a λ has the zeros that it has."""
    said = _contact(question, strength, w)
    share = 1.0 if question.penalty.name == "max" else question.penalty.l1_share
    sharpest = two.bowl(question.column_twice).sharpest + strength * (1 - share)
    if question.eta * sharpest > 2:
        said += (
            f" Subgradient descent diverges here: η(L + λ{'' if share == 0 else '(1−ρ)'}) = "
            f"{three(question.eta * sharpest)} is above 2."
        )
    return said


def _contact(question: WhyZeros, strength: float, w: Array) -> str:
    if strength == 0 and question.column_twice:
        return "λ = 0: no penalty, and every point along the valley is a minimum."
    if strength == 0:
        return "λ = 0: no penalty, and the minimum is that of least squares."
    match question.penalty.name:
        case "l2":
            return _disc(question, w)
        case "max":
            return _square(w, strength, question)
    return _kinks(question, strength, w)


def _disc(question: WhyZeros, w: Array) -> str:
    if question.column_twice:
        return (
            "A disc has no corner: the two equal columns share what there is to explain evenly, "
            f"{three(float(w[0]))} each."
        )
    return "A disc has no corner, so the contact is nowhere special: neither coefficient is 0."


def _square(w: Array, strength: float, question: WhyZeros) -> str:
    if not w.any():
        slope = np.abs(two.bowl(question.column_twice).c).sum()
        return f"Both are exactly 0: there |∂L/∂w₁| + |∂L/∂w₂| = {three(float(slope))}, at most λ."
    if abs(w[0]) == abs(w[1]):
        return (
            "The square's corner has both coefficients of exactly the same size: L∞ makes "
            "coefficients equal, not zero."
        )
    return "The contact is on an edge: one coefficient is as large as the ball, the other smaller."


def _kinks(question: WhyZeros, strength: float, w: Array) -> str:
    loss, share = two.bowl(question.column_twice), question.penalty.l1_share
    line = "λ" if share == 1 else "λρ"
    slopes = np.abs(loss.gradient(w))
    if not two.is_unique(question) and w.any():
        return (
            "Every point of the thick edge costs the same: only the sum is determined, and where a "
            "run ends depends on where it came from."
        )
    if not w.any():
        return (
            f"Both are exactly 0: there the slopes of the loss, {three(float(slopes[0]))} and "
            f"{three(float(slopes[1]))}, are at most {line} = {three(strength * share)}."
        )
    if (w == 0).any():
        j = int(np.flatnonzero(w == 0)[0])
        return (
            f"w{'₁₂'[j]} is exactly 0: the slope of the loss along it, {three(float(slopes[j]))}, "
            f"is at most {line} = {three(strength * share)}, so no step away from 0 pays."
        )
    if question.column_twice:
        return (
            "The elastic net's edges are round: the two equal columns share evenly, "
            f"{three(float(w[0]))} each."
        )
    if share < 1:
        return f"The contact is on a round edge: neither is 0, for both slopes are above {line}."
    return "The contact is on an edge: neither is 0, and both slopes of the loss are exactly λ."
