"""What the back row of a lecture hall can read: every text on stage with its size on the screen."""

from dataclasses import dataclass

from playwright.sync_api import Page

_RECORDER = r"""() => {
  if (window.textsInTheHall) return;
  const written = new WeakMap();
  const canvas = CanvasRenderingContext2D.prototype;
  const { clearRect, fillText } = canvas;
  canvas.clearRect = function (...box) {
    written.set(this.canvas, []);
    return clearRect.apply(this, box);
  };
  canvas.fillText = function (text, ...rest) {
    const { a, b } = this.getTransform();
    const size = Number(/([\d.]+)px/.exec(this.font)[1]) * Math.hypot(a, b);
    written.get(this.canvas)?.push({ text, size });
    return fillText.call(this, text, ...rest);
  };
  const seen = (element) => (
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }));

  const drawn = () => [...document.querySelectorAll("[data-testid=stage] canvas")]
    .filter((element) => seen(element) && element.clientWidth > 0)
    .flatMap((element) => {
      const scale = element.getBoundingClientRect().height / element.height;
      const texts = written.get(element) ?? [];
      return texts.map(({ text, size }) => ({ text, kind: "canvas", size: size * scale }));
    });

  const printed = () => {
    const found = [];
    const stage = document.querySelector("[data-testid=stage]");
    const walker = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { textContent, parentElement: element } = walker.currentNode;
      const size = parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom;
      const text = textContent.trim();
      if (text && size > 0 && seen(element) && !element.closest(".ll-aloud, option")) {
        found.push({ text, size, kind: element.matches(".ll-reading dd") ? "number" : "text" });
      }
    }
    return found;
  };
  window.textsInTheHall = () => [...drawn(), ...printed()];
}
"""

_CONTRAST = r"""([ink, paper]) => {
  const context = document.createElement("canvas").getContext("2d");
  const light = (color) => {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
      .map((c) => (c <= 10.3 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [a, b] = [light(ink), light(paper)];
  return Math.max(a, b) / Math.min(a, b);
}"""


@dataclass(frozen=True)
class Written:
    """A text on stage: its size in pixels of the screen, and whether it is a number read out."""

    text: str
    size: float
    kind: str


def record(page: Page) -> None:
    """Note what canvases write from now on, until the window is loaded anew."""
    page.evaluate(_RECORDER)


def texts(page: Page) -> list[Written]:
    """All texts on stage that are seen now."""
    return [Written(**found) for found in page.evaluate("textsInTheHall()")]


def contrast(page: Page, ink: str, paper: str) -> float:
    """The ratio of two colors after WCAG 2, from 1 to 21."""
    return float(page.evaluate(_CONTRAST, [ink, paper]))
