"""An experiment that was saved as JSON comes back by its file, in the app as it runs."""

import re

from playwright.sync_api import FilePayload, Page, expect

from core.experiments.xor.experiment import XorExperiment
from core.export import experiment_as_json
from core.spec import from_query
from tests.browser.elsewhere import come
from tests.browser.on_stage import stage


def test_a_saved_experiment_is_loaded_and_what_is_none_says_why(app: Page) -> None:
    come(app, "/xor?seed=3")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    saved = from_query(XorExperiment, {"seed": "7", "width": "3"})
    app.get_by_role("button", name="Share").click()
    give(app, experiment_as_json(saved))
    app.wait_for_url("**/xor?*seed=7*")
    assert "width=3" in app.url
    give(app, '{"seed": 12345678}')
    expect(app.get_by_text("allowed").last).to_be_visible()
    assert "seed=7" in app.url


def give(page: Page, text: str) -> None:
    """Choose a file with this text."""
    file = FilePayload(name="experiment.json", mimeType="application/json", buffer=text.encode())
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(file)
