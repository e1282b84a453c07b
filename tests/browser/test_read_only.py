"""A checkout that cannot be written, in a real browser."""

from pathlib import Path

from playwright.sync_api import expect

APP = Path(__file__).parent / "read_only_app.py"


def test_the_surfaces_are_drawn_from_a_checkout_that_cannot_be_written(page, serve):
    fetched: list[str] = []
    page.on("response", lambda answer: fetched.append(answer.url))
    page.goto(serve(APP))
    expect(page.locator(".ll-stage .js-plotly-plot").first).to_be_visible()
    expect(page.locator(".ll-stage .ll-failed")).to_have_count(0)
    assert any("/component/" in url and "plotly.min.js" in url for url in fetched)
    assert not any("/app/static/" in url for url in fetched)
