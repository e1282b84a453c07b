"""Where WebGL is computed by the processor, as on a remote desktop, the stage draws for itself."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

HARNESS = Path(__file__).parent / "stage_app.py"
_BY_PROCESSOR = """() => {
  const { getParameter } = WebGLRenderingContext.prototype;
  WebGLRenderingContext.prototype.getParameter = function (what) {
    return what === 0x9246 || what === this.RENDERER
      ? "llvmpipe (LLVM 15.0.7, 256 bits)" : getParameter.call(this, what);
  };
}"""


def test_on_a_processor_the_stages_own_drawing_stays_turns_and_says_why(
    page: Page, serve: Callable[[Path], str]
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(f"({_BY_PROCESSOR})()")
    page.goto(serve(HARNESS))
    for note in page.locator(".ll-landscape .ll-note").all():
        expect(note).to_contain_text("drawn by the page itself: no graphics card")
    expect(page.locator(".ll-self-drawn")).to_have_count(2)
    first = page.locator(".ll-landscape").first
    before = first.get_attribute("data-camera")
    box = first.locator(".ll-picture").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2, steps=3)
    page.mouse.up()
    page.wait_for_function(
        "(before) => document.querySelector('.ll-landscape').dataset.camera !== before",
        arg=before,
    )
    # Contours need no WebGL: Plotly draws them here as everywhere.
    assert not [url for url in asked if "plotly" in url]
    page.get_by_role("button", name="Contour").first.click()
    expect(page.locator(".ll-drawn")).to_have_count(2)
