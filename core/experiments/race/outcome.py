"""What is known of a race: its runs, how they stand, who rests, who left, what rounding turns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.experiments.race.departures import Departure, departures
from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.race import Race, run
from core.experiments.race.rests import Rest, rests
from core.experiments.race.standings import Standings, standings, undecided_ranks


@dataclass(frozen=True, eq=False)
class Outcome:
    """A race and how it stands, also when its start is moved in the thirteenth digit.

    rests: by run and record. departures: of each run. undecided (L, K): ranks that rounding turns.
    """

    race: Race
    stands: Standings
    moved: tuple[Standings, ...]
    rests: dict[tuple[int, int], Rest]
    departures: tuple[list[Departure], ...]
    undecided: NDArray[np.bool_]


def outcome(spec: RaceExperiment) -> Outcome:
    """Run the race of a spec with at least one entrant, and see how it stands."""
    race = run(spec)
    stands, *moved = (standings(spec.ground, each) for each in (race, *race.moved))
    return Outcome(
        race,
        stands,
        tuple(moved),
        rests(spec.ground, race, stands),
        departures(spec, race, stands),
        undecided_ranks(stands, tuple(moved)),
    )
