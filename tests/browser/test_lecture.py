"""A lecture: what the back row reads, and what the keys do."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import in_the_hall
from tests.browser.looks import LAPTOP, PROJECTOR, PROJECTOR_DARK, Look, looks
from tests.browser.on_stage import stage

LEAST, LEAST_NUMBER, STRONG = 20.0, 28.0, 7.0
CHAPTERS = ("logistic_regression", "higham_network?steps=1000", "xor", "optimizers", "digits")
CONTROLS = {
    "logistic_regression": ("Data", "Learning rate η", "Batch size m", "Optimizer", "Seed"),
    "higham_network": ("Learning rate η", "Activation", "Seed", "Loss"),
    "xor": ("Width H", "Learning rate η", "Activation", "Optimizer", "Seed"),
    "optimizers": ("Surface", "Steps", "Seed"),
    "digits": ("Network", "Learning rate η", "Batch size m", "Seed"),
}


def open_in_lecture_mode(page: Page, app_url: str, chapter: str) -> None:
    in_the_hall.record(page)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app_url}/{chapter}{'&' if '?' in chapter else '?'}lecture=true")
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    expect(page.locator("html")).to_have_attribute("data-lecture", "true")


def color(element: Locator, name: str) -> str:
    return str(element.evaluate("(one, name) => getComputedStyle(one)[name]", name))


@pytest.mark.parametrize("chapter", CHAPTERS)
@looks(PROJECTOR, PROJECTOR_DARK)
def test_the_back_row_reads_every_text_on_stage(
    page: Page, app_url: str, look: Look, chapter: str
) -> None:
    open_in_lecture_mode(page, app_url, chapter)
    found = in_the_hall.texts(page)
    assert len(found) > 40
    assert {one.kind for one in found} >= {"canvas", "text"}
    assert [one for one in found if one.size < LEAST - 0.01] == []
    numbers = [one for one in found if one.kind == "number"]
    assert all(one.size >= LEAST_NUMBER for one in numbers)
    assert numbers or chapter == "optimizers"
    muted, paper = (
        str(stage(page).evaluate(f"(one) => one.style.getPropertyValue('--ll-{name}')"))
        for name in ("muted", "paper")
    )
    assert in_the_hall.contrast(page, muted, paper) >= STRONG
    way_out = page.get_by_role("button", name="Leave lecture mode")
    expect(way_out).to_be_in_viewport(ratio=1)
    assert (
        in_the_hall.contrast(page, color(way_out, "color"), color(way_out, "backgroundColor"))
        > STRONG
    )
    # The whole stage is on the screen, and fills it.
    box = stage(page).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= look.height
    assert box["width"] > 0.95 * look.width
    assert box["height"] > 0.75 * look.height


@pytest.mark.parametrize("chapter", ["logistic_regression", "xor"])
def test_a_small_projector_shows_the_same_picture_smaller(
    page: Page, app_url: str, chapter: str
) -> None:
    """What the back row sees is a share of the screen."""
    page.set_viewport_size({"width": PROJECTOR.width * 2 // 3, "height": PROJECTOR.height * 2 // 3})
    open_in_lecture_mode(page, app_url, chapter)
    assert min(one.size for one in in_the_hall.texts(page)) >= LEAST * 2 / 3 - 0.01


@pytest.mark.parametrize("chapter", CONTROLS)
@looks(PROJECTOR)
def test_the_controls_of_a_lecture_are_one_key_away(page: Page, app_url: str, chapter: str) -> None:
    open_in_lecture_mode(page, app_url, chapter)
    bar = page.get_by_test_id("stSidebar")
    expect(page.get_by_role("button", name="Leave lecture mode")).to_be_visible()
    expect(bar).to_be_hidden()
    page.keyboard.press("c")
    for label in CONTROLS[chapter]:
        expect(bar.get_by_text(label, exact=True).first).to_be_visible()
    widths = [one.bounding_box() for one in (bar, stage(page))]
    assert widths[0] is not None
    assert widths[1] is not None
    assert widths[0]["width"] < 0.25 * widths[1]["width"]
    page.keyboard.press("c")
    expect(bar).to_be_hidden()


def test_keys_act_and_never_while_somebody_types(page: Page, app_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app_url}/logistic_regression")
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    root = page.locator("html")
    expect(root).to_have_attribute("data-lecture", "false")
    before = stage(page).get_attribute("data-run") or ""
    page.keyboard.press("2")
    expect(stage(page)).not_to_have_attribute("data-run", before)
    expect(page).to_have_url(re.compile("start=chosen"))
    page.keyboard.press("?")
    overlay = page.get_by_role("dialog", name="Keys")
    for key in ("Space", "1 … 9", "Page Down", "B", "F", "L", "R", "C", "?"):
        expect(overlay.get_by_text(key, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(overlay).to_be_hidden()
    page.keyboard.press("b")
    black = page.get_by_label("Black screen")
    expect(black).to_be_visible()
    page.keyboard.press("2")
    expect(black).to_be_hidden()
    ring = page.locator(".ll-ring")
    page.keyboard.press("r")
    page.mouse.move(300, 200)
    expect(ring).to_have_css("left", "300px")
    expect(ring).to_have_css("top", "200px")
    page.keyboard.press("Escape")
    expect(ring).to_be_hidden()
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Leave lecture mode")).to_be_visible()
    expect(page).to_have_url(re.compile("lecture=true"))
    page.keyboard.press("c")
    choice = page.get_by_test_id("stSidebar").get_by_role("combobox").first
    choice.click()
    for letter in "lbr?":
        page.keyboard.press(letter)
    expect(black).to_be_hidden()
    expect(overlay).to_be_hidden()
    expect(page).to_have_url(re.compile("lecture=true"))
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("l")
    expect(root).to_have_attribute("data-lecture", "false")
    expect(page).not_to_have_url(re.compile("lecture"))


def test_keys_can_be_switched_off(page: Page, app_url: str, look: Look) -> None:
    assert look == LAPTOP
    page.goto(app_url)
    expect(page.locator("html")).to_have_attribute("data-lecture", "false")
    page.keyboard.press("?")
    page.get_by_label("Only ? and Esc act").check()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(page.get_by_label("Black screen")).to_be_hidden()
    page.keyboard.press("?")
    page.get_by_label("Only ? and Esc act").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(page.get_by_label("Black screen")).to_be_visible()


def test_a_hover_in_lecture_mode_is_where_the_pointer_is(page: Page, app_url: str) -> None:
    """The page is enlarged: a place in a picture is still the place under the pointer."""
    open_in_lecture_mode(page, app_url, "logistic_regression?start=chosen&start.w1=1.0")
    moment = page.get_by_label("Moment of the run")
    last = int(moment.get_attribute("max") or 0)
    curve = page.locator(".ll-curve canvas").bounding_box()
    assert curve is not None
    # The right end of the curve's axis is the end of the run.
    page.mouse.click(curve["x"] + curve["width"] - 14, curve["y"] + curve["height"] / 2)
    frame = int(stage(page).get_attribute("data-frame") or 0)
    assert frame >= 0.95 * last
