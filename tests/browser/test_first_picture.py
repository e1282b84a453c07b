"""A page that fills slowly, in a real browser: the film waits for its main picture."""

from playwright.sync_api import Route, expect


def test_the_film_waits_until_the_surfaces_are_drawn(page, app_url):
    held: list[Route] = []
    page.route("**/plotly*.min.js*", lambda route: held.append(route))
    page.goto(app_url)
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-playing", "true")
    # Many frames pass, and the film has not begun.
    page.wait_for_function(
        "() => new Promise((on) => { let n = 0; const tick = () =>"
        " (n += 1) > 60 ? on(true) : requestAnimationFrame(tick); tick(); })"
    )
    expect(stage).to_have_attribute("data-frame", "0")
    assert held
    for route in held:
        route.continue_()
    page.unroute("**/plotly*.min.js*")
    page.wait_for_function(
        "Number(document.querySelector('[data-testid=stage]').dataset.frame) > 5"
    )
    expect(page.locator(".ll-stage .js-plotly-plot").first).to_be_visible()
