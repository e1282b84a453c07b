"""The hidden layer on stage: two spaces under the reader's hands, a line, two stages on a page."""

import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from core.networks import Activation, Network, ReLU, Tanh
from pages.ui.stage import bundle
from tests.browser import measure
from tests.browser import xor_by_hand as by_hand
from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, PHONE, PROJECTOR, Look, looks
from tests.browser.on_stage import (
    STAGE,
    count_bytes,
    paintings,
    pixels,
    released,
    rest,
    time_in_paintings,
)

FRAMES = 300
X = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])


@pytest.fixture
def solved(workshop: Page) -> Page:
    """The textbook's solution, at rest."""
    return visit(workshop, "start=hand")


@pytest.fixture
def trained(workshop: Page) -> Page:
    """A run of two hidden units, at its first frame."""
    return visit(workshop)


def visit(page: Page, query: str = "") -> Page:
    page.emulate_media(reduced_motion="reduce")
    come(page, f"/xor?{query}")
    expect(main(page)).to_have_attribute("data-frames", str(FRAMES))
    expect(stages(page).nth(1)).to_have_attribute("data-frames", "100")
    return page


def stages(page: Page) -> Locator:
    return page.locator(STAGE)


def main(page: Page) -> Locator:
    return stages(page).first


def picture(page: Page, panel: str) -> Locator:
    return page.locator(f"[data-panel={panel}] .ll-picture")


def said(page: Page, panel: str) -> str:
    return picture(page, panel).get_attribute("aria-label") or ""


def with_modules(page: Page, names: str, body: str, argument: Any = None) -> Any:
    """Run the body of a function with modules of the stage at hand, by their rooms and names."""
    exported = ", ".join(f"module_{name} as {name}" for name in names.split())
    return page.evaluate(
        f"""async ([source, argument]) => {{
          const text = `${{source}}; export {{ {exported} }};`;
          const url = URL.createObjectURL(new Blob([text], {{ type: "text/javascript" }}));
          const modules = await import(url);
          {body}
        }}""",
        [bundle.javascript(bundle.STAGE), argument],
    )


def described(units: int, hidden: Activation) -> dict[str, Any]:
    return Network((2, units, 1), hidden).described()


def test_the_textbook_solution_is_told_exactly_in_both_spaces(solved: Page) -> None:
    assert "00: F = 0; 01: F = 1; 10: F = 1; 11: F = 0." in said(solved, "input")
    assert "00: h = (0, 0); 01: h = (1, 0); 10: h = (1, 0); 11: h = (2, 1)." in said(
        solved, "hidden"
    )
    assert "4 of 4 points are on their side" in said(solved, "hidden")


def test_points_that_are_folded_onto_each_other_are_named_together(
    workshop: Page,
) -> None:
    page = workshop
    by_hand.note_texts(page)
    visit(page, "start=hand")
    assert "01 = 10" in by_hand.texts(page, "hidden")
    assert {"00", "01", "10", "11", "h₁", "h₂"} <= set(by_hand.texts(page, "input"))
    solved_lines = by_hand.texts(page, "input")
    by_hand.drag_edge(page, -40)
    page.mouse.up()
    paintings(page)
    assert solved_lines != []
    assert "01 = 10" not in by_hand.texts(page, "hidden")


def test_a_dragged_weight_moves_both_spaces_at_once_without_a_byte(
    trained: Page,
) -> None:
    page = trained
    page.keyboard.press("End")
    rest(page)
    before = pixels(page, "input"), pixels(page, "hidden")
    sizes = count_bytes(page)
    by_hand.drag_edge(page, -40)
    paintings(page)
    after = pixels(page, "input"), pixels(page, "hidden")
    assert before[0] != after[0]
    assert before[1] != after[1]
    assert measure.at_once(by_hand.answers(page))
    assert sum(sizes) == 0
    assert "by hand: cost" in page.locator("[data-space=input] .ll-note").inner_text()
    page.mouse.up()
    released(page)
    assert sum(sizes) == 0


