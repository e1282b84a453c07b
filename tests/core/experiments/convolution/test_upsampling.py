"""Taps that overlap, counted and measured."""

import numpy as np
import pytest

from core.experiments.convolution.upsampling import SIDE, Upsampling, upsampled


@pytest.mark.parametrize("kernel", range(1, 7))
@pytest.mark.parametrize("stride", range(1, 5))
def test_the_map_of_ones_is_what_is_counted_and_even_iff_the_stride_divides(kernel, stride):
    found = upsampled(Upsampling(kernel=kernel, stride=stride))
    size = (SIDE - 1) * stride + kernel
    assert found.map.shape == found.counts.shape == (size, size)
    np.testing.assert_array_equal(found.measured, found.counts)
    along = found.measured[size // 2]
    for at in range(kernel - 1, size - kernel + 1):
        expected = found.phases[at % stride] * found.phases[size // 2 % stride]
        if kernel - 1 <= size // 2 <= size - kernel:
            assert along[at] == expected
    assert (len(set(found.phases)) == 1) == (kernel % stride == 0)


def test_the_known_patterns():
    assert upsampled(Upsampling(kernel=3, stride=2)).phases == (2, 1)
    assert upsampled(Upsampling(kernel=5, stride=2)).phases == (3, 2)
    assert upsampled(Upsampling(kernel=5, stride=3)).phases == (2, 2, 1)
    assert upsampled(Upsampling(kernel=4, stride=2)).phases == (2, 2)
    assert upsampled(Upsampling(kernel=2, stride=3)).phases == (1, 1, 0)
    corner = upsampled(Upsampling(kernel=3, stride=2)).counts[5:7, 5:7]
    assert sorted(corner.ravel()) == [1, 2, 2, 4]


def test_divided_by_the_counts_a_map_stays_within_the_image():
    found = upsampled(Upsampling(kernel=3, stride=2, digit=7))
    assert found.even.max() <= found.x.max()
    assert found.map.max() > found.x.max()
