"""The stage in a browser: what it draws, how fast, and what it says to Python."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages.ui.stage import bundle
from tests.browser import measure
from tests.browser.conftest import WORKSHOP
from tests.browser.elsewhere import come, leave
from tests.browser.looks import PHONE, looks
from tests.browser.on_stage import (
    STAGE,
    axis_pixels,
    count_bytes,
    frame,
    grip,
    paintings,
    pixels,
    released,
    rest,
    show_contours,
    stage,
)

FRAMES = 200


@pytest.fixture
def harness(workshop: Page) -> Page:
    """The harness at rest: with reduced motion nothing starts by itself."""
    workshop.emulate_media(reduced_motion="reduce")
    return visit(workshop)


def visit(page: Page) -> Page:
    come(page, "/")
    expect(page.locator(STAGE)).to_have_attribute("data-frames", str(FRAMES))
    return page


def test_it_plays_from_the_first_step_by_itself_and_stops_at_the_end(
    workshop: Page,
) -> None:
    visit(workshop)
    expect(stage(workshop)).to_have_attribute("data-frame", str(FRAMES - 1))
    expect(stage(workshop)).to_have_attribute("data-playing", "false")


def test_with_reduced_motion_nothing_moves_until_asked(harness: Page) -> None:
    expect(stage(harness)).to_have_attribute("data-playing", "false")
    paintings(harness, 20)
    assert frame(harness) == 0
    harness.get_by_role("button", name="Play (space)").click()
    expect(stage(harness)).to_have_attribute("data-playing", "true")


def test_pause_keeps_the_frame(harness: Page) -> None:
    harness.get_by_role("button", name="Play (space)").click()
    expect(stage(harness)).not_to_have_attribute("data-frame", "0")
    harness.get_by_role("button", name="Pause (space)").click()
    expect(stage(harness)).to_have_attribute("data-playing", "false")
    paused = frame(harness)
    paintings(harness, 12)
    assert 0 < frame(harness) == paused < FRAMES - 1


def test_keys_step_jump_and_play(harness: Page) -> None:
    for key, shown in [("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", FRAMES - 1)]:
        harness.keyboard.press(key)
        expect(stage(harness)).to_have_attribute("data-frame", str(shown))
    harness.keyboard.press("Home")
    harness.keyboard.press("Space")
    expect(stage(harness)).to_have_attribute("data-playing", "true")


def test_keys_in_a_text_field_stay_there(harness: Page) -> None:
    harness.get_by_label("words").fill("ab")
    harness.keyboard.press("Home")
    harness.keyboard.press("Space")
    harness.keyboard.press("ArrowRight")
    assert harness.get_by_label("words").input_value() == " ab"
    assert (frame(harness), stage(harness).get_attribute("data-playing")) == (0, "false")


def test_scrubbing_shows_the_step(harness: Page) -> None:
    harness.get_by_label("Moment of the run").fill("120")
    expect(stage(harness)).to_have_attribute("data-frame", "120")
    expect(harness.locator(".ll-count")).to_have_text("step 120 / 199")


def test_the_speed_menu_sets_the_pace(harness: Page) -> None:
    expect(harness.locator(".ll-drawn")).to_have_count(2)
    usual = measure.replay(harness)
    harness.get_by_label("Speed").select_option("4×")
    quick = measure.replay(harness)
    assert quick.shown[-1] == FRAMES - 1
    assert quick.pace / usual.pace == pytest.approx(4, rel=0.1)


def test_scrubbing_and_dragging_the_strip_send_no_byte_and_release_sends_one_trigger(
    harness: Page,
) -> None:
    rest(harness)
    sizes = count_bytes(harness)
    for value in range(0, FRAMES, 20):
        harness.get_by_label("Moment of the run").fill(str(value))
    left, right, height = grip(harness)
    boundary = pixels(harness, "boundary")
    harness.mouse.move(left + 10, height)
    harness.mouse.down()
    for share in (0.2, 0.4, 0.6, 0.62):
        harness.mouse.move(left + share * (right - left), height)
        paintings(harness)
    assert "–" in harness.locator(".ll-reading dd").all_inner_texts()
    assert pixels(harness, "boundary") != boundary
    assert sum(sizes) == 0
    harness.mouse.up()
    expect(harness.get_by_text("eta triggers: 1")).to_be_visible()
    expect(stage(harness)).to_have_attribute("data-run", re.compile(r"eta=(2.9|3\.)\d+&"))
    expect(harness.locator(".ll-reading dd").nth(1)).not_to_have_text("–")


def test_the_strip_is_a_slider_for_the_keyboard(harness: Page) -> None:
    slider = harness.get_by_role("slider", name="Final cost against the learning rate.")
    slider.focus()
    before = slider.get_attribute("aria-valuetext") or ""
    harness.keyboard.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", before)
    assert "Squared error" in (slider.get_attribute("aria-valuetext") or "")
    harness.keyboard.press("ArrowRight")
    expect(harness.get_by_text("eta triggers: 1")).to_be_visible()


def test_a_rerun_keeps_the_node_the_view_the_clock_and_the_camera(harness: Page) -> None:
    turn_first_surface(harness)
    cameras = surface_cameras(harness)
    assert cameras[0] == cameras[1]
    assert cameras[0]["eye"] != {"x": 1.05, "y": 1.2, "z": 0.75}
    harness.get_by_label("Moment of the run").fill("50")
    harness.evaluate(f"document.querySelector('{STAGE}').tagged = true")
    harness.get_by_role("button", name="move the start").click()
    expect(stage(harness)).to_have_attribute("data-run", re.compile("start=2,-6"))
    assert harness.evaluate(f"document.querySelector('{STAGE}').tagged")
    assert frame(harness) == 50
    assert surface_cameras(harness) == cameras
    show_contours(harness)
    harness.get_by_label("2", exact=True).check(force=True)
    expect(stage(harness)).to_have_attribute("data-run", re.compile("data=2"))
    expect(stage(harness)).to_have_attribute("data-view", "contour")
    assert harness.evaluate(f"document.querySelector('{STAGE}').tagged")


def turn_first_surface(page: Page) -> None:
    expect(page.locator(".ll-drawn")).to_have_count(2)
    box = page.locator("[data-panel=squared-error] .ll-picture").bounding_box()
    assert box
    page.mouse.move(box["x"] + 100, box["y"] + 120)
    page.mouse.down()
    for k in range(1, 6):
        page.mouse.move(box["x"] + 100 + 12 * k, box["y"] + 120 + 3 * k)
        paintings(page)
    page.mouse.up()
    released(page)


def surface_cameras(page: Page) -> list[dict[str, object]]:
    """The cameras that the WebGL scenes have, checked against what the panels say of them."""
    drawn = page.evaluate(
        """[...document.querySelectorAll('.ll-landscape .ll-plot:first-child')].map((figure) => (
          figure._fullLayout.scene._scene.getCamera()))"""
    )
    said = [
        json.loads(panel.get_attribute("data-camera") or "{}")
        for panel in page.locator(".ll-landscape").all()
    ]
    for one, other in zip(drawn, said, strict=True):
        assert one["eye"] == pytest.approx(other["eye"])
    return said


def test_a_click_on_a_contour_places_the_start(harness: Page) -> None:
    show_contours(harness)
    harness.mouse.click(*axis_pixels(harness, "cross-entropy", -2.0, 3.0))
    expect(harness.get_by_text("start triggers: 1")).to_be_visible()
    expect(stage(harness)).not_to_have_attribute("data-run", re.compile("start=4,8"))
    run = stage(harness).get_attribute("data-run") or ""
    placed = [float(part) for part in run.split("start=")[1].split(",")]
    assert placed == pytest.approx([-2.0, 3.0], abs=0.15)


def test_dragging_the_ring_shows_computed_paths_and_then_sends_the_start(harness: Page) -> None:
    show_contours(harness)
    harness.get_by_label("Moment of the run").fill("100")
    before = pixels(harness, "boundary")
    harness.mouse.move(*axis_pixels(harness, "squared-error", 4.0, 8.0))
    harness.mouse.down()
    harness.mouse.move(*axis_pixels(harness, "squared-error", 1.0, 0.5), steps=4)
    paintings(harness)
    assert pixels(harness, "boundary") != before
    expect(harness.get_by_text("start triggers: 0")).to_be_visible()
    harness.mouse.up()
    expect(harness.get_by_text("start triggers: 1")).to_be_visible()
    expect(stage(harness)).to_have_attribute("data-run", re.compile(r"start=(1|0\.9|1\.0)"))


def test_hovering_reads_the_nearest_grid_point_and_shows_its_model(harness: Page) -> None:
    show_contours(harness)
    before = pixels(harness, "boundary")
    harness.mouse.move(*axis_pixels(harness, "squared-error", 0.02, 0.02))
    expect(harness.locator("[data-panel=squared-error] .ll-probe")).to_contain_text("cost 0.25")
    paintings(harness)
    assert pixels(harness, "boundary") != before


def test_a_path_that_leaves_the_window_is_said_to(harness: Page) -> None:
    harness.keyboard.press("End")
    note = harness.locator("[data-panel=squared-error] .ll-note")
    expect(note).to_have_text("the path leaves the window at step 29")


def test_the_path_is_drawn_where_plotly_draws_the_surface(harness: Page) -> None:
    expect(harness.locator(".ll-drawn")).to_have_count(2)
    harness.get_by_role("button", name="move the start").click()
    expect(stage(harness)).to_have_attribute("data-run", re.compile("start=2,-6"))
    places = harness.evaluate(
        """async (source) => {
          const text = `${source}; export { module_landscape_projection };`;
          const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
          const { surfaceProjection } = (await import(url)).module_landscape_projection;
          const figure = document.querySelector("[data-panel=cross-entropy] .ll-plot");
          const scene = { "scene.annotations": [{ x: 2, y: -6, z: 1, text: "", ax: 0, ay: 0 }] };
          await Plotly.relayout(figure, scene);
          await new Promise((resolve) => { setTimeout(resolve, 300); });
          const [annotation] = figure._fullLayout.scene.annotations;
          const ours = surfaceProjection(figure, () => NaN).project([2, -6, 1]);
          return [ours, annotation._pdata, figure.clientWidth, figure.clientHeight];
        }""",
        bundle.javascript(bundle.STAGE),
    )
    (x, y), clip, width, height = places
    assert x == pytest.approx((1 + clip[0] / clip[3]) * width / 2, abs=0.5)
    assert y == pytest.approx((1 - clip[1] / clip[3]) * height / 2, abs=0.5)


def test_damaged_bytes_are_one_sentence_and_the_picture_stays(harness: Page) -> None:
    before = pixels(harness, "cost")
    shown = harness.evaluate(
        """async (source) => {
          const text = `${source}; export { module_player_stage };`;
          const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
          const { Stage } = (await import(url)).module_player_stage;
          const said = [];
          const broken = new TextEncoder().encode('    {"version":99}  ');
          broken.set([14, 0, 0, 0]);
          for (const bytes of [new Uint8Array(3), new Uint8Array(64), broken]) {
            const root = document.createElement("section");
            document.body.append(root);
            const stage = new Stage(root);
            await stage.arrivals.receive(bytes);
            said.push(root.querySelector(".ll-problem").textContent);
            stage.destroy();
            root.remove();
          }
          return said;
        }""",
        bundle.javascript(bundle.STAGE),
    )
    assert [sentence.count(".") for sentence in shown] == [1, 1, 1]
    assert "damaged" in shown[0]
    assert "version 99" in shown[2]
    assert pixels(harness, "cost") == before


def test_a_slice_says_what_is_held_and_how_far_the_dot_is_off_it(harness: Page) -> None:
    harness.get_by_label("2", exact=True).check(force=True)
    expect(stage(harness)).to_have_attribute("data-run", re.compile("data=2"))
    note = harness.locator("[data-panel=squared-error] .ll-note")
    expect(note).to_have_text("b held at 1.5 · dot on the surface")
    harness.get_by_label("Moment of the run").fill("150")
    expect(note).to_have_text(re.compile("b held at 0.5 · dot ≈ .* below the surface"))


def test_another_theme_repaints_the_canvases(harness: Page) -> None:
    before = pixels(harness, "cost")
    harness.emulate_media(color_scheme="dark", reduced_motion="reduce")
    harness.wait_for_function(
        "(before) => document.querySelector('[data-panel=cost] canvas').toDataURL() !== before",
        arg=before,
    )


def test_without_plotly_the_surfaces_say_so_and_the_rest_works(
    page: Page, serve: Callable[[Path], str]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.route("**/plotly-*.js*", lambda route: route.abort())
    page.goto(serve(WORKSHOP))
    harness = page
    notes = harness.locator(".ll-landscape .ll-note")
    expect(notes.first).to_contain_text("drawn by the page itself: plotly.js could not be loaded")
    expect(harness.locator(".ll-self-drawn")).to_have_count(2)
    assert surface_ink(harness) > 0
    harness.get_by_role("button", name="Contour").first.click()
    expect(stage(harness)).to_have_attribute("data-view", "contour")
    expect(notes.first).to_contain_text("drawn by the page itself: plotly.js could not be loaded")
    expect(harness.locator(".ll-self-drawn")).to_have_count(2)
    assert surface_ink(harness) > 0
    before = pixels(harness, "boundary")
    harness.get_by_label("Moment of the run").fill("120")
    expect(stage(harness)).to_have_attribute("data-frame", "120")
    assert pixels(harness, "boundary") != before
    picture = harness.locator("[data-panel=cross-entropy] .ll-picture")
    picture.click(position={"x": 120, "y": 90})
    expect(harness.get_by_text("start triggers: 1")).to_be_visible()


def surface_ink(page: Page) -> int:
    """How many pixels of the first surface's own drawing are not empty."""
    return int(
        page.evaluate(
            """() => {
              const canvas = document.querySelector(".ll-own");
              const { data } = canvas.getContext("2d")
                .getImageData(0, 0, canvas.width, canvas.height);
              return data.filter((value, k) => k % 4 === 3 && value > 0).length;
            }"""
        )
    )


