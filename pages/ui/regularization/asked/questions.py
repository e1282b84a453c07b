"""What the fifth chapter asks first, one question for each of its experiments."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.regularization import two_coefficients as two
from core.experiments.regularization.degrees import Decomposition, decompose
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.how_much import Choice as Folded
from core.experiments.regularization.how_much import choose
from core.experiments.regularization.positions import LASSO, TUMOR_LASSO
from core.experiments.regularization.questions import (
    BiasAndVariance,
    HowMuch,
    OneSpectrum,
    ThirtyColumns,
    WhyZeros,
)
from core.experiments.regularization.spectrum import Spectrum, spectrum
from core.experiments.regularization.ten_coefficients import Event, events
from core.experiments.regularization.thirty_columns import NAMES, tumors
from core.regularization import lasso_knots
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import counted, listed, share, three
from pages.ui.predict.kinds import Choice, Number
from pages.ui.predict.question import Question

ENOUGH: Final = 0.95
"""Share of the tumors that is asked for."""

KEEPS: Final = (
    "Stopping leaves more of every component",
    "The ridge leaves more of every component",
    "Each leaves more of some",
)


def corners(spec: Experiment) -> Array:
    """The two largest λ at which a coefficient becomes 0, from the largest."""
    assert isinstance(spec.question, WhyZeros)
    x, y = two.columns(spec.question.column_twice)
    return lasso_knots(x, y).strengths[:2]


def reveal_corner(spec: Experiment) -> str:
    """Which is 0 from where on."""
    both, one = corners(spec)
    assert isinstance(spec.question, WhyZeros)
    (w,) = two.minima(spec.question, np.array([(both + one) / 2]))
    first = "w₁" if w[0] == 0 else "w₂"
    return (
        f"At λ = {three(float(one))}: {first} is exactly 0 from there on, and both are from λ = "
        f"{three(float(both))} on, the larger of |xⱼᵀy|/N. Below the first neither is 0."
    )


def leaving(spec: Experiment) -> list[Event]:
    """The knots at which a coefficient becomes 0 as λ falls."""
    return [each for each in events() if not each.enters]


def reveal_leaving(spec: Experiment) -> str:
    """Who leaves, and who comes back."""
    said = []
    for each in leaving(spec):
        after = [one for one in events() if one.name == each.name and one.strength < each.strength]
        back = f" and comes back at {three(after[0].strength)}" if after else ""
        said.append(f"{each.name} leaves at λ = {three(each.strength)}{back}")
    many = counted(len(said), 10, "coefficients").capitalize()
    return f"{many}: {listed(said)}. A path is not monotone."


@remembered(Experiment, lambda spec: spec.without("rate", "view"))
def folded(spec: Experiment) -> Folded:
    """The errors on all folds at each λ of the scale."""
    assert isinstance(spec.question, HowMuch)
    return choose(spec.question, np.array(LASSO), spec.seed)


def kept_by_rule(spec: Experiment) -> float:
    """How many coefficients are not 0 at the λ of one standard error."""
    found = folded(spec)
    return float(found.free[found.folded.simplest])


def reveal_kept(spec: Experiment) -> str:
    """Both rules."""
    found = folded(spec)
    simplest, best = found.folded.simplest, found.folded.best
    return (
        f"The rule keeps {three(found.free[simplest])}, at λ = "
        f"{three(found.strengths[simplest])}: the largest λ whose mean error is within one "
        "standard error of the least. The least itself is at λₘᵢₙ = "
        f"{three(found.strengths[best])}, with {three(found.free[best])}."
    )


@remembered(Experiment, lambda spec: spec.without("rate", "view"))
def degrees(spec: Experiment) -> Decomposition:
    """Bias² and variance of all degrees."""
    assert isinstance(spec.question, BiasAndVariance)
    return decompose(spec.question, np.arange(16.0), spec.seed)


def reveal_degree(spec: Experiment) -> str:
    """The least sum, and its neighbors'."""
    exact = degrees(spec).exact
    d = int(exact.risk.argmin())
    beside = [f"{three(exact.risk[k])} at d = {k}" for k in (d - 1, d + 1) if 0 <= k < 16]
    return (
        f"d = {d}: bias² {three(exact.bias2[d])} and variance {three(exact.variance[d])} make "
        f"{three(exact.risk[d])}, against {listed(beside)}."
    )


