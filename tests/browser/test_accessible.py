"""The pages for everybody: WCAG 2.2 AA by axe, small windows, and what is read aloud.

Each chapter is looked at once: its sections in turn, both themes in place, then lecture mode.
"""

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from pages.ui.chapters import chapters
from tests.browser import axe
from tests.browser.elsewhere import come
from tests.browser.on_stage import rest, stage

# Settings with which a page is at rest soon.
SHORT = {"higham_network": "?steps=1000"}
PATHS = [chapter.file.stem.partition("_")[2] for chapter in chapters()]
PAGES = ["" if path == "home" else path + SHORT.get(path, "") for path in PATHS]
# A phone, the narrowest one, and a laptop at 200 %.
WINDOWS = ((390, 844), (320, 640), (683, 384))
LEAST_TARGET = 24
SECTION = "[data-testid=stVerticalBlock]:has(> [class*=-section])"

_SMALL = """(least) => [...document.querySelectorAll(
    "[data-testid=stage] :is(button, select, input, [role=slider], [role=application])")]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.getAttribute("aria-label") || one.textContent, one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width && Math.min(width, height) < least - 0.01)
  .map(([name, { width, height }]) => `${name}: ${width} x ${height}`)"""

# What a panel cuts off cannot be reached either.
_CUT = """() => [...document.querySelectorAll(".ll-panel :is(button, select, input)")]
  .filter((one) => one.checkVisibility())
  .filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    return [".ll-panel", ".ll-segmented"].some((each) => {
      const outer = one.closest(each)?.getBoundingClientRect();
      return outer && (right > outer.right + 0.5 || left < outer.left - 0.5);
    });
  })
  .map((one) => one.getAttribute("aria-label") || one.textContent)"""

_WITHOUT_WORDS = """() => [...document.querySelectorAll(
    "[data-testid=stMain] :is(canvas, img, .js-plotly-plot)")]
  .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true]"))
  .filter((one) => !one.parentElement.closest(".js-plotly-plot"))
  .filter((one) => ((one.closest("[aria-label]:not(section)") ?? one).getAttribute("aria-label")
    ?? one.alt ?? "").length < 15)
  .map((one) => one.outerHTML.slice(0, 200))"""

# All of it, not faded, and said.
_IS_THERE = """() => document.documentElement.dataset.aloud === "done"
  && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
  && !document.getAnimations().some((one) => one instanceof CSSTransition)"""
_SCHEME = "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme"

# Whether a run has begun since then.
_NOTE_A_RUN = """() => {
  window.hasRun = false;
  const app = document.querySelector("[data-testid=stApp]");
  new MutationObserver((_, observer) => {
    if (app.dataset.testScriptState !== "running") return;
    window.hasRun = true;
    observer.disconnect();
  }).observe(app, { attributes: true });
}"""
LONGEST_START = 5000

# The faintest that progress and its button have been in any painting.
_NOTE_FADING = """() => {
  delete window.faintest;
  const look = () => {
    const all = document.querySelectorAll("[data-testid=stProgress], [class*=-stop] button");
    for (const one of all) {
      const holder = one.closest("[data-testid=stElementContainer]");
      const opacity = Number(getComputedStyle(holder).opacity);
      window.faintest = Math.min(window.faintest ?? 1, opacity);
    }
    window.looking = requestAnimationFrame(look);
  };
  look();
}"""


def open_page(page: Page, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    come(page, f"/{path}")
    expect(stage(page).first).to_have_attribute("data-painted", re.compile(r"\d"))
    settle(page)


def settle(page: Page) -> None:
    """Wait until all of the page is there and has said what there is to say."""
    rest(page)
    page.wait_for_function(_IS_THERE)


def sections(page: Page) -> Iterator[tuple[str, bool]]:
    """Opens each section below the stage in turn: its name, and whether it was closed before."""
    row = page.locator(f"{SECTION} [data-testid=stButtonGroup]").first
    for name in row.get_by_role("radio").all_inner_texts():
        button = row.get_by_role("radio", name=name, exact=True)
        closed = button.get_attribute("aria-checked") != "true"
        if closed:
            page.evaluate(_NOTE_A_RUN)
            button.click()
            expect(button).to_have_attribute("aria-checked", "true")
            # A run that is very short may begin and end between two looks.
            with suppress(PlaywrightTimeout):
                page.wait_for_function("window.hasRun", timeout=LONGEST_START)
        settle(page)
        yield name, closed


def serious(page: Page, where: str, only: tuple[str, ...], within: str) -> list[str]:
    return [
        f"{where}: {one}"
        for one in axe.findings(page, only, within)
        if one.impact in axe.SERIOUS or one.rule in axe.BESIDE
    ]


def in_both_themes(page: Page, where: str, within: str = "html") -> list[str]:
    """What is wrong in the light theme, and of the dark one its colors; the one of now first."""
    found: list[str] = []
    now = page.evaluate(_SCHEME)
    for scheme in sorted(("dark", "light"), key=lambda one: one != now):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"(scheme) => ({_SCHEME})() === scheme", arg=scheme)
        # Colors that are on their way are neither theme's.
        page.wait_for_function(_IS_THERE)
        only = axe.CONTRAST if scheme == "dark" else ()
        found += serious(page, f"{where}, {scheme}", only, within)
    return found


