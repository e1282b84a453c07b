"""What does λ do to real coefficients? All ten at once, and the conditions that hold there."""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import RealCoefficients
from core.experiments.regularization.ten_coefficients import (
    NAMES,
    Coefficients,
    Event,
    coefficients,
    count_by_knots,
    events,
    share_of,
)
from pages.ui.chapter.words import counted, listed, three
from pages.ui.regularization.building import (
    COMPONENT_NAMES,
    TEN_COLORS,
    Compared,
    Filled,
    Staging,
    still,
    table,
)
from pages.ui.stage import BarsPanel, Lane, PathsPanel

LANES: Final = [Lane("w", "coefficients", TEN_COLORS[0], "w")]
_EXACT = "exactly 0"


def _fill(spec: Experiment, knob: str, at: Array) -> Filled:
    question = spec.question
    assert isinstance(question, RealCoefficients)
    found, share, knots = coefficients(question.penalty, at), share_of(question.penalty), events()
    said = [say(found, v, share, knots) for v in range(len(at))]
    alt = "What theory says of these coefficients, and what they are."
    panels = [
        _paths(found, knob, share),
        _filters(found, knob) if share == 0 else _conditions(found, knob, share),
        table(compared(found, share), said, knob, alt, across=5, down=5),
    ]
    return Filled([still(found.solved, np.abs(found.solved).sum(axis=1))], panels)


def _paths(found: Coefficients, knob: str, share: float) -> PathsPanel:
    lasso = share == 1
    return PathsPanel(
        "paths",
        "Ten coefficients",
        "The ten coefficients of the diabetes data against the strength of the penalty.",
        NAMES,
        TEN_COLORS,
        found.path.T,
        knob,
        ticks=np.array([each.strength for each in events()]) if lasso else None,
        note="strokes: exact knots" if lasso else "",
        across=7,
        down=12,
    )


def _conditions(found: Coefficients, knob: str, share: float) -> BarsPanel:
    lasso = share == 1
    what = "|xⱼᵀr|/N" if lasso else "|xⱼᵀr/N − λ(1−ρ)wⱼ|"
    return BarsPanel(
        "conditions",
        f"{what} / {'λ' if lasso else 'λρ'} reaches 1 where w ≠ 0",
        "How much each column still has in common with the residuals, in units of what the "
        "penalty can hold at 0.",
        NAMES,
        (found.pull / found.hold[:, None])[:, None],
        knob,
        level=np.ones((1, 1)),
        colors=TEN_COLORS,
        ends=(0.0, 1.05),
        across=5,
        down=7,
    )


def _filters(found: Coefficients, knob: str) -> BarsPanel:
    return BarsPanel(
        "filters",
        "Filters s²/(s² + Nλ)",
        "What ridge regression leaves of each singular component of least squares, from the "
        "largest singular value to the smallest.",
        COMPONENT_NAMES,
        found.filters[:, None],
        knob,
        colors=["#0072B2"] * len(NAMES),
        ends=(0.0, 1.0),
        across=5,
        down=7,
    )


def compared(found: Coefficients, share: float) -> Compared:
    """Predicted and measured numbers (V, R), and the rows' names (R,)."""
    norm = np.abs(found.path).sum(axis=1), np.abs(found.solved).sum(axis=1)
    if share == 0:
        rows = ["‖<i>w</i>‖₁", "degrees of freedom Σ<i>s</i>²/(<i>s</i>²+<i>Nλ</i>)"]
        freedom = found.filters.sum(axis=1)
        return np.stack([norm[0], freedom], 1), np.stack([norm[1], found.trace], 1), rows
    active = found.solved != 0
    pull = found.pull / found.hold[:, None]
    within = np.where(active, pull, np.nan)
    some = active.any(axis=1)
    least = np.full(len(active), np.nan)
    least[some] = np.nanmin(within[some], axis=1)
    # Where nobody is in, the largest is that of w = 0.
    at_zero = found.pull[~some].max() if (~some).any() else np.nan
    largest = np.where(some, 1.0, at_zero / found.hold)
    rows = ["largest bar", "smallest bar of those ≠ 0", "coefficients ≠ 0", "‖<i>w</i>‖₁"]
    count = np.count_nonzero(found.path, axis=1)
    if share == 1:
        knots = events()
        count = np.array([count_by_knots(each, knots) for each in found.strengths])
    predicted = [largest, np.where(some, 1.0, np.nan), count, norm[0]]
    return (
        np.stack(predicted, 1),
        np.stack([pull.max(axis=1), least, found.count, norm[1]], 1),
        rows,
    )


def say(found: Coefficients, v: int, share: float, knots: list[Event]) -> str:
    """What holds at a position."""
    inside = [name for name, w in zip(NAMES, found.solved[v], strict=True) if w != 0]
    strength, d = found.strengths[v], len(NAMES)
    if share == 0:
        freedom = found.filters[v].sum()
        return (
            f"None of the ten is exactly 0; together they count as {three(freedom)} free "
            f"coefficients, {three(100 * freedom / d)} % of ten."
        )
    if not inside:
        return f"All ten are {_EXACT}: no column reaches the line, the penalty holds each of them."
    said = f"{counted(len(inside), d, 'coefficients')} are not 0: {listed(inside)}."
    if len(inside) == 1:
        said = f"One of ten coefficients is not 0: {inside[0]}."
    said = said[:1].upper() + said[1:]
    if share < 1:
        return said
    left = [each for each in knots if each.strength < strength]
    if not left:
        return f"{said} Below this λ nothing comes or goes any more."
    following = left[0]
    again = sum(each.name == following.name for each in knots if each.strength > strength) > 1
    verb = ("comes back" if again else "comes in") if following.enters else "leaves"
    return f"{said} Next below: {following.name} {verb} at λ = {three(following.strength)}."


STAGING: Final = Staging(LANES, _fill)
