"""A run that is still under way: every frame on stage, and weights that can be taken in hand."""

import re
from statistics import quantiles

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from core.experiments.higham.paper import published_start
from pages.ui.stage import bundle
from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, PHONE, PROJECTOR, Look, looks
from tests.browser.on_stage import (
    STAGE,
    count_bytes,
    frame,
    paintings,
    pixels,
    released,
    rest,
    stage,
)

FRAMES, FIRST = 160, 8

_SHOWN = """(last) => {
  const { frame, frames } = document.querySelector("[data-testid=stage]").dataset;
  return Number(frames) > 8 && Number(frame) >= last;
}"""

_WATCH = """() => {
  const root = document.querySelector("[data-testid=stage]");
  window.paintings = [];
  let painted = root.dataset.painted;
  const watch = (now) => {
    if (root.dataset.painted !== painted) {
      window.paintings.push([now, Number(root.dataset.frame), Number(root.dataset.frames)]);
    }
    painted = root.dataset.painted;
    if (root.isConnected) requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
}"""


@pytest.fixture
def harness(workshop: Page) -> Page:
    """The first frames at rest."""
    return visit(workshop)


def visit(page: Page, query: str = "") -> Page:
    come(page, f"/live?{query}")
    expect(stage(page)).to_have_attribute("data-frames", str(FIRST))
    expect(stage(page)).to_have_attribute("data-playing", "false")
    return page


def replay(page: Page, until: int) -> None:
    """Start the live run and wait until a frame is shown."""
    page.get_by_role("button", name="Replay").click()
    page.wait_for_function(_SHOWN, arg=until)


def over(page: Page) -> None:
    """Wait until no more frames are sent."""
    expect(page.get_by_text("sent: ")).to_have_count(0)
    rest(page)


def diagram(page: Page) -> Locator:
    return page.locator("[data-panel=network] .ll-picture")


def edge_middle(page: Page) -> tuple[float, float]:
    """The middle of the edge from x₁ to the first unit of layer 2: w²₁₁, the first of p."""
    box = diagram(page).bounding_box()
    assert box
    gap = (box["width"] - 60) / 3
    return box["x"] + 30 + gap / 2, box["y"] + 30 + (box["height"] - 60) / 4


def test_every_frame_of_a_live_run_is_shown_to_its_end(
    harness: Page, console_errors: list[str]
) -> None:
    harness.evaluate(f"document.querySelector('{STAGE}').tagged = true")
    harness.evaluate(_WATCH)
    replay(harness, FRAMES - 1)
    expect(stage(harness)).to_have_attribute("data-playing", "false")
    paintings = harness.evaluate("window.paintings")
    # Before the click, the stage rests on the last of the first frames.
    begin = next(k for k, (_, shown, _) in enumerate(paintings) if shown == 0)
    times, shown, lengths = zip(*paintings[begin:], strict=True)
    assert sorted(set(shown)) == list(range(FRAMES))
    assert list(shown) == sorted(shown)
    assert list(lengths) == sorted(lengths)
    # In parts: how many of them come together depends on the machine.
    assert len(set(lengths)) > 2
    new = [0, *(k for k in range(1, len(shown)) if shown[k] > shown[k - 1])]
    gaps = np.diff([times[k] for k in new[1:]])
    rate = 1000 * len(gaps) / gaps.sum()
    p95 = quantiles(gaps, n=20)[-1]
    print(f"live: {rate:.1f} frames a second, gap p95 {p95:.1f} ms, most {gaps.max():.0f} ms")
    assert harness.evaluate(f"document.querySelector('{STAGE}').tagged")
    assert console_errors == []


def test_the_whole_run_can_be_replayed_and_scrubbed_afterwards(harness: Page) -> None:
    replay(harness, FRAMES - 1)
    over(harness)
    for value in ("0", "70", str(FRAMES - 1)):
        harness.get_by_label("Moment of the run").fill(value)
        expect(stage(harness)).to_have_attribute("data-frame", value)
    expect(harness.locator(".ll-count")).to_contain_text("400,000 / 400,000")
    expect(harness.locator(".ll-sentence")).to_have_text("On its way down.")
    replay(harness, 30)
    expect(stage(harness)).to_have_attribute("data-playing", "true")


