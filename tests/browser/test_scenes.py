"""A lecture goes from scene to scene, as slides do."""

import re

from playwright.sync_api import Locator, Page, expect

from pages.ui.lecture.deck import LectureScene, mathematics_of_ai
from tests import patience
from tests.browser.looks import PROJECTOR, Look, looks
from tests.browser.on_stage import stage

READY = "?lecture=true&deck=mathematics-of-ai"


def answer(page: Page) -> None:
    """What a scene asks, the next Page Down answers before it goes on."""
    # A section below may have a stage of its own.
    expect(stage(page).first).to_have_attribute("data-asking", "true")
    page.keyboard.press("PageDown")
    expect(page.get_by_text("The answer.", exact=True)).to_be_visible()
    expect(stage(page).first).to_have_attribute("data-asking", "false")


def open_deck(page: Page, app_url: str) -> None:
    """The ready-made deck, in a lecture without motion."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app_url}/{READY}")
    page.wait_for_function("localStorage.getItem('loss-landscape-deck')")


def stored(page: Page) -> str:
    return str(page.evaluate("localStorage.getItem('loss-landscape-deck')"))


@looks(PROJECTOR)
def test_a_scene_asks_then_answers_then_shows_what_is_below_the_stage(
    page: Page, app_url: str, look: Look
) -> None:
    open_deck(page, app_url)
    scene = next(one for one in mathematics_of_ai() if one.ask and one.section)
    go_to(page, mathematics_of_ai().index(scene))
    answer(page)
    section = page.get_by_role("radio", name=scene.section)
    page.keyboard.press("PageDown")
    expect(section).to_be_in_viewport()
    expect(page.locator(".ll-caption")).to_contain_text(scene.question)
    begins_at_the_top(page, section)
    # A chart fills its place, and no more than that.
    chart = page.locator("[data-testid=stPlotlyChart] .main-svg").first
    expect(chart).to_be_visible()
    sizes = chart.evaluate("""(svg) => {
      const place = svg.closest("[data-testid=stElementContainer]").getBoundingClientRect();
      const { width, height } = svg.getBoundingClientRect();
      return [width / place.width, height / place.height];
    }""")
    assert all(0.9 < share < 1.02 for share in sizes)


def begins_at_the_top(page: Page, section: Locator) -> None:
    """The row of sections stands right below the words, which hide nothing of it."""

    def between() -> float:
        words, row = page.locator(".ll-caption").bounding_box(), section.bounding_box()
        assert words
        assert row
        return float(row["y"] - (words["y"] + words["height"]))

    patience.until(lambda: 0 < between() < 40)


def fills_the_screen(page: Page, look: Look) -> None:
    """Charts that stand alone with a few lines leave no half of the screen empty."""

    def ends() -> list[float]:
        charts = page.locator("[data-testid=stPlotlyChart] .main-svg:first-child").all()
        boxes = [chart.bounding_box() for chart in charts]
        return [(box["y"] + box["height"]) / look.height for box in boxes if box]

    patience.until(lambda: len(ends()) == 2 and all(0.85 < end < 1 for end in ends()))


def go_to(page: Page, number: int) -> LectureScene:
    """Choose a scene of the ready-made deck from the list in the bar."""
    scene = mathematics_of_ai()[number]
    bar = page.get_by_role("button", name="Controls (C)")
    if page.locator("html[data-bar]").count() == 0:
        bar.click()
    button = page.get_by_role("button", name=f"{number + 1}. {scene.title}")
    if not button.is_visible():
        page.get_by_text("Scenes", exact=True).click()
    button.click()
    expect(page).to_have_url(re.compile(scene.page))
    expect(page.get_by_text(scene.question).first).to_be_visible()
    bar.click()
    return scene


@looks(PROJECTOR)
def test_the_last_section_of_a_page_begins_below_the_words_however_short_it_is(
    page: Page, app_url: str, look: Look
) -> None:
    open_deck(page, app_url)
    for number in (-1, -2):
        scene = go_to(page, len(mathematics_of_ai()) + number)
        section = page.get_by_role("radio", name=scene.section)
        expect(section).to_be_checked()
        expect(page.locator(".ll-caption")).to_have_text(f"{scene.line} {scene.question}")
        expect(page.locator(".ll-caption strong")).to_have_text(scene.question)
        begins_at_the_top(page, section)
        if scene.section == "Separable data":
            fills_the_screen(page, look)


@looks(PROJECTOR)
def test_a_scenes_line_and_question_are_in_sight_with_the_stage_before_and_after_the_answer(
    page: Page, app_url: str, look: Look
) -> None:
    open_deck(page, app_url)
    for number in (2, 13):
        scene = go_to(page, number)
        for answered in (False, True):
            if answered:
                answer(page)
            expect(page.get_by_text(scene.line)).to_be_in_viewport()
            expect(page.get_by_text(scene.question)).to_be_in_viewport()
            expect(page.get_by_text("Predict first")).to_have_count(0)
        expect(page.locator(".ll-sentence").first).to_be_in_viewport(ratio=1)


@looks(PROJECTOR)
def test_page_down_goes_on_over_the_chapters_and_page_up_back(
    page: Page, app_url: str, look: Look
) -> None:
    open_deck(page, app_url)
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    third = mathematics_of_ai()[2]
    for scene in mathematics_of_ai()[:3]:
        page.keyboard.press("PageDown")
        expect(page.get_by_text(scene.question, exact=True)).to_be_visible()
        expect(page).to_have_url(re.compile(scene.page))
        expect(page).to_have_url(re.compile("lecture=true"))
        expect(stage(page)).to_have_attribute("data-frame", str(scene.frame))
        assert scene.ask
        answer(page)
    page.keyboard.press("PageUp")
    expect(page.get_by_text(mathematics_of_ai()[1].question, exact=True)).to_be_visible()
    answer(page)
    page.keyboard.press("PageDown")
    expect(page.get_by_text(third.question, exact=True)).to_be_visible()
    answer(page)
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))

    # What is on stage is kept as a scene after the one that is on, seen as it is now.
    page.locator(".ll-landscape").first.get_by_role("button", name="Contour").click()
    page.get_by_label("Moment of the run").fill("7")
    expect(stage(page)).to_have_attribute("data-frame", "7")
    page.keyboard.press("k")
    page.wait_for_function("localStorage.getItem('loss-landscape-deck').includes('contour')")
    kept = '"title": "Scene 26",'
    assert kept in stored(page)
    page.keyboard.press("PageUp")
    expect(page.get_by_text(third.question, exact=True)).to_be_visible()
    expect(stage(page)).to_have_attribute("data-frame", "0")
    answer(page)
    page.keyboard.press("PageDown")
    expect(stage(page)).to_have_attribute("data-frame", "7")
    expect(stage(page)).to_have_attribute("data-view", "contour")

    # Another day, the same browser.
    page.goto(f"{app_url}/logistic_regression")
    page.get_by_text("Scenes", exact=True).click()
    expect(page.get_by_role("button", name="26. To take home")).to_be_visible()
    expect(page.get_by_text("Too long for a link")).to_be_visible()
    page.get_by_role("button", name=third.title).click()
    expect(page.get_by_text(third.question, exact=True)).to_be_visible()
    page.get_by_label("Title", exact=True).fill("Another title")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="3. Another title")).to_be_visible()
    page.get_by_role("button", name="Up", exact=True).click()
    expect(page.get_by_role("button", name="2. Another title")).to_be_visible()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="2. How many parameters?")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^25\. "))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^26\. "))).to_have_count(0)
    page.evaluate("localStorage.clear()")


@looks(PROJECTOR)
def test_beside_the_bar_no_name_of_a_chapter_lies_on_another(
    page: Page, app_url: str, look: Look
) -> None:
    page.goto(f"{app_url}/?lecture=true")
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    page.get_by_role("button", name="Controls (C)").click()
    names = page.locator(".st-key-home-chapters a p")
    expect(names).to_have_count(8)
    boxes = names.evaluate_all("""(names) => names.map((name) => {
      const range = document.createRange();
      range.selectNodeContents(name);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return [left, right, top, bottom];
    })""")
    for k, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[:k]:
            beside = right <= other[0] or other[1] <= left
            assert beside or bottom <= other[2] + 2 or other[3] <= top + 2


@looks(PROJECTOR)
def test_a_page_that_is_loaded_again_goes_on_where_the_lecture_was(
    page: Page, app_url: str, look: Look
) -> None:
    open_deck(page, app_url)
    scene = go_to(page, 3)
    page.reload()
    expect(page.get_by_text(scene.question, exact=True)).to_be_visible()
    expect(page.get_by_text(scene.line)).to_be_visible()
    answer(page)
    page.keyboard.press("PageDown")
    expect(page.get_by_text(mathematics_of_ai()[4].question, exact=True)).to_be_visible()


@looks(PROJECTOR)
def test_page_down_leaves_a_field_for_a_number_and_a_place_that_was_read_stays_behind(
    page: Page, app_url: str, look: Look
) -> None:
    open_deck(page, app_url)
    go_to(page, 2)
    expect(stage(page)).to_have_attribute("data-view", "contour")
    surface = page.locator(".ll-landscape .ll-picture").first
    surface.hover(position={"x": 150, "y": 150})
    expect(page.locator(".ll-probe").first).to_contain_text("cost")
    surface.click(position={"x": 200, "y": 200})
    expect(stage(page)).to_have_attribute("data-asking", "false")
    # The question was asked from above, the surface is seen as one again.
    expect(stage(page)).to_have_attribute("data-view", "3d")
    page.keyboard.press("PageDown")
    expect(page.get_by_text(mathematics_of_ai()[3].question, exact=True)).to_be_visible()
    expect(page.locator(".ll-probe").first).to_have_text("")
    assert page.evaluate("document.activeElement === document.body")
    number = next(k for k, one in enumerate(mathematics_of_ai()) if one.ask == "best-line")
    go_to(page, number)
    field = page.get_by_placeholder("Your number")
    field.fill("384")
    field.press("Enter")
    expect(page.get_by_text("Allowed is a whole number from 0 to 4.")).to_be_visible()
    field.press("PageDown")
    expect(page.get_by_text("The answer.", exact=True)).to_be_visible()


@looks(PROJECTOR)
def test_a_digit_without_a_preset_does_nothing_and_the_stage_is_kept_where_it_is_in_sight(
    page: Page, app_url: str, look: Look
) -> None:
    page.emulate_media(reduced_motion="reduce")
    # Another test may have left a deck in this browser.
    page.add_init_script("if (!window.name) localStorage.clear(); window.name = 'cleared'")
    page.goto(f"{app_url}/optimizers?lecture=true")
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    expect(page.get_by_role("navigation", name="Lecture")).to_be_visible()
    page.wait_for_selector("[data-test-script-state=notRunning]")
    buttons = page.locator("[class*=st-key-presets-] .stButton button")
    # The last of them is no preset.
    expect(buttons.last).to_contain_text("Predict first")
    page.keyboard.press(str(buttons.count()))
    page.keyboard.press("k")
    page.wait_for_function("localStorage.getItem('loss-landscape-deck')?.includes('Scene 1')")
    expect(page.get_by_text("Kept: “Scene 1”")).to_be_visible()
    assert '"section"' not in stored(page)
    assert '"ask"' not in stored(page)
    page.locator("[class*=st-key-race]").last.scroll_into_view_if_needed()
    page.mouse.move(700, 500)
    page.mouse.wheel(0, 5000)
    page.wait_for_function(
        "document.querySelector('[data-testid=stage]').getBoundingClientRect().bottom < 300"
    )
    page.keyboard.press("k")
    expect(page.get_by_text("Kept: “Scene 2”")).to_be_visible()
    page.wait_for_function("localStorage.getItem('loss-landscape-deck').includes('section')")
    page.evaluate("localStorage.clear()")
