"""A reader's own table comes back: by Back and Forward, after a preset, after a reload."""

import re

from playwright.sync_api import Page, expect

from tests.browser.on_stage import stage

RUN = "data-run"


def table(rows: int) -> str:
    """Too long for an address, and told apart by its number of rows."""
    return "hours,passed\n" + "".join(f"{i}.5,{int(i > 200) ^ (i % 9 == 0)}\n" for i in range(rows))


def paste(page: Page, text: str) -> None:
    box = page.get_by_label("Paste a table")
    box.fill(text)
    box.press("Control+Enter")


def shown(page: Page) -> str:
    return stage(page).get_attribute(RUN) or ""


def changed(page: Page, before: str) -> str:
    """The run on stage, once it is another."""
    expect(stage(page)).not_to_have_attribute(RUN, before)
    return shown(page)


def test_back_a_preset_and_a_reload_lose_no_table(page: Page, app_url: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app_url}/logistic_regression?steps=20")
    expect(stage(page)).to_have_attribute(RUN, re.compile("six-points"))
    six = shown(page)
    page.get_by_text("Your own data").click()
    paste(page, table(400))
    first = changed(page, six)
    paste(page, table(500))
    second = changed(page, first)
    assert "own-table" in first
    assert "own-table" in second
    page.go_back()
    assert changed(page, second) == first
    page.go_forward()
    assert changed(page, first) == second
    page.get_by_role("button", name="Overshoot", exact=True).click()
    preset = changed(page, second)
    page.go_back()
    assert changed(page, preset) == second
    page.reload()
    expect(stage(page)).to_have_attribute(RUN, second)
