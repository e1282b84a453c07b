"""The fourth chapter in a browser: six optimizers on one surface."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.experiments.race.grounds import Quadratic
from core.experiments.race.rate_finder import scale
from tests.browser import measure
from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, LOOKS, PHONE, Look, looks
from tests.browser.on_stage import axis_pixels, frame, paintings, pixels, rest, stage


@pytest.fixture
def chapter(app: Page) -> Page:
    """The chapter at rest: with reduced motion nothing starts by itself."""
    app.emulate_media(reduced_motion="reduce")
    return visit(app)


def visit(page: Page, query: str = "") -> Page:
    come(page, f"/optimizers{query}")
    expect(page.locator(".ll-drawn").first).to_be_visible()
    return page


def colored(page: Page) -> int:
    """How many pixels in the right half of the cost curves have a color."""
    return int(
        page.evaluate("""() => {
          const canvas = document.querySelector("[data-panel=cost] canvas");
          const { width, height } = canvas;
          const half = canvas.getContext("2d").getImageData(width / 2, 0, width / 2, height).data;
          let count = 0;
          for (let k = 0; k < half.length; k += 4) {
            const [r, g, b, a] = half.subarray(k, k + 4);
            count += a > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 60;
          }
          return count;
        }""")
    )


def row(page: Page, number: int) -> str:
    return page.locator(".ll-ranks tbody tr").nth(number - 1).inner_text()


def test_six_race_and_every_animation_frame_is_painted(chapter: Page) -> None:
    expect(stage(chapter)).to_have_attribute("data-view", "contour")
    expect(chapter.locator(".ll-ranks tbody tr")).to_have_count(6)
    rest(chapter)
    replay = measure.replay(chapter)
    print(f"replay of six: {1000 * len(replay.gaps) / sum(replay.gaps):.0f} paintings a second")
    assert replay.fluent
    assert int(stage(chapter).get_attribute("data-frames") or 0) >= 300


LABELS = "th, td, .ll-who, .ll-name"
LONG_NAMES = (
    "?ground=tumors&two.optimizer=centered-rmsprop&three.optimizer=levenberg-marquardt",
    "?ground=saddle&two.optimizer=newton&three.optimizer=levenberg-marquardt&steps=150",
    "?two.optimizer=gradient-descent&two.optimizer.eta=0.02&two.m=6&ground=logistic-cross-entropy",
)


@pytest.mark.parametrize("query", LONG_NAMES)
@looks(PHONE)
def test_on_a_phone_names_numbers_and_title_are_whole_and_no_row_grows(
    app: Page, look: Look, query: str
) -> None:
    app.emulate_media(reduced_motion="reduce")
    visit(app, query)
    slider = app.get_by_role("slider", name="Moment of the run")
    tall = []
    for key in ("Home", "End"):
        slider.press(key)
        rest(app)
        parts = app.locator(f".ll-ranks :is({LABELS}), [data-panel=cost] .ll-title")
        assert parts.count() > 30
        cut = parts.evaluate_all(
            "(all) => all.filter((one) => one.scrollWidth > one.clientWidth"
            " || one.scrollHeight > one.clientHeight + 1).map((one) => one.textContent)"
        )
        assert not cut
        tall.append(app.locator(".ll-ranks").evaluate("(one) => one.offsetHeight"))
    assert tall[0] == tall[1]


def test_table_sentence_and_curves_follow_the_clock_on_each_axis(chapter: Page) -> None:
    chapter.keyboard.press("Home")
    expect(chapter.locator(".ll-told")).to_contain_text("All at the start")
    start = row(chapter, 1)
    chapter.keyboard.press("End")
    expect(chapter.locator(".ll-told")).to_contain_text("Newton at step 1 first")
    assert row(chapter, 1) != start
    assert row(chapter, 6).split()[:3] == ["1.", "6", "Newton"]
    # Evaluations are counted until an entrant has arrived, three for a step of Newton's.
    assert row(chapter, 1).split()[-2] == "158"
    assert row(chapter, 6).split()[-2] == "3"

    # The costs are drawn against steps, evaluations or seconds.
    seen = {pixels(chapter, "cost")}
    assert colored(chapter) > 100
    for axis in ("evaluations", "seconds"):
        button = chapter.get_by_role("button", name=axis, exact=True)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        paintings(chapter)
        seen.add(pixels(chapter, "cost"))
    assert len(seen) == 3
    # Against evaluations the curves end where their runs arrive, that of RMSProp last, at 249.
    chapter.get_by_role("button", name="evaluations", exact=True).click()
    paintings(chapter)
    assert colored(chapter) > 0
    box = chapter.locator("[data-panel=cost] canvas").bounding_box()
    assert box
    last = str(frame(chapter))
    chapter.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(stage(chapter)).not_to_have_attribute("data-frame", last)
    assert 50 < frame(chapter) < 250


def test_a_click_and_a_drag_move_the_common_start(chapter: Page) -> None:
    rest(chapter)
    chapter.mouse.click(*axis_pixels(chapter, "surface", 5.0, 4.0))
    chapter.wait_for_url(re.compile(r"start=chosen-start&start.a=(4\.9|5)\d*&start.b=(3\.9|4)"))
    expect(stage(chapter)).to_have_attribute("data-run", re.compile("start.a=(4.9|5)"))
    rest(chapter)
    chapter.mouse.move(*axis_pixels(chapter, "surface", 5.0, 4.0))
    chapter.mouse.down()
    chapter.mouse.move(*axis_pixels(chapter, "surface", 0.0, 3.0), steps=4)
    chapter.mouse.move(*axis_pixels(chapter, "surface", -5.0, -4.0), steps=4)
    chapter.mouse.up()
    chapter.wait_for_url(re.compile(r"start.a=-(4\.9|5)\d*&start.b=-(3\.9|4)"))
    chapter.get_by_role("button", name="Back to the usual start").click()
    chapter.wait_for_url(re.compile(r"/optimizers$"))


def test_a_point_of_the_finder_is_raced(chapter: Page) -> None:
    chapter.get_by_text("Learning rates", exact=True).click()
    points = (
        chapter.locator("[data-testid=stPlotlyChart] .scatterlayer .trace").nth(0).locator(".point")
    )
    expect(points).to_have_count(len(scale(Quadratic())))
    point = points.nth(20)
    point.scroll_into_view_if_needed()
    rest(chapter)
    box = point.bounding_box()
    assert box
    chapter.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    eta = f"{scale(Quadratic())[20]:g}"
    chapter.wait_for_url(re.compile(rf"\?one.optimizer.eta={eta}&section=learning-rates$"))
    expect(stage(chapter)).to_have_attribute("data-run", re.compile(f"eta={eta}&"))


def test_a_line_of_the_sidebar_stays_open_while_its_rate_is_turned(chapter: Page) -> None:
    chapter.get_by_text("1 Gradient descent").first.click()
    slider = chapter.get_by_role("slider", name="Learning rate η")
    expect(slider).to_be_visible()
    rest(chapter)
    delays = measure.slider_delays(chapter, slider, ["ArrowLeft"] * 4)
    print(f"η to the painting of the new race: {', '.join(f'{d:.0f}' for d in delays)} ms")
    expect(slider).to_be_visible()


def test_the_race_fits_every_window(chapter: Page) -> None:
    for look in LOOKS:
        chapter.set_viewport_size({"width": look.width, "height": look.height})
        chapter.emulate_media(color_scheme=look.scheme)
        paintings(chapter, 4)
        assert chapter.evaluate("document.documentElement.scrollWidth") <= look.width, look
        cut = chapter.evaluate(
            "[...document.querySelectorAll('.ll-ranks td, .ll-ranks thead th')]"
            ".filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.innerText)"
        )
        assert not cut, look
        if look.width < LAPTOP.width:
            continue
        for part in ("[data-panel=surface]", "[data-panel=standings]", ".ll-story"):
            box = chapter.locator(part).bounding_box()
            assert box
            assert box["y"] + box["height"] <= look.height, (look, part)