def wordless(page: Page) -> list[str]:
    """The pictures without words; a chart gets them when it is drawn, soon after all else."""
    with suppress(PlaywrightTimeout):
        page.wait_for_function(f"({_WITHOUT_WORDS})().length === 0")
    return list(page.evaluate(_WITHOUT_WORDS))


def unspeakable(page: Page) -> list[str]:
    """What a screen reader would read with an underscore in it, scripts left out."""
    heard = page.locator("body").aria_snapshot()
    without_code = re.sub(r"^\s*- code: .*$|/url: .*$", "", heard, flags=re.MULTILINE)
    return re.findall(r".*\w_\w.*", without_code)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious_on_any_page_section_theme_and_in_lecture_mode(
    app: Page, path: str
) -> None:
    open_page(app, path)
    found = in_both_themes(app, "page")
    for name, closed in sections(app) if path else ():
        # The one that is open at first has been looked at with the page.
        found += in_both_themes(app, name, SECTION) if closed else []
        found += [f"{name}: without words: {one}" for one in wordless(app)]
        found += [f"{name}: read aloud: {one}" for one in unspeakable(app)]
    app.locator("h1").click()
    app.keyboard.press("l")
    expect(app.locator("html")).to_have_attribute("data-lecture", "true")
    settle(app)
    found += in_both_themes(app, "lecture")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", PAGES)
def test_narrow_windows_scroll_in_one_direction_cut_nothing_and_leave_room_for_fingers(
    app: Page, path: str
) -> None:
    open_page(app, path)
    assert app.evaluate(_SMALL, LEAST_TARGET) == []
    for width, height in WINDOWS:
        app.set_viewport_size({"width": width, "height": height})
        settle(app)
        wide = app.evaluate(
            "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
            ".map((one) => one.scrollWidth)"
        )
        assert max(wide) <= width
        assert app.evaluate(_CUT) == []
        assert app.evaluate(_SMALL, LEAST_TARGET) == []


def aloud(page: Page) -> str:
    return page.locator(".ll-aloud").text_content() or ""


def test_a_surface_and_the_start_are_moved_by_keys_and_a_rerun_leaves_the_focus(app: Page) -> None:
    open_page(app, "logistic_regression?steps=20")
    surface = app.get_by_role("application").first
    panel = app.locator(".ll-landscape").first
    film = stage(app).get_attribute("data-frame")
    # Who comes by the Tab key sees where they are.
    app.get_by_role("button", name="Contour").first.focus()
    app.keyboard.press("Tab")
    expect(surface).to_be_focused()
    shown = surface.evaluate("(one) => getComputedStyle(one, '::after').borderTopWidth")
    assert shown == "2px"
    before = panel.get_attribute("data-camera")
    app.keyboard.press("ArrowRight")
    expect(panel).not_to_have_attribute("data-camera", before or "")
    assert stage(app).get_attribute("data-frame") == film
    assert "Arrow keys turn it" in (surface.get_attribute("aria-label") or "")
    run = stage(app).get_attribute("data-run") or ""
    app.keyboard.press("Shift+ArrowRight")
    expect(stage(app)).not_to_have_attribute("data-run", run)
    expect(app).to_have_url(re.compile("start=chosen"))
    expect(surface).to_be_focused()
    # A button that the rerun could have made anew.
    model = app.get_by_role("group", name="Model shown").get_by_role("button").first
    model.focus()
    run = stage(app).get_attribute("data-run") or ""
    app.get_by_role("button", name="Overshoot").evaluate("(button) => button.click()")
    expect(stage(app)).not_to_have_attribute("data-run", run)
    rest(app)
    expect(model).to_be_focused()


def test_after_a_preset_the_new_run_is_read_aloud_even_while_it_plays(app: Page) -> None:
    open_page(app, "logistic_regression")
    expect(app.locator(".ll-aloud")).to_contain_text("0. squared loss")
    app.emulate_media(reduced_motion="no-preference")
    before = aloud(app)
    app.get_by_role("button", name="Separate the data").click()
    expect(stage(app)).to_have_attribute("data-playing", "true")
    expect(app.locator(".ll-aloud")).not_to_have_text(before)
    app.keyboard.press("Space")
    expect(app.locator(".ll-aloud")).to_contain_text("squared loss")
    assert aloud(app) != before


def test_progress_and_its_stop_button_do_not_fade_while_they_are_shown(app: Page) -> None:
    app.evaluate(_NOTE_FADING)
    come(app, "/higham_network?seed=77")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    app.wait_for_function("window.faintest !== undefined")
    rest(app)
    assert app.evaluate("cancelAnimationFrame(window.looking); window.faintest") == 1
