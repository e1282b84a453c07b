"""`python -m tests.benchmarks.immediacy.film_strip`: a learning rate dragged by its slider.

Pictures of the stage, one for each place of the thumb, taken two animation frames after it has got
there and side by side in test-results/film_strip.png.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests import patience
from tests.benchmarks.hall.server import ROOT, Server
from tests.benchmarks.immediacy.pages import VISITS
from tests.browser import chromium
from tests.browser.looks import LAPTOP

STRIP = ROOT / "test-results" / "film_strip.png"
_PLACES, _STEP, _WIDTH = 8, 9, 480
_MIDDLE = """(thumb) => {
  const { x, y, width, height } = thumb.closest("[data-rac]").getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}"""
_FRAMES = """() => new Promise((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(resolve));
})"""


def main() -> Path:
    """Drag and take the pictures; where they are."""
    visit = next(each for each in VISITS if each.name == "logistic regression")
    with Server() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=[*chromium.FLAGS]
        )
        page = browser.new_page(
            viewport={"width": LAPTOP.width, "height": LAPTOP.height}, reduced_motion="reduce"
        )
        page.set_default_timeout(patience.MILLISECONDS)
        page.goto(f"{app.address}/{visit.address}")
        page.wait_for_selector("[data-testid=stage][data-painted]")
        page.wait_for_timeout(3000)
        page.keyboard.press("End")
        x, y = visit.controls[0].find(page).evaluate(_MIDDLE)
        page.mouse.move(x, y)
        page.mouse.down()
        pictures = [_picture(page, x - _STEP * k, y) for k in range(_PLACES)]
        page.mouse.up()
        browser.close()
    strip = Image.new("RGB", (pictures[0].width, sum(each.height for each in pictures)), "white")
    at = 0
    for each in pictures:
        strip.paste(each, (0, at))
        at += each.height
    strip.save(STRIP)
    return STRIP


def _picture(page: Page, x: float, y: float) -> Image.Image:
    page.mouse.move(x, y)
    page.evaluate(_FRAMES)
    taken = Image.open(BytesIO(page.locator("[data-testid=stage]").screenshot()))
    return taken.resize((_WIDTH, _WIDTH * taken.height // taken.width)).convert("RGB")


if __name__ == "__main__":
    print(main())