def test_what_python_does_not_listen_to_is_not_sent(trained: Page) -> None:
    page = trained
    rest(page)
    sizes = count_bytes(page)
    page.locator("[data-panel=network] .ll-picture").focus()
    page.keyboard.press("Enter")
    page.mouse.click(*by_hand.edge(page))
    released(page)
    assert sum(sizes) == 0
    by_hand.drag_edge(page, -40)
    page.mouse.up()
    page.get_by_role("button", name="Train from here").click()
    expect(page.get_by_text("models: 1")).to_be_visible()
    assert sum(sizes) > 0


@pytest.mark.parametrize("width", [2, 64])
def test_the_film_plays_and_every_animation_frame_is_painted(workshop: Page, width: int) -> None:
    page = visit(workshop, f"width={width}")
    replay = measure.replay(page)
    print(f"H = {width}: {1000 * len(replay.gaps) / sum(replay.gaps):.1f} paintings a second")
    expect(main(page)).to_have_attribute("data-frame", str(FRAMES - 1))
    assert replay.fluent


def test_a_dragged_crease_shifts_its_unit_and_its_end_turns_it(solved: Page) -> None:
    def place(x1: float, x2: float) -> tuple[float, float]:
        return by_hand.place(solved, "input", x1, x2)

    # h₂ switches on at x₁ + x₂ = 1: half way to the corner it does so at ½.
    solved.mouse.move(*place(0.5, 0.5))
    solved.mouse.down()
    solved.mouse.move(*place(0.25, 0.25), steps=5)
    solved.mouse.up()
    paintings(solved)
    label = said(solved, "hidden")
    h = [float(v) for v in re.findall(r"h = \([\d.]+, ([\d.]+)\)", label)]
    assert h == pytest.approx([0, 0.5, 0.5, 1.5], abs=0.03)
    solved.mouse.move(*place(0.25, 0.25))
    paintings(solved)
    (a, b), middle = by_hand.crease_handles(0.5, -0.5), (0.25, 0.25)
    assert np.allclose((np.array(a) + b) / 2, middle)
    solved.mouse.move(*place(*a))
    solved.mouse.down()
    solved.mouse.move(*place(middle[0] - 0.5, middle[1] + 0.02), steps=5)
    solved.mouse.up()
    paintings(solved)
    h = [float(v) for v in re.findall(r"h = \([\d.]+, ([\d.e−]+)\)", said(solved, "hidden"))]
    # Now the line is almost horizontal: the unit asks for x₂ alone, with its old strength √2.
    assert h == pytest.approx([0, 0.75 * np.sqrt(2), 0, 0.75 * np.sqrt(2)], abs=0.09)


def test_a_line_is_mapped_exactly_with_all_its_folds(solved: Page) -> None:
    p = np.random.default_rng(2).normal(size=4 * 7 + 1)
    a, b = [-0.5, 1.3], [1.5, -0.2]
    points = with_modules(
        solved,
        "model_hidden_layer model_network",
        """const network = new modules.model_network.Network(argument[3]);
        const layer = new modules.model_hidden_layer.HiddenLayer(network, argument[0]);
        return layer.along(argument[1], argument[2]).map((x) => [x, [...layer.unitsAt(x)]]);""",
        [p.tolist(), a, b, described(7, ReLU())],
    )
    W, c = p[:14].reshape(7, 2), p[14:21]

    def hidden(x: Any) -> Any:
        return np.maximum(np.asarray(x) @ W.T + c, 0)

    folds = len({tuple(row > 0) for row in hidden(np.linspace(a, b, 5000))}) - 1
    assert folds >= 2
    assert len(points) == folds + 2
    for (x, h), (y, g) in pairwise(points):
        for t in (0.25, 0.5, 0.9):
            along = np.add(np.multiply(1 - t, x), np.multiply(t, y))
            assert hidden(along) == pytest.approx(np.add(np.multiply(1 - t, h), np.multiply(t, g)))


