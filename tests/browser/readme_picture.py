"""The picture that README.md opens with, of the running app: `make picture` takes it anew."""

import io
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests import patience
from tests.browser import chromium
from tests.browser.conftest import ROOT, Server
from tests.browser.on_stage import rest, stage

PICTURE = ROOT / "docs" / "app.png"
ADDRESS = "/logistic_regression"
SIZE = (1366, 768)
MOST_BYTES = 150_000
COLORS = 256


def taken() -> Image.Image:
    """The window at the end of a run, in the look of a laptop."""
    executable = chromium.install()
    expect.set_options(timeout=patience.MILLISECONDS)
    with Server(ROOT / "app.py", "picture") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*chromium.FLAGS])
        width, height = SIZE
        page = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
        page.set_default_timeout(patience.MILLISECONDS)
        page.emulate_media(reduced_motion="reduce")
        page.goto(server.url + ADDRESS)
        expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
        expect(page.locator(".ll-drawn")).to_have_count(2)
        page.keyboard.press("End")
        rest(page)
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        browser.close()
    return picture


def write(path: Path) -> int:
    """Save it in a palette of its own; gives the bytes that it takes."""
    taken().quantize(COLORS).save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    size = write(PICTURE)
    print(f"{PICTURE.relative_to(ROOT)}: {size / 1000:.0f} kB")
    assert size < MOST_BYTES, "too large for the first thing that a reader loads"
