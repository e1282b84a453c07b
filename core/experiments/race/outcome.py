"""What is known of a race: its runs, how they stand, who rests, who left, what rounding turns."""

from dataclasses import dataclass, replace
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from core.experiments.race.departures import Departure, departures
from core.experiments.race.experiment import RaceExperiment, batch_size
from core.experiments.race.race import Race, run
from core.experiments.race.rests import Rest, rests
from core.experiments.race.standings import (
    Crossover,
    Standings,
    crossover,
    standings,
    undecided_ranks,
)
from core.training.spread import Share


@dataclass(frozen=True, eq=False)
class Outcome:
    """A race and how it stands, also when its start is moved in the thirteenth digit.

    rests: by run and record. departures: of each run. undecided (L, K): ranks that rounding turns.
    paid: where, in gradient evaluations, the larger batches of two alike begin to pay.
    """

    race: Race
    stands: Standings
    moved: tuple[Standings, ...]
    rests: dict[tuple[int, int], Rest]
    departures: tuple[list[Departure], ...]
    undecided: NDArray[np.bool_]
    paid: Crossover | None


def outcome(spec: RaceExperiment, watch: Share | None = None) -> Outcome:
    """Run the race of a spec with at least one entrant, and see how it stands.

    `watch` is told the share that is done, and what it raises ends the race.
    """
    race = run(spec, watch)
    stands, *moved = (standings(spec.ground, each) for each in (race, *race.moved))
    return Outcome(
        race,
        stands,
        tuple(moved),
        rests(spec.ground, race, stands),
        departures(spec, race, stands),
        undecided_ranks(stands, tuple(moved)),
        _paid(spec, race, stands),
    )


def _paid(spec: RaceExperiment, race: Race, stands: Standings) -> Crossover | None:
    """The first two entrants that differ in their batch size alone."""
    who = list(spec.entrants.values())
    sizes = [batch_size(spec, each) for each in who]
    spent = np.stack([run.evaluations for run in race.runs]).astype(float)
    for i, j in permutations(range(len(who)), 2):
        if sizes[i] < sizes[j] and replace(who[i], m=0) == replace(who[j], m=0):
            return crossover(stands, spent, i, j)
    return None
