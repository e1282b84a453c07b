"""The chapter on regularization in a browser: λ is dragged, and nothing is asked of the server."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import come
from tests.browser.on_stage import count_bytes, paintings, pixels, rest, stage

SHARES = (0.9, 0.8, 0.7, 0.6)


def visit(page: Page, query: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    come(page, f"/regularization?{query}")
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    rest(page)


@pytest.mark.parametrize(
    ("query", "follows"),
    [
        ("question=why-zeros", ("sheets", "ball", "bars")),
        ("question=real-coefficients", ("paths", "conditions")),
    ],
)
def test_dragging_lambda_sends_nothing_and_letting_go_sets_the_slider(
    app: Page, query: str, follows: tuple[str, ...]
) -> None:
    sizes = count_bytes(app)
    visit(app, query)
    cursor = app.locator("[data-panel=paths] .ll-picture")
    table = app.locator(".ll-compared")
    box = cursor.bounding_box()
    assert box is not None
    before = {name: pixels(app, name) for name in follows}
    said, run = table.inner_text(), stage(app).get_attribute("data-run") or ""
    sizes.clear()
    app.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.5 * box["height"])
    app.mouse.down()
    for share in SHARES:
        app.mouse.move(box["x"] + share * box["width"], box["y"] + 0.5 * box["height"])
        paintings(app)
    assert sizes == []
    assert all(pixels(app, name) != before[name] for name in follows)
    assert table.inner_text() != said
    app.mouse.up()
    expect(stage(app)).not_to_have_attribute("data-run", run)
    chosen = re.search(r"question\.strength=([\d.]+)", app.url)
    assert chosen
    slider = app.get_by_role("slider", name=re.compile("Strength λ"))
    expect(slider).to_have_attribute("aria-valuetext", chosen[1])
    expect(cursor).to_have_attribute("aria-valuenow", chosen[1])


def test_the_page_s_slider_moves_the_stage_and_another_question_takes_its_place(app: Page) -> None:
    visit(app, "question=how-much")
    cursor = app.locator("[data-panel=errors] .ll-picture")
    value = cursor.get_attribute("aria-valuenow") or ""
    app.get_by_role("slider", name=re.compile("Strength λ")).press("ArrowLeft")
    expect(cursor).not_to_have_attribute("aria-valuenow", value)
    rest(app)
    app.get_by_role("radio", name="Bias and variance").or_(
        app.get_by_role("button", name="Bias and variance")
    ).first.click()
    expect(app.locator("[data-panel=fits]")).to_be_visible()
    expect(app.locator("[data-panel=errors]")).to_have_count(0)
    expect(stage(app)).to_have_attribute("data-run", re.compile("question=bias-and-variance"))
