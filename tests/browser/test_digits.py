"""A network that reads digits, in a browser: a digit is drawn, and maps and decision follow."""

import math
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.benchmarks import digits_live
from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, PHONE, PROJECTOR_DARK, Look, looks
from tests.browser.on_stage import count_bytes, paintings, pixels, rest, stage

# As much as Streamlit's own pings may send meanwhile.
_NOTHING = 200
QUICK = "epochs=1&sampler.m=100"

# Draws a stroke on the pad, move by move, and counts for each the animation frames until the maps
# have another picture.
STROKE = """async ([from, to, moves]) => {
  const maps = document.querySelector("[data-panel=maps] canvas");
  const grid = document.querySelector(".ll-pad-grid");
  const box = grid.getBoundingClientRect();
  const send = (kind, [x, y]) => grid.dispatchEvent(new PointerEvent(kind, { bubbles: true,
    button: 0, buttons: 1, pointerId: 1,
    clientX: box.x + box.width * x / 8, clientY: box.y + box.height * y / 8 }));
  grid.setPointerCapture = () => {};
  send("pointerdown", from);
  const waited = [];
  for (let k = 1; k <= moves; k += 1) {
    const before = maps.toDataURL();
    let frames = 0;
    send("pointermove", from.map((at, i) => at + (k / moves) * (to[i] - at)));
    do await new Promise(requestAnimationFrame);
    while (++frames < 60 && maps.toDataURL() === before);
    waited.push(frames);
  }
  send("pointerup", to);
  return waited;
}"""

LOOK = """(whole) => {
  const stage = document.querySelector("[data-testid=stage]").getBoundingClientRect();
  const pictures = ["pad", "maps", "error", "mistakes"].map((name) => (
    document.querySelector(`[data-panel=${name}] .ll-picture`).getBoundingClientRect()));
  return document.documentElement.scrollWidth <= innerWidth
    && (!whole || (stage.top >= 0 && stage.bottom <= innerHeight))
    && pictures.every(({ width, height }) => Math.min(width, height) > 100);
}"""


def visit(page: Page, query: str = QUICK) -> None:
    come(page, f"/digits?{query}")
    expect(stage(page)).to_have_attribute("data-playing", "false")
    expect(page.get_by_text("Computed:")).to_be_visible()
    rest(page)


def said(page: Page) -> Locator:
    return page.locator(".ll-pad-said")


def test_maps_and_decision_follow_each_stroke_without_the_server(app: Page) -> None:
    visit(app)
    expect(said(app)).to_have_text(re.compile(r"Test digit 1: read as \d \(\d+ %\)"))
    sizes = count_bytes(app)
    waited = app.evaluate(STROKE.replace('send("pointerup", to);', ""), [[1, 1], [7, 7], 12])
    assert sum(sizes) < _NOTHING
    assert sum(frames <= 2 for frames in waited) >= 8, waited
    expect(said(app)).to_have_text(re.compile(r"Yours: read as \d"))
    app.get_by_role("button", name="Clear", exact=True).click()
    expect(said(app)).to_have_text(re.compile("An empty sheet"))
    app.locator(".ll-mistakes-list button").first.click()
    expect(said(app)).to_have_text(
        re.compile(r"Test digit \d+: read as \d .*, wrong, it is a \d\.")
    )
    # The film shows the same digit at other moments.
    before = pixels(app, "maps")
    app.get_by_role("button", name="Back to the start (Home)").click()
    paintings(app)
    assert pixels(app, "maps") != before


def test_a_digit_is_drawn_with_the_keys_alone(app: Page) -> None:
    visit(app)
    app.get_by_role("button", name="Clear", exact=True).press("Enter")
    app.locator(".ll-pad-grid [tabindex='0']").focus()
    for key in ("ArrowDown", "ArrowRight", "Space", "ArrowDown", "Space"):
        app.keyboard.press(key)
    cells = app.locator(".ll-pad-grid [role=gridcell]")
    expect(cells.nth(9)).to_have_attribute("aria-label", "row 2, column 2: 100%")
    expect(cells.nth(17)).to_be_focused()
    expect(cells.nth(17)).to_have_attribute("aria-label", "row 3, column 2: 100%")
    expect(stage(app)).to_have_attribute("data-playing", "false")
    app.keyboard.press("Space")
    expect(cells.nth(17)).to_have_attribute("aria-label", "row 3, column 2: 0%")


def images(page: Page) -> list[str]:
    """The ink of each pixel on the pad, in percent."""
    cells = page.locator(".ll-pad-grid [role=gridcell]")
    return [str(ink) for ink in cells.evaluate_all("(all) => all.map((one) => one.dataset.ink)")]


def drawn(page: Page) -> str:
    """The digit in the address, "" if there is none."""
    return parse_qs(urlsplit(page.url).query).get("drawn", [""])[0]


def told(page: Page, before: str) -> str:
    """The digit in the address as soon as it is another one than before."""
    expect(page).not_to_have_url(before)
    rest(page)
    return drawn(page)


