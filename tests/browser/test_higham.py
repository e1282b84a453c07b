"""The second chapter in a browser: a run that is computed while one looks at it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import patience
from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, LOOKS, Look, looks
from tests.browser.on_stage import frame, paintings, stage


def visit(page: Page, query: str = "") -> None:
    come(page, f"/higham_network?{query}")
    expect(stage(page)).to_have_attribute("data-frames", re.compile(r"\d{2,}"))


def frames(page: Page) -> int:
    return int(stage(page).get_attribute("data-frames") or 0)


def readouts(page: Page) -> str:
    return page.locator(".ll-readout").inner_text()


def test_the_published_run_is_replayed_live_to_its_published_end(app: Page) -> None:
    visit(app)
    app.get_by_role("button", name="Replay the published run").click()
    expect(app.get_by_text("Computing:")).to_be_visible()
    expect(stage(app)).to_have_attribute("data-frames", "300")
    expect(stage(app)).to_have_attribute("data-frame", "299")
    expect(app.get_by_text("All 10 points are right.")).to_be_visible()
    assert "0.00073" in readouts(app).split()


def test_the_page_is_usable_while_the_run_is_computed(app: Page) -> None:
    visit(app, "start=drawn&seed=1234&activation=tanh")
    app.get_by_text("Least squares", exact=True).click()
    expect(app.get_by_text("evaluations")).to_be_visible()
    seen = frame(app)
    expect(stage(app)).not_to_have_attribute("data-frame", str(seen))


def test_a_run_can_be_stopped_and_taken_up(app: Page) -> None:
    visit(app, "start=drawn&seed=4321&sampler.m=3")
    app.get_by_role("button", name="Stop", exact=True).click()
    expect(app.get_by_text("Stopped after")).to_be_visible()

    def settled() -> bool:
        before = frames(app)
        paintings(app, 40)
        return frames(app) == before

    # What was on its way when the run was stopped still arrives.
    patience.until(settled)
    app.get_by_role("button", name="Go on").click()
    expect(app.get_by_text("Computing:")).to_be_visible()


def test_an_edge_of_the_diagram_shows_the_chain_of_its_derivative(
    app: Page, console_errors: list[str]
) -> None:
    visit(app, "steps=2000")
    box = app.locator("[data-panel=diagram] .ll-picture").bounding_box()
    assert box
    gap = (box["width"] - 60) / 3
    # From x₁ to the first unit of layer 2, on one height.
    app.mouse.click(box["x"] + 30 + gap / 2, box["y"] + 30 + (box["height"] - 60) / 4)
    expect(app.get_by_text("The chain behind w²₁₁")).to_be_visible()
    expect(app.locator(".katex").first).to_be_visible()
    assert not [error for error in console_errors if "404" not in error]


def test_an_address_with_settings_is_the_experiment(app: Page) -> None:
    visit(app, "eleventh=true&hidden=three-layers&hidden.n3=7&steps=2000")
    expect(app.get_by_text("Network 2-4-7-4-2")).to_be_visible()
    expect(app.get_by_text("of 11 points right").first).to_be_visible()


@looks(*LOOKS)
def test_nothing_is_wider_than_the_window(app: Page, look: Look) -> None:
    visit(app, "steps=2000")
    wide = app.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    if look == LAPTOP:
        assert stage(app).bounding_box()["height"] < look.height


@pytest.mark.parametrize(
    "query", ["hidden=four-layers&hidden.n2=16&steps=2000", "activation=elu&steps=2000"]
)
def test_fields_are_shipped_where_the_browser_does_not_evaluate_the_network(
    app: Page, query: str
) -> None:
    visit(app, query)
    expect(app.locator("[data-panel=boundary] canvas").first).to_be_visible()
    expect(stage(app)).to_have_attribute("data-frame", re.compile(r"\d{2,}"))


def test_a_bar_of_the_histogram_loads_one_of_its_runs(app: Page) -> None:
    visit(app, "eta=5&steps=2000")
    app.get_by_text("Seeds", exact=True).click()
    app.get_by_role("button", name="Train 1,000 seeds").click()
    bars = app.locator(".js-plotly-plot .bars .point")
    expect(bars.first).to_be_attached()
    heights = bars.evaluate_all("bars => bars.map((bar) => bar.getBoundingClientRect().height)")
    bar = bars.nth(heights.index(max(heights)))
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box
    app.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    app.wait_for_url(re.compile(r"start=drawn&seed=\d+&steps=50000"))
    expect(app.locator(".ll-count")).to_contain_text("50,000")


SAY_AGAIN = """() => {
    const say = WebSocket.prototype.send;
    let last = null;
    window.heard = 0;
    WebSocket.prototype.send = function (message) {
        say.call(this, message);
        if (!window.leaving) {
            last = message;
            window.heard += 1;
        } else if (last) {
            const again = last;
            last = null;
            for (const later of [20, 80, 150]) setTimeout(() => say.call(this, again), later);
        }
    };
    window.fallSilent = () => { WebSocket.prototype.send = say; };
}"""


def test_a_run_that_is_asked_after_while_its_page_is_left_leaves_the_next_page_whole(app: Page):
    """What looks by itself how far the run is may ask once more; the page there was blank then."""
    visit(app, "start=drawn&seed=2718")
    expect(app.get_by_text("Computing:")).to_be_visible()
    app.evaluate(SAY_AGAIN)
    try:
        app.wait_for_function("heard > 2")
        app.evaluate(
            """() => {
                window.leaving = true;
                document.querySelector('[data-testid=stSidebarNav] a[href$="/optimizers"]').click();
            }"""
        )
        expect(
            app.get_by_role("heading", name="Which optimizer wins, and at what?")
        ).to_be_visible()
        paintings(app, 60)
        expect(
            app.get_by_role("heading", name="Which optimizer wins, and at what?")
        ).to_be_visible()
        expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
        expect(app.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
        expect(stage(app)).to_be_visible()
    finally:
        app.evaluate("fallSilent()")