def filters(spec: Experiment) -> Spectrum:
    """Both filters at the λ in force."""
    assert isinstance(spec.question, OneSpectrum)
    return spectrum(spec.question, np.array([spec.question.strength]))


def who_keeps(spec: Experiment) -> int:
    """Which of the three answers holds."""
    found = filters(spec)
    more = found.other[0] > found.ridge[0]
    return 0 if more.all() else 2 if more.any() else 1


def reveal_filters(spec: Experiment) -> str:
    """How far they are apart, and the inequality behind it."""
    found = filters(spec)
    gap = found.other[0] - found.ridge[0]
    j = int(np.abs(gap).argmax())
    return (
        f"{KEEPS[who_keeps(spec)]}: after {int(found.amount[0]):,} steps the two shares are "
        f"furthest apart at component {j + 1}, {three(found.other[0][j])} against "
        f"{three(found.ridge[0][j])}. With u = ηht they are nearly 1 − e⁻ᵘ and u/(1 + u), and the "
        "first is the larger for every u > 0."
    )


@remembered(Experiment, lambda spec: spec.without("rate", "view"))
def let_in(spec: Experiment) -> tuple[float, list[str], float]:
    """The largest λ at which enough are right, which columns are in there, and how many are."""
    assert isinstance(spec.question, ThirtyColumns)
    found = tumors(spec.question.penalty, np.array(TUMOR_LASSO))
    v = int(np.flatnonzero(found.accuracy >= ENOUGH)[-1])
    inside = [NAMES[j] for j in np.flatnonzero(found.w[v])]
    return float(found.strengths[v]), inside, float(found.accuracy[v])


def reveal_let_in(spec: Experiment) -> str:
    """Which they are."""
    strength, inside, right = let_in(spec)
    return (
        f"It takes {len(inside)}, at λ = {three(strength)}: {listed(inside)}. {share(right)} of "
        "the tumors are on the right side."
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Number(
        "corner",
        "An L1 penalty on two coefficients: from which λ on is one of them exactly 0?",
        reveal_corner,
        answer=lambda spec: float(corners(spec)[1]),
        near=1.1,
        around=1.6,
        by_factor=True,
        free=("seed", "start", "steps"),
        hides=("paths",),
    ),
    Number(
        "leaving",
        "As λ falls the lasso lets all ten coefficients in. How many of them leave again on the "
        "way?",
        reveal_leaving,
        answer=lambda spec: float(len(leaving(spec))),
        around=1,
        high=10,
        settings={"question": "real-coefficients"},
        hides=("paths",),
        whole=True,
    ),
    Number(
        "one-standard-error",
        "Ten folds and the rule of one standard error: how many of the ten coefficients are kept?",
        reveal_kept,
        answer=kept_by_rule,
        around=1,
        high=10,
        settings={"question": "how-much"},
        hides=("errors", "compared"),
        whole=True,
    ),
    Number(
        "best-degree",
        "Twenty points of a sine with noise of σ = 0.3: which degree has the least bias² + "
        "variance?",
        reveal_degree,
        answer=lambda spec: float(degrees(spec).exact.risk.argmin()),
        around=1,
        high=15,
        # A slider at the answer would give it away.
        settings={
            "question": "bias-and-variance",
            "question.kept_simple_by": "by-degree",
            "question.kept_simple_by.degree": 9,
        },
        free=("seed",),
        hides=("parts", "compared", "fits"),
        whole=True,
    ),
    Choice(
        "stopping",
        "Gradient descent from 0 stops after t steps, a ridge has λ = 1/(ηt): which leaves more?",
        reveal_filters,
        options=lambda spec: KEEPS,
        answer=who_keeps,
        settings={"question": "one-spectrum"},
        hides=("filters", "plane", "risks", "compared"),
    ),
    Number(
        "let-in",
        "How many of thirty columns must an L1 penalty let in to have 95 % of the tumors right?",
        reveal_let_in,
        answer=lambda spec: float(len(let_in(spec)[1])),
        around=2,
        high=30,
        settings={"question": "thirty-columns"},
        hides=("paths", "conditions", "compared"),
        whole=True,
    ),
)
