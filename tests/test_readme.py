"""What README.md opens with: a picture of the app, three sentences, then how to start it."""

import re
from pathlib import Path

from PIL import Image

from tests.browser.readme_picture import MOST_BYTES, PICTURE, SIZE

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def test_it_opens_with_a_picture_three_sentences_and_two_commands() -> None:
    opening, start = re.split(r"\n## Start\n", README, maxsplit=1)
    title, picture, sentences = opening.strip().split("\n\n")
    assert title == "# Loss Landscape Lab"
    assert re.fullmatch(r"!\[[^\]]{40,}\]\(docs/app\.png\)", picture)
    assert len(re.findall(r"[.?!](?:\s|$)", sentences)) == 3
    commands = re.findall(r"^make \w+", start, re.MULTILINE)
    assert commands[:2] == ["make run", "make test"]


def test_the_picture_is_small_and_of_a_whole_window() -> None:
    assert PICTURE.stat().st_size < MOST_BYTES
    with Image.open(PICTURE) as picture:
        assert picture.size == SIZE