def test_a_digit_that_was_drawn_is_the_address_and_back_takes_the_last_stroke_back(
    app: Page, windows: Callable[[Look], Page]
) -> None:
    visit(app)
    plain = app.url
    app.evaluate(STROKE, [[1, 1], [7, 7], 3])
    one = told(app, plain)
    assert re.fullmatch("[0-9a-g]{64}", one)
    image, read = images(app), said(app).inner_text()
    assert image == [f"{math.floor(100 * int(ink, 17) / 16 + 0.5)}%" for ink in one]
    before = app.url
    app.evaluate(STROKE, [[7, 1], [1, 7], 3])
    two = told(app, before)
    assert all(int(b, 17) >= int(a, 17) for a, b in zip(one, two, strict=True))
    assert two != one
    crossed, decision = images(app), said(app).inner_text()

    # Who gets the link, or loads the page again, has the same image and the same decision.
    other = windows(LAPTOP)
    for window in (other, app):
        window.bring_to_front()
        window.goto(app.url) if window is other else window.reload()
        expect(window.get_by_text("Computed:")).to_be_visible()
        expect(said(window)).to_have_text(decision)
        assert images(window) == crossed
        assert drawn(window) == two
    other.close()

    app.go_back()
    expect(said(app)).to_have_text(read)
    assert (images(app), drawn(app)) == (image, one)
    app.go_back()
    expect(said(app)).to_have_text(re.compile("Test digit 1"))
    assert drawn(app) == ""
    app.go_forward()
    expect(said(app)).to_have_text(read)

    # A test digit takes its place on the pad and in the address, an empty sheet too.
    before = app.url
    app.get_by_role("button", name="›", exact=True).click()
    assert told(app, before) == ""
    expect(said(app)).to_have_text(re.compile("Test digit 1"))

    # Another test digit stands in the address as well.
    before = app.url
    app.get_by_role("button", name="‹", exact=True).click()
    assert told(app, before) == "400"
    decision = said(app).inner_text()
    assert decision.startswith("Test digit 400:")
    app.reload()
    expect(said(app)).to_have_text(decision)
    assert drawn(app) == "400"
    before = app.url
    app.evaluate(STROKE, [[1, 1], [7, 7], 3])
    assert told(app, before) == one
    before = app.url
    app.get_by_role("button", name="Clear", exact=True).click()
    assert told(app, before) == ""
    expect(said(app)).to_have_text(re.compile("An empty sheet"))
    kept = app.evaluate("Object.keys(localStorage).filter((name) => /landscape/.test(name))")
    assert kept == []


def test_strokes_while_a_run_is_under_way_are_all_there_and_the_run_goes_on(app: Page) -> None:
    come(app, "/digits?epochs=60&sampler.m=25")
    expect(app.get_by_text("Computing:")).to_be_visible()
    expect(said(app)).to_be_visible()
    # One after the other at once: what the page answers to one takes no other away.
    for stroke in ([[1, 1], [7, 1], 2], [[7, 1], [2, 4], 2], [[2, 4], [7, 7], 2]):
        app.evaluate(STROKE, stroke)
    three = images(app)
    assert sum(ink != "0%" for ink in three) > 12
    assert app.get_by_text("Computing:").is_visible()
    expect(app).to_have_url(re.compile("drawn="))
    expect(app.get_by_text("Computed:")).to_be_visible()
    expect(stage(app)).to_have_attribute("data-playing", "false")
    assert images(app) == three
    assert [f"{math.floor(100 * int(ink, 17) / 16 + 0.5)}%" for ink in drawn(app)] == three
    assert stage(app).get_attribute("data-frames") == "151"


def test_what_the_benchmark_measures_is_there(page: Page, app_url: str) -> None:
    messages = digits_live.Messages(page)
    page.goto(f"{app_url}/digits?epochs=4&sampler.m=10")
    expect(page.get_by_text("Computed:")).to_be_visible()
    rest(page)
    run = digits_live.look_on(page)
    assert 0 < run.seconds < run.waited
    assert 0 < run.shown <= run.paintings <= run.frames
    stroke = digits_live.draw(page, messages, 12)
    assert stroke.held == 0 < stroke.told
    assert len(stroke.answers) >= 6
    assert len(stroke.answers) + stroke.unchanged <= 12
    assert min(stroke.answers) > 0


