"""The questions of the chapter on regularization: each is a small experiment with its own knobs."""

from abc import ABC
from dataclasses import dataclass
from typing import ClassVar, Final, final

import numpy as np

from core.experiments.regularization.shapes import SHAPES, Diamond, Shape
from core.spec import choice, knob, menu, switch


def grid(low: float, high: float, count: int = 100) -> tuple[float, ...]:
    """Numbers from low to high, even in their logarithm, to three digits."""
    return tuple(float(f"{value:.3g}") for value in np.geomspace(low, high, count))


LINEAR: Final = (
    *(0.0, 0.5),
    *(float(k) for k in range(1, 40)),
    # The lasso's corners are here.
    *(k / 2 for k in range(80, 100)),
    *(float(k) for k in range(50, 101, 2)),
)
PATH: Final = grid(0.05, 50)
LASSO: Final = grid(0.0452, 45.2)
RIDGE: Final = grid(0.0001, 10, 51)


@dataclass(frozen=True)
class Question(ABC):
    """A question, and what can be set in it; `strength` is the λ that a reader drags."""

    title: ClassVar[str]
    short: ClassVar[str]


@final
@dataclass(frozen=True)
class WhyZeros(Question):
    """Two coefficients of the diabetes data under one penalty."""

    title = "Why does the diamond give zeros and the disc none?"
    short = "Why zeros?"

    penalty: Shape = choice(SHAPES, Diamond(), "whose ball the minimum lies on")
    strength: float = knob(
        20.0, 0, 100, symbol="λ", help="strength of the penalty", part="rate", positions=LINEAR
    )
    column_twice: bool = switch(False, "bmi twice, in place of bmi and s5")
    eta: float = knob(0.1, 0.01, 0.5, symbol="η", log=True, help="size of a step")


@final
@dataclass(frozen=True)
class Lasso:
    r"""λ \|w\|_1"""

    title = "L1: the lasso"


@final
@dataclass(frozen=True)
class ElasticNet:
    r"""λ (ρ \|w\|_1 + \tfrac{1-ρ}{2} \|w\|^2)"""

    title = "half of each: the elastic net"

    l1_share: float = knob(0.5, 0.05, 0.95, symbol="ρ", help="share of the L1 norm")


@final
@dataclass(frozen=True)
class Ridge:
    r"""\tfrac{λ}{2} \|w\|^2"""

    title = "L2: ridge regression"


METHODS: Final = menu(Lasso, ElasticNet, Ridge)


@final
@dataclass(frozen=True)
class RealCoefficients(Question):
    """All ten coefficients of the diabetes data against λ."""

    title = "What does λ do to real coefficients?"
    short = "Ten coefficients"

    penalty: Lasso | ElasticNet | Ridge = choice(METHODS, Lasso(), "what is added to the loss")
    strength: float = knob(
        PATH[70], 0.05, 50, symbol="λ", log=True, help="strength", part="rate", positions=PATH
    )


@final
@dataclass(frozen=True)
class FoldedLasso:
    r"""λ \|w\|_1"""

    title = "L1: the lasso"

    strength: float = knob(
        LASSO[25], 0.0452, 45.2, symbol="λ", log=True, help="strength", part="rate", positions=LASSO
    )


@final
@dataclass(frozen=True)
class FoldedRidge:
    r"""\tfrac{λ}{2} \|w\|^2"""

    title = "L2: ridge regression"

    strength: float = knob(
        RIDGE[26], 0.0001, 10, symbol="λ", log=True, help="strength", part="rate", positions=RIDGE
    )


FOLDED: Final = menu(FoldedLasso, FoldedRidge)


@final
@dataclass(frozen=True)
class HowMuch(Question):
    """Which λ? Errors on rows that a fit has not seen."""

    title = "How strong should the penalty be?"
    short = "How much?"

    penalty: FoldedLasso | FoldedRidge = choice(FOLDED, FoldedLasso(), "what is added to the loss")
    random_folds: bool = switch(False, "rows dealt to the folds by the seed, not in turn")


@final
@dataclass(frozen=True)
class ByDegree:
    """Polynomials of degree d by least squares."""

    title = "the degree of a polynomial"

    degree: int = knob(3, 0, 15, symbol="d", help="of the polynomial", part="rate")


@final
@dataclass(frozen=True)
class ByRidge:
    """Degree 15, with a ridge on its coefficients in Legendre's polynomials."""

    title = "a ridge on degree 15"

    strength: float = knob(
        RIDGE[25], 0.0001, 10, symbol="λ", log=True, help="strength", part="rate", positions=RIDGE
    )


CONTROLS: Final = menu(ByDegree, ByRidge)


@final
@dataclass(frozen=True)
class BiasAndVariance(Question):
    """Fits of sin 2πx to N noisy points."""

    title = "Where does the error of a fit come from?"
    short = "Bias and variance"

    kept_simple_by: ByDegree | ByRidge = choice(CONTROLS, ByDegree(), "what keeps a fit simple")
    sigma: float = knob(0.3, 0.05, 1.0, symbol="σ", help="deviation of the noise")
    count: int = knob(20, 18, 60, symbol="N", help="number of points")


QUESTIONS: Final = menu(WhyZeros, RealCoefficients, HowMuch, BiasAndVariance)
