"""The address and the widgets, both ways, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent, Momentum
from tests.pages.lab import Lab

LAB = Path(__file__).parents[1] / "pages" / "lab_page.py"


@pytest.fixture
def lab(serve) -> str:
    return serve(LAB)


def slider(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSlider").filter(has_text=label).locator("input")


def shows(page: Page, spec: Lab) -> None:
    expect(page.get_by_test_id("stCode")).to_have_text(repr(spec))


def query(page: Page, expected: str) -> None:
    page.wait_for_function("expected => location.search === expected", arg=expected)


def test_an_address_restores_widgets_off_their_grid(page, lab):
    page.goto(f"{lab}?optimizer=adam&optimizer.eta=0.137&w=-1.23746&as_printed=true")
    shows(page, Lab(Adam(eta=0.137), w=-1.23746, as_printed=True))
    expect(slider(page, "Learning rate")).to_have_attribute("aria-valuetext", "0.137")
    expect(slider(page, "Start of the weight")).to_have_attribute("aria-valuetext", "-1.23746")
    expect(page.get_by_role("switch", name="As printed")).to_be_checked()


def test_keys_move_a_slider_and_the_address_follows(page, lab):
    page.goto(f"{lab}?optimizer.eta=0.137")
    rate = slider(page, "Learning rate")
    rate.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    shows(page, Lab(GradientDescent(eta=0.23)))
    query(page, "?optimizer.eta=0.23")
    expect(rate).to_be_focused()


def test_back_undoes_a_preset_as_a_whole_and_forward_repeats_it(page, lab):
    page.goto(f"{lab}?steps=7&optimizer.eta=2")
    shows(page, Lab(GradientDescent(eta=2.0), steps=7))
    page.get_by_role("button", name="preset", exact=True).click()
    shows(page, Lab(steps=7, w=-1.23746))
    query(page, "?steps=7&w=-1.23746")
    page.go_back()
    shows(page, Lab(GradientDescent(eta=2.0), steps=7))
    expect(slider(page, "Start of the weight")).to_have_attribute("aria-valuetext", "3")
    page.go_forward()
    shows(page, Lab(steps=7, w=-1.23746))


def test_back_to_a_bare_address_is_back_to_the_defaults(page, lab):
    page.goto(lab)
    shows(page, Lab())
    page.get_by_role("button", name="fresh").click()
    shows(page, Lab(steps=7))
    page.go_back()
    shows(page, Lab())


def test_another_optimizer_keeps_the_learning_rate(page, lab):
    page.goto(f"{lab}?optimizer.eta=0.7")
    page.get_by_test_id("stSelectbox").filter(has_text="Optimizer").locator("input").click()
    page.get_by_role("option", name="Momentum", exact=True).click()
    shows(page, Lab(Momentum(eta=0.7)))
    query(page, "?optimizer=momentum&optimizer.eta=0.7")


def test_nonsense_is_shown_as_text_and_removed_from_the_address(page, lab):
    page.goto(f"{lab}?w=<img src=x onerror=alert(1)>**b**$x$&steps=7")
    said = "w = “<img src=x onerror=alert(1)>**b**$x$” is not possible: "
    expect(page.get_by_role("alert")).to_have_text(said + "allowed is a number from -5 to 5.")
    shows(page, Lab(steps=7))
    query(page, "?steps=7")
    page.get_by_role("button", name="reset", exact=True).click()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_first_link_to_a_chapter_meets_the_whole_app(page, app_url):
    page.goto(f"{app_url}/logistic_regression?steps=100")
    expect(page.get_by_test_id("stSidebarNavLink").first).to_have_text("Home")
    expect(page.get_by_role("button", name="Lecture mode")).to_be_visible()
    query(page, "?steps=100")
