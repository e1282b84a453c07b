"""A page once everything that it finds beside itself is there."""

from collections.abc import Iterable

from streamlit.testing.v1 import AppTest

from pages.ui.chapter.jobs import Job
from tests import patience

_ROUNDS = 12


def jobs(app: AppTest) -> list[Job[object]]:
    """The session's jobs, those that have ended too."""
    state = app.session_state._state.filtered_state
    return [one for one in state.values() if isinstance(one, Job)]


def wait_for(running: Iterable[Job[object]]) -> None:
    """Wait as long as jobs get on."""
    for job in running:
        while job.running:
            done = job.done
            patience.until(lambda job=job, done=done: not job.running or job.done > done)


def settled(app: AppTest) -> AppTest:
    """Run the page again as often as something that it waits for has been found."""
    for _ in range(_ROUNDS):
        running = [job for job in jobs(app) if job.running]
        if not running:
            return app
        wait_for(running)
        app.run()
    raise TimeoutError(f"{_ROUNDS} runs, and the page still waits for something")
