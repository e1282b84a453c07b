"""The third chapter in a browser: two spaces under the reader's hands, and what stands below."""

import re

from playwright.sync_api import Page, expect

from tests.browser.elsewhere import come
from tests.browser.looks import LOOKS, PHONE
from tests.browser.on_stage import count_bytes, paintings, rest, stage

# Drags from one place of the diagram to another, move by move, and counts for each the animation
# frames until both spaces have another picture.
DRAG = """async ([from, to, moves]) => {
  const spaces = ["input", "hidden"].map((n) => document.querySelector(`[data-panel=${n}] canvas`));
  const picture = document.querySelector("[data-panel=diagram] .ll-picture");
  const look = () => spaces.map((canvas) => canvas.toDataURL());
  const send = (kind, [clientX, clientY]) => picture.dispatchEvent(new PointerEvent(kind,
    { bubbles: true, button: 0, buttons: 1, pointerId: 1, clientX, clientY }));
  picture.setPointerCapture = () => {};
  send("pointerdown", from);
  const waited = [];
  for (let k = 1; k <= moves; k += 1) {
    const before = look();
    let frames = 0;
    send("pointermove", from.map((at, i) => at + (k / moves) * (to[i] - at)));
    do await new Promise(requestAnimationFrame);
    while (++frames < 100 && look().some((url, i) => url === before[i]));
    waited.push(frames);
  }
  return waited;
}"""


# Whether the page is as wide as its window, the stage in it from top to bottom where that is asked
# for, and every panel has a picture to look at.
LOOK = """(whole) => {
  const stage = document.querySelector("[data-testid=stage]").getBoundingClientRect();
  const pictures = ["input", "hidden", "diagram", "cost", "eta"].map((name) => (
    document.querySelector(`[data-panel=${name}] .ll-picture`).getBoundingClientRect()));
  return document.documentElement.scrollWidth <= innerWidth
    && (!whole || (stage.top >= 0 && stage.bottom <= innerHeight))
    && pictures.every(({ width, height }) => Math.min(width, height) > 28);
}"""


def visit(page: Page, query: str = "") -> None:
    come(page, f"/xor?{query}")
    expect(stage(page).first).to_have_attribute("data-frames", re.compile(r"\d{2,}"))


def open_section(page: Page, name: str) -> None:
    radio = page.get_by_role("radio", name=name)
    # A click on the chosen one would close it.
    if radio.get_attribute("aria-checked") != "true":
        radio.click()


def said(page: Page) -> str:
    return stage(page).first.locator(".ll-sentence").inner_text()


def to_end(page: Page) -> None:
    page.keyboard.press("End")


def first_edge(page: Page) -> tuple[float, float]:
    """A point of the edge from x₁ to the first hidden unit of the 2-2-1 diagram."""
    place: list[float] = page.evaluate(
        """() => {
          const box = document.querySelector("[data-panel=diagram] .ll-picture")
            .getBoundingClientRect();
          const gap = (box.width - 60) / 2;
          return [box.x + 30 + gap / 2, box.y + 30 + (box.height - 60) / 4];
        }"""
    )
    return place[0], place[1]


def test_nothing_is_wider_than_the_window_in_any_look(app: Page) -> None:
    visit(app, "steps=500")
    for look in LOOKS:
        app.set_viewport_size({"width": look.width, "height": look.height})
        app.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")
        app.wait_for_function(LOOK, arg=look.width > PHONE.width)


def test_a_dragged_weight_folds_both_spaces_at_once_and_can_be_trained_on(app: Page) -> None:
    sizes = count_bytes(app)
    visit(app, "start=by-hand&steps=500")
    expect(app.get_by_text("Exactly 0")).to_be_visible()
    expect(app.get_by_label("XW, point 00, number 1: empty")).to_be_visible()
    rest(app)
    paintings(app, 30)
    x, y = first_edge(app)
    sizes.clear()
    waited = app.evaluate(DRAG, [[x, y], [x, y - 40], 8])
    assert max(waited) <= 2, "both spaces answer at once"
    assert not sizes, "a drag must not ask the server"
    app.get_by_role("button", name="Train from here").click()
    app.wait_for_url(re.compile("start=given&start.numbers="))
    to_end(app)
    expect(app.get_by_text("Solved").or_(app.get_by_text("Falling"))).to_be_visible()


def test_presets_tables_and_a_stuck_run(app: Page) -> None:
    visit(app)
    app.get_by_role("button", name="Get stuck at ¼").click()
    app.wait_for_url(re.compile("seed="))
    expect(app.get_by_text("½ at all four points")).to_be_visible()
    to_end(app)
    expect(app.get_by_text("Stuck at ¼: ")).to_be_visible()
    app.get_by_role("button", name="Start at the textbook's solution").click()
    expect(app.get_by_text("Exactly 0")).to_be_visible()
    # The stage is there before the strip and the sections below it.
    app.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
    expect(app.locator("[data-stale=true]")).to_have_count(0)

    open_section(app, "Solve it by hand")
    cell = app.get_by_label("XW + c, point 00, number 2: empty")
    cell.fill("-1")
    cell.press("Enter")
    right = app.get_by_label("XW + c, point 00, number 2: right")
    expect(right).to_be_visible()
    expect(right).to_have_value("-1")
    right.fill("3")
    right.press("Tab")
    expect(app.get_by_label("XW + c, point 00, number 2: wrong")).to_be_visible()

    open_section(app, "Many starts")
    app.get_by_role("button", name="Train 1,000 starts").click()
    bars = app.locator(".js-plotly-plot .bars .point")
    expect(bars.first).to_be_attached()
    # The textbook's seed is 4; the bar at ¼ is the last one that holds a run.
    heights = bars.evaluate_all("bars => bars.map((bar) => bar.getBoundingClientRect().height)")
    bar = bars.nth(max(i for i, height in enumerate(heights) if height > 2))
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    app.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] - 1)
    app.wait_for_url(re.compile(r"seed=\d+"))
    expect(app.get_by_text("The run on stage ends stuck at ¼")).to_be_visible()
    expect(app.get_by_text("✗ wrong").first).to_be_visible()
