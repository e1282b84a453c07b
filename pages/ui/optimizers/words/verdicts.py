"""A race judged: who wins in steps, in gradient evaluations and in seconds, and whether it is fair.

Steps and evaluations are counted, seconds measured: these have a range, and within it nobody is
said to be first.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment, batch_size, stream
from core.experiments.race.outcome import Outcome
from core.experiments.race.race import Race, price, unfair
from core.experiments.race.standings import Standings, Winner, winner
from core.experiments.race.timing import Timing
from pages.ui.chapter.words import duration, listed, three
from pages.ui.optimizers.words.steps import exact

_UNITS = ("steps", "gradient evaluations", "seconds")


def fairness(spec: RaceExperiment) -> str:
    """Whether the race is fair, and if not, why."""
    sentences = unfair(spec)
    if sentences:
        return ":material/balance: **Not a fair race.** " + " ".join(sentences)
    entrant = next(iter(spec.entrants.values()))
    budget = f"the same budget of {spec.steps * price(spec, entrant):,} gradient evaluations"
    if spec.ground.sample_count is None:
        return f":material/balance: **Fair:** the same start and {budget}."
    size = batch_size(spec, entrant)
    batches = (
        "the full gradient" if stream(spec, entrant) is None else f"the same batches of {size}"
    )
    return f":material/balance: **Fair:** the same start, {batches} and {budget}."


def verdict(out: Outcome, timed: Timing, names: Sequence[str]) -> str:
    """Who wins in steps, in gradient evaluations and in seconds, and what it means to arrive.

    Where starts moved in the thirteenth digit have other winners, rounding decides, and no number
    is said.
    """
    race, stands = out.race, out.stands
    known = winners(race, stands, timed)
    others = [winners(one, its, timed) for one, its in zip(race.moved, out.moved, strict=True)]
    for unit, other in product(_UNITS, others):
        if _who(known, unit) != _who(other, unit):
            return (
                f"**Rounding decides who is first** in {unit}: {_called(known, unit, names)} here, "
                f"{_called(other, unit, names)} from a start moved in the thirteenth digit."
            )
    if not known:
        return "Nobody wins: every run has diverged."
    if not any(found.arrived for found in known.values()):
        return _without_arrival(known, names, stands)
    home = stands.arrived[stands.arrived >= 0]
    most = "" if all(exact(race, f) for f in home) else "at most "
    if any(known["steps"].amount != other["steps"].amount for other in others):
        most = "about "
    arrived = (
        f" *Arrived:* within {three(stands.near)} of the lowest cost, {three(stands.lowest)}, a "
        "millionth of the way from the start, and there to the end."
    )
    if _alike(known):
        who = _names(known["steps"], names)
        spent = listed([_with_unit(unit, found) for unit, found in known.items()])
        return f"**First to arrive, however it is counted: {who}**, after {most}{spent}.{arrived}"
    parts = [
        f"in {unit} **{_names(found, names)}**{_close(unit, found)} "
        f"({most}{_range(unit, found.amount, found.most)})"
        for unit, found in known.items()
    ]
    return f"**First to arrive:** {'; '.join(parts)}.{arrived}"


def paying(out: Outcome, names: Sequence[str]) -> str:
    """Where, in gradient evaluations, larger batches begin to pay; empty where they do not."""
    paid = out.paid
    if paid is None:
        return ""
    small, large = names[paid.small], names[paid.large]
    return (
        f"**Too expensive?** When {large} has spent its first {paid.early:,.0f} gradient "
        f"evaluations, {small} is lower for the same. It levels off at {three(paid.level)} above "
        f"the lowest cost, on average over its second half; from {paid.at:,.0f} evaluations on "
        f"{large} stays below that: here all its samples begin to pay."
    )


def winners(race: Race, stands: Standings, timed: Timing) -> dict[str, Winner]:
    """Who wins in each unit; empty if all of them diverge."""
    least, usual = timed.spent(race)
    steps = np.array([race.k for _ in race.runs], dtype=float)
    evaluations = np.array([run.evaluations for run in race.runs], dtype=float)
    amounts: tuple[tuple[Array, Array | None], ...] = (
        (steps, None),
        (evaluations, None),
        (least, usual),
    )
    found = {
        unit: winner(stands, low, high) for unit, (low, high) in zip(_UNITS, amounts, strict=True)
    }
    return {unit: who for unit, who in found.items() if who is not None}


def _without_arrival(known: dict[str, Winner], names: Sequence[str], stands: Standings) -> str:
    """Each unit has a budget of its own: what all of them can spend."""
    lead = (
        f"Nobody arrives, within {three(stands.near)} of {three(stands.lowest)} and there to the "
        "end. "
    )
    if _alike(known):
        steps, evaluations, seconds = (_with_unit(unit, known[unit]) for unit in _UNITS)
        who = _names(known["steps"], names)
        return (
            f"{lead}**Lowest, however it is counted: {who}**: with {steps} for each, with "
            f"{evaluations} for each, and with {seconds} for each."
        )
    parts = [
        f"with {_with_unit(unit, found)} for each **{_names(found, names)}**{_close(unit, found)}"
        for unit, found in known.items()
    ]
    return f"{lead}**Lowest:** {'; '.join(parts)}."


def _alike(known: dict[str, Winner]) -> bool:
    return len({found.runs for found in known.values()}) == 1


def _who(known: dict[str, Winner], unit: str) -> tuple[tuple[int, ...], bool]:
    found = known.get(unit)
    return ((), False) if found is None else (found.runs, found.arrived)


def _called(known: dict[str, Winner], unit: str, names: Sequence[str]) -> str:
    found = known.get(unit)
    if found is None:
        return "nobody"
    return _names(found, names) + ("" if found.arrived else ", which does not arrive,")


def _names(found: Winner, names: Sequence[str]) -> str:
    return listed([names[i] for i in found.runs])


def _close(unit: str, found: Winner) -> str:
    return ", too close to tell" if unit == "seconds" and len(found.runs) > 1 else ""


def _range(unit: str, least: float, most: float) -> str:
    if unit != "seconds":
        return f"{least:,.0f}"
    low, high = duration(least), duration(most)
    return low if low == high else f"{low} to {high}"


def _with_unit(unit: str, found: Winner) -> str:
    noun = {"seconds": ""}.get(unit, f" {unit if found.amount != 1 else unit[:-1]}")
    return _range(unit, found.amount, found.most) + noun
