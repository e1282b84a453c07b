"""What happens in a page at which millisecond, by the page's own clock."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.benchmarks.immediacy.pages import Control

# The clock of a page begins when its address is asked for.
_MARKS = """() => {
  window.marks = {};
  const seen = { text: "h1", painted: "[data-testid=stage][data-painted]",
    drawn: ".ll-self-drawn, .ll-drawn" };
  new MutationObserver(() => {
    for (const [name, selector] of Object.entries(seen)) {
      if (!(name in window.marks) && document.querySelector(selector)) {
        window.marks[name] = performance.now();
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
  document.addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
}"""
_STAGE = "document.querySelector('[data-testid=stage]').dataset"
# A painting of a run, of any where the stage answers itself, in the frame after which it is seen.
_PAINTED = """([run, painted, here]) => new Promise((resolve) => {
  const root = document.querySelector("[data-testid=stage]");
  const look = () => {
    const { dataset } = root;
    const other = here || dataset.run !== run;
    if (other && dataset.painted !== painted) resolve(performance.now() - window.pressed);
    else requestAnimationFrame(look);
  };
  look();
})"""
_TOLD = """(before) => new Promise((resolve) => {
  const look = () => {
    const told = document.querySelector("[data-testid=stMarkdown]").innerText;
    if (told !== before) resolve(performance.now() - window.pressed);
    else requestAnimationFrame(look);
  };
  look();
})"""
_REST = 1500


@dataclass(frozen=True)
class Opening:
    """Milliseconds until the heading, the first painting of a stage, and its surfaces, if any."""

    text: float
    painted: float | None = None
    drawn: float | None = None


def watch(page: Page) -> None:
    """Look at the clock from the next address on."""
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(f"({_MARKS})()")


def opened(page: Page, address: str, *awaited: str) -> Opening:
    """Open a page and wait for what it is to show."""
    page.goto(address)
    for name in ("text", *awaited):
        page.wait_for_function(f"{name!r} in window.marks")
    return Opening(**page.evaluate("window.marks"))


def answered(page: Page, control: Control) -> float:
    """Milliseconds from a key on a control to the picture that it asks for."""
    control.find(page).focus()
    page.wait_for_timeout(_REST)
    before = page.evaluate(f"[{_STAGE}.run, {_STAGE}.painted]")
    control.find(page).press(control.key)
    return float(page.evaluate(_PAINTED, [*before, control.here]))


def round_trip(page: Page, slider: Locator) -> float:
    """The same in an empty app: until its sentence has followed."""
    before = page.locator("[data-testid=stMarkdown]").first.inner_text()
    slider.press("ArrowRight")
    return float(page.evaluate(_TOLD, before))
