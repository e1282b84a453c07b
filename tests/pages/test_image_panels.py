"""Images on stage: what of them can be told to the browser."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

import pages.ui
from pages.ui.stage import Family, Image, ImagePanel, Repertoire, encode_panels


@pytest.mark.parametrize("shape", [(8, 8), (1, 1, 8, 8), (0, 8, 8), (1, 8, 0)])
def test_pixels_are_frames_of_rows_and_columns(shape):
    with pytest.raises(ValueError, match=r"allowed is \(F, H, W\)"):
        Image(np.zeros(shape))


def test_bytes_need_to_say_what_they_mean():
    pixels = np.zeros((1, 2, 2), dtype=np.uint8)
    with pytest.raises(ValueError, match="limits = None"):
        Image(pixels)
    assert Image(pixels, limits=(-1.0, 1.0)).pixels.dtype == "uint8"


def test_pixels_are_sent_in_the_precision_that_they_come_in():
    def size(dtype):
        pixels = np.random.default_rng(0).integers(0, 256, (9, 32, 32)).astype(dtype)
        panel = ImagePanel("maps", "Maps", "", [Image(pixels, "map", limits=(0.0, 255.0))])
        family = Family(np.zeros(1), np.arange(9), [])
        return len(encode_panels(Repertoire({"run": family}, [panel])).bytes)

    assert size(np.uint8) < 10_500
    assert size(np.float32) > size(np.uint8)


LIGHTNESS = re.compile(r"\b(white|black|gray|pale|dark(er|est)?|light(er|est)?|bright(er|est)?)\b")


def words_for_readers(path):
    """Texts with more than one word that are not docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    described = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and " " in text and id(node) not in described:
            yield text


@pytest.mark.parametrize(
    "room", ["convolutions", "digits", "regularization", "implicit", "optimizers", "higham", "xor"]
)
def test_no_words_name_a_lightness_that_the_dark_theme_turns_around(room):
    paths = sorted((Path(pages.ui.__path__[0]) / room).rglob("*.py"))
    assert paths
    for path in paths:
        for words in words_for_readers(path):
            assert not LIGHTNESS.search(words), (path.name, words)
