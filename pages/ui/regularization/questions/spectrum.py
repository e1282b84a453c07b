"""Are they all the same? Other regularizers beside the ridge, over one spectrum."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.regularization.choices import Dropout, EarlyStopping, InputNoise, Truncation
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import OneSpectrum
from core.experiments.regularization.spectrum import COMPONENTS, Spectrum, bound, spectrum
from core.experiments.regularization.ten_coefficients import NAMES
from pages.ui.chapter.remembered import remembered
from pages.ui.chapter.words import three, told
from pages.ui.regularization.building import (
    ONE_MOMENT,
    TEN_COLORS,
    dial_of,
    family,
    off_scale,
    on_stage,
    still,
    with_value,
)
from pages.ui.stage import (
    BarsPanel,
    ComparisonPanel,
    Lane,
    PathsPanel,
    Repertoire,
    Scene,
)
from pages.ui.theme import CURVE_COLORS

RIDGE, OTHER = CURVE_COLORS[2], CURVE_COLORS[0]
LANES: Final = [Lane("risk", "in-sample risk", OTHER, "risk")]


def scene(spec: Experiment, restart: int) -> Scene:
    """Everything on stage for this question."""
    dial = dial_of(spec)
    return on_stage(spec, dial, LANES, _repertoire(spec, off_scale(dial, spec)), restart)


@remembered(Experiment, lambda spec: spec.without("rate", "view"))
def _repertoire(spec: Experiment, value: float | None) -> Repertoire:
    question, dial = spec.question, dial_of(spec)
    assert isinstance(question, OneSpectrum)
    at = with_value(dial, value)
    found = spectrum(question, at)
    runs = still(found.measured, found.risk)
    panels = [
        _filters(found, question, dial.name),
        _coefficients(found, dial.name),
        _risks(found, question, dial.name),
        _table(found, question, dial.name),
    ]
    return Repertoire({dial.name: family(dial, at, ONE_MOMENT, [runs])}, panels)


def _filters(found: Spectrum, question: OneSpectrum, knob: str) -> BarsPanel:
    return BarsPanel(
        "filters",
        "What is left of each component",
        "The share that the method leaves of each singular component of least squares, and, as "
        "marks, what ridge regression leaves.",
        [f"s{index}" for index in "₁₂₃₄₅₆₇₈₉"] + ["s₁₀"],
        found.other[:, None],
        knob,
        predicted=found.ridge[:, None],
        colors=[OTHER] * COMPONENTS,
        ends=(0.0, 1.0),
        note="bar: " + question.method.title + " · |: ridge",
        across=6,
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
        across=6,
        down=6,
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
        note="truth: the least-squares fit",
        across=6,
        down=6,
    )


def _table(found: Spectrum, question: OneSpectrum, knob: str) -> ComparisonPanel:
    predicted, measured, rows = compared(found)
    sentences = told([say(found, question, v) for v in range(len(found.strengths))])
    return ComparisonPanel(
        "compared",
        "Predicted and measured",
        "What the filters say of the method, and what it ends at.",
        rows,
        predicted[:, None],
        measured[:, None],
        knob,
        heads=("by filters", "by itself"),
        sentences=sentences.sentences,
        sentence=sentences.frame[:, None],
        across=6,
        down=6,
    )


def compared(found: Spectrum) -> tuple[Array, Array, Sequence[str]]:
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
            steps = "1 step" if amount == 1 else f"{int(amount):,} steps"
            return (
                f"λ = {three(strength)} is {steps}. The two filters {apart}; as η → 0 it is at "
                f"most {three(most)}, where s²ηt/N = {three(where_most)}, whatever the data. "
                f"Risk: {three(ratio)} times the ridge's."
            )
        case Truncation():
            return (
                f"{int(amount)} of ten components have s²/N ≥ λ and are kept whole. The two "
                f"filters {apart}. Risk: {three(ratio)} times the ridge's."
            )
        case Dropout():
            return (
                f"Keep rate q = {three(amount)}: (1−q)/q = λ, and as all columns have one length "
                "the minimum is exactly the ridge's."
            )
        case InputNoise():
            return f"Deviation σ = {three(amount)}: σ² = λ, and the minimum is exactly the ridge's."
