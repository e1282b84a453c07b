"""The first chapter in a real browser, as a student and a lecturer use it."""

import json
import re
from statistics import quantiles

import pytest
from playwright.sync_api import Locator, Page, expect

from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import to_query
from tests.browser import measure
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
def chapter(page: Page, app_url: str) -> Page:
    """The chapter at rest: with reduced motion nothing starts by itself."""
    page.emulate_media(reduced_motion="reduce")
    return visit(page, app_url)


def visit(page: Page, app_url: str, query: str = "") -> Page:
    page.goto(f"{app_url}/logistic_regression{query}")
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


def test_the_first_visit_moves_by_itself_and_nothing_is_wrong(page: Page, app_url: str) -> None:
    visit(page, app_url)
    page.wait_for_function(f"Number(document.querySelector('{STAGE}').dataset.frame) > 5")
    expect(page.get_by_text("0 %: convex everywhere")).to_be_visible()
    expect(page.get_by_text("on 85 % of the window")).to_be_visible()
    expect(page.locator("[data-testid=stAlert]")).to_have_count(0)


@looks()
def test_question_presets_and_stage_fit_the_screen(page: Page, app_url: str, look: Look) -> None:
    visit(page, app_url)
    assert page.evaluate("document.documentElement.scrollWidth") <= look.width
    if look.width >= LAPTOP.width:
        for name in (SQUARED, ENTROPY, "boundary", "cost", "eta"):
            box = page.locator(f"[data-panel={name}]").bounding_box()
            assert box
            assert box["y"] + box["height"] <= look.height
        # However soon the film has come to its end.
        play = page.get_by_role("button", name=re.compile(r"(Pause|Play) \(space\)")).bounding_box()
        assert play
        assert play["y"] + play["height"] <= look.height


