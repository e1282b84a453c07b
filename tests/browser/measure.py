"""How fast the stage paints, measured in the browser by its own clock, in milliseconds."""

from playwright.sync_api import Locator, Page

_GAPS = """() => new Promise((resolve) => {
  const root = document.querySelector("[data-testid=stage]");
  const last = String(root.dataset.frames - 1);
  const times = [];
  let painted = root.dataset.painted;
  const watch = (now) => {
    if (root.dataset.painted !== painted) times.push(now);
    painted = root.dataset.painted;
    if (times.length > 1 && root.dataset.frame === last) {
      resolve(times.slice(1).map((time, k) => time - times[k]));
    } else requestAnimationFrame(watch);
  };
  document.querySelector("[aria-label^=Play]").click();
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
    move(k);
    while (root.dataset.painted === before) await new Promise(requestAnimationFrame);
    delays.push(performance.now() - began);
    await new Promise((resolve) => { setTimeout(resolve, 5 + (k % 12)); });
  }
  return delays;
}"""


def replay_gaps(page: Page) -> list[float]:
    """Play the film from its start: the times between one painting and the next."""
    page.keyboard.press("Home")
    return [float(gap) for gap in page.evaluate(_GAPS)]


def scrub_delays(page: Page) -> list[float]:
    """From moving the film's slider to the painting that shows it, sixty times."""
    return [float(delay) for delay in page.evaluate(_DELAYS, "scrub")]


def strip_delays(page: Page) -> list[float]:
    """From moving along the learning rates to the painting that shows it, sixty times."""
    return [float(delay) for delay in page.evaluate(_DELAYS, "strip")]


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
