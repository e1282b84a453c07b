"""A run that is computed a slice at a time, while readers look at it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
import streamlit as st

from core.arrays import Steps
from core.experiments.digits.experiment import (
    DigitsExperiment,
    Part,
    training_digits,
    unseen_digits,
)
from core.experiments.digits.marks import Marks, as_shown, marked, unvalued
from core.training.descent import Trajectory
from core.training.live import Live
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.remembered import key_of as query_of
from pages.ui.chapter.remembered import remembered

_OWN, _BEGUN = "digits-recording", "digits-recording-begun"
# Between two looks at the clock frames are marked, so that a slice is no longer than asked for.
_STRETCH_SECONDS = 0.03
_SLICE_SECONDS = 0.12


@dataclass(frozen=True, eq=False)
class Recorded:
    """A run as far as it has been computed, and how well it reads both parts of the digits."""

    run: Trajectory
    train: Marks
    test: Marks


class Recording:
    """One run of an experiment as far as it has been computed; threads take turns at it."""

    def __init__(self, spec: DigitsExperiment) -> None:
        self.spec = spec
        self.key = key_of(spec)
        self.network = spec.model()
        self.parts: tuple[Part, Part] = (training_digits(spec.count), unseen_digits())
        recipe = spec.recipes()["network"]
        # One draw for all readers, though a slice at a time is looked at.
        self.live = Live(unvalued(replace(recipe, batches=recipe.rows, stream=None)))
        self._marks: list[tuple[Marks, Marks]] = []
        self._turn = Lock()
        self._mark()

    @property
    def k(self) -> Steps:
        """The steps that are recorded, in the end."""
        return self.live.k

    @property
    def finished(self) -> bool:
        """Whether the run is done, or has diverged."""
        return self.live.finished

    @property
    def diverged_at(self) -> int:
        """The step that could not be taken, or -1."""
        return int(self.live.diverged_at)

    @property
    def most_bytes(self) -> int:
        """What its points and what is read at them hold when the run is done."""
        read = sum(len(part.labels) for part in self.parts)
        return len(self.k) * (8 * 2 * self.network.size + read)

    def advance(self, seconds: float) -> None:
        """Compute for about so many seconds, at least a little, or to the end."""
        with self._turn:
            end = time.monotonic() + seconds
            while not self.live.finished:
                self.live.advance(min(seconds, _STRETCH_SECONDS))
                self._mark()
                if time.monotonic() >= end:
                    break

    def recorded(self) -> Recorded:
        """What has been computed until now."""
        with self._turn:
            marks, run = self._marks.copy(), self.live.trajectory()
        train, test = (_joined(each) for each in zip(*marks, strict=True))
        return Recorded(run, train, test)

    def _mark(self) -> None:
        """Read the digits at the frames that are new."""
        done = sum(len(train.cost) for train, _ in self._marks)
        p = self.live.trajectory(done).p
        if len(p):
            train, test = (marked(self.network, as_shown(p), part) for part in self.parts)
            self._marks.append((train, test))


def _joined(marks: tuple[Marks, ...]) -> Marks:
    cost = np.concatenate([each.cost for each in marks])
    return Marks(cost, np.concatenate([each.read for each in marks]), marks[0].labels)


def key_of(spec: DigitsExperiment) -> str:
    """The query of the run: the key under which it is kept, and its name on stage."""
    return query_of(spec.without("view"))


def recording(spec: DigitsExperiment) -> Recording:
    """The run of a spec: this reader's own if they have asked for it again, else one for all."""
    asked = restarts(DigitsExperiment)
    if asked != st.session_state.get(_BEGUN, 0):
        # Computed again from its first step: the reader has asked to see it happen.
        st.session_state[_BEGUN], st.session_state[_OWN] = asked, Recording(spec)
    own: Recording | None = st.session_state.get(_OWN)
    return own if own is not None and own.key == key_of(spec) else _shared(spec)


def finished(spec: DigitsExperiment) -> Recorded:
    """The run of a spec to its end, that of all readers: computed now as far as it is not."""
    whole = _shared(spec)
    # Slice by slice: others who look at it have their turns.
    while not whole.finished:
        whole.advance(_SLICE_SECONDS)
    return whole.recorded()


@remembered(DigitsExperiment, lambda spec: spec.without("view"))
def _shared(spec: DigitsExperiment) -> Recording:
    return Recording(spec)


def computed(spec: DigitsExperiment) -> Callable[[], dict[str, Trajectory]]:
    """The run on stage, as far as it has been computed when it is asked for; with its costs."""
    found = recording(spec)

    def run() -> dict[str, Trajectory]:
        now = found.recorded()
        return {"network": replace(now.run, value=now.train.cost)}

    return run
