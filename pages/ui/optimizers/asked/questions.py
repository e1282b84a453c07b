"""What the fourth chapter asks before its races, and what the engine answers."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from core.experiments.race.experiment import RaceExperiment as Experiment
from core.experiments.race.experiment import batch_size
from core.experiments.race.race import price
from core.experiments.race.standings import Standings
from core.landscape.critical_points import classify
from core.optimizers.second_order import Newton
from pages.ui.chapter.words import three
from pages.ui.optimizers import cached
from pages.ui.optimizers.entries import entries
from pages.ui.optimizers.presets import PRESETS
from pages.ui.predict.kinds import Choice, Number, Place, Pointed
from pages.ui.predict.question import Mark, Question

_BY_LABEL: Final = {preset.label: preset.settings for preset in PRESETS}
_HERE, _NEAR = 0.05, 0.15
_EARLY: Final = 10
_ENDS: Final = ("cost",)


def others(spec: Experiment) -> Sequence[str]:
    """Who races besides Newton, as a reader reads it."""
    return [one.name for one in entries(spec) if not isinstance(one.entrant.optimizer, Newton)]


def _positions(spec: Experiment) -> list[int]:
    return [i for i, one in enumerate(entries(spec)) if i != _newton(spec)]


def _order(spec: Experiment, stands: Standings) -> list[int]:
    """The others' positions, the first to arrive before the rest, then the lowest."""
    last = len(stands.cost[0])
    key = {
        i: (int(at) if (at := stands.arrived[i]) >= 0 else last, float(stands.excess[i, -1]))
        for i in _positions(spec)
    }
    return sorted(key, key=lambda i: key[i])


def first(spec: Experiment) -> int:
    """Who of the others is first to arrive, or lowest where nobody arrives."""
    return _positions(spec).index(_order(spec, cached.raced(spec).stands)[0])


def is_clear(spec: Experiment) -> bool:
    """Whether rounding does not decide who that is."""
    out = cached.raced(spec)
    return {_order(spec, stands)[0] for stands in (out.stands, *out.moved)} == {
        _order(spec, out.stands)[0]
    }


def reveal_first(spec: Experiment) -> str:
    """Who arrives when, how far the others are, and whether nobody has arrived, or only Newton."""
    out, names = cached.raced(spec), [entry.spoken for entry in entries(spec)]
    stands, order = out.stands, _order(spec, out.stands)
    home = [i for i in order if stands.arrived[i] >= 0]
    away = [i for i in order if stands.arrived[i] < 0]
    parts = [f"{names[i]} arrives for good at step {out.race.k[stands.arrived[i]]:,}" for i in home]
    if not home:
        but = " but Newton" if stands.arrived[_newton(spec)] >= 0 else ""
        parts.append(f"Nobody{but} has arrived after {spec.steps:,} steps")
    if away:
        above = ", ".join(f"{names[i]} by {three(stands.excess[i, -1])}" for i in away)
        after = f" after {spec.steps:,} steps" if home else ""
        parts.append(f"above the lowest cost{after}: {above}")
    return f"{'; '.join(parts)}."


def newton_end(spec: Experiment) -> Place:
    """Where Newton's run ends."""
    a, b = cached.raced(spec).race.runs[_newton(spec)].trajectory.p[-1]
    return float(a), float(b)


def _newton(spec: Experiment) -> int:
    who = [entry.entrant.optimizer for entry in entries(spec)]
    return next(i for i, optimizer in enumerate(who) if isinstance(optimizer, Newton))


def near_newton(spec: Experiment, place: Place) -> Mark:
    """By the distance from where Newton ends, in shares of the window."""
    low, high = np.array(spec.ground.window).T
    off = float(np.linalg.norm((np.array(place) - newton_end(spec)) / (high - low)))
    if off <= _HERE:
        return Mark.RIGHT
    return Mark.CLOSE if off <= _NEAR else Mark.WRONG


