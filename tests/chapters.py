"""All chapters as the tests go through them: their page, their experiment, their sections."""

from typing import Final

from pages.ui.chapters import chapters
from pages.ui.lecture.deck import PAGES
from pages.ui.lecture.entering import SECTIONS as NAMES

EXPERIMENTS: Final = dict(PAGES)
"""By the path of their page."""

SECTIONS: Final = {path: name for path, name in NAMES.items() if path != "convolutions"}
"""What their sections go by, where they have any."""

FILES: Final = {
    path: chapter.file
    for chapter in chapters()
    if (path := chapter.file.stem.partition("_")[2]) != "home"
}
assert FILES.keys() == EXPERIMENTS.keys(), "a chapter is missing here"

SHORT: Final = {
    "logistic_regression": {"steps": "20"},
    "higham_network": {"steps": "1000"},
    "xor": {"steps": "20"},
    "optimizers": {"steps": "20"},
    "digits": {"epochs": "1", "sampler.m": "1000"},
}
"""Settings with which a page is at rest soon."""