def test_24_moves_of_the_learning_rate_keep_the_stage_and_its_camera(
    page: Page, app_url: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    sizes = count_bytes(page)
    visit(page, app_url)
    expect(page.locator(".ll-drawn")).to_have_count(2)
    x, y, width, height = (
        page.locator(f"[data-panel={SQUARED}] .ll-picture").bounding_box().values()
    )
    page.mouse.move(x + width / 2, y + height / 2)
    page.mouse.down()
    page.mouse.move(x + width / 2 + 60, y + height / 2 + 20, steps=5)
    page.mouse.up()
    settle(page)
    camera = json.loads(page.locator(f"[data-panel={SQUARED}]").get_attribute("data-camera") or "")
    page.evaluate(f"document.querySelector('{STAGE}').mark = 'the same element'")
    watch_for_blanks(page)
    sizes.clear()

    keys = ["ArrowRight"] * (MOVES // 2) + ["ArrowLeft"] * (MOVES // 2)
    delays = measure.slider_delays(page, learning_rate(page), keys)

    assert page.evaluate(f"document.querySelector('{STAGE}').mark") == "the same element"
    assert page.evaluate("window.blanks") == 0
    for name in (SQUARED, ENTROPY):
        now = json.loads(page.locator(f"[data-panel={name}]").get_attribute("data-camera") or "")
        assert now["eye"] == pytest.approx(camera["eye"], abs=1e-6)
    assert sum(sizes) / MOVES < 40_000
    print(f"learning rate, key press to paint: p95 {quantiles(delays, n=20)[-1]:.0f} ms")


def test_the_slider_of_the_learning_rate_is_answered_before_a_byte_is_sent(
    page: Page, app_url: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(
        """
        window.told = [];
        const { send } = WebSocket.prototype;
        WebSocket.prototype.send = function (data) {
          window.told.push("sent");
          return send.call(this, data);
        };"""
    )
    visit(page, app_url)
    settle(page)
    page.evaluate(
        """() => {
          window.told = [];
          const look = (value) => new MutationObserver(() => window.told.push(value.textContent))
            .observe(value, { childList: true, characterData: true, subtree: true });
          look(document.querySelector(".ll-eta"));
        }"""
    )
    learning_rate(page).focus()
    for value in ("1.20", "1.40"):
        page.keyboard.press("ArrowRight")
        expect(page.locator(".ll-eta")).to_have_text(f"η = {value}")
    expect(stage(page)).to_have_attribute("data-run", re.compile(r"eta=1\.4"))
    told = page.evaluate("window.told")
    first = told.index("η = 1.20")
    assert "sent" not in told[:first]
    # What the page answers changes nothing that is seen.
    assert [text for text in told if text != "sent"] == ["η = 1.20", "η = 1.40"]
    x, y = learning_rate(page).evaluate(
        """(thumb) => {
          const { x, y, width, height } = thumb.closest("[data-rac]").getBoundingClientRect();
          return [x + width / 2, y + height / 2];
        }"""
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=6)
    expect(page.locator(".ll-eta")).not_to_have_text("η = 1.40")
    while_held = page.locator(".ll-eta").inner_text()
    page.mouse.up()
    settle(page)
    expect(page.locator(".ll-eta")).to_have_text(while_held)


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


def test_dragging_the_strip_sends_nothing_and_letting_go_sets_the_slider(
    page: Page, app_url: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    sizes = count_bytes(page)
    visit(page, app_url)
    page.keyboard.press("End")
    settle(page)
    left, right, height = grip(page)
    before, curve = run_of(page), pixels(page, "cost")
    sizes.clear()
    page.mouse.move(left + 0.5 * (right - left), height)
    page.mouse.down()
    page.mouse.move(left + 0.7 * (right - left), height, steps=10)
    paintings(page, 6)
    assert sizes == []
    assert pixels(page, "cost") != curve
    page.mouse.up()
    expect(stage(page)).not_to_have_attribute("data-run", before)
    chosen = re.search(r"optimizer\.eta=([\d.]+)", page.url)
    assert chosen
    expect(learning_rate(page)).to_have_attribute("aria-valuetext", chosen[1])
    assert f"optimizer.eta={chosen[1]}" in run_of(page)


def test_a_click_on_a_contour_places_the_start_and_the_link_restores_the_run(
    chapter: Page, app_url: str
) -> None:
    show_contours(chapter)
    chapter.mouse.click(*axis_pixels(chapter, ENTROPY, 2.0, -5.0))
    expect(stage(chapter)).to_have_attribute("data-run", re.compile("start=chosen"))
    settle(chapter)
    place = [float(value) for value in re.findall(r"start\.(?:w1|b)=(-?[\d.]+)", chapter.url)]
    assert place == pytest.approx([2, -5], abs=0.2)
    chapter.keyboard.press("End")
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


def test_the_basin_map_runs_beside_the_page_and_gives_the_ring_its_paths(
    page: Page, app_url: str
) -> None:
    page.emulate_media(reduced_motion="reduce")
    sizes = count_bytes(page)
    visit(page, app_url, "?optimizer.eta=5")
    page.get_by_role("radio", name="Basin map").click()
    page.get_by_role("button", name="Compute the basin map").click()
    page.get_by_label("Moment of the run").fill("50")
    expect(stage(page)).to_have_attribute("data-frame", "50")
    expect(page.locator(".js-plotly-plot .gtitle").first).to_be_visible()
    # With η = 5 no start stays at the minimum of the squared loss: it is not stable.
    expect(page.get_by_text(re.compile(r"swinging around it: 32 %")).first).to_be_visible()
    show_contours(page)
    settle(page)
    page.mouse.move(*axis_pixels(page, SQUARED, -3.0, 5.0))
    page.mouse.down()
    page.mouse.move(*axis_pixels(page, SQUARED, 0.5, 1.0), steps=3)
    paintings(page, 12)
    sizes.clear()
    before = pixels(page, "boundary")
    page.mouse.move(*axis_pixels(page, SQUARED, 3.0, -6.0), steps=8)
    paintings(page, 6)
    assert pixels(page, "boundary") != before
    assert sizes == []
    page.mouse.up()
    expect(stage(page)).to_have_attribute("data-run", re.compile("start=chosen"))


def test_a_basin_map_can_be_stopped(page: Page, app_url: str) -> None:
    visit(page, app_url, "?data=breast-cancer")
    page.get_by_role("radio", name="Basin map").click()
    page.get_by_role("button", name="Compute the basin map").click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Compute the basin map")).to_be_visible()


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


def test_nonsense_in_the_address_is_said_in_sentences(page: Page, app_url: str) -> None:
    nonsense = "&".join(f"{name}=%3Cscript%3E" for name in [*to_query(LogisticExperiment()), "zz"])
    visit(page, app_url, f"?{nonsense}")
    alerts = page.locator("[data-testid=stAlert]")
    assert alerts.count() >= 5
    assert "data=six-points" in run_of(page)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


def test_the_home_page_shows_a_picture_and_leads_to_the_chapter(page: Page, app_url: str) -> None:
    page.goto(app_url)
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))
    # All chapters and the whole stage are seen without scrolling.
    links = page.locator(".st-key-home-chapters").get_by_role("link")
    expect(links).to_have_count(4)
    for part in (*links.all(), page.locator(".ll-readout")):
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] <= LAPTOP.height
    page.locator("[data-testid=stMain]").get_by_role("link", name="Logistic regression").click()
    expect(page.get_by_role("heading", name="Why not just square the error?")).to_be_visible()
    expect(page.locator("[data-panel=eta]")).to_be_visible()


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
