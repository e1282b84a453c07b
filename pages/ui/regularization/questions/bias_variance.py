"""Where does the error of a fit come from? Bias and variance, exact and drawn."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.regularization.choices import ByDegree
from core.experiments.regularization.degrees import (
    DRAWS,
    Decomposition,
    decompose,
    truth,
)
from core.experiments.regularization.experiment import RegularizationExperiment as Experiment
from core.experiments.regularization.questions import BiasAndVariance
from pages.ui.chapter.words import counted, listed, three, told_apart
from pages.ui.regularization.building import Compared, Filled, Staging, still, table
from pages.ui.stage import CurvesPanel, Lane, Mark, PathsPanel
from pages.ui.theme import CURVE_COLORS

LANES: Final = [Lane("risk", "bias² + variance", CURVE_COLORS[2], "risk")]
BIAS, VARIANCE, SUM = CURVE_COLORS[0], CURVE_COLORS[1], CURVE_COLORS[2]
TRUTH: Final = "#8420F5"
ENDS: Final = (1e-6, 100.0)
"""Of the logarithmic chart: what is outside is not shown, and that is said."""

_EVERY: Final = 2
_SHOWN: Final = 20


@dataclass(frozen=True)
class Rival:
    """The least sum that choosing the degree reaches, and where."""

    degree: int
    risk: float


def _fill(spec: Experiment, knob: str, at: Array) -> Filled:
    question = spec.question
    assert isinstance(question, BiasAndVariance)
    found, rival = decompose(question, at, spec.seed), best_degree(question)
    said = [say(found, question, v, rival) for v in range(len(at))]
    alt = "Bias² and variance from the hat matrix, and from many draws of the noise."
    heads = ("exact", f"{DRAWS} draws")
    panels = [
        _fits(found, knob),
        _curves(found, question, rival, knob),
        table(compared(found), said, knob, alt, heads=heads, across=6, down=5),
    ]
    return Filled([still(found.exact.risk[:, None], found.exact.risk)], panels)


def _fits(found: Decomposition, knob: str) -> CurvesPanel:
    x = found.points[::_EVERY]
    f = np.broadcast_to(truth(x), found.mean[:, ::_EVERY].shape)
    return CurvesPanel(
        "fits",
        f"{_SHOWN} fits, and their mean",
        "Fits to points with other noise, the mean of all such fits, and the truth.",
        x,
        ["mean of all fits", "truth sin 2πx"],
        [BIAS, TRUTH],
        np.stack([found.mean[:, ::_EVERY], f], axis=1),
        knob,
        (-2.0, 2.0),
        cloud=found.fits[:, :_SHOWN, ::_EVERY],
        points=np.stack([found.x, found.y], axis=1),
        dashes=[1],
        note="dots: the first draw",
        across=6,
        down=12,
    )


def _curves(found: Decomposition, question: BiasAndVariance, rival: Rival, knob: str) -> PathsPanel:
    exact, drawn = found.exact, found.drawn
    by_degree = isinstance(question.kept_simple_by, ByDegree)
    marks = [Mark(float(found.at[exact.risk.argmin()]), "least sum")]
    dots = np.stack([unbiased(found), drawn.variance, unbiased(found) + drawn.variance])
    lines = np.stack([exact.bias2, exact.variance, exact.risk])
    return PathsPanel(
        "parts",
        "Bias² and variance",
        "Both parts of the mean squared error, and their sum, exactly; dots are measured.",
        ["bias²", "variance", "sum"],
        [BIAS, VARIANCE, SUM],
        lines,
        knob,
        dots=dots,
        log_value=True,
        ends=ENDS,
        levels={} if by_degree else {f"d = {rival.degree}": rival.risk},
        marks=marks,
        named_at="end",
        note=f"dots: {DRAWS} draws{not_shown(dots, lines)}",
        across=6,
        down=7,
    )


def unbiased(found: Decomposition) -> Array:
    """Bias² (V,) as it is measured: a mean of 500 fits still has a share of their variance."""
    return found.drawn.bias2 - found.drawn.variance / DRAWS


def not_shown(dots: Array, lines: Array) -> str:
    """How many dots (3, V) the chart leaves out, and of how many lines (3, V) a part."""
    beyond = [(each < ENDS[0]) | (each > ENDS[1]) for each in (dots, lines)]
    outside, parts = int(np.count_nonzero(beyond[0])), int(beyond[1].any(axis=1).sum())
    said = [counted(outside, dots.size, "dots")] if outside else []
    if parts:
        said.append(f"parts of {counted(parts, len(lines), 'lines')}")
    return f" · {listed(said)} outside the chart" if said else ""


def compared(found: Decomposition) -> Compared:
    """Predicted and measured numbers (V, R), and the rows' names (R,)."""
    exact, drawn, bias2 = found.exact, found.drawn, unbiased(found)
    rows = ["bias²", "variance", "bias² + variance"]
    return (
        np.stack([exact.bias2, exact.variance, exact.risk], axis=1),
        np.stack([bias2, drawn.variance, bias2 + drawn.variance], axis=1),
        rows,
    )


def _estimated(bias2: float) -> str:
    """What the measured bias² is, and why it is below 0 where it is."""
    below = ", and can fall below 0: here it does" if bias2 < 0 else ""
    return (
        f"Measured bias² is that of the mean of {DRAWS} fits less this mean's own variance{below}."
    )


def best_degree(question: BiasAndVariance) -> Rival:
    """What choosing the degree reaches on the same points with the same noise."""
    other = BiasAndVariance(ByDegree(), question.sigma, question.count)
    risk = decompose(other, np.arange(16.0), 0).exact.risk
    return Rival(int(risk.argmin()), float(risk.min()))


def say(found: Decomposition, question: BiasAndVariance, v: int, rival: Rival) -> str:
    """Which part is the larger, where the least sum is, and who wins."""
    exact = found.exact
    larger = "bias²" if exact.bias2[v] > exact.variance[v] else "variance"
    said = f"Here the larger part is {larger}. {_estimated(float(unbiased(found)[v]))}"
    best = int(exact.risk.argmin())
    if isinstance(question.kept_simple_by, ByDegree):
        d = int(found.at[v])
        said += (
            f" At the points of the data the variance is σ²(d+1)/N = "
            f"{three(question.sigma**2 * (d + 1) / question.count)}, whatever the truth."
        )
        if v == best:
            return f"{said} No other degree has a smaller sum."
        return f"{said} The least sum, {three(float(exact.risk[best]))}, is at d = {best}."
    least = float(exact.risk[best])
    verdict = "loses to" if least > rival.risk else "beats"
    reached, other = told_apart(least, rival.risk)
    return (
        f"{said} The best λ, {three(float(found.at[best]))}, reaches {reached} and {verdict} "
        f"choosing the degree: {other} at d = {rival.degree}."
    )


STAGING: Final = Staging(LANES, _fill)
