"""The learning-rate finder: every entrant's race for every η of four decades, at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment, start
from core.experiments.race.ground import Ground
from core.experiments.race.outcome import Outcome
from core.experiments.race.race import labels
from core.experiments.race.standings import lowest_known, near_enough, stays
from core.rounding import SHAKE, moved
from core.training.descent import Trajectory
from core.training.recipe import Recipe
from core.training.regimes import Regime, agreed_regimes
from core.training.side_by_side import shared
from core.training.spread import Share, part_of
from core.training.sweep import and_last_but_one, joined, run_all

COUNT = 61
# Final costs that differ by less than this, in units of 1 + |C|, are equal.
_ROUNDING = 1e-12
_DECADES, _HIGH, _HIGHER = 4, 10.0, 100.0


@dataclass(frozen=True, eq=False)
class Finder:
    """What each entrant of a race would come to with each learning rate.

    lanes and labels of the E entrants; eta (V,); final (E, V), the cost after all steps, where a
    run diverged that of its last good point; diverged (E, V); regimes (E, V). A rule without η,
    Levenberg-Marquardt, has the same run for all of them, and has_rate (E,) says no.
    All is done twice, from the start and from one moved by `core.rounding.SHAKE`. steady (E, V):
    the higher of both final costs, infinite where either run diverged. arrived (E, V): the later of
    both recorded steps of arrival, -1 where either run does not arrive. other (E, V): the final
    cost of the moved run, infinite where it diverged.
    """

    lanes: tuple[str, ...]
    labels: tuple[str, ...]
    eta: Array
    final: Array
    diverged: NDArray[np.bool_]
    regimes: tuple[tuple[Regime, ...], ...]
    has_rate: tuple[bool, ...]
    steady: Array
    arrived: NDArray[np.int64]
    other: Array

    def turned(self, lowest: float, floor: float) -> NDArray[np.bool_]:
        """Which runs (E, V) end elsewhere from the moved start: their height rounding decides.

        By more than a twentieth of what lies above `lowest`, or above `floor` over it.
        """
        one, two = (np.maximum(cost - lowest, floor) for cost in (self.final, self.other))
        same = np.isclose(one, two, rtol=0.05, atol=0.0)
        gone = np.isinf(self.other)
        return np.where(self.diverged | gone, self.diverged != gone, ~same)


@dataclass(frozen=True)
class Tried:
    """One η and what it comes to, whatever rounding does: as `Finder.steady` and `arrived`."""

    eta: float
    steady: float
    arrived: int


@dataclass(frozen=True)
class Best:
    """The learning rates that serve one entrant best: ranges of neighbours among those tried.

    steps: the recorded step by which they arrive, before all others; None where nobody does, and
    `cost` is the lowest in the end.
    """

    ranges: tuple[tuple[float, float], ...]
    steps: int | None
    cost: float


def best_rates(tried: Sequence[Tried]) -> Best | None:
    """The first to arrive, else the lowest at the end; all that are equal. None if all diverge."""
    tried = sorted(tried, key=lambda one: one.eta)
    steps = [one.arrived for one in tried if one.arrived >= 0]
    if steps:
        first = min(steps)
        chosen = [one.arrived == first for one in tried]
    else:
        lowest = min(one.steady for one in tried)
        if not np.isfinite(lowest):
            return None
        chosen = [one.steady <= lowest + _ROUNDING * (1 + abs(lowest)) for one in tried]
    ranges: list[tuple[float, float]] = []
    for i, one in enumerate(tried):
        if chosen[i] and i and chosen[i - 1]:
            ranges[-1] = (ranges[-1][0], one.eta)
        elif chosen[i]:
            ranges.append((one.eta, one.eta))
    cost = min(one.steady for one, its in zip(tried, chosen, strict=True) if its)
    return Best(tuple(ranges), min(steps) if steps else None, cost)


def tried(found: Finder, entrant: int, now: float, out: Outcome) -> list[Tried]:
    """All that is known of an entrant: the scale, and the η of now, which is in the race `out`."""
    each = zip(found.eta, found.steady[entrant], found.arrived[entrant], strict=True)
    known = [Tried(float(eta), float(cost), int(at)) for eta, cost, at in each if eta != now]
    both = (out.stands, *out.moved[:1])
    lost = any(stands.lost[entrant] >= 0 for stands in both)
    cost = max(float(stands.cost[entrant, -1]) for stands in both)
    at = [int(stands.arrived[entrant]) for stands in both]
    arrived = -1 if min(at) < 0 else int(out.race.k[max(at)])
    return [*known, Tried(now, np.inf if lost else cost, arrived)]


def scale(ground: Ground) -> Array:
    """The learning rates (V,): 61 over four decades, even in their logarithm, to three digits.

    From 0.001 to 10, or from 0.01 to 100 where the ground suggests a rate beyond 10.
    """
    high = _HIGHER if ground.rates.largest > _HIGH else _HIGH
    even = np.geomspace(high / 10**_DECADES, high, COUNT)
    return np.array([float(f"{eta:.3g}") for eta in even])


def find(spec: RaceExperiment, watch: Share | None = None) -> Finder:
    """Train each entrant with all learning rates in one batch, η being its axis.

    The entrants' own rates do not matter. `watch` is told the share that is done, and what it
    raises ends the work.
    """
    eta = scale(spec.ground)
    has_rate = tuple(entrant.optimizer.has_rate for entrant in spec.entrants.values())
    k = and_last_but_one(spec.recorded())
    recipes = [replace(made, record_every=k) for made in spec.recipes().values()]
    both = [
        _runs(
            replace(made, start=moved(made.start, by)),
            eta if has else None,
            part_of(watch, n / len(recipes) / 2, 1 / len(recipes) / 2),
        )
        for n, (by, (made, has)) in enumerate(
            product((0.0, SHAKE), zip(recipes, has_rate, strict=True))
        )
    ]
    runs, others = both[: len(recipes)], both[len(recipes) :]
    shape = len(runs), len(eta)
    ended = [np.array([_ending(run) for run in each]).reshape(shape) for each in (runs, others)]
    final = np.array([run.value[-1] for run in runs]).reshape(shape)
    homes = [
        np.array([_arrival(spec, run) for run in each]).reshape(shape).astype(np.int64)
        for each in (runs, others)
    ]
    best = float(ended[0].min(initial=np.inf))
    best = min(best, float(spec.ground.objective.value(np.array(start(spec)))))
    return Finder(
        tuple(spec.entrants),
        labels(spec),
        eta,
        final,
        np.isinf(ended[0]),
        tuple(
            tuple(agreed_regimes(run, copy, best)) for run, copy in zip(runs, others, strict=True)
        ),
        has_rate,
        np.maximum(*ended),
        np.where(np.minimum(*homes) < 0, -1, np.maximum(*homes)),
        ended[1],
    )


def _ending(run: Trajectory) -> Array:
    return np.where(run.diverged_at >= 0, np.inf, run.value[-1])


def _arrival(spec: RaceExperiment, run: Trajectory) -> NDArray[np.int64]:
    """The step (V,), of those that the race records, from which on each run is there, or -1."""
    lowest = lowest_known(spec.ground)
    shown = np.isin(run.k, spec.recorded())
    excess = np.maximum(run.value[shown] - lowest, 0.0)
    near = near_enough(lowest, float(excess[0, 0]))
    since = stays((excess <= near).T)[:, -1]
    return np.where((since < 0) | (run.diverged_at >= 0), -1, run.k[shown][since])


def _runs(made: Recipe, eta: Array | None, watch: Share | None) -> Trajectory:
    """The runs of one entrant with every learning rate, p (K, V, s); equal where it has none."""
    if eta is None:
        return joined([made.run(shared(watch, made.steps))] * COUNT)
    return joined(run_all([replace(made, optimizer=made.optimizer.at_rate(e)) for e in eta], watch))