def test_stop_keeps_what_has_come_and_ends_there(workshop: Page) -> None:
    # However late the click arrives, the last frames have not come yet.
    harness = visit(workshop, f"hold={FRAMES - 40}")
    replay(harness, 20)
    harness.get_by_role("button", name="Stop").click()
    expect(stage(harness)).to_have_attribute("data-playing", "false")
    over(harness)
    frames = int(stage(harness).get_attribute("data-frames") or 0)
    assert 20 < frames < FRAMES
    assert frame(harness) == frames - 1
    paintings(harness, 40)
    assert stage(harness).get_attribute("data-frames") == str(frames)


def test_scrubbing_while_frames_arrive_stays_where_it_is(harness: Page) -> None:
    replay(harness, 20)
    harness.get_by_label("Moment of the run").fill("5")
    before = int(stage(harness).get_attribute("data-frames") or 0)
    harness.wait_for_function(
        f"(n) => Number(document.querySelector('{STAGE}').dataset.frames) > n", arg=before
    )
    assert frame(harness) == 5
    highest = harness.get_by_label("Moment of the run").get_attribute("max")
    assert int(highest or 0) >= before
    harness.get_by_role("button", name="Play (space)").click()
    expect(stage(harness)).to_have_attribute("data-playing", "true")
    harness.wait_for_function(f"Number(document.querySelector('{STAGE}').dataset.frame) > 10")


def test_the_cost_axis_reaches_the_end_of_the_run_from_the_start(harness: Page) -> None:
    replay(harness, 10)
    expect(harness.locator(".ll-count")).to_contain_text("/ 400,000")


def test_the_numbers_in_the_cells_are_the_parameters(harness: Page) -> None:
    harness.keyboard.press("Home")
    expect(stage(harness)).to_have_attribute("data-frame", "0")
    p = published_start()
    cells = harness.locator("[data-weight]")
    assert cells.count() == len(p)
    # Cells stand row by row as (W | b); p has all of W before b.
    order = np.concatenate([[0, 1, 4, 2, 3, 5], [6, 7, 12, 8, 9, 13, 10, 11, 14]])
    order = np.concatenate([order, [15, 16, 17, 21, 18, 19, 20, 22]])
    said = [float(text.replace("−", "-")) for text in cells.all_inner_texts()]
    assert said == pytest.approx(p[order], abs=0.005)
    exact = [cell.get_attribute("title") or "" for cell in cells.all()]
    assert [float(title.split("= ")[1]) for title in exact] == pytest.approx(p[order], rel=1e-6)
    assert exact[5].startswith("b²₂ =")
    assert exact[-2].startswith("w⁴₂₃ =")


def test_dragging_an_edge_answers_without_a_byte(harness: Page) -> None:
    rest(harness)
    boundary, cell = pixels(harness, "boundary"), harness.locator("[data-weight='w²₁₁']")
    trained = cell.inner_text()
    x, y = edge_middle(harness)
    sizes = count_bytes(harness)
    harness.mouse.move(x, y)
    harness.mouse.down()
    harness.mouse.move(x, y - 60, steps=6)
    harness.mouse.move(x, y - 100, steps=4)
    paintings(harness)
    assert sum(sizes) == 0
    assert pixels(harness, "boundary") != boundary
    value = float(cell.inner_text().replace("−", "-"))
    assert value == pytest.approx(float(trained.replace("−", "-")) + 4, abs=0.01)
    expect(harness.locator("[data-panel=boundary] .ll-note")).to_contain_text("by hand: cost 0.2")
    harness.mouse.up()
    released(harness)
    assert sum(sizes) == 0
    expect(harness.get_by_text("edges: []")).to_be_visible()
    assert float(cell.inner_text()) == value
    harness.keyboard.press("Escape")
    expect(cell).to_have_text(trained)
    assert pixels(harness, "boundary") == boundary


