"""Hands on the panels of the hidden layer, and what they are seen to draw."""

import math

from playwright.sync_api import Locator, Page

from tests.browser.measure import Answer
from tests.browser.on_stage import paintings

WINDOW = (-0.5, 1.5)
MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 40, 12, 22, 28

_NOTE_TEXTS = """() => {
if (window.noted) return;
window.noted = true;
const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  (this.canvas.texts ??= []).push(text);
  return fillText.call(this, text, ...rest);
};
CanvasRenderingContext2D.prototype.clearRect = function (...all) {
  this.canvas.texts = [];
  return clearRect.apply(this, all);
};
}"""

_ANSWERS = """async () => {
  const root = document.querySelector("[data-testid=stage]");
  const picture = root.querySelector("[data-panel=network] .ll-picture");
  const box = picture.getBoundingClientRect();
  const delays = [];
  for (let k = 1; k <= 40; k += 1) {
    const before = root.dataset.painted;
    const began = performance.now();
    let frames = 0;
    picture.dispatchEvent(new PointerEvent("pointermove", { clientX: box.x + box.width / 4,
      clientY: box.y + 40 + 3 * ((k * 7) % 20), buttons: 1, bubbles: true }));
    for (; root.dataset.painted === before; frames += 1) await new Promise(requestAnimationFrame);
    delays.push([performance.now() - began, frames]);
    await new Promise((resolve) => { setTimeout(resolve, 5 + (k % 12)); });
  }
  return delays;
}"""


def note_texts(page: Page) -> None:
    """From now on, remember what is written on each canvas."""
    page.evaluate(_NOTE_TEXTS)


def texts(page: Page, panel: str) -> list[str]:
    """What a panel's canvas says now."""
    found: list[str] = page.evaluate(
        f"document.querySelector('[data-panel={panel}] canvas').texts ?? []"
    )
    return found


def edge(page: Page) -> tuple[float, float]:
    """A place on the edge from x₁ to the first hidden unit."""
    box = page.locator("[data-panel=network] .ll-picture").bounding_box()
    assert box
    return box["x"] + 30 + (box["width"] - 60) / 4, box["y"] + 30 + (box["height"] - 60) / 4


def drag_edge(page: Page, by: float) -> None:
    """Take the edge from x₁ to the first hidden unit and drag it up or down, without letting go."""
    x, y = edge(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + by / 2, steps=3)
    page.mouse.move(x, y + by, steps=3)


def answers(page: Page) -> list[Answer]:
    """With an edge in hand: to forty movements of it."""
    return [Answer(*answer) for answer in page.evaluate(_ANSWERS)]


def place(page: Page, panel: str, x1: float, x2: float) -> tuple[float, float]:
    """Where a point of the inputs' plane is in the window, in a square picture of it."""
    box = page.locator(f"[data-panel={panel}] .ll-picture").bounding_box()
    assert box
    width = box["width"] - MARGIN_LEFT - MARGIN_RIGHT
    height = box["height"] - MARGIN_TOP - MARGIN_BOTTOM
    size = min(width, height)
    left = box["x"] + max(MARGIN_LEFT, (box["width"] - size) / 2)
    top = box["y"] + MARGIN_TOP + (height - size) / 2
    share = [(v - WINDOW[0]) / (WINDOW[1] - WINDOW[0]) for v in (x1, x2)]
    return left + share[0] * size, top + (1 - share[1]) * size


def crease_handles(total: float, low: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """The handles of the crease x₁ + x₂ = total in a window from `low` on, from its upper end."""
    a, b = (low, total - low), (total - low, low)
    ends = [tuple(u + t * (v - u) for u, v in zip(a, b, strict=True)) for t in (0.12, 0.88)]
    return (ends[0][0], ends[0][1]), (ends[1][0], ends[1][1])


def at(grip: Locator) -> tuple[float, float]:
    """Where a grip of the reader's line is, by what it says."""
    text = (grip.get_attribute("aria-valuetext") or "").replace("−", "-")
    first, second = text.split(" at ")[1].split(";")[0].split(", ")
    return float(first), float(second)


def line(panel: Locator) -> tuple[float, float]:
    """The reader's line: its direction θ from second to first end, and x₂ cos θ - x₁ sin θ."""
    (a, b), (c, d) = (
        at(panel.get_by_role("slider", name=f"{name} end of the line"))
        for name in ("first", "second")
    )
    turn = math.atan2(b - d, a - c)
    return turn, b * math.cos(turn) - a * math.sin(turn)


def drag_line(page: Page, a: tuple[float, float], b: tuple[float, float]) -> None:
    """Bring the ends of the reader's line to two places, one after the other."""
    for name, goal in (("first", a), ("second", b)):
        grip = page.get_by_role("slider", name=f"{name} end of the line")
        page.mouse.move(*place(page, "line", *at(grip)))
        page.mouse.down()
        page.mouse.move(*place(page, "line", *goal), steps=5)
        page.mouse.up()
        paintings(page)
