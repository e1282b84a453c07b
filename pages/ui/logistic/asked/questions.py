"""What the first chapter asks before its runs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from core.arrays import Array
from core.experiments.logistic.experiment import LogisticExperiment as Experiment
from core.experiments.starts import Chosen
from pages.ui.chapter.words import percent, three
from pages.ui.logistic.asked import found
from pages.ui.losses import cached
from pages.ui.predict.kinds import Choice, Drawn, Number, Place, Pointed
from pages.ui.predict.question import Mark, Question, Value

SQUARED, ENTROPY = 0, 1
_SURFACES: Final = ("squared-error", "binary-cross-entropy")
_ENDS: Final = ("cost", "eta")
_NEAR_THE_MINIMUM: Final[Mapping[str, Value]] = {
    "start": "chosen",
    "start.w1": 1.0,
    "start.b": -1.5,
}
_TWO_MINIMA: Final[Mapping[str, Value]] = {
    "data": "two-minima",
    "optimizer.eta": 0.1,
    "start": "chosen",
    "start.w1": 0.8,
    "start.b": 0.3,
    "steps": 2000,
}
_WHO: Final = ("The squared loss only", "The cross-entropy only", "Both", "Neither")


def who_arrives(spec: Experiment) -> int:
    """Which of the answers is right."""
    return [(True, False), (False, True), (True, True), (False, False)].index(
        (found.arrived(spec)[SQUARED], found.arrived(spec)[ENTROPY])
    )


def reveal_arrivals(spec: Experiment) -> str:
    """What is left of each loss's way down."""
    ways = [
        f"of its way down the {loss.title} has {_still(found.left(spec, lane))} left"
        for lane, loss in enumerate(spec.loss.losses)
    ]
    wrong, norm = _at_the_start(spec)
    return (
        f"After {spec.steps:,} steps {' and '.join(ways)}. At the start {wrong}, where σ′ is "
        f"small: ‖∇C‖ of the squared loss is {three(norm)}, that of the cross-entropy "
        f"{three(found.saturated(spec, ENTROPY)[1])}."
    )


def _at_the_start(spec: Experiment) -> tuple[str, float]:
    """How many points the squared loss has on the wrong side at the start, in words, and ‖∇C‖."""
    wrong, norm = found.saturated(spec, SQUARED)
    N = len(cached.problem(spec).samples.x)
    return (
        f"{wrong} of {N} points {'is' if wrong == 1 else 'are'} saturated on the wrong side",
        norm,
    )


def _still(left: float) -> str:
    return "nothing" if left < 1e-12 else percent(left)


def is_bad_start(spec: Experiment, place: Place) -> Mark:
    """The start is at the place: it is a bad one if the squared loss does not arrive from there."""
    return Mark.WRONG if found.arrived(_from(spec, place))[SQUARED] else Mark.RIGHT


def start_at(spec: Experiment, place: Place) -> Mapping[str, Value]:
    """The settings that put the start there."""
    w, b = (float(f"{number:.5g}") for number in place)
    return {"start": "chosen", "start.w1": w, "start.b": b}


def reveal_start(spec: Experiment) -> str:
    """From where in the window the squared loss does not arrive; and from the start in force."""
    trained, low = found.run(spec, SQUARED), found.lowest(spec, SQUARED)
    away = found.away(spec, SQUARED)
    w, b = trained.p[0]
    verdict = "it arrives" if found.arrived(spec)[SQUARED] else "it does not arrive"
    wrong, norm = _at_the_start(spec)
    return (
        f"From {away.sum()} of {away.size} starts on a grid over the window the squared loss does "
        f"not arrive. From (w, b) = ({three(w)}, {three(b)}) {verdict}: it goes from "
        f"{three(trained.value[0])} to {three(trained.value[-1])} in {spec.steps:,} steps, and the "
        f"lowest known is {three(low)}. At that start {wrong}, and ‖∇C‖ = {three(norm)}."
    )


def _from(spec: Experiment, place: Place) -> Experiment:
    w, b = (float(value) for name, value in start_at(spec, place).items() if name != "start")
    return replace(spec, start=Chosen(w1=w, b=b))


