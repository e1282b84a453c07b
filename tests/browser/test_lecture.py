"""A lecture: what the back row reads, and what the keys do."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from pages.ui.lecture.deck import LectureScene, mathematics_of_ai
from tests import patience
from tests.browser import in_the_hall
from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, PROJECTOR, PROJECTOR_DARK, Look, looks
from tests.browser.on_stage import stage

LEAST, LEAST_NUMBER, STRONG = 20.0, 28.0, 7.0
CHAPTERS = (
    "logistic_regression",
    "higham_network?steps=1000",
    "xor",
    "optimizers",
    "regularization",
    "digits",
)
CONTROLS = {
    "logistic_regression": ("Data", "Learning rate η", "Batch size m", "Optimizer", "Seed"),
    "higham_network": ("Learning rate η", "Activation", "Seed", "Loss"),
    "xor": ("Width H", "Learning rate η", "Activation", "Optimizer", "Seed"),
    "optimizers": ("Surface", "Steps", "Seed"),
    "regularization": ("Penalty", "Strength λ", "Seed"),
    "digits": ("Network", "Learning rate η", "Batch size m", "Seed"),
}

RACES = [scene for scene in mathematics_of_ai() if scene.page == "optimizers" and scene.ask]


def open_in_lecture_mode(page: Page, chapter: str) -> None:
    in_the_hall.record(page)
    page.emulate_media(reduced_motion="reduce")
    come(page, f"/{chapter}{'&' if '?' in chapter else '?'}lecture=true")
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    expect(page.locator("html")).to_have_attribute("data-lecture", "true")


def color(element: Locator, name: str) -> str:
    return str(element.evaluate("(one, name) => getComputedStyle(one)[name]", name))


@pytest.mark.parametrize("chapter", CHAPTERS)
@looks(PROJECTOR, PROJECTOR_DARK)
def test_the_back_row_reads_every_text_on_stage(app: Page, look: Look, chapter: str) -> None:
    open_in_lecture_mode(app, chapter)
    found = in_the_hall.texts(app)
    assert len(found) > 40
    assert {one.kind for one in found} >= {"canvas", "text"}
    assert [one for one in found if one.size < LEAST - 0.01] == []
    numbers = [one for one in found if one.kind == "number"]
    assert all(one.size >= LEAST_NUMBER for one in numbers)
    # Some have a table of all numbers, on stage.
    assert numbers or chapter in ("optimizers", "regularization")
    muted, paper = (
        str(stage(app).evaluate(f"(one) => one.style.getPropertyValue('--ll-{name}')"))
        for name in ("muted", "paper")
    )
    assert in_the_hall.contrast(app, muted, paper) >= STRONG
    way_out = app.get_by_role("button", name="Leave lecture mode")
    expect(way_out).to_be_in_viewport(ratio=1)
    assert (
        in_the_hall.contrast(app, color(way_out, "color"), color(way_out, "backgroundColor"))
        > STRONG
    )
    # The whole stage is on the screen, and fills it.
    box = stage(app).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= look.height
    assert box["width"] > 0.95 * look.width
    assert box["height"] > 0.75 * look.height


@pytest.mark.parametrize("scene", RACES, ids=[scene.title for scene in RACES])
@looks(PROJECTOR)
def test_a_race_has_whole_names_and_rows_that_stay(
    app: Page, look: Look, scene: LectureScene
) -> None:
    open_in_lecture_mode(app, f"optimizers?{urlencode(scene.query)}")
    table = app.locator(".ll-ranks")
    first = table.evaluate("(one) => one.offsetHeight")
    # At the end somebody has arrived, and a mark says so.
    app.get_by_role("button", name="Play (space)").press("End")
    expect(stage(app)).to_have_attribute("data-frame", re.compile(r"[1-9]\d+"))
    expect(app.locator(".ll-standing").filter(has_text="✓").first).to_be_visible()
    names = app.locator(".ll-name")
    assert names.count() >= 2
    expect(names.first).to_be_visible()
    cut = """(all) => all.filter((one) => {
        const row = one.closest('tr').getBoundingClientRect();
        return [one, one.parentElement].some((each) => each.scrollWidth > each.clientWidth
            || each.getBoundingClientRect().bottom > row.bottom + 1);
    }).map((one) => one.textContent)"""
    # The style of a lecture comes when it likes.
    patience.until(lambda: names.evaluate_all(cut) == [])
    expect(app.locator(".ll-standings")).to_be_in_viewport(ratio=1)
    patience.until(lambda: table.evaluate("(one) => one.offsetHeight") == first)


@pytest.mark.parametrize("chapter", ["logistic_regression", "xor"])
def test_a_small_projector_shows_the_same_picture_smaller(app: Page, chapter: str) -> None:
    """What the back row sees is a share of the screen."""
    app.set_viewport_size({"width": PROJECTOR.width * 2 // 3, "height": PROJECTOR.height * 2 // 3})
    open_in_lecture_mode(app, chapter)
    assert min(one.size for one in in_the_hall.texts(app)) >= LEAST * 2 / 3 - 0.01


@pytest.mark.parametrize("chapter", CONTROLS)
@looks(PROJECTOR)
def test_the_controls_of_a_lecture_are_one_key_away(app: Page, chapter: str) -> None:
    open_in_lecture_mode(app, chapter)
    bar = app.get_by_test_id("stSidebar")
    expect(app.get_by_role("button", name="Leave lecture mode")).to_be_visible()
    expect(bar).to_be_hidden()
    app.keyboard.press("c")
    for label in CONTROLS[chapter]:
        expect(bar.get_by_text(label, exact=True).first).to_be_visible()
    widths = [one.bounding_box() for one in (bar, stage(app))]
    assert widths[0] is not None
    assert widths[1] is not None
    assert widths[0]["width"] < 0.25 * widths[1]["width"]
    app.keyboard.press("c")
    expect(bar).to_be_hidden()


def test_keys_act_and_never_while_somebody_types(app: Page) -> None:
    app.emulate_media(reduced_motion="reduce")
    come(app, "/logistic_regression")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    root = app.locator("html")
    expect(root).to_have_attribute("data-lecture", "false")
    before = stage(app).get_attribute("data-run") or ""
    app.keyboard.press("2")
    expect(stage(app)).not_to_have_attribute("data-run", before)
    expect(app).to_have_url(re.compile("start=chosen"))
    app.keyboard.press("?")
    overlay = app.get_by_role("dialog", name="Keys")
    for key in ("Space", "1 … 9", "Page Down", "B", "F", "L", "R", "C", "?"):
        expect(overlay.get_by_text(key, exact=True)).to_be_visible()
    app.keyboard.press("Escape")
    expect(overlay).to_be_hidden()
    app.keyboard.press("b")
    black = app.get_by_label("Black screen")
    expect(black).to_be_visible()
    app.keyboard.press("2")
    expect(black).to_be_hidden()
    ring = app.locator(".ll-ring")
    app.keyboard.press("r")
    app.mouse.move(300, 200)
    expect(ring).to_have_css("left", "300px")
    expect(ring).to_have_css("top", "200px")
    app.keyboard.press("Escape")
    expect(ring).to_be_hidden()
    app.keyboard.press("l")
    expect(app.get_by_role("button", name="Leave lecture mode")).to_be_visible()
    expect(app).to_have_url(re.compile("lecture=true"))
    app.keyboard.press("c")
    choice = app.get_by_test_id("stSidebar").get_by_role("combobox").first
    choice.click()
    for letter in "lbr?":
        app.keyboard.press(letter)
    expect(black).to_be_hidden()
    expect(overlay).to_be_hidden()
    expect(app).to_have_url(re.compile("lecture=true"))
    app.keyboard.press("Escape")
    app.locator("h1").click()
    app.keyboard.press("l")
    expect(root).to_have_attribute("data-lecture", "false")
    expect(app).not_to_have_url(re.compile("lecture"))


def test_keys_can_be_switched_off(app: Page, look: Look) -> None:
    assert look == LAPTOP
    come(app, "/")
    expect(app.locator("html")).to_have_attribute("data-lecture", "false")
    app.keyboard.press("?")
    app.get_by_label("Only ? and Esc act").check()
    app.keyboard.press("Escape")
    app.keyboard.press("b")
    expect(app.get_by_label("Black screen")).to_be_hidden()
    app.keyboard.press("?")
    app.get_by_label("Only ? and Esc act").uncheck()
    app.keyboard.press("Escape")
    app.keyboard.press("b")
    expect(app.get_by_label("Black screen")).to_be_visible()


def test_a_hover_in_lecture_mode_is_where_the_pointer_is(app: Page) -> None:
    """The page is enlarged: a place in a picture is still the place under the pointer."""
    open_in_lecture_mode(app, "logistic_regression?start=chosen&start.w1=1.0")
    moment = app.get_by_label("Moment of the run")
    last = int(moment.get_attribute("max") or 0)
    curve = app.locator(".ll-curve canvas").bounding_box()
    assert curve is not None
    # The right end of the curve's axis is the end of the run.
    app.mouse.click(curve["x"] + curve["width"] - 14, curve["y"] + curve["height"] / 2)
    frame = int(stage(app).get_attribute("data-frame") or 0)
    assert frame >= 0.95 * last
