"""A stranger's first run, from the clone to the first picture.

`python -m tests.benchmarks.first_run`: the repository is cloned into a new folder, `make run` is
given as README.md says, and the address that it prints is opened in a browser; a first picture is
a surface that is drawn. Whatever make and the app say on the way is printed with its moment.
"""

import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread
from typing import IO

from playwright.sync_api import sync_playwright

from tests import patience
from tests.browser import chromium

ROOT = Path(__file__).parents[2]
COMMAND = ("make", "run")
_ADDRESS = re.compile(r"http://localhost:\d+")
_INSTALLING = 600.0


class Clock:
    """Prints what happens, with the seconds since it was made."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()

    def say(self, text: str) -> None:
        print(f"{time.perf_counter() - self._begun:7.1f} s  {text}", flush=True)


def stranger() -> dict[str, str]:
    """An environment in which no other is active."""
    own = ("VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    kept = {name: text for name, text in os.environ.items() if name not in own}
    paths = [path for path in kept["PATH"].split(os.pathsep) if ".venv" not in path]
    return {**kept, "PATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}


def lines_of(output: IO[str]) -> "queue.Queue[str | None]":
    """The lines as they come; None at the end."""
    found: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        for line in output:
            found.put(line.rstrip())
        found.put(None)

    Thread(target=read, daemon=True).start()
    return found


def address_in(found: "queue.Queue[str | None]", clock: Clock) -> str:
    """Waits for the line with the app's address, and says all of them."""
    until = time.monotonic() + _INSTALLING
    while (line := found.get(timeout=max(1.0, until - time.monotonic()))) is not None:
        if line:
            clock.say(f"| {line}")
        if address := _ADDRESS.search(line):
            return address.group()
    raise RuntimeError("make run has ended without an address.")


def first_picture(address: str, clock: Clock) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=[*chromium.FLAGS]
        )
        page = browser.new_page()
        page.set_default_timeout(patience.MILLISECONDS)
        page.on("console", lambda said: said.type == "error" and clock.say(f"| {said.text}"))
        page.goto(address)
        page.get_by_role("heading", level=1).wait_for()
        clock.say("the first words are read")
        page.locator("[data-testid=stage][data-painted]").first.wait_for()
        page.locator(".ll-landscape canvas").first.wait_for()
        clock.say("the first picture is there")
        browser.close()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "loss-landscape-lab"
        clock = Clock()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(home)], check=True)
        clock.say("cloned: " + " ".join(COMMAND))
        process = subprocess.Popen(
            COMMAND, cwd=home, env=stranger(), text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            assert process.stdout
            first_picture(address_in(lines_of(process.stdout), clock), clock)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
