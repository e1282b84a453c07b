"""Are they all the same? Other regularizers beside the ridge, over one spectrum."""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.regularization.choices import Dropout, EarlyStopping, InputNoise, Truncation
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import OneSpectrum
from core.experiments.regularization.spectrum import COMPONENTS, Spectrum, bound, spectrum
from core.experiments.regularization.ten_coefficients import NAMES
from pages.ui.chapter.words import counted, three
from pages.ui.regularization.building import (
    COMPONENT_NAMES,
    TEN_COLORS,
    Compared,
    Filled,
    Staging,
    still,
    table,
)
from pages.ui.stage import Ball, BallPanel, BarsPanel, Lane, PathsPanel
from pages.ui.theme import CURVE_COLORS

RIDGE, OTHER = CURVE_COLORS[2], CURVE_COLORS[0]
LANES: Final = [
    Lane("ridge", "Ridge regression", RIDGE, "ridge"),
    Lane("other", "The other method", OTHER, "other"),
]
# The first component, and the one that least squares has most of among those that are well known.
_SHOWN: Final = [0, 3]


def _fill(spec: Experiment, knob: str, at: Array) -> Filled:
    question = spec.question
    assert isinstance(question, OneSpectrum)
    found = spectrum(question, at)
    said = [say(found, question, v) for v in range(len(at))]
    alt = "What the filters say of the method, and what it ends at."
    heads = ("by filters", "by itself")
    panels = [
        _filters(found, question, knob),
        _coefficients(found, knob),
        _plane(found, question, knob),
        _risks(found, question, knob),
        table(compared(found), said, knob, alt, heads=heads, across=4, down=6),
    ]
    runs = [
        still(w @ found.directions[_SHOWN].T, risk)
        for w, risk in ((found.ridge_w, found.ridge_risk), (found.measured, found.risk))
    ]
    return Filled(runs, panels)


def _filters(found: Spectrum, question: OneSpectrum, knob: str) -> BarsPanel:
    return BarsPanel(
        "filters",
        "What is left of each component",
        "The share that the method leaves of each singular component of least squares, and, as "
        "marks, what ridge regression leaves.",
        COMPONENT_NAMES,
        found.other[:, None],
        knob,
        predicted=found.ridge[:, None],
        colors=[OTHER] * COMPONENTS,
        ends=(0.0, 1.0),
        note="|: ridge",
        across=4,
        down=6,
    )


def _coefficients(found: Spectrum, knob: str) -> BarsPanel:
    return BarsPanel(
        "coefficients",
        "The ten coefficients",
        "The coefficients that the method ends at, and, as marks, those of ridge regression.",
        NAMES,
        found.measured[:, None],
        knob,
        predicted=found.ridge_w[:, None],
        colors=TEN_COLORS,
        note="|: ridge",
        across=4,
        down=6,
    )


def _plane(found: Spectrum, question: OneSpectrum, knob: str) -> BallPanel:
    least = found.least[_SHOWN]
    return BallPanel(
        "plane",
        "On the loss",
        "Level lines of the loss along the first and the fourth right singular vector, and where "
        "ridge regression and the other method are at every λ, by their filters and by themselves.",
        [f"along the {COMPONENT_NAMES[k]}" for k in _SHOWN],
        H=np.diag(found.curvatures[_SHOWN]),
        c=found.curvatures[_SHOWN] * least,
        # The other eight components add what does not depend on these two.
        rest=float(found.rest + found.curvatures[_SHOWN] @ np.square(least) / 2),
        window=[(-0.15 * float(end), 1.15 * float(end)) for end in least],
        knob=knob,
        balls=[
            Ball("ridge", found.ridge[:, _SHOWN] * least, RIDGE),
            Ball(question.method.title, found.other[:, _SHOWN] * least, OTHER),
        ],
        note="ring: by filters · dot: by itself",
    )


def _risks(found: Spectrum, question: OneSpectrum, knob: str) -> PathsPanel:
    return PathsPanel(
        "risks",
        "In-sample risk",
        "The expected squared distance from least squares, taken as the truth, against λ.",
        ["ridge", question.method.title],
        [RIDGE, OTHER],
        np.stack([found.ridge_risk, found.risk]),
        knob,
        dashes=[0],
        log_value=True,
        named_at="end",
        note="truth: least squares",
        across=4,
        down=6,
    )


def compared(found: Spectrum) -> Compared:
    """Predicted and measured numbers (V, R), and the rows' names (R,)."""
    norm = [np.linalg.norm(w, axis=1) for w in (found.w, found.measured)]
    largest = [np.abs(w).max(axis=1) for w in (found.w, found.measured)]
    rows = ["‖<i>w</i>‖", "largest |<i>w<sub>j</sub></i>|"]
    return np.stack([norm[0], largest[0]], 1), np.stack([norm[1], largest[1]], 1), rows


def say(found: Spectrum, question: OneSpectrum, v: int) -> str:
    """How strong the method is at a position, and how far it is from the ridge."""
    strength, amount, gap = found.strengths[v], float(found.amount[v]), float(found.gap[v])
    where = int(np.abs(found.other[v] - found.ridge[v]).argmax()) + 1
    ratio = float(found.risk[v] / found.ridge_risk[v])
    apart = f"differ by at most {three(gap)}, at component {where}"
    match question.method:
        case EarlyStopping():
            where_most, most = bound()
            exact = float(found.curvatures[0]) / (question.step_size * strength)
            steps = "1 step" if amount == 1 else f"{int(amount):,} steps"
            if three(exact) != three(amount):
                steps = f"{three(exact)} steps, here {int(amount)}"
            return (
                f"λ = {three(strength)} is {steps}. The two filters {apart}; as η → 0 it is at "
                f"most {three(most)}, where s²ηt/N = {three(where_most)}, s a singular value, "
                f"whatever the data. Risk: {three(ratio)} times the ridge's."
            )
        case Truncation():
            kept = counted(int(amount), 10, "components").capitalize()
            verbs = ("has", "is") if amount == 1 else ("have", "are")
            return (
                f"{kept} {verbs[0]} s²/N ≥ λ and {verbs[1]} kept whole. The two "
                f"filters {apart}. Risk: {three(ratio)} times the ridge's."
            )
        case Dropout():
            return (
                f"Keep rate q = {three(amount)}: (1−q)/q = λ, and as all columns have one length "
                "the minimum is exactly the ridge's."
            )
        case InputNoise():
            return f"Deviation σ = {three(amount)}: σ² = λ, and the minimum is exactly the ridge's."


STAGING: Final = Staging(LANES, _fill)
