"""What the tests of pages share: patience, and one look through the installed packages."""

import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from pages.ui.chapter import jobs
from pages.ui.store import KEPT
from tests import patience


@pytest.fixture(autouse=True, scope="session")
def packages_are_scanned_once() -> Iterator[None]:
    """Each AppTest looks through all installed packages for components: most of its time."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True, scope="session")
def pages_are_waited_for() -> Iterator[None]:
    """AppTest gives up after three seconds, and asks every millisecond in all that has come."""

    def patient(self: AppTest, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        self.default_timeout = patience.SECONDS

    def asleep(runner: LocalScriptRunner, timeout: float) -> None:
        thread = runner._script_thread
        assert thread is not None
        thread.join(timeout)
        ask(runner, 0 if thread.is_alive() else timeout)

    begin, ask = AppTest.__init__, local_script_runner.require_widgets_deltas
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AppTest, "__init__", patient)
        patch.setattr(local_script_runner, "require_widgets_deltas", asleep)
        yield


@pytest.fixture(autouse=True, scope="module")
def nothing_is_kept_for_other_tests() -> Iterator[None]:
    """Some modules have strips of two rates and the like: what they find is nobody else's.

    Nor is what their readers' scripts and jobs still find when they have gone.
    """
    yield
    for job in _under_way():
        job.stopped = True
    patience.until(lambda: not _under_way() and not any(map(_is_script, threading.enumerate())))
    KEPT.clear()


def _under_way() -> list[jobs.Job[Any]]:
    return jobs._worker()._running()


def _is_script(thread: threading.Thread) -> bool:
    return thread.name == "ScriptRunner.scriptThread"