def test_many_units_are_shown_by_f_and_the_principal_component_orthogonal_to_w(
    solved: Page,
) -> None:
    rng = np.random.default_rng(4)
    start, end = rng.normal(size=(2, 4 * 12 + 1)) / 2
    film = start + np.linspace(0, 1, 40)[:, None] * (end - start)
    shown = with_modules(
        solved,
        "model_projections",
        """const x = { shape: [4, 2], data: Float64Array.from(argument[0].flat()) };
        const panel = { network: argument[2], x };
        const all = new modules.model_projections.Projections(panel, argument[1]);
        return argument[1].map((p, k) => {
          const seen = all.of(p, k);
          return [argument[0].map((point) => seen.place(point, 2)), [...seen.up]];
        });""",
        [X.tolist(), film.tolist(), described(12, Tanh())],
    )
    before = None
    for p, (places, up) in zip(film, shown, strict=True):
        h = np.tanh(X @ p[:24].reshape(12, 2).T + p[24:36])
        w = p[36:48]
        across, height = np.array(places).T
        assert across == pytest.approx(h @ w + p[48])
        rest = (h - h.mean(axis=0)) @ (np.eye(12) - np.outer(w, w) / (w @ w))
        principal = np.linalg.svd(rest)[2][0]
        assert abs(principal @ up) == pytest.approx(1, abs=1e-6)
        assert height == pytest.approx((h - h.mean(axis=0)) @ np.array(up))
        if before is not None:
            assert np.dot(before, up) > 0
        before = up


def test_the_window_stands_still_and_grows_only_under_the_hand(solved: Page) -> None:
    film = np.linspace(0.5, 1, 20)[:, None] * np.array([1.0, 1, 1, 1, 0, -1, 1, -2, 0])
    boxes = with_modules(
        solved,
        "space_space_window model_projections",
        f"""const {{ Projections }} = modules.model_projections;
        const x = {{ shape: [4, 2], data: Float64Array.from({X.ravel().tolist()}) }};
        const [film, network] = argument;
        const panel = {{ network, x, window: [[-0.5, 1.5], [-0.5, 1.5]] }};
        const all = new Projections(panel, film);
        const windows = new modules.space_space_window.SpaceWindow(panel, all, film);
        const large = all.of(film[19].map((v) => 3 * v), 19);
        const small = all.of(film[19].map((v) => 2 * v), 19);
        const at = (...changed) => changed.map((one) => windows.at(2, one));
        return [windows.at(0, null), ...at(null, large, small, null)];""",
        [film.tolist(), described(2, ReLU())],
    )
    inputs, still, grown, kept, again = np.array(boxes)
    assert inputs.tolist() == [[-0.5, 1.5], [-0.5, 1.5]]
    assert np.ptp(still, axis=1) == pytest.approx(np.ptp(still[0]))
    assert (still[:, 0] < 0).all()
    assert (still[:, 1] > [2, 1]).all()
    assert (np.ptp(grown, axis=1) > np.ptp(still, axis=1)).all()
    assert kept == pytest.approx(grown)
    assert again == pytest.approx(still)


def test_the_way_from_x_over_z_to_h_by_keys_and_buttons(solved: Page) -> None:
    slider = solved.get_by_label("Way from the inputs to the hidden space")
    expect(slider).to_have_attribute("aria-valuetext", "h = σ(z), the fold")
    folded = pixels(solved, "hidden")
    slider.focus()
    solved.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "x, the inputs")
    assert pixels(solved, "hidden") != folded
    expect(main(solved)).to_have_attribute("data-frame", "0")
    for stage_name in ("z = Wx + c, the linear map", "h = σ(z), the fold"):
        solved.get_by_role("button", name="Fold the plane").click()
        expect(slider).to_have_attribute("aria-valuetext", stage_name)
    solved.get_by_role("group", name="Stage of the map").get_by_text("z", exact=True).click()
    expect(slider).to_have_attribute("aria-valuetext", "z = Wx + c, the linear map")
    by_hand.drag_edge(solved, -20)
    solved.mouse.up()
    expect(slider).to_have_attribute("aria-valuetext", "z = Wx + c, the linear map")


def test_the_fold_plays_from_x_over_z_to_h(solved: Page) -> None:
    solved.emulate_media(reduced_motion="no-preference")
    slider = solved.get_by_label("Way from the inputs to the hidden space")
    slider.evaluate(
        """(range) => {
          window.told = [];
          new MutationObserver(() => window.told.push(range.ariaValueText))
            .observe(range, { attributeFilter: ["aria-valuetext"] });
        }"""
    )
    with time_in_paintings(solved):
        solved.get_by_role("button", name="Fold the plane").click()
        solved.wait_for_function(
            "window.told.some((words) => words.startsWith('between'))"
            " && window.told.at(-1)[0] === 'h'"
        )
    told = solved.evaluate("window.told")
    between = [words for words in told if words.startswith("between")]
    assert any("x, the inputs and z" in words for words in between)
    assert any("z = Wx + c, the linear map and h" in words for words in between)


