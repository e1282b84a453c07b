"""What regularizes without a penalty, in a browser: the stage answers, the server follows."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import come
from tests.browser.on_stage import count_bytes, paintings, pixels, rest, stage
from tests.browser.texts import shortened

ADDRESS = "/implicit_regularization"

# Presses a key at a panel's slider and counts the animation frames until it has another picture.
_MOVE = """async ([panel, key]) => {
  const slider = document.querySelector(`[data-panel=${panel}] [role=slider]`);
  const canvas = document.querySelector(`[data-panel=plane] canvas`);
  const before = canvas.toDataURL();
  slider.focus();
  slider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  let frames = 0;
  do await new Promise(requestAnimationFrame);
  while (++frames < 100 && canvas.toDataURL() === before);
  return frames;
}"""


def arrive(app: Page, query: str = "") -> None:
    app.emulate_media(reduced_motion="reduce")
    come(app, f"{ADDRESS}?{query}")
    expect(stage(app)).to_have_attribute("data-frames", re.compile(r"\d{2,}"))
    rest(app)
    app.keyboard.press("End")
    paintings(app, 5)


def measured(app: Page) -> list[str]:
    return app.locator("[data-panel=comparison] tbody tr td:nth-child(3)").all_inner_texts()


def test_dragging_a_decay_paints_all_panels_without_a_byte_and_the_page_follows(app: Page) -> None:
    arrive(app)
    before, table, curve = pixels(app, "plane"), measured(app), pixels(app, "distance")
    sizes = count_bytes(app)
    assert app.evaluate(_MOVE, ["sizes", "ArrowRight"]) <= 3
    assert sum(sizes) == 0
    assert pixels(app, "plane") != before
    assert pixels(app, "distance") != curve
    assert measured(app) != table
    expect(app).to_have_url(re.compile(r"topic\.decay=3\.5"))
    rest(app)
    shown = measured(app)
    slider = app.get_by_role("slider", name="Decay λ")
    expect(slider).to_have_attribute("aria-valuetext", "3.5")
    assert shown == measured(app) != table


@pytest.mark.parametrize(
    ("query", "panels"),
    [
        ("topic=noise&topic.kind=turn-labels&steps=200", ("boundary", "sizes", "distance")),
        ("topic=start-size&topic.alpha=3&steps=200", ("weights", "norms", "distance")),
    ],
)
def test_every_topic_shows_its_panels_and_a_sentence(
    app: Page, query: str, panels: tuple[str, ...], console_errors: list[str]
) -> None:
    arrive(app, query)
    for name in panels:
        expect(app.locator(f"[data-panel={name}] canvas")).to_be_visible()
    said = app.locator("[data-panel=comparison] .ll-verdict")
    expect(said).to_have_text(re.compile("smoothed by ε|diverges, at step"))
    assert not [text for text in console_errors if "404" not in text]


def test_an_old_picture_is_dimmed_and_says_so_where_it_is_seen(app: Page):
    come(app, "/implicit_regularization")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    before = stage(app).bounding_box()
    app.get_by_role("button", name="Read 200 digits").click()
    words = app.get_by_text("The picture is still that of the settings before.")
    expect(words).to_be_visible()
    said, now = words.bounding_box(), stage(app).bounding_box()
    assert before is not None
    assert said is not None
    assert now is not None
    assert now["y"] == pytest.approx(before["y"], abs=1)
    assert now["y"] <= said["y"] <= now["y"] + 0.3 * now["height"]
    expect(app.locator(".st-key-implicit-stage")).to_have_css("opacity", "0.4")
    expect(words).to_have_count(0)
    expect(app.locator(".st-key-implicit-stage")).to_have_css("opacity", "1")


@pytest.mark.parametrize(
    "query",
    [
        "topic.columns=all-columns&topic.decay=0.537",
        "topic=start-size",
        "topic=deep-net&steps=100",
        "topic=deep-net&topic.data=few-digits&topic.count=30&topic.kind.decay=0.0005&steps=100",
    ],
)
def test_no_note_beside_a_title_is_cut_on_a_laptop(app: Page, query: str) -> None:
    app.set_viewport_size({"width": 1366, "height": 768})
    arrive(app, query)
    assert app.locator(".ll-note").count() > 1
    assert shortened(app) == []


def test_a_film_under_way_is_not_said_to_be_at_step_0_where_it_ends(app: Page) -> None:
    arrive(app)
    app.emulate_media(reduced_motion="no-preference")
    app.get_by_role("button", name="Drop inputs").click()
    said = app.locator(".ll-readout .ll-aloud")
    expect(said).to_contain_text("Ends")
    expect(said).not_to_contain_text("step 0")
    expect(stage(app)).to_have_attribute("data-playing", "false")
    expect(said).to_contain_text("step 2000. Noise in every step: Ends")


@pytest.mark.parametrize("query", ["", "topic=noise", "topic=deep-net&steps=100"])
def test_with_reduced_motion_a_run_stands_where_the_sentences_speak_of(
    app: Page, query: str
) -> None:
    app.emulate_media(reduced_motion="reduce")
    come(app, f"{ADDRESS}?{query}")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    at_the_end(app)
    app.get_by_role("button", name="Start small").click()
    expect(stage(app)).to_have_attribute("data-run", re.compile("start-size"))
    at_the_end(app)


def at_the_end(page: Page) -> None:
    frames = int(stage(page).get_attribute("data-frames") or 0)
    assert frames > 10
    expect(stage(page)).to_have_attribute("data-frame", str(frames - 1))
    expect(stage(page)).to_have_attribute("data-playing", "false")
