"""Nothing on stage is cut and nothing lies on anything else, on a laptop and on a phone."""

import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests import patience
from tests.browser import texts
from tests.browser.elsewhere import come
from tests.browser.looks import LAPTOP, PHONE, PROJECTOR, Look, looks
from tests.browser.on_stage import stage
from tests.browser.paper import faults_on_paper

TALL = Look(1366, 1400, "light")
SHARES = (0.0, 0.02, 0.2, 0.5, 1.0)


def moments(page: Page) -> list[str]:
    """What is wrong with the texts on stage at some moments of the run."""
    found: list[str] = []
    moment = page.get_by_label("Moment of the run")
    last = int(moment.get_attribute("max") or 0)
    for at in sorted({round(share * last) for share in SHARES}):
        moment.fill(str(at))
        expect(stage(page)).to_have_attribute("data-frame", str(at))
        found += [f"moment {at}, {fault}" for fault in texts.faults(page)]
    return found


def open_on(page: Page, address: str) -> None:
    texts.record(page)
    page.emulate_media(reduced_motion="reduce")
    come(page, address)
    expect(stage(page)).to_have_attribute("data-painted", re.compile(r"\d"))


@pytest.mark.parametrize(
    "address",
    [
        "logistic_regression",
        "logistic_regression?as_printed=true",
        "logistic_regression?data=iris-petal&optimizer.eta=2",
        "optimizers?ground=saddle",
        "xor?width=8",
    ],
)
@looks(PHONE, LAPTOP, PROJECTOR)
def test_no_title_note_or_name_is_shortened(app: Page, look: Look, address: str) -> None:
    """On a phone, and on a laptop and a projector in a lecture; beside a contour as elsewhere."""
    lecture = "" if look == PHONE else f"{'&' if '?' in address else '?'}lecture=true"
    open_on(app, f"/{address}{lecture}")
    views = app.get_by_role("button", name="Contour").locator("visible=true")
    if views.count():
        views.first.click()
        expect(stage(app)).to_have_attribute("data-view", "contour")
    # The style of a lecture comes when it likes.
    patience.until(lambda: texts.shortened(app) == [])


@pytest.mark.parametrize(
    ("chapter", "preset"),
    [
        ("logistic_regression", ""),
        ("higham_network", ""),
        ("xor?optimizer.eta=100", "Fold the plane"),
        ("optimizers", ""),
        ("regularization", ""),
        ("implicit_regularization", "Take all ten"),
        ("digits", ""),
    ],
)
def test_no_text_on_stage_is_cut_or_lies_on_another(app: Page, chapter: str, preset: str) -> None:
    open_on(app, f"/{chapter}")
    found, presets = moments(app), app.locator("[class*=st-key-presets-]")
    if preset:
        before = stage(app).get_attribute("data-run") or ""
        presets.get_by_role("button", name=preset, exact=True).click()
        expect(stage(app)).not_to_have_attribute("data-run", before)
        found += moments(app)
    assert not faults_on_paper(app)
    # So tall that the player, which stays in sight, covers nothing.
    app.set_viewport_size({"width": PHONE.width, "height": 4 * PHONE.height})
    found += moments(app)
    assert not found, "\n".join(found)
    # On a phone the presets are one row, which is moved sideways.
    tops = presets.get_by_role("button").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1
    assert len(tops) > 5
    assert app.evaluate("document.documentElement.scrollWidth") <= PHONE.width


@pytest.mark.parametrize(
    "chapter",
    [
        *("logistic_regression", "higham_network", "xor", "optimizers"),
        *("regularization", "implicit_regularization", "convolutions", "digits"),
    ],
)
def test_share_stands_beside_the_first_row_of_presets(app: Page, chapter: str) -> None:
    app.set_viewport_size({"width": LAPTOP.width, "height": LAPTOP.height})
    come(app, f"/{chapter}")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    presets = app.locator("[class*=st-key-presets-]")
    buttons = presets.locator("[class*=-preset-] button")
    share = presets.get_by_test_id("stPopoverButton")
    boxes = [box for each in buttons.all() if (box := each.bounding_box())]
    own, beside = share.bounding_box(), app.get_by_role("button", name="Predict first")
    assert own
    assert boxes[0]["y"] == pytest.approx(own["y"], abs=1)
    assert boxes[0]["x"] == pytest.approx((stage(app).bounding_box() or own)["x"], abs=1)
    assert all(box["x"] + box["width"] < own["x"] for box in boxes)
    assert share.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    # What asks first is beside the heading and not in the row.
    assert (beside.bounding_box() or own)["y"] < 60


@pytest.mark.parametrize("width", [PHONE.width, 320])
@looks(PHONE)
def test_on_a_phone_the_longest_count_of_steps_is_whole(app: Page, width: int):
    come(app, "/higham_network")
    app.set_viewport_size({"width": width, "height": PHONE.height})
    count = app.locator(".ll-count")
    expect(app.get_by_text("Computed:")).to_be_visible()
    app.get_by_role("slider", name="Moment of the run").press("End")
    expect(count).to_contain_text("1,000,000 / 1,000,000")
    inside = count.evaluate("(one) => one.scrollWidth <= one.clientWidth + 1")
    assert inside
    assert count.evaluate("(one) => one.getBoundingClientRect().right <= innerWidth")


@looks(LAPTOP, TALL)
def test_no_surface_touches_the_sides_of_its_panel(app: Page) -> None:
    open_on(app, "/")
    expect(app.locator(".ll-drawn")).to_have_count(2)
    for panel in app.locator(".ll-landscape .ll-picture").all():
        assert colored(panel, lambda picture: picture[:, picture.shape[1] // 2])
        assert not colored(panel, lambda picture: picture[:, 2])
        assert not colored(panel, lambda picture: picture[:, -3])


def colored(picture: Locator, part: Callable[[np.ndarray], np.ndarray]) -> bool:
    """Has a part of a picture any color? Paper, lines and letters are grey."""
    image = Image.open(io.BytesIO(picture.screenshot())).convert("RGB")
    values = part(np.asarray(image, dtype=int))
    return bool((values.max(axis=-1) - values.min(axis=-1)).max() > 30)