def test_without_two_units_the_way_begins_at_z(workshop: Page) -> None:
    page = visit(workshop, "width=64")
    slider = page.get_by_label("Way from the inputs to the hidden space")
    expect(slider).to_have_attribute("min", "1")
    expect(page.get_by_role("group", name="Stage of the map").get_by_text("x")).to_have_count(0)
    expect(page.locator("[data-space=hidden] .ll-note")).to_contain_text("principal component ⊥ w")


def test_train_from_here_sends_the_whole_model_and_only_then_is_there(solved: Page) -> None:
    button = main(solved).get_by_role("button", name="Train from here")
    expect(button).to_be_hidden()
    by_hand.drag_edge(solved, -40)
    solved.mouse.up()
    expect(button).to_be_visible()
    expect(main(solved).locator(".ll-reading dd").first).not_to_have_text("0")
    rest(solved)
    label = said(solved, "hidden")
    run = main(solved).get_attribute("data-run") or ""
    button.click()
    expect(solved.get_by_text("models: 1")).to_be_visible()
    expect(main(solved)).not_to_have_attribute("data-run", run)
    expect(button).to_be_hidden()
    assert said(solved, "hidden") == label


def test_undo_brings_the_trained_weights_back(solved: Page) -> None:
    before, label = pixels(solved, "input"), said(solved, "input")
    by_hand.drag_edge(solved, -40)
    solved.mouse.up()
    solved.mouse.move(5, 5)
    assert said(solved, "input") != label
    main(solved).get_by_role("button", name="Undo").click()
    expect(picture(solved, "input")).to_have_attribute("aria-label", label)
    assert pixels(solved, "input") == before


def test_keys_go_to_the_stage_last_touched_and_to_the_first_before_that(trained: Page) -> None:
    first, second = main(trained), stages(trained).nth(1)
    trained.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("data-frame", "1")
    expect(second).to_have_attribute("data-frame", "0")
    second.get_by_label("One step on (→)").click()
    trained.keyboard.press("ArrowRight")
    expect(second).to_have_attribute("data-frame", "2")
    expect(first).to_have_attribute("data-frame", "1")
    first.get_by_label("Speed").focus()
    trained.keyboard.press("Escape")
    first.locator(".ll-title").first.click()
    trained.keyboard.press("End")
    expect(first).to_have_attribute("data-frame", str(FRAMES - 1))
    expect(second).to_have_attribute("data-frame", "2")


def test_a_stage_keeps_its_runs_while_another_goes_through_many(trained: Page) -> None:
    slider = trained.get_by_test_id("stSlider").locator("input")
    slider.focus()
    for k in range(1, 8):
        slider.press("ArrowRight")
        note = stages(trained).nth(1).locator("[data-panel=line] .ll-note")
        expect(note).to_contain_text(f"note {k}")
    main(trained).get_by_label("Moment of the run").fill("7")
    tagged = "document.querySelector('[data-testid=stage]').tagged"
    trained.evaluate(f"{tagged} = true")
    trained.get_by_role("button", name="Again").click()
    expect(main(trained)).to_have_attribute("data-frame", "0")
    assert trained.evaluate(tagged)
    expect(trained.locator(".ll-player")).to_have_count(2)
    expect(trained.locator(".ll-problem:visible")).to_have_count(0)


def test_the_reader_s_line_counts_and_no_line_separates_xor(solved: Page) -> None:
    panel = solved.locator("[data-panel=line]")
    panel.scroll_into_view_if_needed()
    status = panel.get_by_role("status")
    expect(status).to_have_text("2 of 4 right. Labels 0110 (XOR): no line separates them.")
    expect(panel.get_by_role("button", name="None exists")).to_be_disabled()
    by_hand.drag_line(solved, (-0.4, 0.9), (1.4, -0.9))
    expect(status).to_contain_text("3 of 4 right")
    panel.get_by_role("button", name="Point 11, label 0: flip").click()
    expect(status).to_have_text("4 of 4 right. Labels 0111 (OR): separated.")
    for labels, name in (("0110", "XOR"), ("1001", "XNOR")):
        panel.get_by_role("button", name=f"labels {labels} ({name}): no line").click()
        expect(status).to_contain_text("no line separates them")