def test_leaving_the_page_and_coming_back(harness: Page, console_errors: list[str]) -> None:
    expect(harness.locator(".ll-drawn")).to_have_count(2)
    harness.get_by_role("link", name="Elsewhere").click()
    expect(stage(harness)).to_have_count(0)
    harness.get_by_role("link", name="Stage").click()
    expect(harness.locator(".ll-drawn")).to_have_count(2)
    harness.keyboard.press("ArrowRight")
    expect(stage(harness)).to_have_attribute("data-frame", "1")
    assert console_errors == []


def test_a_film_that_was_left_keeps_no_other_stage_from_being_drawn(workshop: Page) -> None:
    visit(workshop)
    expect(stage(workshop)).to_have_attribute("data-playing", "true")
    leave(workshop)
    workshop.emulate_media(reduced_motion="reduce")
    visit(workshop)
    expect(workshop.locator(".ll-drawn")).to_have_count(2)


def test_every_picture_has_words_and_every_button_a_name(harness: Page) -> None:
    pictures = harness.locator(f"{STAGE} .ll-picture")
    assert pictures.count() == 5
    for picture in pictures.all():
        assert len(picture.get_attribute("aria-label") or "") > 10
    for button in harness.locator(f"{STAGE} button").all():
        assert button.get_attribute("aria-label") or button.inner_text()


@looks(PHONE)
def test_on_a_phone_one_surface_shows_and_the_player_stays_in_view(harness: Page) -> None:
    assert harness.locator(".ll-landscape:visible").count() == 1
    harness.locator(".ll-landscape:visible").get_by_role("button", name="Cross-entropy").click()
    expect(harness.locator("[data-panel=cross-entropy]")).to_be_visible()
    assert harness.locator("[data-panel=squared-error]:visible").count() == 0
    player = harness.locator(".ll-player").bounding_box()
    assert player
    assert player["y"] + player["height"] <= PHONE.height + 1
    width = harness.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE.width


# Milliseconds are printed by `python -m tests.browser.stage_bench`, on a quiet machine.


def test_it_replays_many_frames_a_second(harness: Page) -> None:
    show_contours(harness)
    assert measure.replay(harness).fluent


def test_scrubbing_is_painted_at_once(harness: Page) -> None:
    show_contours(harness)
    assert measure.at_once(measure.scrub_answers(harness))


def test_dragging_the_strip_is_painted_at_once(harness: Page) -> None:
    show_contours(harness)
    assert measure.at_once(measure.strip_answers(harness))
