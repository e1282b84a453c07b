"""The Chromium of the browser tests; `python -m tests.browser.chromium` installs one if needed."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests import patience

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = (sys.executable, "-m", "playwright")
DOWNLOAD = (*PLAYWRIGHT, "install", "--no-shell", "chromium")
# libatomic1 is for Playwright itself, whose Node.js does not start without it.
DEBIAN = (
    "export DEBIAN_FRONTEND=noninteractive; "
    "apt-get update -qq && apt-get install -qq -y chromium libatomic1"
)
MISSING = (
    "The browser tests need a Chromium that Playwright can drive, and none was found. "
    "Install one with: .venv/bin/playwright install --with-deps chromium "
    "(or on Debian with: sudo apt-get install chromium libatomic1)."
)

# Software WebGL by the slow but complete path: the angle and swiftshader switches slow canvases.
FLAGS = (
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Path of a Chromium that starts: one on the PATH, else Playwright's own, else None."""
    if not _starts(*PLAYWRIGHT):
        return None
    on_path = (shutil.which(name) for name in NAMES)
    found = next((path for path in on_path if path and _starts(path)), None)
    if found:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if _starts(own) else None


def install() -> str:
    """Path of a Chromium that starts, installed if there is none; RuntimeError if that fails."""
    found = find()
    if not found:
        print("Installing Chromium for the browser tests …", flush=True)
        subprocess.run(DOWNLOAD, check=False)
        found = find()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Playwright's Chromium does not start here: taking Debian's.", flush=True)
        subprocess.run(DEBIAN, shell=True, check=False)
        found = find()
    if not found:
        raise RuntimeError(MISSING)
    return found


def _starts(*program: str) -> bool:
    # A file alone is no browser: libraries may be missing, or it may only point to a snap.
    try:
        subprocess.run(
            [*program, "--version"], check=True, capture_output=True, timeout=patience.SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


if __name__ == "__main__":
    try:
        install()
    except RuntimeError as error:
        sys.exit(str(error))