def test_a_change_by_hand_is_for_the_moment_shown(harness: Page) -> None:
    cell = harness.locator("[data-weight='w²₁₁']")
    trained = cell.inner_text()
    diagram(harness).focus()
    harness.keyboard.press("ArrowUp")
    harness.keyboard.press("ArrowUp")
    expect(cell).to_have_text(f"{float(trained.replace('−', '-')) + 0.2:.3f}".replace("-", "−"))
    expect(diagram(harness)).to_have_attribute("aria-valuetext", re.compile("w²₁₁ = .* by hand"))
    harness.get_by_label("Moment of the run").fill("3")
    harness.get_by_label("Moment of the run").fill(str(FIRST - 1))
    expect(cell).to_have_text(trained)


def test_a_click_on_an_edge_picks_it_and_so_does_enter(harness: Page) -> None:
    harness.mouse.click(*edge_middle(harness))
    expect(harness.get_by_text(re.compile(r"edges: \[\[2, 1, 1, \d+\]\]"))).to_be_visible()
    diagram(harness).focus()
    for _ in range(4):
        harness.keyboard.press("ArrowRight")
    harness.keyboard.press("Enter")
    expect(
        harness.get_by_text(re.compile(r"edges: \[\[2, 1, 1, \d+\], \[2, 1, 0, \d+\]\]"))
    ).to_be_visible()


def test_hovering_an_edge_reads_its_weight(harness: Page) -> None:
    harness.mouse.move(*edge_middle(harness))
    expect(harness.locator("[data-panel=network] .ll-probe")).to_contain_text("w²₁₁ = −0.1")
    expect(harness.locator("[data-weight='w²₁₁']")).to_have_class(re.compile("ll-pointed"))


def test_the_boundary_of_a_small_network_costs_little_more_than_its_exponentials(
    harness: Page,
) -> None:
    harness.get_by_label("Moment of the run").fill("1")
    times = harness.evaluate(
        """async (source) => {
          const text = `${source}; export { module_model_network };`;
          const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
          const { NetworkField } = (await import(url)).module_model_network;
          const activations = Array(3).fill({ name: "sigmoid" });
          const network = { widths: [2, 2, 3, 2], activations, show: "difference" };
          const field = new NetworkField(network, [[0, 1], [0, 1]], 100);
          const p = Float32Array.from({ length: 23 }, (_, k) => Math.sin(k));
          const milliseconds = (work) => {
            const began = performance.now();
            work();
            return performance.now() - began;
          };
          let sum = 0;
          const exponentials = () => {
            for (let k = 0; k < 7 * 100 * 100; k += 1) sum += Math.exp(Math.sin(k));
          };
          const pairs = Array.from({ length: 40 }, () => (
            [milliseconds(() => field.at(p)), milliseconds(exponentials)]));
          return [...[0, 1].map((i) => Math.min(...pairs.map((pair) => pair[i]))), sum];
        }""",
        bundle.javascript(bundle.STAGE),
    )
    # Seven units to a cell. The best of forty, one after the other, is the same on busy machines.
    field, exponentials, _ = times
    print(f"2-2-3-2 over 100×100 cells: {field:.1f} ms; its exponentials: {exponentials:.1f} ms")
    assert field < 8 * exponentials


@looks(LAPTOP, PROJECTOR)
def test_the_four_panels_fit_the_screen(harness: Page, look: Look) -> None:
    boxes = [
        harness.locator(f"[data-panel={name}]").bounding_box()
        for name in ("boundary", "network", "cost", "matrix")
    ]
    left = [box["x"] for box in boxes if box]
    assert left[0] < left[1] < left[2] == left[3]
    assert all(box and box["y"] + box["height"] <= look.height for box in boxes)
    assert harness.locator(".ll-tiny").count() == 0


@looks(PHONE)
def test_on_a_phone_the_panels_stack_and_the_player_stays(harness: Page) -> None:
    boxes = [
        box for panel in harness.locator("[data-panel]").all() if (box := panel.bounding_box())
    ]
    assert len({box["x"] for box in boxes}) == 1
    assert harness.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    player = harness.locator(".ll-player").bounding_box()
    assert player
    assert player["y"] + player["height"] <= PHONE.height + 1
