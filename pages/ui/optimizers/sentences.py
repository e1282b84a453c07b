"""A race in words: what is happening at each step, who wins and at what, and whether it is fair."""

from collections.abc import Sequence
from itertools import product

import numpy as np

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment, batch_size, stream
from core.experiments.race.race import Race, price, unfair
from core.experiments.race.standings import Standings, Winner, winner
from pages.ui.chapter.words import Told, duration, listed, three, told

_MOST_NAMED = 3
_UNITS = ("steps", "gradient evaluations", "seconds")


def tell(race: Race, stands: Standings, names: Sequence[str]) -> Told:
    """A sentence or a few for each recorded step of the race."""
    return told([_at(race, stands, names, f) for f in range(len(race.k))])


def notes(stands: Standings) -> tuple[list[str], list[int]]:
    """A word for each run and the frame from which on it holds, -1 for never."""
    words, since = [], []
    for i, point in enumerate(stands.rest):
        if stands.arrived[i] >= 0:
            word, frame = "✓", int(stands.arrived[i])
        elif stands.lost[i] >= 0:
            word, frame = "", -1
        elif point is not None:
            word, frame = _place(str(point.verdict)), int(stands.resting[i])
        else:
            word, frame = "", -1
        words.append(word)
        since.append(frame)
    return words, since


def fairness(spec: RaceExperiment) -> str:
    """Whether the race is fair, and if not, why."""
    sentences = unfair(spec)
    if sentences:
        return ":material/balance: **Not a fair race.** " + " ".join(sentences)
    entrant = next(iter(spec.entrants.values()))
    budget = f"the same {spec.steps * price(spec, entrant):,} gradient evaluations"
    if spec.ground.sample_count is None:
        return f":material/balance: **Fair:** the same start and {budget}."
    size = batch_size(spec, entrant)
    batches = (
        "the full gradient" if stream(spec, entrant) is None else f"the same batches of {size}"
    )
    return f":material/balance: **Fair:** the same start, {batches} and {budget}."


def verdict(
    race: Race, stands: Standings, names: Sequence[str], moved: Sequence[Standings] = ()
) -> str:
    """Who wins in steps, in gradient evaluations and in seconds.

    moved: the standings from starts moved in the thirteenth digit. Where they have other winners
    rounding decides, and no number is said.
    """
    known = _winners(race, stands)
    others = [_winners(each, its) for each, its in zip(race.moved, moved, strict=False)]
    for unit, other in product(_UNITS, others):
        if _who(known, unit) != _who(other, unit):
            return (
                f"**Rounding decides who is first** in {unit}: {_called(known, unit, names)} here, "
                f"{_called(other, unit, names)} from a start moved in the thirteenth digit."
            )
    if not known:
        return "Nobody wins: every run has diverged."
    arrived = any(found.arrived for found in known.values())
    home = stands.arrived[stands.arrived >= 0]
    most = "" if all(_exact(race, f) for f in home) else "at most "
    if any(known["steps"].amount != other["steps"].amount for other in others):
        most = "about "
    if len({found.runs for found in known.values()}) == 1:
        who = _names(next(iter(known.values())), names)
        spent = listed([_with_unit(unit, found.amount) for unit, found in known.items()])
        if arrived:
            return f"**First to arrive, however it is counted: {who}**, after {most}{spent}."
        return f"Nobody arrives. **Lowest, however it is counted: {who}**, after {spent}."
    parts = [
        f"in {unit} **{_names(found, names)}** ({most}{_amount(unit, found.amount)})"
        if arrived
        else f"after {_with_unit(unit, found.amount)} **{_names(found, names)}**"
        for unit, found in known.items()
    ]
    lead = "**First to arrive:** " if arrived else "Nobody arrives. **Lowest:** "
    return lead + "; ".join(parts) + "."


def _winners(race: Race, stands: Standings) -> dict[str, Winner]:
    """Who wins in each unit; empty if all of them diverge."""
    amounts: dict[str, Array] = {
        "steps": np.array([race.k for _ in race.runs], dtype=float),
        "gradient evaluations": np.array([run.evaluations for run in race.runs], dtype=float),
        "seconds": np.stack([run.seconds for run in race.runs]),
    }
    winners = {unit: winner(stands, amounts[unit]) for unit in _UNITS}
    return {unit: found for unit, found in winners.items() if found is not None}


