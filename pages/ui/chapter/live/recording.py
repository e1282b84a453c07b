"""A run as far as it has been computed: one for all readers, or a reader's own once more."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Lock
from typing import ClassVar, Final, Generic, TypeVar

import streamlit as st

from core.arrays import Steps
from core.experiments.experiment import Experiment
from core.training.live import Live
from pages.ui.chapter.presets import restarts
from pages.ui.chapter.remembered import key_of as query_of
from pages.ui.chapter.remembered import remembered

_SLICE_SECONDS: Final = 0.12


class Recording(ABC):
    """One run of a spec as far as it has been computed; threads take turns at it."""

    stretch_seconds: ClassVar[float] = float("inf")
    """After so long what is new is kept, so that a slice is no longer than asked for."""

    def __init__(self, spec: Experiment, live: Live) -> None:
        self.key = key_of(spec)
        self.live = live
        self._turn = Lock()
        self._keep()

    @property
    def k(self) -> Steps:
        """The steps that are recorded, in the end."""
        return self.live.k

    @property
    def done(self) -> int:
        """How many steps have been taken."""
        return self.live.done

    @property
    def finished(self) -> bool:
        """Whether the run is done, or has diverged."""
        return self.live.finished

    @property
    def diverged_at(self) -> int:
        """The step that could not be taken, or -1."""
        return int(self.live.diverged_at)

    @property
    def share(self) -> float:
        """How much of the run is done, from 0 to 1."""
        return self.live.share

    @property
    def steps_per_second(self) -> float:
        """The speed of the steps until now."""
        return self.live.done / max(self.live.seconds, 1e-9)

    @property
    @abstractmethod
    def most_bytes(self) -> int:
        """What its points and what is kept of them hold when the run is done."""

    def advance(self, seconds: float) -> None:
        """Compute for about so many seconds, at least a little, or to the end."""
        with self._turn:
            end = time.monotonic() + seconds
            while not self.live.finished:
                left = max(0.0, end - time.monotonic())
                self.live.advance(min(left, self.stretch_seconds))
                self._keep()
                if time.monotonic() >= end:
                    break

    @abstractmethod
    def _keep(self) -> None:
        """Read the frames that are new; called by one thread at a time."""


S = TypeVar("S", bound=Experiment)
R = TypeVar("R", bound=Recording)


def key_of(spec: Experiment) -> str:
    """The query of a spec's run: the key under which it is kept."""
    return query_of(spec.without("view"))


class Recordings(Generic[S, R]):
    """The recordings of a chapter's experiment, made when they are asked for."""

    def __init__(self, cls: type[S], make: Callable[[S], R]) -> None:
        self._cls, self._make = cls, make
        self._shared = remembered(cls, lambda spec: spec.without("view"))(make)
        self._own: Final = f"{cls.__name__}-recording"
        self._begun: Final = f"{cls.__name__}-recording-begun"

    def __call__(self, spec: S) -> R:
        """The run of a spec: the reader's own if they have asked for it again, else one for all."""
        asked = restarts(self._cls)
        if asked != st.session_state.get(self._begun, 0):
            # Computed again from its first step: the reader has asked to see it happen.
            st.session_state[self._begun], st.session_state[self._own] = asked, self._make(spec)
        own: R | None = st.session_state.get(self._own)
        return own if own is not None and own.key == key_of(spec) else self._shared(spec)

    def whole(self, spec: S) -> R:
        """The run for all readers to its end: computed now as far as it is not."""
        found = self._shared(spec)
        # Slice by slice: others who look at it have their turns.
        while not found.finished:
            found.advance(_SLICE_SECONDS)
        return found
