"""Long computations beside the page: in a thread of their own, with progress and a stop button.

They take turns, so no reader's job waits for the end of another's; each session has one of a name.
"""

import logging
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

import streamlit as st

from pages.ui.store import KEPT
from pages.ui.turns import LONG, Idle, Turns, one_run

R = TypeVar("R")

_LOOK_SECONDS = 0.5
_MOST_AT_ONCE: Final = 8
_LOG = logging.getLogger(__name__)


class StoppedError(Exception):
    """The reader has stopped the job."""


@dataclass(eq=False)
class Job(Generic[R]):
    """A computation under way, told apart by `key`; `done` goes from 0 to 1.

    place: where the store keeps what it finds, so that sessions hold nothing themselves.
    """

    key: str
    done: float = 0.0
    stopped: bool = False
    place: Hashable = field(default_factory=object, repr=False)
    future: "Future[None] | None" = field(default=None, repr=False)
    turns: Turns | None = field(default=None, repr=False)

    def progress(self, share: float) -> None:
        """Called by the computation; raises StoppedError when the reader wants no more."""
        if self.stopped:
            raise StoppedError
        self.done = share
        if self.turns is not None:
            self.turns.share(self)

    @property
    def running(self) -> bool:
        """Waiting or at work."""
        return self.future is not None and not self.future.done()

    @property
    def failed(self) -> bool:
        """It has ended with an error, which is in the server's log."""
        return bool(self.future and self.future.done() and self.future.exception())

    @property
    def result(self) -> R | None:
        """What it has found; None while it runs, after a stop, after an error, once forgotten."""
        if self.future is None or self.running or self.stopped or self.failed:
            return None
        found: R | None = KEPT.get(self.place)
        return found


@dataclass(eq=False)
class SpareJob(Job[R]):
    """A job that goes on only while the server has nothing else to do."""

    idle: Idle = field(default_factory=Idle, repr=False)

    def progress(self, share: float) -> None:
        """Wait until all else rests."""
        super().progress(share)
        self.idle.wait(self._go_on)

    def _go_on(self) -> None:
        if self.stopped:
            raise StoppedError


class Worker:
    """Does the jobs of all readers: so many take turns, the others stand in a queue."""

    def __init__(self, most_at_once: int = _MOST_AT_ONCE, turns: Turns | None = None) -> None:
        self._turns = turns or Turns()
        self._threads = ThreadPoolExecutor(most_at_once, thread_name_prefix="job")
        self._most = most_at_once
        self._jobs: list[Job[Any]] = []

    def begin(self, job: Job[R], work: Callable[[Job[R]], R]) -> None:
        """Do a job as soon as there is room for it."""
        job.turns = self._turns
        self._jobs = [one for one in self._jobs if one.running]
        job.future = self._threads.submit(self._do, job, work)
        self._jobs.append(job)

    def before(self, job: Job[R]) -> int:
        """How many must end before this job begins; 0 once it takes turns."""
        running = self._running()
        return max(0, running.index(job) + 1 - self._most) if job in running else 0

    def beside(self, job: Job[R]) -> int:
        """With how many others a job takes turns."""
        return max(0, min(self._most, len(self._running())) - 1)

    def _running(self) -> list[Job[Any]]:
        return [one for one in self._jobs if one.running]

    def _do(self, job: Job[R], work: Callable[[Job[R]], R]) -> None:
        self._turns.take(job)
        try:
            KEPT.put(job.place, work(job))
        except StoppedError:
            raise
        except Exception:
            _LOG.exception("The job %s has failed.", job.key)
            raise
        finally:
            self._turns.end(job)


def start(name: str, key: str, work: Callable[[Job[R]], R], *, spare: bool = False) -> Job[R]:
    """Begin the session's job `name`, ending the one before.

    spare: it has a worker of its own, which computes only while the server has nothing else to do.
    """
    before: Job[R] | None = st.session_state.get(name)
    if before is not None:
        before.stopped = True
    kind: type[Job[R]] = SpareJob if spare else Job
    job = kind(key, place=("job", name, key))
    (_spare() if spare else _worker()).begin(job, work)
    st.session_state[name] = job
    return job


def current(name: str, key: str) -> Job[R] | None:
    """The session's job `name` if it is about `key`."""
    job: Job[R] | None = st.session_state.get(name)
    return job if job is not None and job.key == key and not job.stopped else None


def show(
    name: str,
    key: str,
    work: Callable[[Job[R]], R],
    *,
    offer: str,
    doing: str,
    failed: str,
    icon: str | None = None,
    at_once: bool = False,
) -> R | None:
    """The session's job `name` about `key`: a button that begins it, its progress, its result.

    offer: the button's label. doing: the words beside the progress. failed: the sentence after an
    error. at_once: it begins unasked, and the button is there after a stop only. The result is
    returned as soon as it is there, None until then.
    """
    last: Job[R] | None = st.session_state.get(name)
    if at_once and (last is None or last.key != key):
        start(name, key, work)
    job: Job[R] | None = current(name, key)
    found = None if job is None else job.result
    if found is not None:
        return found
    if job is not None and job.failed:
        st.error(failed)
    elif job is not None and (job.running or at_once):
        if not job.running:
            # It had ended, but what it has found is kept no longer.
            start(name, key, work)
        _under_way(name, key, doing)
    else:
        st.button(offer, on_click=_begin, args=(name, key, work), icon=icon)
    return None


def _begin(name: str, key: str, work: Callable[[Job[R]], R]) -> None:
    start(name, key, work)


@st.fragment(run_every=_LOOK_SECONDS)
@one_run()
def _under_way(name: str, key: str, doing: str) -> None:
    job: Job[object] | None = current(name, key)
    if job is None or not job.running:
        st.rerun()
        return
    st.progress(job.done, f"{doing}: {_how_far(job)}")
    if st.button("Stop", key=f"stop-{name}"):
        job.stopped = True
        st.rerun()


def _others(count: int) -> str:
    """“1 other computation”, “2 other computations”."""
    return f"{count} other computation{'s' if count > 1 else ''}"


def _how_far(job: Job[object]) -> str:
    """The share that is done, and who else is being served."""
    before, beside = _worker().before(job), _worker().beside(job)
    if before:
        return f"number {before} in the queue"
    # They may be the reader's own, such as the strip above.
    others = f", in turns with {_others(beside)}" if beside else ""
    return f"{100 * job.done:.0f} %{others}"


@st.cache_resource
def _worker() -> Worker:
    return Worker(turns=LONG)


@st.cache_resource
def _spare() -> Worker:
    return Worker(most_at_once=1)
