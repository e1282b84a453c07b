"""An activation that only its own file knows works on stage."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.on_stage import stage

HARNESS = Path(__file__).parent / "added_app.py"


def test_an_added_activation_is_evaluated_and_the_film_plays(
    page: Page, serve: Callable[[Path], str], console_errors: list[str]
) -> None:
    page.goto(serve(HARNESS))
    expect(stage(page)).to_have_attribute("data-frames", "40")
    page.get_by_role("button", name="Play (space)").click()
    expect(stage(page)).to_have_attribute("data-frame", "39")
    picture = page.locator("[data-panel=input] .ll-picture")
    expect(picture).to_have_attribute("aria-label", re.compile("11: F = "))
    # A true minus sign, as the stage writes it.
    said = (picture.get_attribute("aria-label") or "").replace("−", "-")
    found = [float(value) for value in re.findall(r"F = (-?[\d.]+)[;.]", said)]
    told = page.get_by_text("F at the end: ").inner_text().partition(": ")[2]
    assert found == pytest.approx([float(value) for value in told.split(", ")], abs=0.006)
    assert console_errors == []