def test_a_unit_that_is_picked_says_what_it_sees_by_pointer_and_by_key(app: Page) -> None:
    visit(app)
    maps = app.locator("[data-panel=maps] canvas")
    seen, field = app.locator(".ll-pad-seen"), app.locator(".ll-pad-field")
    expect(field).to_be_hidden()
    maps.press("Enter")
    # The first unit of the first maps sees 3 × 3 pixels; one row and one column are margin.
    expect(seen).to_contain_text("Row 1, column 1 of map 1 is ")
    expect(seen).to_contain_text("sees 3 × 3 pixels (dashed), 2 × 2 of them in the image.")
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        maps.press(key)
    expect(seen).to_contain_text("Row 2, column 3 of map 1")
    expect(field).to_have_css("left", re.compile(r"\d"))
    shares = app.evaluate(
        """() => {
          const [box, own] = [".ll-pad-grid", ".ll-pad-field"].map((one) => (
            document.querySelector(one).getBoundingClientRect()));
          return [(own.x - box.x) / box.width, (own.y - box.y) / box.height, own.width / box.width];
        }"""
    )
    assert all(abs(share - n / 8) < 0.02 for share, n in zip(shares, (1, 0, 3), strict=True)), (
        shares
    )
    maps.press("Escape")
    expect(seen).to_be_empty()
    expect(field).to_be_hidden()
    # By pointer: the last row is that of the logits, which see everything.
    box = maps.bounding_box()
    assert box is not None
    maps.click(position={"x": 100 + (box["width"] - 108) / 20, "y": box["height"] - 22})
    expect(seen).to_contain_text("Unit 1 of 10 is ")
    expect(seen).to_contain_text("sees 8 × 8 pixels (dashed). Its derivative")


def test_what_is_picked_stands_in_the_address_and_outlives_a_reload(app: Page) -> None:
    visit(app)
    maps = app.locator("[data-panel=maps] canvas")
    seen, thumbs = app.locator(".ll-pad-seen"), app.locator(".ll-mistakes-list button")
    maps.press("Enter")
    maps.press("ArrowRight")
    expect(app).to_have_url(re.compile(r"unit=\d+\.1\b"))
    rest(app)
    all_wrong = thumbs.count()
    cell = app.locator("[data-panel=mistakes] canvas").first
    box = cell.bounding_box()
    assert box is not None
    side = min((box["width"] - 30) / 10, (box["height"] - 24) / 10)
    cell.click(position={"x": 26 + 6.5 * side, "y": 20 + 4.5 * side})
    expect(app).to_have_url(re.compile("taken=46"))
    rest(app)
    fours, words = thumbs.count(), seen.inner_text()
    assert fours != all_wrong
    assert "Row 1, column 2 of map 1" in words
    app.reload()
    expect(app.get_by_text("Computed:")).to_be_visible()
    expect(seen).to_have_text(words)
    expect(thumbs).to_have_count(fours)
    app.go_back()
    expect(app).not_to_have_url(re.compile("taken="))
    expect(thumbs).to_have_count(all_wrong)
    maps.press("Escape")
    expect(app).not_to_have_url(re.compile("unit="))


@looks(LAPTOP, PROJECTOR_DARK, PHONE)
def test_the_stage_fits_and_what_is_seen_is_what_the_engine_counts(app: Page, look: Look) -> None:
    visit(app, "network=fully-connected&network.normalization=over-batch&epochs=1&sampler.m=100")
    paintings(app, 4)
    assert app.evaluate(LOOK, look is not PHONE)
    # The browser reads all 400 test digits itself, and as many wrongly as the engine does.
    counted = app.locator(".ll-mistakes .ll-note").inner_text()
    reading = app.locator(".ll-sentence").nth(1).inner_text()
    assert re.findall(r"\d+ of 400", counted) == re.findall(r"\d+ of 400", reading)[:1]


def test_buttons_and_pad_stay_where_they_are_when_a_preset_or_a_unit_is_chosen(app: Page) -> None:
    app.set_viewport_size({"width": 1366, "height": 768})
    come(app, "/digits")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    button = app.get_by_role("button", name="Drop the hidden layer")
    pad = app.locator(".ll-pad-grid")
    top = button.evaluate("(one) => one.getBoundingClientRect().top")
    wide = pad.evaluate("(one) => one.getBoundingClientRect().width")
    app.locator(".ll-maps canvas").click(position={"x": 130, "y": 120})
    expect(app.locator(".ll-pad-seen")).not_to_be_empty()
    now = pad.evaluate("(one) => one.getBoundingClientRect().width")
    assert now == pytest.approx(wide, abs=4)
    button.click()
    expect(app.get_by_text("Softmax regression, 650 parameters")).to_be_visible()
    now = button.evaluate("(one) => one.getBoundingClientRect().top")
    assert now == pytest.approx(top, abs=1)


def test_a_preset_stays_while_its_run_is_computed(app: Page) -> None:
    """What the browser tells of its menus meanwhile may be what they were before."""
    come(app, "/digits")
    expect(app.get_by_text("Computed: 419 of 419 steps")).to_be_visible()
    for preset, network in (
        ("Let each unit see all pixels", "fully-connected"),
        ("Drop the hidden layer", "softmax-regression"),
    ):
        app.get_by_role("button", name=preset).click()
        expect(app).to_have_url(re.compile(f"network={network}$"))
        expect(app.get_by_text(re.compile("^Computing: "))).to_have_count(0)
        expect(app.get_by_text("Computed: 419 of 419 steps")).to_be_visible()
        rest(app)
        assert urlsplit(app.url).query == f"network={network}"
