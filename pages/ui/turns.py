"""Turns at computing: several long computations share one place, none waits for another's end.

Runs of pages have theirs one after the other. What nobody waits for computes only while all else
rests.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final

_SLICE: Final = 0.05
_PATIENCE: Final = 0.5
_LOOK: Final = 0.1
_MOST: Final = 0.1


class Turns:
    """One computes at a time. Who has had a slice lets the one that has waited longest go on.

    slice_seconds: how long a turn lasts if others wait. patience: after so many seconds without a
    word from whoever has the turn, because it waits for something itself or cannot be interrupted,
    the next one goes on beside it.
    """

    def __init__(self, slice_seconds: float = _SLICE, patience: float = _PATIENCE) -> None:
        self._slice, self._patience = slice_seconds, patience
        self._lock = Lock()
        self._waiting: list[_Place] = []
        self._holder: object = None
        self._began = self._heard = 0.0

    def take(self, who: object, *, since: float | None = None) -> None:
        """Wait for a turn. since: the moment from which it counts as waiting, if not from now."""
        place = _Place(who, time.monotonic() if since is None else since)
        with self._lock:
            self._waiting.append(place)
            self._call_next()
        while not place.called.wait(self._patience):
            with self._lock:
                self._call_next()

    def share(self, who: object) -> None:
        """Go on if the turn is not over yet, else wait for the next."""
        with self._lock:
            self._heard = time.monotonic() if self._holder is who else self._heard
            over = self._waiting and time.monotonic() - self._began >= self._slice
            if self._holder is who and not over:
                return
        self.end(who)
        self.take(who)

    def end(self, who: object) -> None:
        """Leave the place to the next one."""
        with self._lock:
            if self._holder is who:
                self._holder = None
            self._call_next()

    def _call_next(self) -> None:
        """If the place is free, or its holder silent; under the lock."""
        now = time.monotonic()
        if self._waiting and (self._holder is None or now - self._heard >= self._patience):
            longest = min(self._waiting, key=lambda place: place.since)
            self._waiting.remove(longest)
            self._holder = longest.who
            self._began = self._heard = now
            longest.called.set()


@dataclass(eq=False)
class _Place:
    """In a queue: who stands there since when, and whether it has been called."""

    who: object
    since: float
    called: Event = field(default_factory=Event)


LONG: Final = Turns()
"""Of all that computes long, in runs of pages and beside them."""

_RUNS: Final = Turns()
_TURN: ContextVar[tuple[Turns, object] | None] = ContextVar("turn", default=None)
# A thread does one run, of one part of the page after the other.
_BEGAN: ContextVar[float | None] = ContextVar("beginning of the run", default=None)


@contextmanager
def one_run(ahead: float = 0.0) -> Iterator[None]:
    """A run of a page, or of a part of it: one at a time, in the order in which they were begun.

    Runs beside each other would all take as long as all of them together, and hand Python's one
    lock around between them so often that the thread which sends their messages hardly gets it.
    ahead: seconds by which it may overtake others, because it is short. Within a run, nothing.
    """
    if _TURN.get() is not None:
        yield
        return
    if _BEGAN.get() is None:
        _BEGAN.set(time.monotonic() - ahead)
    with _turn_at(_RUNS, _BEGAN.get()):
        yield


@contextmanager
def long_work() -> Iterator[None]:
    """What computes long within a run: beside the other runs, in turns with its like."""
    with at_rest(), _turn_at(LONG):
        yield


@contextmanager
def at_rest() -> Iterator[None]:
    """While a run waits for what another one finds, the next has its turn."""
    if (turn := _TURN.get()) is None:
        yield
        return
    turns, who = turn
    turns.end(who)
    awake = _TURN.set(None)
    try:
        yield
    finally:
        turns.take(who, since=_BEGAN.get())
        _TURN.reset(awake)


def give_way(_share: float = 0.0) -> None:
    """In a run or long work: let those go on who wait for their turn, if this one is over."""
    if (turn := _TURN.get()) is not None:
        turns, who = turn
        turns.share(who)


@contextmanager
def _turn_at(turns: Turns, since: float | None = None) -> Iterator[None]:
    who = object()
    turns.take(who, since=since)
    taken = _TURN.set((turns, who))
    try:
        yield
    finally:
        _TURN.reset(taken)
        turns.end(who)


class Idle:
    """One thread's look at all others together: how much of a processor they use.

    others: the seconds of a processor that they have used until now. look: seconds that a look
    takes. most: the share of a processor up to which they count as resting.
    """

    def __init__(
        self,
        others: Callable[[], float] = lambda: time.process_time() - time.thread_time(),
        look: float = _LOOK,
        most: float = _MOST,
    ) -> None:
        self._others, self._look, self._most = others, look, most
        self._since: tuple[float, float] | None = None

    def wait(self, told: Callable[[], None]) -> None:
        """Return as soon as the others rest: at once if they have done so since the last time.

        told: called at every look; what it raises ends the waiting.
        """
        while self._since is None or self._busy(*self._since):
            told()
            self._since = time.monotonic(), self._others()
            time.sleep(self._look)

    def _busy(self, at: float, used: float) -> bool:
        passed = time.monotonic() - at
        if passed < self._look:
            return False
        rests = self._others() - used <= self._most * passed
        self._since = time.monotonic(), self._others()
        return not rests
