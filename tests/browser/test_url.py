"""The address and the widgets, both ways, in a real browser."""

import re

from playwright.sync_api import Locator, Page, expect

from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent, Momentum
from tests.browser.elsewhere import come
from tests.browser.on_stage import rest
from tests.pages.lab import Lab


def slider(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stSlider").filter(has_text=label).locator("input")


def shows(page: Page, spec: Lab) -> None:
    expect(page.get_by_test_id("stCode")).to_have_text(repr(spec))


def query(page: Page, expected: str) -> None:
    page.wait_for_function("expected => location.search === expected", arg=expected)


def test_an_address_restores_widgets_off_their_grid(workshop):
    come(workshop, "/lab?optimizer=adam&optimizer.eta=0.137&w=-1.23746&as_printed=true")
    shows(workshop, Lab(Adam(eta=0.137), w=-1.23746, as_printed=True))
    expect(slider(workshop, "Learning rate")).to_have_attribute("aria-valuetext", "0.137")
    expect(slider(workshop, "Start of the weight")).to_have_attribute("aria-valuetext", "-1.23746")
    expect(workshop.get_by_role("switch", name="As printed")).to_be_checked()


def test_keys_move_a_slider_and_the_address_follows(workshop):
    come(workshop, "/lab?optimizer.eta=0.137")
    rate = slider(workshop, "Learning rate")
    rate.focus()
    for _ in range(5):
        workshop.keyboard.press("ArrowRight")
    shows(workshop, Lab(GradientDescent(eta=0.23)))
    query(workshop, "?optimizer.eta=0.23")
    expect(rate).to_be_focused()


def test_back_undoes_a_preset_as_a_whole_and_forward_repeats_it(workshop):
    come(workshop, "/lab?steps=7&optimizer.eta=2")
    shows(workshop, Lab(GradientDescent(eta=2.0), steps=7))
    workshop.get_by_role("button", name="preset", exact=True).click()
    shows(workshop, Lab(steps=7, w=-1.23746))
    query(workshop, "?steps=7&w=-1.23746")
    workshop.go_back()
    shows(workshop, Lab(GradientDescent(eta=2.0), steps=7))
    expect(slider(workshop, "Start of the weight")).to_have_attribute("aria-valuetext", "3")
    workshop.go_forward()
    shows(workshop, Lab(steps=7, w=-1.23746))


def test_back_and_forward_lead_into_lecture_mode_and_out_of_it(app):
    leave = app.get_by_role("button", name="Leave lecture mode")
    come(app, "/xor")
    expect(app.get_by_role("button", name="Lecture mode")).to_be_visible()
    rest(app)
    app.keyboard.press("l")
    expect(leave).to_be_visible()
    query(app, "?lecture=true")
    # While the rest of the page is still on its way.
    app.keyboard.press("l")
    expect(leave).to_have_count(0)
    query(app, "")
    app.go_back()
    expect(leave).to_be_visible()
    query(app, "?lecture=true")
    app.go_back()
    expect(leave).to_have_count(0)
    app.go_forward()
    expect(leave).to_be_visible()


def test_back_to_a_bare_address_is_back_to_the_defaults(workshop):
    come(workshop, "/lab")
    shows(workshop, Lab())
    workshop.get_by_role("button", name="fresh").click()
    shows(workshop, Lab(steps=7))
    workshop.go_back()
    shows(workshop, Lab())


def test_another_optimizer_keeps_the_learning_rate(workshop):
    come(workshop, "/lab?optimizer.eta=0.7")
    workshop.get_by_test_id("stSelectbox").filter(has_text="Optimizer").locator("input").click()
    workshop.get_by_role("option", name="Momentum", exact=True).click()
    shows(workshop, Lab(Momentum(eta=0.7)))
    query(workshop, "?optimizer=momentum&optimizer.eta=0.7")


def test_nonsense_is_shown_as_text_and_removed_from_the_address(workshop):
    come(workshop, "/lab?w=<img src=x onerror=alert(1)>**b**$x$&steps=7")
    said = "w = “<img src=x onerror=alert(1)>**b**$x$” is not possible: "
    expect(workshop.get_by_role("alert")).to_have_text(
        said + "allowed is a number from -5 to 5. 3 is shown instead."
    )
    shows(workshop, Lab(steps=7))
    query(workshop, "?steps=7")
    workshop.get_by_role("button", name="reset", exact=True).click()
    expect(workshop.get_by_role("alert")).to_have_count(0)


def test_a_first_link_to_a_chapter_meets_the_whole_app(page, app_url):
    page.goto(f"{app_url}/logistic_regression?steps=100")
    expect(page.get_by_test_id("stSidebarNavLink").first).to_have_text("Home")
    expect(page.get_by_role("button", name="Lecture mode")).to_be_visible()
    query(page, "?steps=100")


def test_the_open_section_outlives_a_reload_and_back_leaves_it(app):
    come(app, "/xor?steps=20")
    last = app.get_by_role("radio", name="In PyTorch")
    expect(last).to_be_visible()
    last.click()
    expect(app).to_have_url(re.compile("section=in-pytorch"))
    app.reload()
    expect(last).to_be_checked()
    app.go_back()
    expect(app).not_to_have_url(re.compile("section="))
    expect(last).not_to_be_checked()
    app.go_forward()
    expect(last).to_be_checked()


def test_what_is_open_below_a_count_of_parameters_outlives_a_reload_and_back_closes_it(app):
    come(app, "/convolutions?topic=counting&topic.guess=5")
    fold = app.get_by_test_id("stExpander").filter(has_text="In PyTorch")
    fold.locator("summary").click()
    expect(fold.get_by_test_id("stCode")).to_be_visible()
    expect(app).to_have_url(re.compile("section=in-pytorch"))
    app.reload()
    expect(fold.get_by_test_id("stCode")).to_be_visible()
    expect(app).to_have_url(re.compile("section=in-pytorch"))
    fold.locator("summary").click()
    expect(app).not_to_have_url(re.compile("section="))
    app.go_back()
    expect(fold.get_by_test_id("stCode")).to_be_visible()


def test_a_section_that_there_is_not_is_named_below_every_topic_and_on_no_other_page(app):
    come(app, "/convolutions?section=spectrum")
    said = app.get_by_text("section = “spectrum” is not possible: there is none below this stage.")
    expect(said).to_be_visible()
    expect(app).not_to_have_url(re.compile("section="))
    app.get_by_test_id("stSidebarNav").get_by_text("Regularization", exact=True).click()
    expect(app.get_by_role("heading", name="What does a penalty do?")).to_be_visible()
    expect(said).to_have_count(0)
