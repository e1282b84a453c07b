"""How strong should the penalty be? Errors on rows that no fit has seen, and two rules."""

from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.how_much import FOLDS, Choice, choose
from core.experiments.regularization.questions import HowMuch
from pages.ui.chapter.words import three, told_apart
from pages.ui.regularization.building import Compared, Filled, Staging, still, table
from pages.ui.stage import BarsPanel, Lane, Mark, PathsPanel
from pages.ui.theme import CURVE_COLORS

LANES: Final = [Lane("error", "mean squared error", CURVE_COLORS[0], "error")]
TRAINING, FOLDED, LEAKY, HELD_OUT = (CURVE_COLORS[k] for k in (3, 0, 1, 2))
LEFT_OUT: Final = "#4263D6"
# A change of the error below this, against one standard error, is said to be little.
LITTLE: Final = 0.05


def _fill(spec: Experiment, knob: str, at: Array) -> Filled:
    assert isinstance(spec.question, HowMuch)
    found = choose(spec.question, at, spec.seed)
    said = [say(found, v) for v in range(len(at))]
    alt = "The error on rows that a fit has not seen, found in two ways at a time."
    title, heads = "One error, found in two ways", ("first", "second")
    panels = [
        _curves(found, knob),
        _folds(found, knob),
        table(compared(found), said, knob, alt, title=title, heads=heads, across=5, down=6),
    ]
    return Filled([still(found.folded.mean[:, None], found.folded.mean)], panels)


def _curves(found: Choice, knob: str) -> PathsPanel:
    folded, strengths = found.folded, found.strengths
    lines = {
        "training": (TRAINING, found.training),
        "ten folds": (FOLDED, folded.mean),
        "… scaled outside": (LEAKY, found.leaky.mean),
        "a fifth held out": (HELD_OUT, found.held_out),
    }
    if found.left_out is not None:
        lines["one left out"] = (LEFT_OUT, found.left_out)
    bands = np.full((len(lines), len(strengths), 2), np.nan)
    bands[1] = np.stack(
        [folded.mean - folded.standard_error, folded.mean + folded.standard_error], 1
    )
    marks = [
        Mark(float(strengths[folded.best]), "λₘᵢₙ"),
        Mark(float(strengths[folded.simplest]), "one standard error"),
    ]
    return PathsPanel(
        "errors",
        "Mean squared error",
        "Errors on the rows of the fit and on rows that it has not seen, against λ.",
        list(lines),
        [color for color, _ in lines.values()],
        np.stack([values for _, values in lines.values()]),
        knob,
        bands=bands,
        dashes=[2],
        ends=(2400.0, 6400.0),
        marks=marks,
        note="band: ± one standard error",
        across=7,
        down=12,
    )


def _folds(found: Choice, knob: str) -> BarsPanel:
    return BarsPanel(
        "folds",
        "Error on each fold",
        "The error of each of the ten fits on the tenth of the rows that it has not seen.",
        [f"fold {k + 1}" for k in range(FOLDS)],
        found.folded.errors.T[:, None],
        knob,
        level=found.folded.mean[:, None],
        level_name="mean",
        colors=[FOLDED] * FOLDS,
        across=5,
        down=6,
    )


def compared(found: Choice) -> Compared:
    """Predicted and measured numbers (V, R), and the rows' names (R,)."""
    rows = ["error on new rows: ten folds · held out"]
    predicted, measured = [found.folded.mean], [found.held_out]
    if found.left_out is not None and found.refitted is not None:
        rows.append("one left out: formula · 442 refits")
        predicted.append(found.left_out)
        measured.append(found.refitted)
    rows.append("scaled inside · outside the folds")
    predicted.append(found.folded.mean)
    measured.append(found.leaky.mean)
    return np.stack(predicted, axis=1), np.stack(measured, axis=1), rows


def say(found: Choice, v: int) -> str:
    """Where a position stands by the two rules, and what leaks."""
    folded = found.folded
    best, simplest, error = folded.best, folded.simplest, folded.standard_error
    if v == best:
        said = (
            f"λₘᵢₙ: no other λ on this scale has a smaller mean error, {three(folded.mean[v])} "
            f"± {three(error[v])}."
        )
    elif v == simplest:
        said = (
            "The rule of one standard error: the largest λ whose mean error is at most "
            f"{three(error[best])} above the least."
        )
    elif folded.mean[v] <= folded.mean[best] + error[best]:
        said = (
            f"Within one standard error, {three(error[best])}, of the least mean error: these "
            "folds do not tell it from λₘᵢₙ."
        )
    else:
        above, one = told_apart(float(folded.mean[v] - folded.mean[best]), float(error[best]))
        said = f"The mean error is {above} above the least, more than one standard error, {one}."
    kind = "coefficients ≠ 0" if found.left_out is None else "degrees of freedom"
    said += f" {three(found.free[v])} {kind}."
    return f"{said} {leak(found)}"


def leak(found: Choice) -> str:
    """What scaling outside the folds does to λₘᵢₙ and to the least error, and how much that is."""
    inside, outside, error = (
        found.folded,
        found.leaky,
        found.folded.standard_error[found.folded.best],
    )
    at, to = (found.strengths[each.best] for each in (inside, outside))
    moved = float(abs(outside.mean[outside.best] - inside.mean[inside.best]))
    place = f"leaves λₘᵢₙ at {three(at)}"
    if at != to:
        place = f"moves λₘᵢₙ from {three(at)} to {three(to)}"
    little = f": little beside one standard error, {three(error)}" if moved < LITTLE * error else ""
    return (
        f"Scaling outside the folds, a leak, {place} and changes the least mean error by "
        f"{three(moved)}{little}."
    )


STAGING: Final = Staging(LANES, _fill)
