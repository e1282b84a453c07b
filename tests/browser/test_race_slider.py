"""The race's learning rates by their sliders: the stage answers itself, the server follows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import come
from tests.browser.on_stage import paintings, rest, stage

# What happens in which order: a byte sent, a painting with the cost curves as they then are.
_WATCH = """() => {
  const { send } = WebSocket.prototype;
  WebSocket.prototype.send = function (data) {
    window.told.push("sent");
    return send.call(this, data);
  };
  window.sendAgain = () => Object.assign(WebSocket.prototype, { send });
  const root = document.querySelector("[data-testid=stage]");
  const curves = () => document.querySelector("[data-panel=cost] canvas").toDataURL();
  let before = curves();
  window.told = [];
  new MutationObserver(() => {
    const now = curves();
    if (now !== before) window.told.push("painted");
    before = now;
  }).observe(root, { attributeFilter: ["data-painted"] });
}"""


@pytest.fixture
def chapter(app: Page) -> Page:
    """The chapter at rest, at the end of the race, with the first entrant's line open."""
    app.emulate_media(reduced_motion="reduce")
    come(app, "/optimizers")
    expect(app.locator(".ll-drawn").first).to_be_visible()
    app.keyboard.press("End")
    app.get_by_text("1 Gradient descent").first.click()
    expect(app.get_by_role("slider", name="Learning rate η")).to_be_visible()
    rest(app)
    paintings(app, 50)
    return app


def first_cost(page: Page) -> str:
    """The cost that the table has for the first entrant."""
    return page.locator(".ll-ranks tbody tr").first.locator("td").nth(1).inner_text()


def test_a_rate_of_the_race_is_answered_before_a_byte_is_sent(chapter: Page) -> None:
    slider = chapter.get_by_role("slider", name="Learning rate η")
    chapter.evaluate(_WATCH)
    slider.focus()
    cost = first_cost(chapter)
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight"):
        chapter.evaluate("window.told = []")
        run = stage(chapter).get_attribute("data-run") or ""
        slider.press(key)
        expect(stage(chapter)).not_to_have_attribute("data-run", run)
        expect(chapter.locator(".ll-ranks tbody tr").first).to_have_attribute(
            "data-rank", re.compile(r"\d")
        )
        told = chapter.evaluate("window.told")
        assert told[0] == "painted", told
        # What the server answers leaves the curves as they are.
        assert told.count("painted") == 1, told
        assert first_cost(chapter) != cost
        cost = first_cost(chapter)
    chapter.evaluate("sendAgain()")
