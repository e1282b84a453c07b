"""What stops the weights where the data do not? Thirty columns, and a valley that runs away."""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.regularization.choices import TumorLasso
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import ThirtyColumns
from core.experiments.regularization.thirty_columns import ACROSS, ALONG, NAMES, Tumors, tumors
from pages.ui.chapter.words import counted, share
from pages.ui.regularization.building import (
    TEN_COLORS,
    Compared,
    Filled,
    Staging,
    still,
    table,
)
from pages.ui.stage import BarsPanel, Lane, PathsPanel, ValleyPanel
from pages.ui.theme import CROSS_ENTROPY

# Each level is half as far above the lowest point as the next.
SHARES: Final = [2.0**-k for k in range(9, 0, -1)]
# The axis of the coefficients goes so far, or twice, four times, … as far.
REACH: Final = 1.0
LANES: Final = [Lane("w", "coefficients", CROSS_ENTROPY, "w")]
COLORS: Final = [TEN_COLORS[k % 10] for k in range(len(NAMES))]


def _fill(spec: Experiment, knob: str, at: Array) -> Filled:
    question = spec.question
    assert isinstance(question, ThirtyColumns)
    found, lasso = tumors(question.penalty, at), isinstance(question.penalty, TumorLasso)
    said = [say(found, v) for v in range(len(at))]
    alt = "What the condition of a minimum says, and what the slopes and coefficients are."
    panels = [
        _paths(found, knob),
        _conditions(found, knob) if lasso else _weights(found, knob),
        _valley(found, knob),
        table(compared(found, lasso), said, knob, alt, across=4, down=6),
    ]
    return Filled([still(found.w, np.abs(found.w).sum(axis=1))], panels)


def _paths(found: Tumors, knob: str) -> PathsPanel:
    return PathsPanel(
        "paths",
        "Thirty coefficients",
        "The coefficients of all thirty columns against the strength of the penalty.",
        NAMES,
        COLORS,
        found.w.T,
        knob,
        named_at="cursor",
        across=7,
        down=6,
    )


def _conditions(found: Tumors, knob: str) -> BarsPanel:
    return BarsPanel(
        "conditions",
        "|∂L/∂wⱼ| / λ reaches 1 where wⱼ ≠ 0",
        "The slope of the cross-entropy along each coefficient, in units of λ.",
        NAMES,
        np.abs(found.slopes / found.strengths[:, None])[:, None],
        knob,
        level=np.ones((1, 1)),
        colors=COLORS,
        ends=(0.0, 1.05),
        across=5,
        down=12,
    )


def _weights(found: Tumors, knob: str) -> BarsPanel:
    return BarsPanel(
        "weights",
        "Coefficients, and −∂L/∂wⱼ / λ",
        "Each coefficient, and as a mark what the slope of the cross-entropy says it must be.",
        NAMES,
        found.w[:, None],
        knob,
        predicted=-(found.slopes / found.strengths[:, None])[:, None],
        colors=COLORS,
        # An axis for the largest at weak penalties would leave those at strong ones no room.
        reaches=reaches(found),
        note="the axis fits each λ",
        across=5,
        down=12,
    )


def reaches(found: Tumors) -> Array:
    """How far the axis goes at each λ (V,), so that it holds each bar and each mark."""
    marks = found.slopes / found.strengths[:, None]
    most = np.maximum(np.abs(found.w), np.abs(marks)).max(axis=1)
    return np.asarray(REACH * np.exp2(np.ceil(np.log2(most / REACH))))


def _valley(found: Tumors, knob: str) -> ValleyPanel:
    return ValleyPanel(
        "valley",
        "Loss + penalty",
        "Level lines of cross-entropy and penalty over a direction of w in which all tumors are "
        "right, and one at right angles to it.",
        ["separating w", "another"],
        ALONG,
        ACROSS,
        found.loss.astype(np.float32),
        found.size.astype(np.float32),
        found.strengths,
        SHARES,
        knob,
        CROSS_ENTROPY,
        note="heights double outwards",
        across=3,
        down=6,
    )


def compared(found: Tumors, lasso: bool) -> Compared:
    """Predicted and measured numbers (V, R), and the rows' names (R,)."""
    slopes, strengths = np.abs(found.slopes), found.strengths
    if not lasso:
        norm = np.linalg.norm(found.slopes, axis=1) / strengths
        rows = ["‖<i>w</i>‖: ‖∇<i>L</i>‖/<i>λ</i>"]
        return norm[:, None], np.linalg.norm(found.w, axis=1)[:, None], rows
    active = found.w != 0
    some = active.any(axis=1)
    least = np.where(active, slopes, np.inf).min(axis=1)
    top = np.where(some, strengths, slopes.max(axis=1))
    return (
        np.stack([top, np.where(some, strengths, np.nan)], axis=1),
        np.stack([slopes.max(axis=1), np.where(some, least, np.nan)], axis=1),
        ["largest |∂<i>L</i>/∂<i>w<sub>j</sub></i>|", "smallest where <i>w<sub>j</sub></i> ≠ 0"],
    )


def say(found: Tumors, v: int) -> str:
    """What is left of the coefficients at a position, who is right, and why λ is not 0."""
    count = int(np.count_nonzero(found.w[v]))
    left = (
        f"{counted(count, len(NAMES), 'coefficients').capitalize()} "
        f"{'is' if count == 1 else 'are'} not 0"
        if count
        else f"All {len(NAMES)} coefficients are 0"
    )
    return (
        f"{left}, and {share(float(found.accuracy[v]))} of the 569 tumors are on the right side. "
        "A hyperplane separates them all, so without a penalty there is no minimum: along a "
        "separating w, the longer it is, the less it costs."
    )


STAGING: Final = Staging(LANES, _fill)
