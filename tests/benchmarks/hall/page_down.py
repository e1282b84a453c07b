"""How long Page Down takes in a lecture: `python -m tests.benchmarks.hall.page_down`.

The course is played twice in one browser. The second time everything has been looked at before:
what is printed is how long it is from the key until the stage shows the next scene, or, where the
scene's run stays the same, until its question is read. Exit status 1 if one takes longer than
300 ms.
"""

import sys
from statistics import median
from typing import Final

from playwright.sync_api import Page, sync_playwright

from pages.ui.lecture.deck import LectureScene, mathematics_of_ai
from tests import patience
from tests.benchmarks.hall.server import Server
from tests.browser.chromium import FLAGS, install

BAR: Final = 300
DECK: Final = "?lecture=true&deck=mathematics-of-ai"

# Press a key, and note when the words of the next scene stand above a stage that has been painted.
_TURN = """async ([key, words]) => {
  const begun = performance.now();
  document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const there = () => {
    const stage = document.querySelector("[data-testid=stage][data-painted]");
    return stage && document.querySelector("[data-testid=stMain]").innerText.includes(words);
  };
  while (!there()) {
    if (performance.now() - begun > 60000) return NaN;
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - begun;
}"""


def play(page: Page, deck: tuple[LectureScene, ...]) -> list[float]:
    """Milliseconds to each scene, from the one before."""
    found = []
    for scene in deck:
        found.append(float(page.evaluate(_TURN, ["PageDown", scene.question])))
        # The audience looks at it; meanwhile the next one is found.
        page.wait_for_timeout(3000)
        for _ in range(bool(scene.ask) + bool(scene.ask and scene.section)):
            page.keyboard.press("PageDown")
            page.wait_for_timeout(1500)
    return found


def main() -> int:
    """Play, print, judge."""
    deck = mathematics_of_ai()
    with Server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=install(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.set_default_timeout(patience.MILLISECONDS)
        page.emulate_media(reduced_motion="reduce")
        for _ in range(2):
            page.goto(f"{server.address}/{DECK}")
            page.wait_for_selector(".ll-hall")
            times = play(page, deck)
        browser.close()
    for number, (scene, took) in enumerate(zip(deck, times, strict=True), 1):
        print(f"{number:>2}  {took:7.0f} ms  {scene.title}")
    print(f"median {median(times):.0f} ms, longest {max(times):.0f} ms, bar {BAR} ms")
    return int(not max(times) <= BAR)


if __name__ == "__main__":
    sys.exit(main())
