"""The numbers along the axes of a surface."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.figures.axes import decades, marked, round_numbers
from tests.pages.judging import hyphens

ends = st.floats(-1e9, 1e9).filter(lambda x: x == 0 or abs(x) > 1e-9)


@given(ends, st.floats(1e-9, 1e9))
def test_round_numbers_are_three_to_eleven_and_keep_out_of_the_corners(middle, half):
    half = max(half, 1e-6 * abs(middle))
    low, high = middle - half, middle + half
    places = round_numbers(low, high)
    assert 3 <= len(places) <= 11
    assert min(places) > low + 0.05 * (high - low)
    assert max(places) < high - 0.05 * (high - low)
    gaps = np.diff(places)
    np.testing.assert_allclose(gaps, gaps[0], rtol=1e-2)
    assert f"{gaps[0]:.0e}"[0] in "125"


@given(st.floats(1e-12, 1e6), st.floats(1.001, 1e15))
def test_decades_are_at_most_six_and_lie_between_the_ends(low, ratio):
    places = decades(low, low * ratio)
    assert 1 <= len(places) <= 6
    assert all(low <= place <= low * ratio * (1 + 1e-12) for place in places)
    assert places == sorted(places)


@given(st.lists(st.floats(-1e12, 1e12), max_size=4))
def test_marks_are_written_as_the_read_outs_write_numbers(places):
    axis = marked(places)
    assert len(axis["ticktext"]) == len(axis["tickvals"]) == len(places)
    assert not [text for text in axis["ticktext"] if hyphens(text)]


def test_known_axes():
    assert marked(round_numbers(-5, 5))["ticktext"] == ["−4", "−2", "0", "2", "4"]
    assert marked(round_numbers(10, -10))["ticktext"] == ["−5", "0", "5"]
    assert marked(decades(1e-5, 30.0))["ticktext"] == ["0.0001", "0.001", "0.01", "0.1", "1", "10"]
    assert marked(decades(0.3, 4.0))["ticktext"] == ["0.5", "1", "2"]
