"""Every text on stage with its box, and which of them are cut or lie on each other.

What a canvas writes is noted as it is written; the rest is asked of the page.
"""

from playwright.sync_api import Page

_RECORDER = """() => {
  if (window.textFaults) return;
  const written = new WeakMap();
  const canvas = CanvasRenderingContext2D.prototype;
  const { clearRect, fillText } = canvas;
  canvas.clearRect = function (...box) {
    written.set(this.canvas, []);
    return clearRect.apply(this, box);
  };
  canvas.fillText = function (text, x, y, ...rest) {
    const size = this.measureText(text);
    const { a, d, e, f } = this.getTransform();
    written.get(this.canvas)?.push({ text,
      left: (x - size.actualBoundingBoxLeft) * a + e,
      right: (x + size.actualBoundingBoxRight) * a + e,
      top: (y - size.actualBoundingBoxAscent) * d + f,
      bottom: (y + size.actualBoundingBoxDescent) * d + f });
    return fillText.call(this, text, x, y, ...rest);
  };

  // The numbers of lanes stand on discs, which may cover each other: runs meet.
  const isLane = ({ text }) => /^[1-9]$/.test(text);
  const meet = (a, b, apart) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > -apart
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

  // An own surface writes its axes where Plotly has them, at the edge too.
  const canvases = "[data-panel] canvas:not(.ll-own)";
  const drawn = () => [...document.querySelectorAll(canvases)].flatMap((element) => {
    const { panel } = element.closest("[data-panel]").dataset;
    const texts = written.get(element) ?? [];
    return texts.flatMap((a, k) => [
      ...(a.left < -0.5 || a.right > element.width + 0.5 || a.top < -0.5
        || a.bottom > element.height + 0.5 ? [`${panel}: ${a.text} is cut`] : []),
      ...texts.slice(0, k).filter((b) => meet(a, b, -1) && !(isLane(a) && isLane(b)))
        .map((b) => `${panel}: ${a.text} lies on ${b.text}`)]);
  });

  const NAMES = "h4, dt, dd, td, th, output, button, .ll-title, .ll-note, .ll-count, "
    + ".ll-sentence, .ll-told";
  // What a list has scrolled out of sight touches nothing.
  const isInSight = (element) => {
    const list = element.closest(".ll-mistakes-list")?.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return !list || (top >= list.top && bottom <= list.bottom);
  };
  const printed = () => {
    const boxes = [...document.querySelectorAll(`.ll-stage :is(${NAMES})`)]
      .filter((element) => element.checkVisibility({ visibilityProperty: true })
        && !element.closest(".ll-plot") && isInSight(element) && element.textContent.trim())
      .map((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const [own, text] = [element.getBoundingClientRect(), range.getBoundingClientRect()];
        const cut = getComputedStyle(element).overflowX !== "visible";
        return { element, text: element.textContent.trim(), top: text.top, bottom: text.bottom,
          left: cut ? Math.max(own.left, text.left) : text.left,
          right: cut ? Math.min(own.right, text.right) : text.right };
      });
    return boxes.flatMap((a, k) => boxes.slice(0, k).filter((b) => meet(a, b, 2)
      && !a.element.contains(b.element) && !b.element.contains(a.element))
      .map((b) => `${a.text} touches ${b.text}`));
  };

  // Buttons that are seen under the pointer alone are there all the same.
  const own = "[data-panel] canvas:not(.ll-own, button > canvas)";
  const covered = () => [...document.querySelectorAll(own)].flatMap((element) => {
    const panel = element.closest("[data-panel]");
    const sheet = element.getBoundingClientRect();
    const scale = sheet.width / element.width || 0;
    return [...panel.querySelectorAll("button")]
      .filter((button) => button.checkVisibility() && isInSight(button))
      .flatMap((button) => {
        const box = button.getBoundingClientRect();
        return (written.get(element) ?? []).filter((text) => meet(box, {
          left: sheet.left + scale * text.left, right: sheet.left + scale * text.right,
          top: sheet.top + scale * text.top, bottom: sheet.top + scale * text.bottom }, -1))
          .map(({ text }) => `${panel.dataset.panel}: ${button.textContent} covers ${text}`);
      });
  });

  window.textFaults = () => [...drawn(), ...printed(), ...covered()];
  window.countTexts = () => [...document.querySelectorAll("[data-panel] canvas")]
    .reduce((sum, element) => sum + (written.get(element) ?? []).length, 0);
}
"""

# A picture of few pixels on a button is enlarged as it is.
_DRAWN_AT_THEIR_SIZE = """() => [
    ...document.querySelectorAll("[data-panel] canvas:not(.ll-own, button > canvas)")]
  .every((canvas) => canvas.closest(".ll-plot") || canvas.clientWidth < 8
    || canvas.width === Math.round(canvas.clientWidth * devicePixelRatio))"""

_SHORTENED = """() => [...document.querySelectorAll(
    ".ll-stage :is(.ll-note, .ll-title, .ll-name, .ll-reading h2)")]
  .filter((one) => one.clientWidth > 0 && one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.textContent)"""


def shortened(page: Page) -> list[str]:
    """The titles, notes and names on stage of which a part is not seen."""
    return list(page.evaluate(_SHORTENED))


def record(page: Page) -> None:
    """Note what canvases write from now on, until the window is loaded anew."""
    page.evaluate(_RECORDER)


def faults(page: Page) -> list[str]:
    """One sentence for each text that is cut, and for each two that touch."""
    page.wait_for_function(_DRAWN_AT_THEIR_SIZE)
    assert page.evaluate("countTexts()") > 5
    return list(page.evaluate("textFaults()"))
