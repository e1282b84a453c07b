import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.scales import linear_scale, log_scale


def test_log_scale_has_fifteen_positions_to_a_decade():
    scale = log_scale(0.01, 100)
    assert len(scale) == 61
    assert scale[15] == 0.1
    assert scale[22:26] == (0.26, 0.3, 0.35, 0.4)


def test_log_scale_includes_ends_that_are_not_on_it():
    assert log_scale(0.0123, 0.77)[:2] == (0.0123, 0.014)
    assert log_scale(0.0123, 0.77)[-2:] == (0.7, 0.77)


def test_log_scale_from_zero_reaches_four_decades_below_its_top():
    scale = log_scale(0, 10)
    assert scale[:3] == (0, 0.001, 0.0012)
    assert scale[-1] == 10


@pytest.mark.parametrize(
    ("low", "high", "second"),
    [(0, 1, 0.01), (-5, 5, -4.9), (0, 0.5, 0.005), (-10, 10, -9.8), (0, 0.9999, 0.01)],
)
def test_linear_scale_has_humane_steps(low, high, second):
    scale = linear_scale(low, high)
    assert (scale[0], scale[1], scale[-1]) == (low, second, high)
    assert 50 <= len(scale) <= 127


@given(st.floats(1e-9, 1e6), st.floats(1.001, 1e12), st.sampled_from([log_scale, linear_scale]))
def test_scales_increase_from_end_to_end(low, ratio, scale_of):
    scale = scale_of(low, low * ratio)
    assert (scale[0], scale[-1]) == (low, low * ratio)
    assert all(a < b for a, b in pairwise(scale))


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1), (-1, 1), (1, math.inf), (math.nan, 1)])
def test_log_scale_refuses_what_has_no_logarithm(low, high):
    with pytest.raises(ValueError, match="0 ≤ low < high"):
        log_scale(low, high)
