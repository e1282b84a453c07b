"""Predict first: on stage, with a pointer and without one."""

import re
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from core.experiments.race.experiment import RaceExperiment
from pages.ui.optimizers.asked.questions import QUESTIONS
from pages.ui.queries import link
from pages.ui.stage import SKETCHED
from tests.browser.elsewhere import come
from tests.browser.on_stage import rest, stage

NEWTON = next(one for one in QUESTIONS if one.name == "newton")


def asked(page: Page, address: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    come(page, address)
    expect(stage(page)).to_have_attribute("data-asking", "true")
    # What comes later may still move what is there.
    rest(page)


def test_a_click_is_the_answer_and_nothing_is_seen_before(app: Page) -> None:
    query = urlencode(link(NEWTON.spec(RaceExperiment)) | {"predict": "newton"})
    asked(app, f"/optimizers?{query}")
    expect(app.get_by_text(NEWTON.text)).to_be_visible()
    expect(app.locator(".ll-curve canvas")).to_be_hidden()
    expect(app.get_by_label("Moment of the run")).to_be_hidden()
    expect(app.get_by_text("First to arrive")).to_have_count(0)
    # No key gives the run away.
    app.keyboard.press("End")
    app.keyboard.press(" ")
    expect(stage(app)).to_have_attribute("data-playing", "false")
    expect(stage(app)).to_have_attribute("data-frame", "0")
    # The window is around the saddle: its middle is that of the axes, whoever draws them.
    box = app.locator(".ll-landscape .ll-picture").bounding_box()
    assert box is not None
    app.mouse.click(box["x"] + (box["width"] + 34) / 2, box["y"] + box["height"] / 2)
    expect(app.get_by_text("Right.", exact=True)).to_be_visible()
    expect(app).to_have_url(re.compile("predict=newton&guess="))
    expect(stage(app)).to_have_attribute("data-asking", "false")
    expect(app.locator(".ll-curve canvas")).to_be_visible()
    expect(app.get_by_text("First to arrive")).to_be_visible()
    # A setting that it is not about ends it.
    app.get_by_role("button", name="Close", exact=True).click()
    expect(app).not_to_have_url(re.compile("predict"))


def test_a_curve_is_drawn_with_the_pointer_or_with_keys(app: Page) -> None:
    asked(app, "/logistic_regression?loss=squared&predict=plateau")
    canvas = app.locator(".ll-curve canvas")
    box = canvas.bounding_box()
    assert box is not None
    left, right, height = box["x"] + 46, box["x"] + box["width"] - 10, box["y"] + 50
    # Half of a curve is no answer.
    app.mouse.move(left, height)
    app.mouse.down()
    app.mouse.move((left + right) / 2, height, steps=8)
    app.mouse.up()
    expect(stage(app)).to_have_attribute("data-asking", "true")
    app.mouse.move((left + right) / 2 - 4, height)
    app.mouse.down()
    app.mouse.move(right + 2, height + 10, steps=8)
    app.mouse.up()
    expect(app.get_by_text("Your curve, dashed")).to_be_visible()
    expect(app).to_have_url(re.compile(rf"guess=\d{{{2 * SKETCHED}}}"))

    come(app, "/logistic_regression?loss=squared&predict=plateau")
    expect(stage(app)).to_have_attribute("data-asking", "true")
    canvas.focus()
    app.keyboard.press("ArrowDown")
    app.keyboard.press("ArrowRight")
    app.keyboard.press("ArrowDown")
    app.keyboard.press("Enter")
    expect(app.get_by_text("Your curve, dashed")).to_be_visible()
    # 0.75 of the height, then 0.7 from the second column on.
    expect(app).to_have_url(re.compile(r"guess=74(69){23}"))


def test_on_an_axis_of_epochs_a_curve_is_drawn_to_its_end(app: Page) -> None:
    asked(app, "/digits?predict=its-error")
    app.locator(".ll-curve canvas").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowDown", "Enter"):
        app.keyboard.press(key)
    expect(app.get_by_text("Your curve, dashed")).to_be_visible()
    expect(app).to_have_url(re.compile(r"guess=74(69){23}"))


def test_a_number_that_is_only_typed_is_no_answer(app: Page) -> None:
    """“Close” brings back what was there, and the question is asked again."""
    come(app, "/xor?steps=1234")
    rest(app)
    app.get_by_role("button", name="Predict first").click()
    app.get_by_placeholder("Your number").press_sequentially("2")
    app.get_by_role("button", name="Close", exact=True).click()
    expect(app).to_have_url(re.compile(r"\?steps=1234$"))
    rest(app)
    app.get_by_role("button", name="Predict first").click()
    expect(app).to_have_url(re.compile("predict=best-line$"))
    field = app.get_by_placeholder("Your number")
    expect(field).to_have_value("")
    # Enter sends it, as does the button.
    field.fill("3")
    field.press("Enter")
    expect(app).to_have_url(re.compile("predict=best-line&guess=3"))
