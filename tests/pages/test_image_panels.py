"""Images on stage: what of them can be told to the browser."""

import numpy as np
import pytest

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
