"""The app in a real browser: a server for the session, and windows.

Most of what a test would take is the loading of Streamlit's front end and of plotly.js. So a window
is lent to one test after the other, and stands on an empty page between them (`elsewhere.py`); a
test about a first visit takes a fresh one.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from tests import patience
from tests.browser import chromium, elsewhere, on_stage
from tests.browser.looks import LAPTOP, Look

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
APP = HERE / "app_and_elsewhere.py"
WORKSHOP = HERE / "workshop.py"
RESULTS = ROOT / "test-results"
UNCAUGHT = "Uncaught app execution"
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

Serve = Callable[[Path], str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder, and run it last: Playwright keeps an event loop running."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.is_relative_to(HERE))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep a picture of the window in which a test failed."""
    report = yield
    windows = [each for each in getattr(item, "funcargs", {}).values() if isinstance(each, Page)]
    if report.failed:
        for window in {*windows}:
            with suppress(PlaywrightError):  # the test may have closed or crashed the window
                window.screenshot(path=RESULTS / f"{item.name.replace('/', '_')}.png")
                window.close()  # nobody else shall have it
    return report


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serves a Streamlit script until the end of the session and gives its address."""
    addresses: dict[Path, str] = {}
    with ExitStack() as servers:

        def address(script: Path) -> str:
            if script not in addresses:
                addresses[script] = servers.enter_context(Server(script)).url
            return addresses[script]

        yield address


@pytest.fixture(scope="session")
def app_url(serve: Serve) -> str:
    """Address of the running app, for fresh windows."""
    return serve(ROOT / "app.py")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; a missing one is an error that names the command to install it."""
    executable = chromium.find()
    if executable is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    expect.set_options(timeout=patience.MILLISECONDS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=[*chromium.FLAGS])
        yield launched
        launched.close()


@pytest.fixture
def look() -> Look:
    """Window and theme of `page`; a test in several of them is marked with `looks(…)`."""
    return LAPTOP


@pytest.fixture
def console_errors() -> list[str]:
    """What the browser's console of `page` has reported as errors so far."""
    return []


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Callable[[Look], Page]]:
    """Opens a window in a look; windows of one look share what they have downloaded."""
    contexts: dict[Look, BrowserContext] = {}

    def opened(look: Look) -> Page:
        if look not in contexts:
            contexts[look] = browser.new_context(
                viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme
            )
            contexts[look].set_default_timeout(patience.MILLISECONDS)
        window = contexts[look].new_page()
        on_stage.listen(window)
        return window

    yield opened
    for context in contexts.values():
        context.close()


@contextmanager
def _watched(window: Page, console_errors: list[str]) -> Iterator[Page]:
    """An uncaught error in the window fails the test."""
    uncaught: list[str] = []

    def hear_error(error: PlaywrightError) -> None:
        uncaught.append(str(error))

    def hear_console(said: ConsoleMessage) -> None:
        if said.type == "error":
            console_errors.append(said.text)

    window.on("pageerror", hear_error)
    window.on("console", hear_console)
    yield window
    window.remove_listener("pageerror", hear_error)
    window.remove_listener("console", hear_console)
    if uncaught:
        window.close()
    assert not uncaught, f"uncaught in the browser: {uncaught}"


@pytest.fixture
def page(windows: Callable[[Look], Page], look: Look, console_errors: list[str]) -> Iterator[Page]:
    """A fresh window."""
    with _watched(windows(look), console_errors) as window:
        yield window
        window.close()


Lend = Callable[[Path], AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def kept() -> dict[Path, Page]:
    """The windows that are lent, each on the empty page of its app."""
    return {}


@pytest.fixture
def lend(
    windows: Callable[[Look], Page],
    serve: Serve,
    kept: dict[Path, Page],
    look: Look,
    console_errors: list[str],
) -> Lend:
    """Lends the window that has an app loaded, in a look and on the empty page."""

    @contextmanager
    def lent(app: Path) -> Iterator[Page]:
        window = kept.pop(app, None)
        if window is None:
            window = windows(LAPTOP)
            window.goto(serve(app) + elsewhere.PATH)
        window.set_viewport_size({"width": look.width, "height": look.height})
        window.emulate_media(
            media="screen", color_scheme=look.scheme, reduced_motion="no-preference"
        )
        elsewhere.leave(window)
        with _watched(window, console_errors):
            yield window
            if not window.is_closed():
                elsewhere.leave(window)
        if not window.is_closed():
            kept[app] = window

    return lent


@pytest.fixture
def app(lend: Lend) -> Iterator[Page]:
    """A lent window with the app in it."""
    with lend(APP) as window:
        yield window


@pytest.fixture
def workshop(lend: Lend) -> Iterator[Page]:
    """A lent window with the pages in it that the tests bring along."""
    with lend(WORKSHOP) as window:
        yield window


class Server:
    """`streamlit run` of one script on a free port, its log kept in test-results."""

    def __init__(self, script: Path, name: str = "") -> None:
        self.log = RESULTS / f"{name or script.stem}{WORKER}.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.command = [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            *("--server.address=127.0.0.1", f"--server.port={self.url.rpartition(':')[2]}"),
            *("--server.fileWatcherType=none", "--browser.gatherUsageStats=false"),
        ]

    def __enter__(self) -> "Server":
        RESULTS.mkdir(exist_ok=True)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(self.command, cwd=ROOT, stdout=log, stderr=log)
        with suppress(TimeoutError):
            patience.until(lambda: self._healthy() or self.process.poll() is not None)
        if not self._healthy():
            self._stop()
            pytest.fail(f"the app did not start:\n{self.log.read_text()}", pytrace=False)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        log = self.log.read_text()
        assert UNCAUGHT not in log, f"the app raised while it was tested:\n{log}"

    def _healthy(self) -> bool:
        try:
            with urlopen(f"{self.url}/_stcore/health", timeout=patience.SECONDS) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def _stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
