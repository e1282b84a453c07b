"""A race: two ways to the same numbers, CPU time taken in turns, on one thread each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from tests.benchmarks.turns import Contender, least

# Doubles on one thread for every contender.
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


@dataclass(frozen=True)
class Race:
    """Ours against the fastest of some rivals, who all must give the same numbers.

    `bar` is the least ratio of rival time to ours; `tolerance` the largest difference allowed;
    `epochs` how often each goes through its samples, where that is what people count. Where the
    numbers cannot be the same, `differs` says why, and no difference is looked at.
    """

    subject: str
    ours: Contender
    rivals: Sequence[Contender]
    bar: float
    tolerance: float = 1e-10
    epochs: int | None = None
    differs: str = ""


@dataclass(frozen=True)
class Result:
    """Least CPU times in milliseconds."""

    subject: str
    ours: float
    rival: float
    bar: float
    epochs: int | None = None
    differs: str = ""

    @property
    def ratio(self) -> float:
        return self.rival / self.ours

    @property
    def passed(self) -> bool:
        return self.ratio >= self.bar

    @property
    def epochs_per_second(self) -> tuple[float, float] | None:
        """Ours and the rival's."""
        if self.epochs is None:
            return None
        return 1e3 * self.epochs / self.ours, 1e3 * self.epochs / self.rival


def run(race: Race) -> Result:
    """A heat picks the fastest rival; then ours and that one in turns (`turns`)."""
    reference = np.asarray(race.ours(), dtype=float)
    for rival in race.rivals:
        difference = np.abs(np.asarray(rival(), dtype=float) - reference).max()
        if not (race.differs or difference <= race.tolerance):
            raise AssertionError(f"{race.subject}: the contenders differ by {difference:.2g}.")
    heat = least(race.rivals, rounds=3, seconds=0)
    rival = race.rivals[heat.index(min(heat))]
    ours, theirs = (1e3 * seconds for seconds in least([race.ours, rival]))
    return Result(race.subject, ours, theirs, race.bar, race.epochs, race.differs)
