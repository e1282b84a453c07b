"""What the engine finds about the settings that a question of this chapter sets."""

import numpy as np

from core.arrays import Array
from core.experiments.regularization import two_coefficients as two
from core.experiments.regularization.choices import FoldedLasso, TumorLasso
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.how_much import Choice, choose
from core.experiments.regularization.positions import LASSO, LINEAR, TUMOR_LASSO
from core.experiments.regularization.questions import HowMuch, ThirtyColumns, WhyZeros
from core.experiments.regularization.thirty_columns import Tumors, tumors
from core.regularization import lasso_knots
from pages.ui.chapter.remembered import remembered

RIGHT_ENOUGH = 0.95


def why_zeros(spec: Experiment) -> WhyZeros:
    """The question on two coefficients."""
    assert isinstance(spec.question, WhyZeros)
    return spec.question


def minimum(spec: Experiment) -> Array:
    """Where (2,) loss and penalty are least at the λ in force."""
    question = why_zeros(spec)
    return np.asarray(two.minima(question, np.array([question.strength]))[0])


def least_squares(spec: Experiment) -> Array:
    """Where (2,) the loss alone is least."""
    return np.asarray(two.minima(why_zeros(spec), np.zeros(1))[0])


def along(spec: Experiment) -> tuple[Array, Array]:
    """λ (V,) at the positions of the dial, and the minima (V, 2) there."""
    strengths = np.array(LINEAR)
    return strengths, two.minima(why_zeros(spec), strengths)


def first_knot(spec: Experiment) -> float:
    """The λ from which on one of the two coefficients is 0: the second bend of the lasso's path."""
    return float(lasso_knots(*two.columns(why_zeros(spec).column_twice)).strengths[1])


@remembered(Experiment, lambda spec: spec.without("rate", "view"), doing="Fitting every fold …")
def folded(spec: Experiment) -> Choice:
    """The errors of the lasso on rows that no fit has seen, along λ."""
    assert isinstance(spec.question, HowMuch)
    assert isinstance(spec.question.penalty, FoldedLasso)
    return choose(spec.question, np.array(LASSO), spec.seed)


@remembered(Experiment, lambda spec: spec.without("rate", "view"))
def thirty(spec: Experiment) -> Tumors:
    """The lasso on all columns of the tumors, along λ."""
    assert isinstance(spec.question, ThirtyColumns)
    return tumors(TumorLasso(), np.array(TUMOR_LASSO))


def first_right(spec: Experiment) -> int:
    """The position of the largest λ at which 95 % of the tumors are right."""
    return int(np.flatnonzero(thirty(spec).accuracy >= RIGHT_ENOUGH)[-1])
