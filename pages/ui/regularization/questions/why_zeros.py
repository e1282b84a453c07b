"""Why does the diamond give zeros and the disc none? Two coefficients, a ball, two runs."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.regularization import two_coefficients as two
from core.experiments.regularization.experiment import FARTHEST
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import WhyZeros
from core.networks.network import Network
from pages.ui.regularization.building import Compared, Filled, Staging, table
from pages.ui.regularization.questions.corners import say
from pages.ui.stage import Ball, BallPanel, BarsPanel, Lane, Panel, PathsPanel, Runs, SheetsPanel
from pages.ui.theme import CURVE_COLORS

PROXIMAL, SUBGRADIENT = CURVE_COLORS[0], CURVE_COLORS[1]
LANES: Final = [
    Lane("proximal", "proximal gradient (ISTA)", PROXIMAL, "proximal"),
    Lane("subgradient", "subgradient descent", SUBGRADIENT, "subgradient"),
]
BALL, LEFT = CURVE_COLORS[2], CURVE_COLORS[3]
TOP: Final = 6000.0
_NETWORK: Final = Network((2, 1))


def _fill(spec: Experiment, knob: str, at: Array) -> Filled:
    question = spec.question
    assert isinstance(question, WhyZeros)
    followed = two.follow(question, at, spec.first, spec.steps)
    minima = two.minima(question, at)
    runs = [_runs(question, at, w) for w in (followed.proximal, followed.subgradient)]
    panels = _panels(question, at, minima, spec.show_sum, knob)
    panels += _numbers(question, at, minima, followed, knob)
    return Filled(runs, panels, followed.k)


def cost_of(question: WhyZeros, strengths: Array, w: Array) -> Array:
    """Loss and penalty (..., V) for w (..., V, 2) and λ of strengths (V,)."""
    p = np.concatenate([w, np.zeros((*w.shape[:-1], 1))], axis=-1)
    penalty = question.penalty.penalty(strengths[:, None])
    with np.errstate(over="ignore", invalid="ignore"):
        return two.bowl(question.column_twice).value(w) + penalty.value(p, _NETWORK)


def size_of(question: WhyZeros, w: Array) -> Array:
    """The penalty with λ = 1, (...) for w (..., 2): which of its balls w lies on."""
    p = np.concatenate([w, np.zeros((*w.shape[:-1], 1))], axis=-1)
    return question.penalty.penalty(1.0).value(p, _NETWORK)


def _runs(question: WhyZeros, strengths: Array, w: Array) -> Runs:
    cost = cost_of(question, strengths, w)
    return Runs(w.swapaxes(0, 1), cost.T, np.full(len(strengths), -1))


def _panels(
    question: WhyZeros, strengths: Array, minima: Array, added: bool, knob: str
) -> list[Panel]:
    loss, penalty = two.bowl(question.column_twice), question.penalty
    names = two.NAMES[question.column_twice]
    labels = [f"w₁ ({names[0]})", f"w₂ ({names[1]})"]
    shape, share = penalty.name, penalty.l1_share
    sheets = SheetsPanel(
        "sheets",
        "Loss + penalty" if added else "Loss, and the penalty apart",
        "The loss over two coefficients as a surface, and the penalty as another one.",
        loss.H,
        loss.c,
        loss.rest,
        shape,
        share,
        strengths,
        minima,
        labels,
        FARTHEST,
        knob,
        BALL,
        top=TOP,
        added=added,
        note=f"cut at {TOP:,.0f}",
        across=4,
    )
    ball = BallPanel(
        "ball",
        "The ball that λ means",
        "Level lines of the loss, the penalty's ball, and the point where they touch.",
        labels,
        loss.H,
        loss.c,
        loss.rest,
        [(-FARTHEST, FARTHEST)] * 2,
        knob,
        [Ball("", minima, BALL, shape, share)],
        strengths,
        unique=two.is_unique(question),
        note="arrow: down the loss",
    )
    return [sheets, ball]


def _numbers(
    question: WhyZeros, strengths: Array, minima: Array, followed: two.Followed, knob: str
) -> list[Panel]:
    said = [say(question, float(each), w) for each, w in zip(strengths, minima, strict=True)]
    both = np.concatenate([followed.proximal, followed.subgradient], axis=2).swapaxes(0, 1)
    sure = certain(question, minima)
    marks = np.where(sure[:, None], np.tile(minima, 2), np.nan)[:, None]
    bars = BarsPanel(
        "bars",
        "Coefficients",
        "The two coefficients of either method at the step shown, with marks where they must end.",
        [f"{name}, {method}" for method in ("proximal", "subgrad.") for name in ("w₁", "w₂")],
        both,
        knob,
        predicted=marks,
        colors=[PROXIMAL] * 2 + [SUBGRADIENT] * 2,
        ends=(-FARTHEST, FARTHEST),
        note="| exact minimum" if sure.any() else "",
        across=4,
        down=3,
    )
    paths = PathsPanel(
        "paths",
        "Both coefficients",
        "The two coefficients of the minimum against the strength of the penalty.",
        ["w₁", "w₂"],
        [BALL, LEFT],
        minima.T,
        knob,
        named_at="",
        across=4,
        down=3,
    )
    told = compared(question, strengths, minima, followed)
    alt = "The exact minimum, and where the run of proximal steps is."
    return [
        bars,
        paths,
        table(told, said, knob, alt, heads=("exact", "run"), across=4, down=6),
    ]


def certain(question: WhyZeros, minima: Array) -> NDArray[np.bool_]:
    """Whether there is one minimum (V,): with a column taken twice there is where both are 0."""
    return np.asarray((minima == 0).all(axis=1) | two.is_unique(question))


def compared(
    question: WhyZeros, strengths: Array, minima: Array, followed: two.Followed
) -> Compared:
    """Predicted (V, 1, R) and measured numbers (V, F, R), and the rows' names (R,)."""
    w, other = followed.proximal, followed.subgradient
    cost, best = cost_of(question, strengths, w), cost_of(question, strengths, minima)
    zeros = np.where(certain(question, minima), (minima == 0).sum(axis=1), np.nan)
    rows = ["loss + penalty", "penalty / λ", "zeros, proximal", "zeros, subgrad."]
    # A subgradient step lands on 0 by chance alone: nothing is predicted.
    predicted = [
        best,
        size_of(question, minima),
        zeros,
        np.nan * zeros,
    ]
    measured = [cost, size_of(question, w), (w == 0).sum(axis=2), (other == 0).sum(axis=2)]
    if question.column_twice:
        rows.append("<i>w</i>₁ + <i>w</i>₂")
        predicted.append(minima.sum(axis=1))
        measured.append(w.sum(axis=2))
    return (
        np.stack(predicted, axis=1)[:, None],
        np.stack([np.asarray(each, dtype=float).T for each in measured], axis=2),
        rows,
    )


STAGING: Final = Staging(LANES, _fill)
