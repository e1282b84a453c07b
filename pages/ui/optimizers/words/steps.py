"""A race in words, step by step: who has arrived, who leads, who rests, who left again and why.

What is said of a step is known at that step. What rounding would turn is not said.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.experiments.race.departures import Departure
from core.experiments.race.outcome import Outcome
from core.experiments.race.race import Race
from core.experiments.race.rests import Rest
from core.landscape.critical_points import Verdict
from pages.ui.chapter.words import Told, listed, three, told

_MOST_NAMED = 3
UNDECIDED_RANK = 255
"""What stands for a rank in the table where rounding decides it."""

_PLACES = {
    Verdict.MINIMUM: "at another minimum",
    Verdict.SADDLE: "at a saddle",
    Verdict.MAXIMUM: "at a maximum",
    Verdict.UNDECIDED: "hardly moves",
}
_NOTES = ("", "✓", *_PLACES.values())


def tell(out: Outcome, names: Sequence[str]) -> Told:
    """A sentence or a few for each recorded step of the race."""
    return told([_at(out, names, f) for f in range(len(out.race.k))])


def notes(out: Outcome) -> tuple[tuple[str, ...], NDArray[np.uint8]]:
    """Words, and for each run and record (L, K) the number of the one that holds there."""
    number = (out.stands.since >= 0).astype(np.uint8)
    for (i, f), rest in out.rests.items():
        number[i, f] = _NOTES.index(_PLACES[rest.verdict])
    return _NOTES, number


def ranks(out: Outcome) -> NDArray[np.uint8]:
    """The rank of each run at each record (L, K), 0 where it has diverged."""
    return np.where(out.undecided, UNDECIDED_RANK, out.stands.rank).astype(np.uint8)


def exact(race: Race, f: int) -> bool:
    """Whether the step before record f is recorded too; of long races only some are."""
    return f == 0 or bool(race.k[f] - race.k[f - 1] == 1)


def when(race: Race, f: int) -> str:
    """“at step 93”, “by step 93” where some before it are not recorded."""
    return f"{'at' if exact(race, f) else 'by'} step {race.k[f]:,}"


def _at(out: Outcome, names: Sequence[str], f: int) -> str:
    stands = out.stands
    if f == 0:
        return (
            f"All at the start, where the cost is {three(float(stands.cost[0, 0]))} and "
            f"‖∇C‖ = {three(float(stands.gradient_norm[0, 0]))}."
        )
    parts = [_arrivals(out, names, f), _leading(out, names, f)]
    for i, name in enumerate(names):
        parts.append(_departed(out, i, name, f))
        if 0 <= stands.lost[i] <= f:
            step = int(out.race.runs[i].trajectory.diverged_at)
            parts.append(f"{name} diverged at step {step:,}.")
        if (i, f) in out.rests:
            parts.append(_resting(name, out.rests[i, f], float(stands.gradient_norm[i, f])))
    parts.append(_chaotic(out.race, names, f))
    return " ".join(part for part in parts if part)


def _arrivals(out: Outcome, names: Sequence[str], f: int) -> str:
    since = out.stands.since[:, f]
    home = [int(i) for i in np.argsort(since, kind="stable") if since[i] >= 0]
    if not home:
        return ""
    steps = [f"{names[i]} {_home(out, i, f)}" for i in home]
    left = "at most a millionth of the way left"
    if len(home) == len(names) > 1:
        return f"All have arrived, {left}: {steps[0]} first, {steps[-1]} last."
    if len(steps) > _MOST_NAMED:
        steps = [*steps[:_MOST_NAMED], f"{len(steps) - _MOST_NAMED} more"]
    return f"Arrived, {left}: {listed(steps)}."


def _home(out: Outcome, i: int, f: int) -> str:
    """“at step 93”: since when a run that is there at record f is there."""
    since = int(out.stands.since[i, f])
    again = "again " if any(gone.left <= since for gone in out.departures[i]) else ""
    if any(other.since[i, f] != since for other in out.moved):
        return f"{again}at about step {out.race.k[since]:,}"
    return again + when(out.race, since)


def _departed(out: Outcome, i: int, name: str, f: int) -> str:
    """A run that was there and is not now, or was thrown out for a reason that can be proven."""
    before = [gone for gone in out.departures[i] if gone.left <= f]
    thrown = [gone for gone in before if gone.faded is not None]
    if out.stands.since[i, f] < 0 and before:
        return f"{name} {_left(out.race, before[-1])}."
    return f"{name} {_left(out.race, thrown[-1])}." if thrown else ""


def _left(race: Race, gone: Departure) -> str:
    came, left = when(race, gone.came), when(race, gone.left)
    if gone.faded is None:
        return f"was there {came} and left again {left}"
    grown = f"from {three(gone.faded.before)} to {three(gone.faded.after)}"
    return (
        f"was there {came}, thrown out {left}: v has forgotten how large the gradients were, and "
        f"λₘₐₓ of η∇²C/√v̂ has grown {grown}; above 2 the minimum does not hold it"
    )


def _leading(out: Outcome, names: Sequence[str], f: int) -> str:
    """Who is ahead of those that are still under way."""
    stands = out.stands
    waiting = (stands.since[:, f] < 0) & (stands.resting[:, f] < 0) & (stands.rank[:, f] > 0)
    under_way = np.flatnonzero(waiting)
    if not len(under_way):
        return ""
    if len(under_way) == 1:
        i = int(under_way[0])
        # Of who was there before, it is said that it has left.
        been = any(gone.left <= f for gone in out.departures[i])
        return "" if been or len(names) == 1 else f"{names[i]} has not arrived."
    others = "Of the others, " if len(under_way) < len(names) else ""
    rank = stands.rank[:, f]
    places = sorted({int(rank[i]) for i in under_way})[:2]
    groups = [[int(i) for i in under_way if rank[i] == place] for place in places]
    first = groups[0]
    if out.undecided[[i for group in groups for i in group], f].any():
        return (
            "Rounding decides who leads." if not others else f"{others}rounding decides who leads."
        )
    if len(first) > 1:
        return f"{others}{listed([names[i] for i in first])} lead, level with each other."
    second = groups[1]
    follow = f"{listed([names[i] for i in second])} follow{'s' if len(second) == 1 else ''}"
    return f"{others}{names[first[0]]} leads, {follow}."


def _resting(name: str, rest: Rest, norm: float) -> str:
    if rest.verdict is Verdict.UNDECIDED:
        return f"{name} hardly moves, where the surface is almost flat: ‖∇C‖ = {three(norm)}."
    curved = f"the smaller curvature is {three(rest.curvature)}"
    return f"{name} rests {_PLACES[rest.verdict]}: {curved}."


def _chaotic(race: Race, names: Sequence[str], f: int) -> str:
    """Whose path rounding decides by now: what is said of it holds for this machine."""
    known = [(run.parted, name) for run, name in zip(race.runs, names, strict=True)]
    lost = sorted((at, name) for at, name in known if 0 <= at <= f)
    if not lost:
        return ""
    whose = listed([f"{name} (from step {race.k[at]:,})" for at, name in lost])
    return f"Rounding decides the path of {whose}."
