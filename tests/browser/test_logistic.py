"""The first chapter in a real browser, as a student and a lecturer use it."""

import json
import re
from statistics import quantiles

import pytest
from playwright.sync_api import Locator, Page, expect

from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import to_query
from pages.ui.chapters import chapters
from tests.browser import measure
from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, PHONE, Look, looks
from tests.browser.on_stage import (
    STAGE,
    axis_pixels,
    count_bytes,
    grip,
    paintings,
    pixels,
    rest,
    show_contours,
    stage,
)

SQUARED, ENTROPY = "squared-error", "binary-cross-entropy"
MOVES = 24


@pytest.fixture
def chapter(app: Page) -> Page:
    """The chapter at rest: with reduced motion nothing starts by itself."""
    app.emulate_media(reduced_motion="reduce")
    return visit(app)


def visit(page: Page, query: str = "") -> Page:
    come(page, f"/logistic_regression{query}")
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    expect(page.locator(".ll-self-drawn, .ll-drawn").first).to_be_visible()
    return page


def learning_rate(page: Page) -> Locator:
    return page.get_by_role("slider", name="Learning rate η")


def run_of(page: Page) -> str:
    return stage(page).get_attribute("data-run") or ""


def settle(page: Page) -> None:
    """Wait until Streamlit has nothing left to do."""
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')")
    rest(page)
    paintings(page, 15)


def test_the_first_visit_moves_by_itself_and_nothing_is_wrong(app: Page) -> None:
    visit(app)
    app.wait_for_function(f"Number(document.querySelector('{STAGE}').dataset.frame) > 5")
    expect(app.get_by_text("0 %: convex everywhere")).to_be_visible()
    expect(app.get_by_text("on 85 % of the window")).to_be_visible()
    expect(app.locator("[data-testid=stAlert]")).to_have_count(0)


@looks()
def test_question_presets_and_stage_fit_the_screen(app: Page, look: Look) -> None:
    visit(app)
    assert app.evaluate("document.documentElement.scrollWidth") <= look.width
    if look.width >= LAPTOP.width:
        for name in (SQUARED, ENTROPY, "boundary", "cost", "eta"):
            box = app.locator(f"[data-panel={name}]").bounding_box()
            assert box
            assert box["y"] + box["height"] <= look.height
        # However soon the film has come to its end.
        play = app.get_by_role("button", name=re.compile(r"(Pause|Play) \(space\)")).bounding_box()
        assert play
        assert play["y"] + play["height"] <= look.height


