"""Turns at computing: several long computations share one place, none waits for another's end.

What nobody waits for computes only while all else rests.
"""

import time
from collections import deque
from collections.abc import Callable
from threading import Condition
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
        self._changed = Condition()
        self._waiting: deque[object] = deque()
        self._holder: object = None
        self._began = self._heard = 0.0

    def take(self, who: object) -> None:
        """Wait for a turn."""
        with self._changed:
            self._waiting.append(who)
            while not self._may_begin(who):
                self._changed.wait(self._patience)
            self._waiting.popleft()
            self._holder = who
            self._began = self._heard = time.monotonic()

    def share(self, who: object) -> None:
        """Go on if the turn is not over yet, else wait for the next."""
        with self._changed:
            self._heard = time.monotonic() if self._holder is who else self._heard
            over = self._waiting and time.monotonic() - self._began >= self._slice
            if self._holder is who and not over:
                return
        self.end(who)
        self.take(who)

    def end(self, who: object) -> None:
        """Leave the place to the next one."""
        with self._changed:
            if self._holder is who:
                self._holder = None
            self._changed.notify_all()

    def _may_begin(self, who: object) -> bool:
        silent = time.monotonic() - self._heard >= self._patience
        return self._waiting[0] is who and (self._holder is None or silent)


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