def test_a_line_is_shown_for_all_fourteen_labelings(solved: Page) -> None:
    panel = solved.locator("[data-panel=line]")
    panel.scroll_into_view_if_needed()
    tiles = panel.locator(".ll-labeling:not(.ll-never)")
    assert tiles.count() == 14
    assert panel.locator(".ll-never").count() == 2
    for tile in tiles.all():
        tile.click()
        panel.get_by_role("button", name="Show a line").click()
        expect(panel.get_by_role("status")).to_contain_text("4 of 4 right")
    assert panel.locator("[data-solved=true]").count() == 14


def test_the_line_is_moved_and_turned_from_the_keyboard(solved: Page) -> None:
    panel = solved.locator("[data-panel=line]")
    panel.scroll_into_view_if_needed()

    def after(grip: str, *keys: str) -> tuple[float, float]:
        panel.get_by_role("slider", name=grip).focus()
        for key in keys:
            solved.keyboard.press(key)
        paintings(solved)
        return by_hand.line(panel)

    turn, offset = after("middle of the line")
    shifted = after("middle of the line", *["ArrowUp"] * 3, "Shift+ArrowDown")
    assert shifted == pytest.approx((turn, offset + 0.14 * np.cos(turn)), abs=0.02)
    turned = after("first end of the line", "PageUp")
    assert turned[0] == pytest.approx(turn + np.pi / 36, abs=0.02)
    assert after("first end of the line", "ArrowLeft")[0] > turned[0] + 0.02
    expect(stages(solved).nth(1)).to_have_attribute("data-frame", "0")


def test_the_surface_shows_where_the_reader_s_line_stands(solved: Page) -> None:
    stage = stages(solved).nth(1)
    stage.locator("[data-panel=line]").scroll_into_view_if_needed()
    expect(stage.locator(".ll-drawn")).to_have_count(1)
    trained = stage.locator(".ll-reading dd").first.inner_text()
    overlay = "document.querySelector('.ll-overlay').toDataURL()"
    dots = solved.evaluate(overlay)
    by_hand.drag_line(solved, (-0.25, 0.5), (0.5, -0.25))
    # ‖w‖ = 1 along the diagonal through ¼: F - ½ = (x₁ + x₂ - ¼)/√2.
    outputs = 0.5 + (X.sum(axis=1) - 0.25) / np.sqrt(2)
    cost = float(np.mean((outputs - [0, 1, 1, 0]) ** 2))
    expect(stage.locator(".ll-reading dd").first).not_to_have_text(trained)
    shown = float(stage.locator(".ll-reading dd").first.inner_text())
    assert shown == pytest.approx(cost, abs=0.03)
    expect(stage.locator("[data-panel=line] .ll-note")).to_contain_text("‖w‖ = 1: cost")
    expect(stage.locator(".ll-landscape .ll-note")).to_contain_text("above the surface")
    assert solved.evaluate(overlay) != dots
    expect(stage.get_by_role("button", name="Train from here")).to_be_hidden()


@looks(LAPTOP, PROJECTOR)
def test_both_spaces_stand_side_by_side_and_all_fits_the_screen(solved: Page, look: Look) -> None:
    boxes = [
        solved.locator(f"[data-panel={name}]").bounding_box()
        for name in ("input", "hidden", "network", "cost")
    ]
    left = [box["x"] for box in boxes if box]
    assert left[0] < left[1] < left[2] == left[3]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=1)
    assert boxes[0]["y"] == boxes[1]["y"]
    assert all(box and box["y"] + box["height"] <= look.height for box in boxes)


@looks(PHONE)
def test_on_a_phone_the_spaces_stack(solved: Page) -> None:
    assert solved.evaluate("document.documentElement.scrollWidth") <= PHONE.width
    boxes = [solved.locator(f"[data-panel={n}]").bounding_box() for n in ("input", "hidden")]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["x"] == boxes[1]["x"]
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    picture(solved, "network").focus()
    solved.keyboard.press("ArrowUp")
    expect(main(solved).get_by_role("button", name="Train from here")).to_be_visible()
    assert solved.evaluate("document.documentElement.scrollWidth") <= PHONE.width
