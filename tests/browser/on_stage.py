"""How a test gets at what is on stage."""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from playwright.sync_api import Locator, Page, WebSocket, expect

STAGE = "[data-testid=stage]"


def stage(page: Page) -> Locator:
    return page.locator(STAGE)


def frame(page: Page) -> int:
    return int(stage(page).get_attribute("data-frame") or -1)


def show_contours(page: Page) -> None:
    page.get_by_role("button", name="Contour").first.click()
    expect(stage(page)).to_have_attribute("data-view", "contour")
    expect(page.locator(".ll-drawn")).to_have_count(2)


def axis_pixels(page: Page, panel: str, alpha: float, beta: float) -> tuple[float, float]:
    """Where a point of a contour is in the window."""
    x, y = page.evaluate(
        """([panel, alpha, beta]) => {
          const figure = document.querySelector(`[data-panel=${panel}] .ll-plot:not(.ll-off)`);
          const frame = figure.getBoundingClientRect();
          const { xaxis, yaxis } = figure._fullLayout;
          return [frame.x + xaxis._offset + xaxis.l2p(alpha),
            frame.y + yaxis._offset + yaxis.l2p(beta)];
        }""",
        [panel, alpha, beta],
    )
    return float(x), float(y)


def pixels(page: Page, panel: str) -> str:
    """A panel's own canvas as a data URL: equal texts are equal pictures."""
    return str(page.evaluate(f"document.querySelector('[data-panel={panel}] canvas').toDataURL()"))


_SIZES: WeakKeyDictionary[Page, list[int]] = WeakKeyDictionary()


def listen(page: Page) -> None:
    """Note the sizes of all WebSocket frames of a new window."""
    sizes = _SIZES[page] = []

    def note(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: sizes.append(len(data)))
        socket.on("framereceived", lambda data: sizes.append(len(data)))

    page.on("websocket", note)


def count_bytes(page: Page) -> list[int]:
    """The sizes of all WebSocket frames from now on, when the page has come to rest."""
    rest(page)
    sizes = _SIZES[page]
    sizes.clear()
    return sizes


def rest(page: Page) -> None:
    """Wait until no run of the page is under way, and what it has sent is painted."""
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    )
    paintings(page)


def paintings(page: Page, count: int = 2) -> None:
    """Wait until the window has been painted so many times, 16 ms or more each."""
    page.evaluate(
        """(count) => new Promise((resolve) => {
          const painted = () => (count-- > 0 ? requestAnimationFrame(painted) : resolve());
          painted();
        })""",
        count,
    )


def released(page: Page) -> None:
    """Wait for longer than the stage waits, after the hand is gone, before it tells the page."""
    paintings(page, 30)


def grip(page: Page) -> tuple[float, float, float]:
    """Left and right end of the strip's axis, and a height to drag along."""
    box = page.locator("[data-panel=eta] .ll-picture").bounding_box()
    assert box
    return box["x"] + 34, box["x"] + box["width"] - 12, box["y"] + box["height"] / 2


@contextmanager
def time_in_paintings(page: Page) -> Iterator[None]:
    """Meanwhile 20 ms pass with each painting: what moves is seen on its way on any machine."""
    page.evaluate(
        """() => {
          let milliseconds = performance.now();
          performance.now = () => milliseconds;
          const painted = () => {
            milliseconds += 20;
            if (Object.hasOwn(performance, "now")) requestAnimationFrame(painted);
          };
          painted();
        }"""
    )
    yield
    page.evaluate("delete performance.now")
