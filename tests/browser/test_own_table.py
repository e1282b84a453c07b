"""A reader's own table comes back: by Back and Forward, after a preset, after a reload."""

import re

from playwright.sync_api import Page, expect

from tests.browser.elsewhere import come
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


def test_back_a_preset_and_a_reload_lose_no_table(app: Page) -> None:
    app.emulate_media(reduced_motion="reduce")
    come(app, "/logistic_regression?steps=20")
    expect(stage(app)).to_have_attribute(RUN, re.compile("six-points"))
    six = shown(app)
    app.get_by_text("Your own data").click()
    paste(app, table(400))
    first = changed(app, six)
    paste(app, table(500))
    second = changed(app, first)
    assert "own-table" in first
    assert "own-table" in second
    app.go_back()
    assert changed(app, second) == first
    app.go_forward()
    assert changed(app, first) == second
    app.get_by_role("button", name="Overshoot", exact=True).click()
    preset = changed(app, second)
    app.go_back()
    assert changed(app, preset) == second
    app.reload()
    expect(stage(app)).to_have_attribute(RUN, second)


def test_thirty_columns_are_trained_and_each_surface_says_how_far_its_path_is_off(
    app: Page,
) -> None:
    app.emulate_media(reduced_motion="reduce")
    come(app, "/logistic_regression?steps=20")
    expect(stage(app)).to_have_attribute(RUN, re.compile("six-points"))
    six = shown(app)
    app.get_by_text("Your own data").click()
    header = ",".join([*(f"c{j}" for j in range(30)), "y"])
    rows = (
        ",".join([*(str((7 * k + k * k * (j + 1)) % 23) for j in range(30)), str(k % 3 % 2)])
        for k in range(40)
    )
    paste(app, "\n".join([header, *rows]))
    two = changed(app, six)
    app.get_by_role("button", name="All 30 columns of numbers").click()
    thirty = changed(app, two)
    expect(app.get_by_text("30 features, 31 parameters")).to_be_visible()
    for loss in ("squared-error", "binary-cross-entropy"):
        note = app.locator(f"[data-panel={loss}] .ll-note")
        expect(note).to_have_text(
            re.compile(r"path projected, up to \S+ off the plane.*, \S+ off the plane$")
        )
    # Nothing can be clicked there that would not be a start of all parameters.
    expect(app.get_by_role("button", name="Edit the points")).to_have_count(0)
    app.go_back()
    assert changed(app, thirty) == two
    app.go_forward()
    assert changed(app, two) == thirty
    app.reload()
    expect(stage(app)).to_have_attribute(RUN, thirty)
