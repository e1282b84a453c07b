"""A run that is computed a slice at a time, while readers look at it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from core.experiments.digits.experiment import (
    DigitsExperiment,
    Part,
    training_digits,
    unseen_digits,
)
from core.experiments.digits.marks import Marks, as_shown, marked, unvalued
from core.training.descent import Trajectory
from core.training.live import Live
from pages.ui.chapter.live import recording as live


@dataclass(frozen=True, eq=False)
class Recorded:
    """A run as far as it has been computed, and how well it reads both parts of the digits."""

    run: Trajectory
    train: Marks
    test: Marks


class Recording(live.Recording):
    """One run of an experiment as far as it has been computed; threads take turns at it."""

    stretch_seconds = 0.03

    def __init__(self, spec: DigitsExperiment) -> None:
        self.network = spec.model()
        self.parts: tuple[Part, Part] = (training_digits(spec.count), unseen_digits())
        self._marks: list[tuple[Marks, Marks]] = []
        recipe = spec.recipes()["network"]
        # One draw for all readers, though a slice at a time is looked at.
        one_draw = replace(recipe, batches=recipe.rows, stream=None)
        super().__init__(spec, Live(unvalued(one_draw)))

    @property
    def most_bytes(self) -> int:
        """What its points and what is read at them hold when the run is done."""
        read = sum(len(part.labels) for part in self.parts)
        return len(self.k) * (8 * 2 * self.network.size + read)

    def recorded(self) -> Recorded:
        """What has been computed until now."""
        with self._turn:
            marks, run = self._marks.copy(), self.live.trajectory()
        train, test = (_joined(each) for each in zip(*marks, strict=True))
        return Recorded(run, train, test)

    def _keep(self) -> None:
        """Read the digits at the frames that are new."""
        done = sum(len(train.cost) for train, _ in self._marks)
        p = self.live.trajectory(done).p
        if len(p):
            train, test = (marked(self.network, as_shown(p), part) for part in self.parts)
            self._marks.append((train, test))


def _joined(marks: tuple[Marks, ...]) -> Marks:
    cost = np.concatenate([each.cost for each in marks])
    return Marks(cost, np.concatenate([each.read for each in marks]), marks[0].labels)


recording: Final = live.Recordings(DigitsExperiment, Recording)
"""The run of a spec: one for all readers, or a reader's own."""


def finished(spec: DigitsExperiment) -> Recorded:
    """The run of a spec to its end, that of all readers."""
    return recording.whole(spec).recorded()


def computed(spec: DigitsExperiment) -> Callable[[], dict[str, Trajectory]]:
    """The run on stage, as far as it has been computed when it is asked for; with its costs."""
    found = recording(spec)

    def run() -> dict[str, Trajectory]:
        now = found.recorded()
        return {"network": replace(now.run, value=now.train.cost)}

    return run
