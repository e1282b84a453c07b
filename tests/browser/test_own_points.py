"""A reader's own points, set with a pointer and with keys, are the data of the experiment."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.elsewhere import come
from tests.browser.on_stage import count_bytes, paintings, pixels, rest, stage


def table(page: Page) -> list[list[float]]:
    """The rows of the table in the address."""
    [text] = parse_qs(urlsplit(page.url).query)["data.table"]
    return [[float(cell) for cell in row.split(",")] for row in text.split()[1:]]


def edited(app: Page, path: str, panel: str) -> Locator:
    """The picture of a page at rest whose points can be set."""
    app.emulate_media(reduced_motion="reduce")
    come(app, path)
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    app.get_by_role("button", name="Edit the points").click()
    return app.locator(f"[data-panel={panel}] .ll-picture")


def test_points_are_added_moved_turned_deleted_and_brought_back(app: Page) -> None:
    box = edited(app, "/logistic_regression?steps=20", "boundary").bounding_box()
    assert box
    rest(app)
    paintings(app, 30)
    # Nothing has been done that could be undone.
    expect(app.get_by_role("button", name="Undo")).to_be_disabled()
    before, sizes = pixels(app, "boundary"), count_bytes(app)
    # A new point above the middle is one of class 1; it follows the pointer, and nothing is sent.
    app.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 0.2 * box["height"])
    app.mouse.down()
    app.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.3 * box["height"], steps=4)
    paintings(app)
    assert sizes == []
    assert pixels(app, "boundary") != before
    app.mouse.up()
    app.wait_for_url(re.compile("data=own-table"))
    rows = table(app)
    assert [row[:2] for row in rows[:6]] == [[-3, 1], [-2, 0], [-1, 0], [1, 1], [2, 1], [3, 0]]
    assert len(rows) == 7
    place, label = rows[-1]
    assert label == 1
    assert 0 < place < 1.5
    expect(stage(app)).to_have_attribute("data-run", re.compile("own-table"))

    def after(key: str) -> list[list[float]]:
        now = app.url
        app.keyboard.press(key)
        expect(app).not_to_have_url(now)
        return table(app)

    rest(app)
    # The point that was set is still the chosen one.
    assert after("c") == [*rows[:6], [place, 0]]
    [moved, label] = after("ArrowRight")[-1]
    assert moved > place
    assert after("Delete") == rows[:6]
    expect(app.get_by_role("button", name="Undo")).to_be_enabled()
    app.get_by_role("button", name="Undo").click()
    expect(app).to_have_url(re.compile(re.escape(str(moved))))
    assert table(app)[-1] == [moved, label]

    # Not the last point of a class: said, and nothing is told.
    for _ in range(3):
        app.keyboard.press("n")
    come(app, "/logistic_regression?data=own-table&data.table=x,y%0A0,0%0A1,1%0A2,1")
    expect(stage(app)).to_have_attribute("data-run", re.compile("own-table&data.table=x%2Cy"))
    app.locator("[data-panel=boundary] .ll-picture").focus()
    app.keyboard.press("n")
    now = app.url
    app.keyboard.press("Delete")
    expect(app.locator("[data-panel=boundary] .ll-note")).to_have_text("both classes need a point")
    assert app.url == now


@pytest.mark.parametrize(
    ("path", "panel", "count"),
    [("/higham_network?steps=1000", "boundary", 10), ("/xor?steps=20", "input", 4)],
)
def test_each_chapter_of_the_plane_takes_points_by_the_same_gestures(
    app: Page, path: str, panel: str, count: int
) -> None:
    picture = edited(app, path, panel)
    box = picture.bounding_box()
    assert box
    rest(app)
    app.mouse.click(box["x"] + 0.52 * box["width"], box["y"] + 0.62 * box["height"])
    app.wait_for_url(re.compile("data=own-points"))
    added = table(app)
    assert len(added) == count + 1
    assert added[-1][-1] == 1
    expect(stage(app)).to_have_attribute("data-run", re.compile("own-points"))
    rest(app)
    now, box = app.url, picture.bounding_box()
    assert box
    app.mouse.move(box["x"] + 0.52 * box["width"], box["y"] + 0.62 * box["height"])
    app.mouse.down()
    app.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 0.5 * box["height"], steps=4)
    app.mouse.up()
    expect(app).not_to_have_url(now)
    moved = table(app)
    assert moved[:-1] == added[:-1]
    assert moved[-1][0] > added[-1][0]
    assert moved[-1][1] > added[-1][1]
    app.get_by_role("button", name="Undo").click()
    expect(app).to_have_url(now)
    # The page listens to keys in the same way.
    picture.focus()
    app.keyboard.press("n")
    app.keyboard.press("c")
    expect(app).not_to_have_url(now)
    turned = table(app)
    assert [a != b for a, b in zip(turned, added, strict=True)].count(True) == 1
    app.reload()
    expect(stage(app)).to_have_attribute("data-run", re.compile("own-points"))
    assert table(app) == turned
    app.go_back()
    expect(app).to_have_url(now)


@pytest.mark.parametrize(
    ("path", "panel", "data"),
    [
        ("/logistic_regression?steps=20", "boundary", "own-table"),
        ("/higham_network?steps=1000", "boundary", "own-points"),
        ("/xor?steps=20", "input", "own-points"),
    ],
)
def test_a_page_that_is_loaded_again_knows_the_way_back_of_its_points(
    app: Page, path: str, panel: str, data: str
) -> None:
    picture = edited(app, path, panel)
    edit, undo = (app.get_by_role("button", name=name) for name in ("Edit the points", "Undo"))
    rest(app)
    tables = []
    for down in (0.45, 0.55):
        before, box = app.url, picture.bounding_box()
        assert box
        app.mouse.click(box["x"] + 0.52 * box["width"], box["y"] + down * box["height"])
        expect(app).not_to_have_url(before)
        rest(app)
        tables.append(table(app))
    app.reload()
    expect(stage(app)).to_have_attribute("data-run", re.compile(data))
    rest(app)
    edit.click()
    for rows in (tables[0], tables[0][:-1]):
        before = app.url
        undo.click()
        expect(app).not_to_have_url(before)
        assert table(app) == rows
    expect(undo).to_be_disabled()
    # Nor is it taken for the way back of other points.
    come(app, f"{path}&data={data}&data.table=a,b,y%0A0,0,0%0A1,1,1%0A2,1,1")
    expect(stage(app)).to_have_attribute("data-run", re.compile("a%2Cb%2Cy"))
    rest(app)
    expect(undo).to_be_disabled()