def is_its_minimum(spec: Experiment, place: Place) -> Mark:
    """Right, if the minimum nearest to the place is the one where the run rests."""
    same = found.nearest(spec, SQUARED, np.array(place)) == found.rests(spec, SQUARED)
    return Mark.RIGHT if same else Mark.WRONG


def reveal_minimum(spec: Experiment) -> str:
    """Where the run rests, and which other minima there are."""
    minima, at = found.found_minima(spec, SQUARED), found.rests(spec, SQUARED)
    others = [
        f"at ({', '.join(three(value) for value in m.p)}) with C = {three(m.value)}"
        for i, m in enumerate(minima)
        if i != at
    ]
    rest = ", ".join(three(value) for value in minima[at].p)
    low = "the lowest" if at == 0 else "not the lowest"
    return (
        f"The squared loss comes to rest at (w, b) = ({rest}) with C = {three(minima[at].value)}, "
        f"{low} of the {len(minima)} minima in the window: {'; '.join(others)}. Every step goes "
        "downhill, to the minimum in whose basin the start lies."
    )


def squared_curve(spec: Experiment) -> Array:
    """The squared loss, step by step."""
    return found.curve(spec, SQUARED)


def reveal_curve(spec: Experiment) -> str:
    """What of the squared loss is gone half way and at the end, and why so little or so much."""
    trained = found.run(spec, SQUARED)
    half = float(np.interp(trained.k[-1] / 2, trained.k, trained.value))
    first, last = float(trained.value[0]), float(trained.value[-1])
    wrong, norm = _at_the_start(spec)
    return (
        f"Half way the squared loss has fallen by {percent(1 - half / first)} of what it was, at "
        f"the end by {percent(1 - last / first)}. At the start {wrong}; there σ′ holds back the "
        f"pull, and ‖∇C‖ begins at {three(norm)}."
    )


def reveal_rate(spec: Experiment) -> str:
    """The limit by theory, and the largest rate that settles."""
    return (
        f"Predicted: 2/λₘₐₓ = {three(found.limit(spec, ENTROPY))} at the minimum of the "
        f"cross-entropy. Measured, of 200 rates up to twice that: "
        f"{three(found.largest_settling(spec, ENTROPY))} is the largest with which the run is at "
        f"the minimum after {spec.steps:,} steps. Beyond 2/λₘₐₓ the steps near the minimum "
        "swing ever farther across it."
    )


def has_two_minima(spec: Experiment) -> bool:
    """Whether the run rests at one of several minima."""
    several = len(found.found_minima(spec, SQUARED)) > 1
    return is_upright(spec) and several and found.rests(spec, SQUARED) >= 0


def is_upright(spec: Experiment) -> bool:
    """Whether a place on the surface is (w, b), not turned as the book prints it."""
    return not spec.as_printed


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Choice(
        "arrives",
        "The same data and the same start under two losses: which path gets within 5 % of its way "
        "down?",
        reveal_arrivals,
        options=lambda spec: _WHO,
        answer=who_arrives,
        hides=_ENDS,
    ),
    Pointed(
        "bad-start",
        "Where on the squared loss would you not like to start, since 500 steps will not arrive?",
        reveal_start,
        judge=is_bad_start,
        sets=start_at,
        # Neither the other loss nor a start that is an answer.
        settings={"loss": "squared", **_NEAR_THE_MINIMUM},
        free=("start",),
        hides=_ENDS,
        possible=is_upright,
    ),
    Drawn(
        "plateau",
        "From a start on the plateau: how will the squared loss fall in its 500 steps?",
        reveal_curve,
        answer=squared_curve,
        settings={"loss": "squared"},
        hides=("eta",),
    ),
    Pointed(
        "which-minimum",
        "At which minimum ★ of the squared loss will this start come to rest?",
        reveal_minimum,
        judge=is_its_minimum,
        settings=_TWO_MINIMA,
        hides=(*_ENDS, _SURFACES[ENTROPY]),
        possible=has_two_minima,
    ),
    Number(
        "largest-rate",
        "What is the largest learning rate η with which the cross-entropy still settles at its "
        "minimum?",
        reveal_rate,
        answer=lambda spec: found.largest_settling(spec, ENTROPY),
        near=1.1,
        around=2.0,
        by_factor=True,
        high=100.0,
        settings=_NEAR_THE_MINIMUM,
        hides=_ENDS,
    ),
)
