"""What “Share” has taken away comes back."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.elsewhere import come
from tests.browser.on_stage import rest, stage


def opened(page: Page) -> None:
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text("Load an experiment (JSON)")).to_be_visible()


def load(page: Page, name: str, contents: bytes) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": contents}
    )


def test_an_experiment_is_taken_away_and_loaded_again(app: Page) -> None:
    come(app, "/optimizers?steps=77&ground=rosenbrock")
    expect(stage(app)).to_have_attribute("data-painted", re.compile(r"\d"))
    rest(app)
    opened(app)
    with app.expect_download() as download:
        app.get_by_role("button", name="JSON", exact=True).click()
    file = Path(download.value.path()).read_bytes()

    come(app, "/optimizers")
    expect(app).not_to_have_url(re.compile("rosenbrock"))
    rest(app)
    opened(app)
    load(app, "race_experiment.json", file)
    expect(app).to_have_url(re.compile("ground=rosenbrock"))
    expect(app).to_have_url(re.compile("steps=77"))

    come(app, "/xor")
    rest(app)
    opened(app)
    load(app, "race_experiment.json", file)
    expect(app.get_by_text(re.compile("This file is not loaded: .*RaceExperiment"))).to_be_visible()
    expect(app).not_to_have_url(re.compile("steps"))
