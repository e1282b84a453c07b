"""The app in a real browser: a server for the session, a fresh window for each test."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests import patience
from tests.browser import chromium
from tests.browser.looks import LAPTOP, Look

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
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
    page = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and page is not None:
        with suppress(PlaywrightError):  # the test may have closed or crashed the window
            page.screenshot(path=RESULTS / f"{item.name.replace('/', '_')}.png")
    return report


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serves a Streamlit script until the end of the session and gives its address."""
    addresses: dict[Path, str] = {}
    with ExitStack() as servers:

        def address(script: Path) -> str:
            if script not in addresses:
                addresses[script] = servers.enter_context(_Server(script)).url
            return addresses[script]

        yield address


@pytest.fixture(scope="session")
def app_url(serve: Serve) -> str:
    """Address of the running app."""
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
        return contexts[look].new_page()

    yield opened
    for context in contexts.values():
        context.close()


@pytest.fixture
def page(windows: Callable[[Look], Page], look: Look, console_errors: list[str]) -> Iterator[Page]:
    """A fresh window; an uncaught error in it fails the test."""
    window = windows(look)
    uncaught: list[str] = []
    window.on("pageerror", lambda error: uncaught.append(str(error)))
    window.on(
        "console", lambda said: console_errors.append(said.text) if said.type == "error" else None
    )
    yield window
    window.close()
    assert not uncaught, f"uncaught in the browser: {uncaught}"


class _Server:
    """`streamlit run` of one script on a free port, its log kept in test-results."""

    def __init__(self, script: Path) -> None:
        self.log = RESULTS / f"{script.stem}{WORKER}.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        self.command = [
            *(sys.executable, "-m", "streamlit", "run", str(script)),
            *("--server.address=127.0.0.1", f"--server.port={self.url.rpartition(':')[2]}"),
            *("--server.fileWatcherType=none", "--browser.gatherUsageStats=false"),
        ]

    def __enter__(self) -> "_Server":
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
