"""How fast the stage is in this browser: `python -m tests.browser.stage_bench ADDRESS`.

The address is that of a running app with a stage on its first page, such as
`python -m streamlit run tests/browser/stage_app.py`.
"""

import sys
from statistics import quantiles

from playwright.sync_api import sync_playwright

from tests.browser import chromium, measure
from tests.browser.looks import LAPTOP


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=[*chromium.FLAGS]
        )
        page = browser.new_page(
            viewport={"width": LAPTOP.width, "height": LAPTOP.height}, reduced_motion="reduce"
        )
        page.goto(address)
        page.get_by_role("button", name="Contour").first.click()
        page.wait_for_function("document.querySelectorAll('.ll-drawn').length > 0")
        page.wait_for_timeout(1000)
        gaps = measure.replay(page).gaps
        frames = page.locator("[data-testid=stage]").get_attribute("data-frames")
        print(f"replay of {frames} frames: {1000 * len(gaps) / sum(gaps):.1f} paintings a second")
        for name, times in {
            "gap between paintings": gaps,
            "scrub to paint": [each.milliseconds for each in measure.scrub_answers(page)],
            "η strip to paint": [each.milliseconds for each in measure.strip_answers(page)],
        }.items():
            print(f"{name}: p95 {quantiles(times, n=20)[-1]:.1f} ms, most {max(times):.1f} ms")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
