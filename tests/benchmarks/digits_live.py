"""`python -m tests.benchmarks.digits_live`: a run that one looks at, and a digit that one draws.

In a real browser on a laptop's window: what is painted a second while the chapter on digits trains
15 epochs live, with maps and accuracy, how long that takes, and how soon the maps answer a pointer
that draws. It judges nothing: run it on a quiet machine.
"""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page, WebSocket, sync_playwright

from tests import patience
from tests.benchmarks.hall.plan import percentile
from tests.benchmarks.hall.server import Server
from tests.browser import chromium
from tests.browser.looks import LAPTOP

EPOCHS: Final = 15
_MOVES: Final = 120
_REST: Final = 1500
_ROW: Final = "{:<58}{:>10}"

# From the press of the button: the seconds until the first and the last step, and what was painted
# in between: paintings, those with other maps, those with another error, and animation frames.
_LIVE: Final = """() => new Promise((resolve) => {
  const root = document.querySelector("[data-testid=stage]");
  const maps = document.querySelector("[data-panel=maps] canvas");
  const says = (word) => [...document.querySelectorAll("[data-testid=stProgress]")].some((one) => (
    one.innerText.includes(word)));
  const pressed = performance.now();
  let begun = 0;
  let painted = root.dataset.painted;
  const seen = { paintings: 0, frames: 0 };
  const shown = new Set();
  const watch = (now) => {
    if (!begun && says("Computing:")) begun = now;
    if (begun) {
      seen.frames += 1;
      if (root.dataset.painted !== painted) {
        seen.paintings += 1;
        shown.add(root.dataset.frame);
      }
    }
    painted = root.dataset.painted;
    if (begun && says("Computed:")) {
      const seconds = (now - begun) / 1000;
      resolve({ ...seen, shown: shown.size, seconds, waited: (now - pressed) / 1000,
        maps: [maps.width, maps.height] });
    } else requestAnimationFrame(watch);
  };
  [...document.querySelectorAll("button")].find((one) => (
    one.innerText.trim() === "Run again from the start")).click();
  requestAnimationFrame(watch);
})"""

# Notes, for each movement of a pointer over the pad, the milliseconds from its own time to the end
# of the animation frame that has painted it, and whether the maps have another picture then.
_LISTEN: Final = """() => {
  const root = document.querySelector("[data-testid=stage]");
  const maps = document.querySelector("[data-panel=maps] canvas");
  window.answers = [];
  let before = maps.toDataURL();
  document.querySelector(".ll-pad-grid").addEventListener("pointermove", (event) => {
    if (!event.buttons) return;
    const { painted } = root.dataset;
    const look = () => {
      if (root.dataset.painted === painted) {
        requestAnimationFrame(look);
        return;
      }
      const milliseconds = performance.now() - event.timeStamp;
      // Its picture is read after the time is taken.
      const after = maps.toDataURL();
      window.answers.push([milliseconds, after !== before]);
      before = after;
    };
    requestAnimationFrame(look);
  }, { capture: true });
}"""


@dataclass(frozen=True)
class Live:
    """A run that one has looked at: seconds from its first step to its last, and from the press of
    the button; paintings meanwhile, moments of the run among them, and animation frames.
    """

    seconds: float
    waited: float
    paintings: int
    shown: int
    frames: int


@dataclass(frozen=True)
class Stroke:
    """A stroke with a pointer: milliseconds from a movement to other maps, movements that changed
    nothing, and messages to the server while the pointer was held, and after it was let go.
    """

    answers: list[float]
    unchanged: int
    held: int
    told: int


class Messages:
    """Counts what a page sends to the server; made before the page is opened."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self._heard)

    def _heard(self, _: object) -> None:
        self.count += 1


def look_on(page: Page) -> Live:
    """Run the experiment of the page again from its start, and look on until it is done."""
    found = page.evaluate(_LIVE)
    assert min(found["maps"]) > 0, "no maps are painted"
    return Live(*(found[name] for name in ("seconds", "waited", "paintings", "shown", "frames")))


def draw(page: Page, messages: Messages, moves: int = _MOVES) -> Stroke:
    """Draw lines across the pad, down and up again, by a pointer that rests between movements."""
    page.get_by_role("button", name="Clear", exact=True).click()
    page.wait_for_timeout(_REST)
    box = page.locator(".ll-pad-grid").bounding_box()
    assert box is not None
    page.evaluate(_LISTEN)
    page.mouse.move(box["x"] + 2, box["y"] + 2)
    page.mouse.down()
    before = messages.count
    for k in range(1, moves + 1):
        across, down = k / moves, 0.5 - 0.48 * (1 - abs((k / 6) % 2 - 1) * 2)
        page.mouse.move(
            box["x"] + (0.03 + 0.94 * across) * box["width"], box["y"] + down * box["height"]
        )
        page.wait_for_timeout(20 + 7 * (k % 4))
    page.wait_for_timeout(200)
    held = messages.count - before
    page.mouse.up()
    page.wait_for_timeout(_REST)
    answers = page.evaluate("window.answers")
    changed = [float(milliseconds) for milliseconds, other in answers if other]
    return Stroke(changed, len(answers) - len(changed), held, messages.count - before - held)


def main() -> None:
    """Measure and print."""
    with Server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=[*chromium.FLAGS]
        )
        page = browser.new_page(viewport={"width": LAPTOP.width, "height": LAPTOP.height})
        page.set_default_timeout(patience.MILLISECONDS)
        messages = Messages(page)
        page.goto(f"{server.address}/digits?epochs={EPOCHS}")
        page.get_by_text("Computed:").wait_for()
        page.wait_for_timeout(_REST)
        run, stroke = look_on(page), draw(page, messages)
        browser.close()
    print(_ROW.format(f"digits, live, {LAPTOP.width} × {LAPTOP.height}", ""))
    for what, value in (
        ("painted frames a second while it trains", f"{run.paintings / run.seconds:.1f}"),
        ("moments of the run among them, a second", f"{run.shown / run.seconds:.1f}"),
        ("animation frames a second", f"{run.frames / run.seconds:.1f}"),
        (f"seconds of {EPOCHS} epochs, first step to last", f"{run.seconds:.2f}"),
        ("seconds from the press of the button", f"{run.waited:.2f}"),
        ("a stroke: movements that changed the maps", f"{len(stroke.answers)}"),
        ("movements that changed nothing", f"{stroke.unchanged}"),
        ("p50 milliseconds from movement to changed maps", f"{percentile(stroke.answers, 50):.1f}"),
        ("p95 milliseconds from movement to changed maps", f"{percentile(stroke.answers, 95):.1f}"),
        ("messages to the server during the stroke", f"{stroke.held}"),
        ("messages to the server when it ends", f"{stroke.told}"),
    ):
        print(_ROW.format(what, value))


if __name__ == "__main__":
    main()
