"""A page that fills slowly, in a real browser: the stage draws its surfaces itself at first."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests import patience
from tests.browser.elsewhere import come
from tests.browser.on_stage import paintings, stage

HARNESS = Path(__file__).parent / "stage_app.py"
PLOTLY = "**/plotly*.min.js*"

# Seen in the very task that paints the stage for the first time, before any other can begin.
_FIRST_PAINTING = """() => {
  window.longest = 0;
  window.asked = 0;
  const { append } = Element.prototype;
  const { fetch } = window;
  const count = (address) => { window.asked += Number(/plotly/.test(address)); };
  window.fetch = (what, ...rest) => {
    count(what.url ?? what);
    return fetch(what, ...rest);
  };
  Element.prototype.append = function (...nodes) {
    nodes.forEach((node) => count(node?.src ?? ""));
    append.apply(this, nodes);
  };
  const { requestAnimationFrame } = window;
  window.requestAnimationFrame = (tick) => requestAnimationFrame((now) => {
    window.inFrame = true;
    tick(now);
    queueMicrotask(() => { window.inFrame = false; });
  });
  new PerformanceObserver((list) => {
    const durations = list.getEntries().map(({ duration }) => duration);
    window.longest = Math.max(window.longest, ...durations);
  }).observe({ type: "longtask", buffered: true });
  const watched = { subtree: true, childList: true, attributeFilter: ["data-painted"] };
  new MutationObserver(() => {
    const stage = document.querySelector("[data-testid=stage][data-painted]");
    if (!stage || window.first) return;
    window.first = { drawn: document.querySelectorAll(".ll-self-drawn").length,
      asked: window.asked, awaited: Boolean(window.inFrame) };
    window.quick = document.querySelector(".ll-own").toDataURL();
  }).observe(document, watched);
}"""
_NO_WEBGL = """() => {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return /webgl/.test(kind) ? null : getContext.call(this, kind, ...rest);
  };
}"""
# Who has drawn the surfaces when another run or frame is painted for the first time, and how often
# Plotly was asked to draw one until then.
_NEXT = """(what) => {
  const root = document.querySelector("[data-testid=stage]");
  const before = root.dataset[what];
  window.next = null;
  const { react } = Plotly;
  let reacted = 0;
  Plotly.react = (...given) => { reacted += 1; return react(...given); };
  new MutationObserver((_, observer) => {
    if (root.dataset[what] === before) return;
    observer.disconnect();
    Plotly.react = react;
    window.next = { drawn: document.querySelectorAll(".ll-self-drawn").length, reacted };
  }).observe(root, { attributeFilter: ["data-painted"] });
}"""
_OWN = "document.querySelector('.ll-own').toDataURL()"


def turn(page: Page) -> dict[str, Any]:
    """Drag the first surface to the right; the camera that its panel then tells."""
    first = page.locator(".ll-landscape").first
    before = first.get_attribute("data-camera")
    box = first.locator(".ll-picture").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 10, steps=3)
    page.mouse.up()
    expect(first).not_to_have_attribute("data-camera", before or "")
    return dict(json.loads(first.get_attribute("data-camera") or "{}"))


def test_the_stage_draws_its_surfaces_itself_until_plotly_takes_over_unseen(
    page: Page, app_url: str
) -> None:
    held: list[Route] = []
    page.add_init_script(f"({_FIRST_PAINTING})()")
    page.route(PLOTLY, lambda route: held.append(route))
    page.goto(app_url)
    page.wait_for_function("window.first")
    # At once, without a wait for an animation frame, and fine in the next one.
    assert page.evaluate("window.first") == {"drawn": 2, "asked": 0, "awaited": False}
    page.wait_for_function(f"{_OWN} !== window.quick")
    # The clock does not wait for a library.
    expect(stage(page)).to_have_attribute("data-playing", "true")
    page.wait_for_function(
        "Number(document.querySelector('[data-testid=stage]').dataset.frame) > 5"
    )
    page.get_by_label("Moment of the run").fill("7")
    before = page.evaluate(_OWN)
    camera = turn(page)
    page.wait_for_function(f"(before) => {_OWN} !== before", arg=before)
    cameras = page.locator(".ll-landscape[data-camera]")
    assert [json.loads(each.get_attribute("data-camera") or "") for each in cameras.all()] == [
        camera,
        camera,
    ]
    page.wait_for_function("window.asked > 0")

    def arrived() -> bool:
        paintings(page)
        return bool(held)

    patience.until(arrived)
    print(f"longest task before plotly.js: {page.evaluate('window.longest'):.0f} ms")
    # Where the packed file does not get through, the plain one is taken.
    assert [route.request.url.endswith(".js.gz") for route in held] == [True]
    held[0].abort()
    page.unroute(PLOTLY)
    expect(page.locator(".ll-drawn")).to_have_count(2)
    expect(page.locator(".ll-self-drawn")).to_have_count(0)
    eyes = page.evaluate(
        """[...document.querySelectorAll(".ll-landscape .ll-plot:first-child")].map((figure) => (
          Object.values(figure._fullLayout.scene._scene.getCamera().eye)))"""
    )
    for eye in eyes:
        assert eye == pytest.approx(list(camera["eye"].values()))
    _check_paper(page)


def _check_paper(page: Page) -> None:
    """On paper the surfaces are the stage's own drawing, from where they are now seen."""
    drawn = page.evaluate(_OWN)
    turn(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(_OWN) != drawn
    page.emulate_media(media="print")
    visible = "[...document.querySelectorAll('.ll-landscape :is(.ll-own, .ll-plot)')].map((e) => (\
        [e.className.split(' ')[0], getComputedStyle(e).visibility].join()))"
    assert set(page.evaluate(visible)) == {"ll-own,visible", "ll-plot,hidden"}
    page.emulate_media(media="screen")


def test_another_surface_is_there_with_its_run_and_plotly_follows(app: Page) -> None:
    app.emulate_media(reduced_motion="reduce")
    come(app, "/logistic_regression")
    expect(app.locator(".ll-drawn")).to_have_count(2)
    app.evaluate(_NEXT, "run")
    app.get_by_role("button", name="Try real flowers").click()
    app.wait_for_function("window.next")
    assert app.evaluate("window.next") == {"drawn": 2, "reacted": 0}
    expect(app.locator(".ll-drawn")).to_have_count(2)
    expect(app.locator(".ll-self-drawn")).to_have_count(0)


def test_another_slice_is_there_with_its_frame_and_plotly_follows(app: Page) -> None:
    """A path over the slice of another intercept would hang in the air."""
    app.emulate_media(reduced_motion="reduce")
    come(app, "/logistic_regression?data=iris-petal&data.standardize=true")
    for key in ("End", "Home"):
        expect(app.locator(".ll-drawn")).to_have_count(2)
        expect(app.locator(".ll-self-drawn")).to_have_count(0)
        app.evaluate(_NEXT, "frame")
        app.keyboard.press(key)
        app.wait_for_function("window.next")
        assert app.evaluate("window.next") == {"drawn": 2, "reacted": 0}


def test_without_webgl_the_stages_own_drawing_stays_turns_and_says_why(
    page: Page, serve: Callable[[Path], str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(f"({_NO_WEBGL})()")
    page.add_init_script(f"({_FIRST_PAINTING})()")
    page.goto(serve(HARNESS))
    for note in page.locator(".ll-landscape .ll-note").all():
        expect(note).to_contain_text("drawn by the page itself: no WebGL here")
    expect(page.locator(".ll-self-drawn")).to_have_count(2)
    # Though nothing moves the quick picture becomes a fine one.
    page.wait_for_function(f"{_OWN} !== window.quick")
    before = page.evaluate(_OWN)
    turn(page)
    page.wait_for_function(f"(before) => {_OWN} !== before", arg=before)
    # A library that could not draw the surfaces is not fetched for them.
    assert not [url for url in asked if "plotly" in url]
