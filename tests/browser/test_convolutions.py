"""The chapter on convolutions in a browser: a kernel under the reader's hands."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, PHONE, PROJECTOR_DARK, Look, looks
from tests.browser.on_stage import count_bytes, stage

# How far the cells reach down the panel, as a share of it, and how many stick out of it.
FILLED = """() => {
  const boxes = (which) => [...document.querySelectorAll(`.ll-kernel ${which}`)].map((one) => (
    one.getBoundingClientRect()));
  const [panel] = boxes(".ll-picture");
  const cells = boxes(".ll-cell");
  const out = cells.filter(({ right, bottom }) => (
    right > panel.right + 0.5 || bottom > panel.bottom + 0.5));
  return [Math.max(...cells.map(({ bottom }) => bottom - panel.top)) / panel.height, out.length];
}"""


def cells(page: Page, grid: str) -> Locator:
    return page.locator(f"[data-grid={grid}] .ll-cell")


def lit(page: Page, grid: str) -> int:
    return page.locator(f"[data-grid={grid}] .ll-cell.ll-lit").count()


def visit(page: Page, query: str = "") -> None:
    come(page, f"/convolutions?{query}")
    expect(stage(page)).to_have_attribute("data-run", re.compile("topic=one-kernel"))
    expect(cells(page, "y").first).to_be_visible()


def test_a_cell_answers_without_the_server_and_stands_in_the_address(app: Page):
    visit(app)
    expect(cells(app, "y").first).to_have_text("−3")
    sent = count_bytes(app)
    first = app.locator("[data-grid=K] input").first
    first.fill("5")
    assert sent == []
    first.press("Tab")
    expect(cells(app, "y").first).to_have_text("1")
    expect(cells(app, "byImage").first).to_have_text("5")
    expect(cells(app, "imageMeasured").first).to_have_text("5")
    expect(app).to_have_url(re.compile(r"topic\.kernel=5\+0\+-1"))
    second = app.locator("[data-grid=K] input").nth(1)
    second.fill("7")
    app.get_by_role("button", name="Slide", exact=True).click()
    expect(second).to_have_value("0")
    expect(first).to_have_value("1")
    expect(cells(app, "y").first).to_have_text("−3")


def test_what_is_not_allowed_changes_nothing_and_is_said(app: Page):
    visit(app)
    said, cell = app.locator(".ll-kernel-said"), app.locator("[data-grid=x] input").nth(1)
    url = app.url
    for text in ("123", "-150", "1e300", "abc", "½", "0.333333333", "1 2", ""):
        cell.fill(text)
        cell.press("Enter")
        expect(said).to_contain_text("x₁₂ stays 2: allowed are numbers from −99 to 99")
        expect(said).to_contain_text(f"“{text}”" if text else "An empty cell")
        expect(cell).to_have_value("2")
        expect(cell).to_have_attribute("aria-invalid", "true")
        assert app.url == url
    cell.fill("1e-3")
    cell.press("Escape")
    expect(cell).to_have_value("2")
    expect(cell).to_have_attribute("aria-invalid", "false")
    cell.fill("1e-3")
    cell.press("Enter")
    expect(cell).to_have_value("0.001")
    expect(app).to_have_url(re.compile(r"topic\.image=1\+0\.001\+0"))


def test_no_number_is_cut_in_its_cell(app: Page):
    kernel = "1.125+0+-0.001+2+0+-2.555+9.25+99+-0.3333"
    visit(app, f"topic.kernel={kernel}&topic.delta=99+-11.25+3+1")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    wide = """(cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
      .map((cell) => cell.title)"""
    assert app.locator(".ll-kernel .ll-cell").evaluate_all(wide) == []
    third = app.locator("[data-grid=K] input").nth(2)
    expect(third).to_have_value("≈0")
    expect(third).to_have_attribute("title", "k₁₃ = −0.001")
    third.focus()
    expect(third).to_have_value("−0.001")
    expect(cells(app, "delta").nth(1)).to_have_attribute("title", "δ₁₂ = −11.25")


def test_an_output_lights_what_it_is_made_of_by_pointer_and_by_key(app: Page):
    visit(app)
    cells(app, "y").nth(1).hover()
    expect(app.locator(".ll-kernel-said")).to_contain_text("y₁₂ = 1·2 + 0·0 + (−1)·1")
    # The window, nine entries of a row of T with the pixels above and below, and δ and y beside.
    assert (lit(app, "x"), lit(app, "y"), lit(app, "delta")) == (9, 1, 1)
    assert lit(app, "T") == 9 + 9 + 9 + 2
    cells(app, "byKernel").first.focus()
    expect(app.locator(".ll-kernel-said")).to_contain_text(
        "∂C/∂k₁₁ = 1·1 + 2·(−1) + 0·2 + 1·0 = −1"
    )
    app.keyboard.press("ArrowRight")
    expect(app.locator(".ll-kernel-said")).to_contain_text("∂C/∂k₁₂ = ")
    expect(app.locator(".ll-kernel-said")).to_contain_text("The central difference")


def test_cells_are_filled_in_and_marked_and_stay_when_the_page_runs_again(app: Page):
    visit(app, "fill_in=true")
    entries = app.locator("[data-grid=y] input")
    for at, text in enumerate(("-3", "7", "x")):
        entries.nth(at).fill(text)
    for at, mark in enumerate(("right", "wrong", "no number")):
        expect(entries.nth(at)).to_have_attribute("data-mark", mark)
    app.get_by_text("True convolution").click()
    expect(entries.first).to_have_value("")
    app.get_by_text("True convolution").click()
    expect(entries.first).to_have_value("-3")
    app.get_by_role("button", name="Show me").click()
    app.get_by_role("heading", level=1).hover()
    expect(app.locator(".ll-kernel-said")).to_have_text("All 29 cells are right.")


@pytest.mark.parametrize("topic", ["one-kernel&topic.padding=2", "shifts", "upsampling"])
@looks(PHONE)
def test_on_a_phone_nothing_is_wider_than_the_window(app: Page, look: Look, topic: str):
    come(app, f"/convolutions?topic={topic}")
    expect(stage(app)).to_have_attribute("data-run", re.compile(f"topic={topic.partition('&')[0]}"))
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    assert app.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "topic.size=1",
        "topic.size=1&topic.padding=2",
        "topic.size=2&topic.one_more=true",
        "topic.size=4&topic.padding=2&fill_in=true",
    ],
)
@looks(LAPTOP, PROJECTOR_DARK)
def test_the_numbers_fill_their_panel_and_none_sticks_out(app: Page, look: Look, query: str):
    visit(app, query)
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    filled, out = app.evaluate(FILLED)
    assert (filled > 0.85, out) == (True, 0)