def reveal_newton(spec: Experiment) -> str:
    """What the point is where Newton ends."""
    objective, end = spec.ground.objective, np.array(newton_end(spec))
    scale = float(np.abs(objective.hessian(end)).max())
    point = classify(objective, end, scale)
    low, high = (three(value) for value in point.eigenvalues)
    slope = three(float(np.linalg.norm(objective.gradient(end))))
    return (
        f"Newton ends at ({three(end[0])}, {three(end[1])}) with ‖∇C‖ = {slope} and curvatures "
        f"{low} and {high}: a {point.verdict}. It looks for a point with no gradient, whatever "
        "lies there."
    )


def times_the_price(spec: Experiment) -> float:
    """How many gradient evaluations number 2 pays for each of number 1's."""
    one, two, *_ = spec.entrants.values()
    return price(spec, two) / price(spec, one)


def reveal_price(spec: Experiment) -> str:
    """The batches and the ratio."""
    one, two, *_ = spec.entrants.values()
    return (
        f"A step of number 1 looks at m = {batch_size(spec, one)}, a step of number 2 at m = "
        f"{batch_size(spec, two)} of {spec.ground.sample_count} samples: "
        f"{three(times_the_price(spec))} times the gradient evaluations."
    )


def at_the_same_price(spec: Experiment) -> tuple[int, int, float, float]:
    """What ten steps of number 2 cost, how many steps number 1 has for it, and both excesses."""
    out = cached.raced(spec)
    small, large = out.race.runs[:2]
    at = int(np.searchsorted(out.race.k, _EARLY, side="right")) - 1
    spent = int(large.evaluations[at])
    own = int(np.searchsorted(small.evaluations, spent, side="right")) - 1
    excess = out.stands.excess
    return spent, int(out.race.k[own]), float(excess[0, own]), float(excess[1, at])


def lower_at_the_price(spec: Experiment) -> int:
    """Who is lower then."""
    _, _, small, large = at_the_same_price(spec)
    return int(large < small)


def reveal_same_price(spec: Experiment) -> str:
    """How high both are for the price, and where that turns."""
    spent, steps, small, large = at_the_same_price(spec)
    paid = cached.raced(spec).paid
    later = (
        ""
        if paid is None
        else f" From {paid.at:,.0f} evaluations on number 2 is below the level where number 1's "
        "noise keeps it."
    )
    return (
        f"For {spent:,} gradient evaluations number 2 takes {_EARLY} steps and is {three(large)} "
        f"above the lowest cost; number 1 takes {steps:,} and is {three(small)} above it.{later}"
    )


QUESTIONS: Final[Sequence[Question[Experiment]]] = (
    Choice(
        "same-price",
        "For the price of number 2's first ten steps with all tumors: who is lower by then?",
        reveal_same_price,
        options=lambda spec: ("Number 1, twenty tumors a step", "Number 2, all tumors a step"),
        answer=lower_at_the_price,
        settings=_BY_LABEL["Too expensive!"],
        hides=_ENDS,
    ),
    Choice(
        "ravine",
        "Newton needs one step here. Who of the others is the first to arrive for good?",
        reveal_first,
        options=others,
        answer=first,
        hides=_ENDS,
        possible=is_clear,
    ),
    Choice(
        "valley",
        "A curved valley, and 300 steps. Newton aside: who is first to arrive for good, or lowest "
        "at the end?",
        reveal_first,
        options=others,
        answer=first,
        settings=_BY_LABEL["Roll along a valley"],
        hides=_ENDS,
        possible=is_clear,
    ),
    Pointed(
        "newton",
        "A start beside the ridge, and two valleys: where does Newton's method end?",
        reveal_newton,
        judge=near_newton,
        settings=_BY_LABEL["Trap Newton"],
        hides=_ENDS,
    ),
    Number(
        "price",
        "Number 1 looks at one point a step, number 2 at all of them. How many gradient "
        "evaluations does number 2 pay for each of number 1's?",
        reveal_price,
        answer=times_the_price,
        around=1,
        settings=_BY_LABEL["Let two use more data"],
        hides=_ENDS,
        whole=True,
    ),
)
