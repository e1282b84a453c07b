"""What would be wrong with a page if it was printed."""

from playwright.sync_api import Page

WIDTH = 700

_FAULTS = """async (paper) => {
  await document.fonts.ready;
  window.dispatchEvent(new Event("beforeprint"));
  const found = [];
  const sides = "[data-testid=stSidebar], [data-testid=stHeader], [data-testid=stToolbar]";
  const useless = `${sides}, .stButton, .stPopover, .ll-icon, .ll-scrub, .ll-speed, .ll-toggle`;
  for (const element of document.querySelectorAll(useless)) {
    if (element.checkVisibility()) found.push(`${element.className} is printed`);
  }
  const wide = ".ll-stage, .ll-panel, .katex-display .base, table, pre, .main-svg, h1, p";
  for (const element of document.querySelectorAll(wide)) {
    const { left, right, width } = element.getBoundingClientRect();
    if (!element.checkVisibility() || element.closest(".ll-aloud") || !width) continue;
    if (left < -1 || right > paper + 1) found.push(`${element.className} is cut`);
  }
  const { width } = document.querySelector(".ll-stage").getBoundingClientRect();
  if (width < 0.98 * paper) found.push(`the stage is ${width} wide`);
  for (const canvas of document.querySelectorAll("[data-panel] > * > canvas")) {
    const { clientWidth, clientHeight } = canvas;
    if (Math.abs(clientWidth * devicePixelRatio - canvas.width) > 2
      || Math.abs(clientHeight * devicePixelRatio - canvas.height) > 2) found.push("distorted");
  }
  for (const panel of document.querySelectorAll(".ll-panel")) {
    if (getComputedStyle(panel).breakInside !== "avoid") found.push("a panel may be broken");
  }
  return found;
}"""


def faults_on_paper(page: Page) -> list[str]:
    """One sentence for what would be cut, distorted or useless; the screen stays as it was."""
    screen = page.viewport_size
    assert screen
    page.emulate_media(media="print", reduced_motion="reduce")
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    found = list(page.evaluate(_FAULTS, WIDTH))
    page.emulate_media(media="screen", reduced_motion="reduce")
    page.set_viewport_size(screen)
    return found
