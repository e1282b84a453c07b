"""What a step of each entrant takes: measured, on the machine that runs the race, in stretches.

Whatever else the machine does makes a stretch longer, never shorter. So the entrants take turns,
and of each the quickest stretch counts; how far the others lie above it says what that is worth.
"""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from core.arrays import Array
from core.experiments.race.experiment import RaceExperiment
from core.experiments.race.race import Race
from core.training.recipe import Recipe

# Steps in a stretch, and how often each entrant has its turn.
_STRETCH, _TURNS = 20, 9

STEPS = _STRETCH * _TURNS
"""The most steps that each entrant is timed for."""


@dataclass(frozen=True, eq=False)
class Timing:
    """Seconds a step of the L entrants takes: least (L,), and usual (L,), the median stretch's."""

    least: Array
    usual: Array

    def spent(self, race: Race) -> tuple[Array, Array]:
        """The seconds (L, K) of each run up to each record, at least and usually."""
        taken = np.stack([run.taken for run in race.runs])
        return self.least[:, None] * taken, self.usual[:, None] * taken


def timing(spec: RaceExperiment) -> Timing:
    """Measure the entrants of a race, by turns."""
    stretches = [_stretch(made) for made in spec.recipes().values()]
    seconds = np.array([[_timed(stretch) for stretch in stretches] for _ in range(_TURNS)])
    seconds = seconds.reshape(_TURNS, len(stretches))
    return Timing(seconds.min(axis=0), np.median(seconds, axis=0))


def _stretch(made: Recipe) -> Recipe:
    steps = min(_STRETCH, made.steps)
    # Drawn beforehand, so that the draw is not timed.
    return replace(made, steps=steps, batches=made.rows, record_every=steps)


def _timed(stretch: Recipe) -> float:
    """Seconds a step of one run of it."""
    before = perf_counter()
    trajectory = stretch.run()
    lost = int(trajectory.diverged_at)
    return (perf_counter() - before) / max(1, lost if lost >= 0 else stretch.steps)