def _who(known: dict[str, Winner], unit: str) -> tuple[tuple[int, ...], bool]:
    found = known.get(unit)
    return ((), False) if found is None else (found.runs, found.arrived)


def _called(known: dict[str, Winner], unit: str, names: Sequence[str]) -> str:
    found = known.get(unit)
    if found is None:
        return "nobody"
    return _names(found, names) + ("" if found.arrived else ", which does not arrive,")


def _exact(race: Race, f: int) -> bool:
    """Whether the step before frame f is recorded too; of long races only some are."""
    return f == 0 or bool(race.k[f] - race.k[f - 1] == 1)


def _names(found: Winner, names: Sequence[str]) -> str:
    return listed([names[i] for i in found.runs])


def _amount(unit: str, amount: float) -> str:
    return duration(amount) if unit == "seconds" else f"{amount:,.0f}"


def _with_unit(unit: str, amount: float) -> str:
    noun = {"seconds": ""}.get(unit, f" {unit if amount != 1 else unit[:-1]}")
    return _amount(unit, amount) + noun


def _at(race: Race, stands: Standings, names: Sequence[str], f: int) -> str:
    if f == 0:
        return (
            f"All at the start, where the cost is {three(float(stands.cost[0, 0]))} and "
            f"‖∇C‖ = {three(float(stands.gradient_norm[0, 0]))}."
        )
    parts = [_arrivals(race, stands, names, f), _leading(stands, names, f)]
    for i, name in enumerate(names):
        if 0 <= stands.lost[i] <= f:
            step = int(race.runs[i].trajectory.diverged_at)
            parts.append(f"{name} diverged at step {step:,}.")
        point = stands.rest[i]
        if point is not None and 0 <= stands.resting[i] <= f:
            curved = f"the smaller curvature is {three(float(point.eigenvalues[0]))}"
            parts.append(f"{name} rests {_place(str(point.verdict))}: {curved}.")
    parts.append(_chaotic(race, names, f))
    return " ".join(part for part in parts if part)


def _arrivals(race: Race, stands: Standings, names: Sequence[str], f: int) -> str:
    home = [i for i in np.argsort(stands.arrived, kind="stable") if 0 <= stands.arrived[i] <= f]
    if not home:
        return ""
    when = ["at" if _exact(race, stands.arrived[i]) else "by" for i in home]
    steps = [
        f"{names[i]} {word} step {race.k[stands.arrived[i]]:,}"
        for i, word in zip(home, when, strict=True)
    ]
    if len(home) == len(names) > 1:
        return f"All have arrived: {steps[0]} first, {steps[-1]} last."
    if len(steps) > _MOST_NAMED:
        steps = [*steps[:_MOST_NAMED], f"{len(steps) - _MOST_NAMED} more"]
    return f"Arrived: {listed(steps)}."


def _chaotic(race: Race, names: Sequence[str], f: int) -> str:
    """Whose path rounding decides by now: what is said of it holds for this machine."""
    known = [(run.parted, name) for run, name in zip(race.runs, names, strict=True)]
    lost = sorted((at, name) for at, name in known if 0 <= at <= f)
    if not lost:
        return ""
    whose = listed([f"{name} (from step {race.k[at]:,})" for at, name in lost])
    return f"Rounding decides the path of {whose}."


def _leading(stands: Standings, names: Sequence[str], f: int) -> str:
    """Who is ahead of those that are still under way."""
    at_rest = (stands.resting >= 0) & (stands.resting <= f)
    waiting = ((stands.arrived < 0) | (stands.arrived > f)) & ~at_rest
    under_way = np.flatnonzero(waiting & (stands.rank[:, f] > 0))
    if not len(under_way):
        return ""
    order = under_way[np.argsort(stands.excess[under_way, f], kind="stable")]
    if len(order) == 1:
        return f"{names[order[0]]} is still on its way." if len(names) > 1 else ""
    others = "Of the others, " if waiting.sum() < len(names) else ""
    return f"{others}{names[order[0]]} leads, {names[order[1]]} follows."


def _place(verdict: str) -> str:
    return {"minimum": "at another minimum", "flat or undecided": "on flat ground"}.get(
        verdict, f"at a {verdict}"
    )
