"""The questions of the chapter on regularization: each is a small experiment with its own knobs."""

from abc import ABC
from dataclasses import dataclass
from typing import ClassVar, Final, final

from core.experiments.regularization.choices import (
    CONTROLS,
    FOLDED,
    METHODS,
    SPECTRAL,
    TUMORS,
    ByDegree,
    ByRidge,
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
from core.experiments.regularization.positions import LINEAR, PATH, SPECTRUM
from core.experiments.regularization.shapes import SHAPES, Diamond, Shape
from core.spec import choice, knob, menu, switch


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
class HowMuch(Question):
    """Which λ? Errors on rows that a fit has not seen."""

    title = "How strong should the penalty be?"
    short = "How much?"

    penalty: FoldedLasso | FoldedRidge = choice(FOLDED, FoldedLasso(), "what is added to the loss")
    random_folds: bool = switch(False, "rows dealt to the folds by the seed, not in turn")


@final
@dataclass(frozen=True)
class BiasAndVariance(Question):
    """Fits of sin 2πx to N noisy points."""

    title = "Where does the error of a fit come from?"
    short = "Bias and variance"

    kept_simple_by: ByDegree | ByRidge = choice(CONTROLS, ByDegree(), "what keeps a fit simple")
    sigma: float = knob(0.3, 0.05, 1.0, symbol="σ", help="deviation of the noise")
    count: int = knob(20, 18, 60, symbol="N", help="number of points")


@final
@dataclass(frozen=True)
class OneSpectrum(Question):
    """Other regularizers beside the ridge, as filters over the same singular values."""

    title = "Are they all the same?"
    short = "One spectrum"

    method: EarlyStopping | Truncation | Dropout | InputNoise = choice(
        SPECTRAL, EarlyStopping(), "beside ridge regression"
    )
    strength: float = knob(
        SPECTRUM[40],
        0.001,
        4.02,
        symbol="λ",
        log=True,
        part="rate",
        positions=SPECTRUM,
        help="of the ridge; the other method is as strong",
    )
    step_size: float = knob(
        0.1, 0.01, 1.0, symbol="ηh₁", log=True, help="η times the largest curvature"
    )


@final
@dataclass(frozen=True)
class ThirtyColumns(Question):
    """Logistic regression on data that a hyperplane separates."""

    title = "What stops the weights where the data do not?"
    short = "Thirty columns"

    penalty: TumorLasso | TumorRidge = choice(TUMORS, TumorLasso(), "added to the cross-entropy")


QUESTIONS: Final = menu(
    WhyZeros, RealCoefficients, HowMuch, BiasAndVariance, OneSpectrum, ThirtyColumns
)
