"""A panel's picture is saved as it is seen: its pixels, its frame, its camera."""

import base64
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.elsewhere import come
from tests.browser.on_stage import stage

# What a saved picture has below its caption, against the panel's own canvas on paper.
_COMPARE = """async ([panel, data]) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const own = document.querySelector(`[data-panel=${panel}] .ll-picture > canvas`);
  const read = (draw) => {
    const canvas = new OffscreenCanvas(own.width, own.height);
    const context = canvas.getContext("2d");
    draw(context);
    return context.getImageData(0, 0, own.width, own.height).data;
  };
  const caption = image.height - own.height;
  const saved = read((context) => context.drawImage(image, 0, -caption));
  const seen = read((context) => {
    context.fillStyle = getComputedStyle(document.querySelector(".ll-panel")).backgroundColor;
    context.fillRect(0, 0, own.width, own.height);
    context.drawImage(own, 0, 0);
  });
  let other = 0;
  for (let k = 0; k < saved.length; k += 1) other += Math.abs(saved[k] - seen[k]) > 2;
  const colors = new Set(new Uint32Array(saved.buffer)).size;
  return { width: image.width === own.width, caption, other, colors };
}"""

_COLORS = """async (data) => {
  const image = new Image();
  image.src = `data:image/png;base64,${data}`;
  await image.decode();
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data: { buffer } } = context.getImageData(0, 0, image.width, image.height);
  return new Set(new Uint32Array(buffer)).size;
}"""

# Plays a film: its width, the colors of its last picture, and how many pixels of the first differ.
_PLAY = """async (data) => {
  const video = Object.assign(document.createElement("video"), { muted: true });
  video.src = `data:video/webm;base64,${data}`;
  const pixels = () => {
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext("2d");
    context.drawImage(video, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height).data;
  };
  const begun = new Promise((resolve) => {
    video.requestVideoFrameCallback(() => resolve(pixels()));
  });
  const ended = new Promise((resolve) => { video.onended = resolve; });
  await video.play();
  const first = await begun;
  await ended;
  const last = pixels();
  let other = 0;
  for (let k = 0; k < first.length; k += 4) other += Math.abs(first[k] - last[k]) > 30;
  return { width: video.videoWidth, colors: new Set(new Uint32Array(last.buffer)).size, other };
}"""


def saved(page: Page, panel: str) -> str:
    """The bytes of the file that a panel's button gives, as text."""
    button = page.locator(f"[data-panel={panel}] .ll-save")
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename == f"{panel}.png"
    return base64.b64encode(Path(download.value.path()).read_bytes()).decode()


@pytest.fixture
def at_rest(workshop: Page) -> Page:
    """With reduced motion nothing starts by itself."""
    workshop.emulate_media(reduced_motion="reduce")
    come(workshop, "/")
    expect(stage(workshop)).to_have_attribute("data-frame", "0")
    return workshop


def test_a_saved_picture_is_the_panel_as_it_is_seen_at_this_frame(at_rest: Page) -> None:
    files = {}
    for frame in ("0", "150"):
        at_rest.locator(".ll-scrub").fill(frame)
        expect(stage(at_rest)).to_have_attribute("data-frame", frame)
        for panel in ("cost", "boundary"):
            files[panel, frame] = saved(at_rest, panel)
            found = at_rest.evaluate(_COMPARE, [panel, files[panel, frame]])
            assert found["width"]
            assert 20 < found["caption"] < 90
            assert found["other"] == 0
            assert found["colors"] > 10
    assert files["boundary", "0"] != files["boundary", "150"]


def test_a_saved_surface_has_its_colors_and_turns_with_the_camera(at_rest: Page) -> None:
    panel = at_rest.locator("[data-panel][data-camera]").first
    name = str(panel.get_attribute("data-panel"))
    expect(panel.locator(".ll-self-drawn, .ll-drawn").first).to_be_attached()
    first = saved(at_rest, name)
    assert at_rest.evaluate(_COLORS, first) > 200
    box = panel.locator(".ll-picture").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = panel.get_attribute("data-camera")
    at_rest.mouse.move(x, y)
    at_rest.mouse.down()
    at_rest.mouse.move(x + 80, y + 10, steps=4)
    at_rest.mouse.up()
    expect(panel).not_to_have_attribute("data-camera", str(before))
    assert saved(at_rest, name) != first


def test_the_film_is_saved_as_it_plays(at_rest: Page) -> None:
    at_rest.get_by_label("Speed").select_option(label="4×")
    with at_rest.expect_download() as download:
        at_rest.get_by_role("button", name="Save the film").click()
    assert download.value.suggested_filename == "film.webm"
    film = Path(download.value.path()).read_bytes()
    found = at_rest.evaluate(_PLAY, base64.b64encode(film).decode())
    width = at_rest.locator(".ll-panels").evaluate("(all) => all.clientWidth")
    assert abs(found["width"] - width) <= 1
    assert found["colors"] > 200
    # Dot, path, boundary and the moment have moved.
    assert found["other"] > 500
    expect(at_rest.get_by_role("button", name="Save the film")).to_be_visible()
    expect(stage(at_rest)).to_have_attribute("data-playing", "false")


