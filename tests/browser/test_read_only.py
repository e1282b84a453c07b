"""A checkout that cannot be written, and its first reader, in a real browser."""

from pathlib import Path

from playwright.sync_api import expect

from pages.ui.page import SIDEBAR_PIXELS

APP = Path(__file__).parent / "read_only_app.py"


def test_the_surfaces_are_drawn_from_a_checkout_that_cannot_be_written(page, serve):
    fetched: list[str] = []
    page.on("response", lambda answer: fetched.append(answer.url))
    # The first page of this server that anybody asks for.
    page.goto(f"{serve(APP)}/logistic_regression")
    expect(page.locator(".ll-stage .js-plotly-plot").first).to_be_visible()
    expect(page.locator(".ll-stage .ll-failed")).to_have_count(0)
    assert any("/component/" in url and "plotly.min.js" in url for url in fetched)
    assert not any("/app/static/" in url for url in fetched)
    box = page.get_by_test_id("stSidebar").bounding_box()
    assert box
    assert box["width"] == SIDEBAR_PIXELS
    expect(page.get_by_test_id("stSidebarNavLink").first).to_be_visible()
