"""Long computations beside the page: in a thread of their own, with progress and a stop button.

One worker serves all readers and each session has one job at most, so nobody can starve others.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import streamlit as st

R = TypeVar("R")

_LOOK_SECONDS = 0.5
_LOG = logging.getLogger(__name__)


class StoppedError(Exception):
    """The reader has stopped the job."""


@dataclass
class Job(Generic[R]):
    """A computation under way, told apart by `key`; `done` goes from 0 to 1."""

    key: str
    done: float = 0.0
    stopped: bool = False
    future: "Future[R] | None" = field(default=None, repr=False)

    def progress(self, share: float) -> None:
        """Called by the computation; raises StoppedError when the reader wants no more."""
        if self.stopped:
            raise StoppedError
        self.done = share

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
        """What it has found; None while it runs, after a stop and after an error."""
        if self.future is None or self.running or self.stopped or self.failed:
            return None
        return self.future.result()


def start(name: str, key: str, work: Callable[[Job[R]], R]) -> Job[R]:
    """Begin the session's job `name`, ending the one before."""
    before: Job[R] | None = st.session_state.get(name)
    if before is not None:
        before.stopped = True
    job: Job[R] = Job(key)
    job.future = _worker().submit(_logged, work, job)
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
) -> R | None:
    """The session's job `name` about `key`: a button that begins it, its progress, its result.

    offer: the button's label. doing: the words beside the progress. failed: the sentence after an
    error. The result is returned as soon as it is there, None until then.
    """
    job: Job[R] | None = current(name, key)
    if job is None:
        st.button(offer, on_click=_begin, args=(name, key, work), icon=icon)
    elif job.running:
        _under_way(name, key, doing)
    elif job.result is None:
        st.error(failed)
    else:
        return job.result
    return None


def _begin(name: str, key: str, work: Callable[[Job[R]], R]) -> None:
    start(name, key, work)


@st.fragment(run_every=_LOOK_SECONDS)
def _under_way(name: str, key: str, doing: str) -> None:
    job: Job[object] | None = current(name, key)
    if job is None or not job.running:
        st.rerun()
        return
    st.progress(job.done, f"{doing}: {100 * job.done:.0f} %")
    if st.button("Stop", key=f"stop-{name}"):
        job.stopped = True
        st.rerun()


def _logged(work: Callable[[Job[R]], R], job: Job[R]) -> R:
    try:
        return work(job)
    except StoppedError:
        raise
    except Exception:
        _LOG.exception("The job %s has failed.", job.key)
        raise


@st.cache_resource
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