# Counts what a panel's canvas is painted with, from one clearing of it to the next.
_COUNT = """(panel) => {
  const canvas = document.querySelector(`[data-panel=${panel}] .ll-picture > canvas`);
  const painted = (window.painted ??= {});
  const begin = () => { painted[panel] = { texts: [], paths: 0, images: 0 }; };
  begin();
  const own = CanvasRenderingContext2D.prototype;
  const watch = (name, count) => {
    const before = own[name];
    own[name] = function counted(...given) {
      if (this.canvas === canvas) count(...given);
      return before.apply(this, given);
    };
  };
  watch("clearRect", begin);
  watch("fillText", (text) => painted[panel].texts.push(text));
  watch("drawImage", () => { painted[panel].images += 1; });
  for (const name of ["fill", "stroke", "fillRect", "strokeRect"]) {
    watch(name, () => { painted[panel].paths += 1; });
  }
}"""

# A file as a browser shows it: how many of its pixels differ from the panel's by more than the
# edges of letters and lines do.
_SHOWN = """async ([panel, svg]) => {
  const own = document.querySelector(`[data-panel=${panel}] .ll-picture > canvas`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const caption = image.height - own.clientHeight;
  const read = (draw) => {
    const context = new OffscreenCanvas(own.clientWidth, own.clientHeight).getContext("2d");
    context.fillStyle = getComputedStyle(document.querySelector(".ll-panel")).backgroundColor;
    context.fillRect(0, 0, own.clientWidth, own.clientHeight);
    draw(context);
    return context.getImageData(0, 0, own.clientWidth, own.clientHeight).data;
  };
  const saved = read((context) => context.drawImage(image, 0, -caption));
  const seen = read((context) => context.drawImage(own, 0, 0, own.clientWidth, own.clientHeight));
  let other = 0;
  for (let k = 0; k < saved.length; k += 1) other += Math.abs(saved[k] - seen[k]) > 60;
  return other / saved.length;
}"""

_SVG = "{http://www.w3.org/2000/svg}"


def saved_as_lines(page: Page, panel: str) -> str:
    """The SVG that a panel's button gives."""
    with page.expect_download() as download:
        page.locator(f"[data-panel={panel}] .ll-save-lines").click()
    assert download.value.suggested_filename == f"{panel}.svg"
    return Path(download.value.path()).read_text("utf-8")


def assert_same_as_painted(page: Page, panel: str, file: str) -> None:
    """Every text and every path that the canvas is painted with is in the file, and no other."""
    root = ElementTree.fromstring(file)
    painted = page.evaluate("(panel) => window.painted[panel]", panel)
    caption = page.locator(f"[data-panel={panel}] figcaption")
    title, note = (caption.locator(f".ll-{part}").inner_text() for part in ("title", "note"))
    texts = ["".join(text.itertext()) for text in root.iter(f"{_SVG}text")]
    rows = len(texts) - len(painted["texts"])
    assert texts[rows:] == painted["texts"]
    assert texts[:1] == [title]
    assert " ".join(texts[1:rows]) == note
    clips = len(list(root.iter(f"{_SVG}clipPath")))
    # One path is the paper.
    assert len(list(root.iter(f"{_SVG}path"))) - clips == painted["paths"] + 1
    assert len(list(root.iter(f"{_SVG}image"))) == painted["images"]
    assert painted["paths"] > 3


def test_a_picture_of_lines_is_saved_as_svg_with_all_that_is_drawn(at_rest: Page) -> None:
    files = {}
    for panel in ("cost", "boundary"):
        at_rest.evaluate(_COUNT, panel)
        for frame in ("0", "150"):
            at_rest.locator(".ll-scrub").fill(frame)
            expect(stage(at_rest)).to_have_attribute("data-frame", frame)
            at_rest.wait_for_function("(panel) => window.painted[panel].texts.length", arg=panel)
            files[panel, frame] = saved_as_lines(at_rest, panel)
            assert_same_as_painted(at_rest, panel, files[panel, frame])
            assert at_rest.evaluate(_SHOWN, [panel, files[panel, frame]]) < 0.01
    assert files["boundary", "0"] != files["boundary", "150"]


def test_surfaces_are_no_lines_and_every_other_drawn_panel_is(at_rest: Page) -> None:
    panels = at_rest.locator(".ll-panel:has(.ll-saves)")
    for panel in panels.all():
        surface = "ll-landscape" in str(panel.get_attribute("class"))
        expect(panel.locator(".ll-save-lines")).to_have_count(0 if surface else 1)