def test_24_moves_of_the_learning_rate_keep_the_stage_and_its_camera(app: Page) -> None:
    app.emulate_media(reduced_motion="reduce")
    sizes = count_bytes(app)
    visit(app)
    expect(app.locator(".ll-drawn")).to_have_count(2)
    x, y, width, height = app.locator(f"[data-panel={SQUARED}] .ll-picture").bounding_box().values()
    app.mouse.move(x + width / 2, y + height / 2)
    app.mouse.down()
    app.mouse.move(x + width / 2 + 60, y + height / 2 + 20, steps=5)
    app.mouse.up()
    settle(app)
    camera = json.loads(app.locator(f"[data-panel={SQUARED}]").get_attribute("data-camera") or "")
    app.evaluate(f"document.querySelector('{STAGE}').mark = 'the same element'")
    watch_for_blanks(app)
    sizes.clear()

    keys = ["ArrowRight"] * (MOVES // 2) + ["ArrowLeft"] * (MOVES // 2)
    delays = measure.slider_delays(app, learning_rate(app), keys)

    assert app.evaluate(f"document.querySelector('{STAGE}').mark") == "the same element"
    assert app.evaluate("cancelAnimationFrame(window.looking); window.blanks") == 0
    for name in (SQUARED, ENTROPY):
        now = json.loads(app.locator(f"[data-panel={name}]").get_attribute("data-camera") or "")
        assert now["eye"] == pytest.approx(camera["eye"], abs=1e-6)
    assert sum(sizes) / MOVES < 40_000
    print(f"learning rate, key press to paint: p95 {quantiles(delays, n=20)[-1]:.0f} ms")


def test_the_slider_of_the_learning_rate_is_answered_before_a_byte_is_sent(app: Page) -> None:
    app.emulate_media(reduced_motion="reduce")
    visit(app)
    settle(app)
    app.evaluate(
        """() => {
          window.told = [];
          const { send } = WebSocket.prototype;
          WebSocket.prototype.send = function (data) {
            window.told.push("sent");
            return send.call(this, data);
          };
          window.sendAgain = () => Object.assign(WebSocket.prototype, { send });
          const look = (value) => new MutationObserver(() => window.told.push(value.textContent))
            .observe(value, { childList: true, characterData: true, subtree: true });
          look(document.querySelector(".ll-eta"));
        }"""
    )
    learning_rate(app).focus()
    for value in ("1.2", "1.4"):
        app.keyboard.press("ArrowRight")
        expect(app.locator(".ll-eta")).to_have_text(f"η = {value}")
    expect(stage(app)).to_have_attribute("data-run", re.compile(r"eta=1\.4"))
    told = app.evaluate("window.told")
    first = told.index("η = 1.2")
    assert "sent" not in told[:first]
    app.evaluate("sendAgain()")
    # What the page answers changes nothing that is seen.
    assert [text for text in told if text != "sent"] == ["η = 1.2", "η = 1.4"]
    x, y = learning_rate(app).evaluate(
        """(thumb) => {
          const { x, y, width, height } = thumb.closest("[data-rac]").getBoundingClientRect();
          return [x + width / 2, y + height / 2];
        }"""
    )
    app.mouse.move(x, y)
    app.mouse.down()
    app.mouse.move(x + 60, y, steps=6)
    expect(app.locator(".ll-eta")).not_to_have_text("η = 1.4")
    while_held = app.locator(".ll-eta").inner_text()
    app.mouse.up()
    settle(app)
    expect(app.locator(".ll-eta")).to_have_text(while_held)


def watch_for_blanks(page: Page) -> None:
    """Count the animation frames in which a panel is gone, empty or without its picture."""
    page.evaluate(
        f"""() => {{
          window.blanks = 0;
          const look = () => {{
            const panels = [...document.querySelectorAll("{STAGE} [data-panel]")];
            const canvas = document.querySelector("[data-panel=cost] canvas");
            const ink = canvas?.getContext("2d")
              .getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value);
            const drawn = document.querySelectorAll(".ll-drawn").length === 2;
            const flat = panels.some((panel) => panel.getBoundingClientRect().height < 40);
            if (panels.length < 5 || !ink || !drawn || flat) window.blanks += 1;
            window.looking = requestAnimationFrame(look);
          }};
          look();
        }}"""
    )


def test_replay_scrub_and_strip_are_fluent(chapter: Page) -> None:
    show_contours(chapter)
    settle(chapter)
    assert int(stage(chapter).get_attribute("data-frames") or 0) >= 200
    replay = measure.replay(chapter)
    print(f"replay: {1000 * len(replay.gaps) / sum(replay.gaps):.0f} paintings a second")
    assert replay.fluent
    assert measure.at_once(measure.scrub_answers(chapter))
    assert measure.at_once(measure.strip_answers(chapter))


def test_dragging_the_strip_sends_nothing_and_letting_go_sets_the_slider(app: Page) -> None:
    app.emulate_media(reduced_motion="reduce")
    sizes = count_bytes(app)
    visit(app)
    app.keyboard.press("End")
    settle(app)
    left, right, height = grip(app)
    before, curve = run_of(app), pixels(app, "cost")
    sizes.clear()
    app.mouse.move(left + 0.5 * (right - left), height)
    app.mouse.down()
    app.mouse.move(left + 0.7 * (right - left), height, steps=10)
    paintings(app, 6)
    assert sizes == []
    assert pixels(app, "cost") != curve
    app.mouse.up()
    expect(stage(app)).not_to_have_attribute("data-run", before)
    chosen = re.search(r"optimizer\.eta=([\d.]+)", app.url)
    assert chosen
    expect(learning_rate(app)).to_have_attribute("aria-valuetext", chosen[1])
    assert f"optimizer.eta={chosen[1]}" in run_of(app)


def test_a_click_on_a_contour_places_the_start_and_the_link_restores_the_run(chapter: Page) -> None:
    show_contours(chapter)
    chapter.mouse.click(*axis_pixels(chapter, ENTROPY, 2.0, -5.0))
    expect(stage(chapter)).to_have_attribute("data-run", re.compile("start=chosen"))
    settle(chapter)
    place = [float(value) for value in re.findall(r"start\.(?:w1|b)=(-?[\d.]+)", chapter.url)]
    assert place == pytest.approx([2, -5], abs=0.2)
    chapter.keyboard.press("End")
    paintings(chapter)
    run, curve = run_of(chapter), pixels(chapter, "cost")
    chapter.reload()
    expect(stage(chapter)).to_have_attribute("data-run", run)
    chapter.keyboard.press("End")
    settle(chapter)
    assert pixels(chapter, "cost") == curve


def test_a_new_seed_is_another_start_and_reset_the_same_one(chapter: Page) -> None:
    chapter.keyboard.press("End")
    before = run_of(chapter)
    chapter.get_by_role("button", name="New seed").click()
    expect(stage(chapter)).not_to_have_attribute("data-run", before)
    assert "start=drawn" in run_of(chapter)
    settle(chapter)
    drawn = run_of(chapter)
    chapter.keyboard.press("End")
    chapter.get_by_role("button", name="Reset to the same start").click()
    expect(stage(chapter)).to_have_attribute("data-frame", "0")
    assert run_of(chapter) == drawn


def test_presets_set_the_controls_and_say_what_to_look_for(chapter: Page) -> None:
    chapter.get_by_role("button", name="Make it convex").click()
    expect(chapter.locator(f"[data-panel={SQUARED}] .ll-note")).to_contain_text("0 %: convex")
    expect(chapter.get_by_text("A ridge just above the bound")).to_be_visible()
    chapter.get_by_role("button", name="Try real flowers").click()
    expect(chapter.locator(f"[data-panel={SQUARED}] .ll-note")).to_contain_text("b held at")
    assert "data=iris-petal" in chapter.url
    assert "ridge" not in chapter.url


def test_the_basin_map_runs_beside_the_page_and_gives_the_ring_its_paths(app: Page) -> None:
    app.emulate_media(reduced_motion="reduce")
    sizes = count_bytes(app)
    visit(app, "?optimizer.eta=5")
    app.get_by_role("radio", name="Basin map").click()
    app.get_by_role("button", name="Compute the basin map").click()
    app.get_by_label("Moment of the run").fill("50")
    expect(stage(app)).to_have_attribute("data-frame", "50")
    expect(app.locator(".js-plotly-plot .gtitle").first).to_be_visible()
    # With η = 5 no start stays at the minimum of the squared loss: it is not stable.
    expect(app.get_by_text(re.compile(r"swinging around it: 32 %")).first).to_be_visible()
    show_contours(app)
    settle(app)
    app.mouse.move(*axis_pixels(app, SQUARED, -3.0, 5.0))
    app.mouse.down()
    app.mouse.move(*axis_pixels(app, SQUARED, 0.5, 1.0), steps=3)
    paintings(app, 12)
    sizes.clear()
    before = pixels(app, "boundary")
    app.mouse.move(*axis_pixels(app, SQUARED, 3.0, -6.0), steps=8)
    paintings(app, 6)
    assert pixels(app, "boundary") != before
    assert sizes == []
    app.mouse.up()
    expect(stage(app)).to_have_attribute("data-run", re.compile("start=chosen"))


def test_a_basin_map_can_be_stopped(app: Page) -> None:
    visit(app, "?data=breast-cancer")
    app.get_by_role("radio", name="Basin map").click()
    app.get_by_role("button", name="Compute the basin map").click()
    app.get_by_role("button", name="Stop", exact=True).click()
    expect(app.get_by_role("button", name="Compute the basin map")).to_be_visible()


def test_a_pasted_table_is_shown_and_a_bad_one_explained(chapter: Page) -> None:
    chapter.get_by_text("Your own data").click()
    table = chapter.get_by_label("Paste a table")
    table.fill("hours,passed\n1,0\n2,0\n2.5,1\n4,1\n3,0")
    table.press("Control+Enter")
    expect(stage(chapter)).to_have_attribute("data-run", re.compile("data=own-table"))
    shown = run_of(chapter)
    table.fill("hours,passed\n1,0\n<b>two</b>,1")
    table.press("Control+Enter")
    alert = chapter.locator("[data-testid=stAlert]")
    expect(alert).to_contain_text("Line 3")
    expect(alert.locator("b")).to_have_count(0)
    assert run_of(chapter) == shown


def test_nonsense_in_the_address_is_said_in_sentences(app: Page) -> None:
    nonsense = "&".join(f"{name}=%3Cscript%3E" for name in [*to_query(LogisticExperiment()), "zz"])
    visit(app, f"?{nonsense}")
    alerts = app.locator("[data-testid=stAlert]")
    assert alerts.count() >= 5
    assert "data=six-points" in run_of(app)
    expect(app.locator("[data-testid=stException]")).to_have_count(0)


def test_the_home_page_shows_a_picture_and_leads_to_the_chapter(app: Page) -> None:
    come(app, "/")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    # All chapters and the whole stage are seen without scrolling.
    links = app.locator(".st-key-home-chapters").get_by_role("link")
    expect(links).to_have_count(len(chapters()) - 1)
    for part in (*links.all(), app.locator(".ll-readout")):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= LAPTOP.height
    app.locator("[data-testid=stMain]").get_by_role("link", name="Logistic regression").click()
    expect(app.get_by_role("heading", name="Why not just square the error?")).to_be_visible()
    expect(app.locator("[data-panel=eta]")).to_be_visible()


@looks(LAPTOP, PHONE)
def test_no_sentence_is_cut_and_none_moves_what_is_below(chapter: Page, look: Look) -> None:
    page, heights = chapter, set()
    last = int(page.get_by_label("Moment of the run").get_attribute("max") or 0)
    for moment in {*range(0, last, max(1, last // 40)), last}:
        page.get_by_label("Moment of the run").fill(str(moment))
        expect(stage(page)).to_have_attribute("data-frame", str(moment))
        heights.add(page.locator(".ll-readout").evaluate("(e) => e.offsetHeight"))
        for sentence in page.locator(".ll-sentence").all():
            assert sentence.evaluate("(e) => e.scrollHeight <= e.clientHeight")
    assert len(heights) == 1
