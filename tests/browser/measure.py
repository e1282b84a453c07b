"""How soon the stage paints, counted in animation frames, and in milliseconds by its own clock.

A test asks for frames only: they do not depend on the machine.
"""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

_GAPS = """() => new Promise((resolve) => {
  const root = document.querySelector("[data-testid=stage]");
  const last = String(root.dataset.frames - 1);
  const times = [];
  const shown = [];
  let painted = root.dataset.painted;
  let ticks = 0;
  const watch = (now) => {
    ticks += times.length > 0;
    if (root.dataset.painted !== painted) {
      times.push(now);
      shown.push(Number(root.dataset.frame));
    }
    painted = root.dataset.painted;
    if (times.length > 1 && root.dataset.frame === last) {
      resolve([times.slice(1).map((time, k) => time - times[k]), shown, ticks]);
    } else requestAnimationFrame(watch);
  };
  root.querySelector("[aria-label^='Play (']").click();
  requestAnimationFrame(watch);
})"""

_DELAYS = """async (what) => {
  const root = document.querySelector("[data-testid=stage]");
  const range = root.querySelector("input[type=range]");
  const strip = root.querySelector("[data-panel=eta] [role=slider]");
  const frame = strip.getBoundingClientRect();
  strip.setPointerCapture = () => {};
  const point = (type, x) => strip.dispatchEvent(new PointerEvent(type,
    { clientX: frame.x + x, clientY: frame.y + frame.height / 2, buttons: 1, bubbles: true }));
  const move = { strip: (k) => point("pointermove", 60 + 3 * ((k * 67) % 200)),
    scrub: (k) => {
      range.value = (k * 67) % root.dataset.frames;
      range.dispatchEvent(new Event("input"));
    } }[what];
  if (what === "strip") point("pointerdown", 60);
  const delays = [];
  for (let k = 1; k <= 60; k += 1) {
    const before = root.dataset.painted;
    const began = performance.now();
    let frames = 0;
    move(k);
    for (; root.dataset.painted === before; frames += 1) await new Promise(requestAnimationFrame);
    delays.push([performance.now() - began, frames]);
    await new Promise((resolve) => { setTimeout(resolve, 5 + (k % 12)); });
  }
  return delays;
}"""


# The clock takes no step longer than this, so that a film does not jump over what was not painted.
LONGEST_STEP = 100.0


@dataclass(frozen=True)
class Replay:
    """A film from its start: milliseconds between paintings, the film's frame in each of these
    paintings and in the one before, and how many animation frames there were in this time.
    """

    gaps: list[float]
    shown: list[int]
    ticks: int

    @property
    def fluent(self) -> bool:
        """Nearly every animation frame that has something new to show is painted."""
        return len(self.gaps) >= 0.9 * min(self.ticks, self.shown[-1] - self.shown[0])

    @property
    def pace(self) -> float:
        """Frames of the film by the clock's second."""
        seconds = sum(min(gap, LONGEST_STEP) for gap in self.gaps) / 1000
        return (self.shown[-1] - self.shown[0]) / seconds


@dataclass(frozen=True)
class Answer:
    """From a movement to the painting that shows it."""

    milliseconds: float
    frames: int


def replay(page: Page) -> Replay:
    """Play the film from its start to its end."""
    page.keyboard.press("Home")
    return Replay(*page.evaluate(_GAPS))


def scrub_answers(page: Page) -> list[Answer]:
    """To sixty movements of the film's slider."""
    return [Answer(*answer) for answer in page.evaluate(_DELAYS, "scrub")]


def strip_answers(page: Page) -> list[Answer]:
    """To sixty movements along the learning rates."""
    return [Answer(*answer) for answer in page.evaluate(_DELAYS, "strip")]


def at_once(answers: list[Answer]) -> bool:
    """Each painting comes in the first animation frame after the movement, or in the second."""
    return max(answer.frames for answer in answers) <= 2


_UNTIL_PAINTED = """([run, painted]) => new Promise((resolve) => {
  const root = document.querySelector("[data-testid=stage]");
  const watch = () => (root.dataset.run !== run && root.dataset.painted !== painted
    ? resolve(performance.now()) : requestAnimationFrame(watch));
  watch();
})"""

_KEY_TIMES = """() => {
  window.pressed = [];
  document.addEventListener("keydown", () => window.pressed.push(performance.now()), true);
}"""


def slider_delays(page: Page, slider: Locator, keys: list[str]) -> list[float]:
    """From each key press on a slider to the first painting of the run that it asks for."""
    page.evaluate(_KEY_TIMES)
    slider.focus()
    delays = []
    for key in keys:
        before = page.evaluate(
            "(({ run, painted }) => [run, painted])"
            "(document.querySelector('[data-testid=stage]').dataset)"
        )
        slider.press(key)
        shown = float(page.evaluate(_UNTIL_PAINTED, before))
        delays.append(shown - float(page.evaluate("window.pressed.at(-1)")))
    return delays
