from itertools import product

import numpy as np
import pytest

from core.experiments.xor import problem as xor
from core.experiments.xor.separability import (
    cover_count,
    cover_share,
    labelings,
    separable,
    separates,
    separating_line,
)


def test_there_are_16_labelings_and_each_is_there_once():
    assert sorted(map(tuple, labelings())) == sorted(product((0, 1), repeat=4))


def test_only_xor_and_its_negation_cannot_be_separated():
    left = labelings()[~separable(labelings())]
    assert left.tolist() == [[0, 1, 1, 0], [1, 0, 0, 1]]
    assert separable(labelings()).sum() == 14 == cover_count(4, 3)
    np.testing.assert_array_equal(left[0], xor.points()[1][:, 0])


def test_every_other_labeling_has_a_line_with_all_points_on_their_side():
    for labels in labelings():
        line = separating_line(labels)
        if line is None:
            assert not separable(labels)
            continue
        assert separable(labels)
        assert separates(line.p, labels).all()
        assert np.linalg.norm(line.p) == pytest.approx(1)
        # It keeps farther from the points than any line drawn at random.
        x, sign = np.column_stack([xor.points()[0], np.ones(4)]), 2 * labels - 1
        others = np.random.default_rng(0).normal(size=(2000, 3))
        others /= np.linalg.norm(others, axis=1, keepdims=True)
        assert line.width == pytest.approx((sign * (x @ line.p)).min())
        assert (sign * (others @ x.T)).min(axis=1).max() <= line.width + 1e-12


def test_no_line_at_all_separates_xor():
    lines = np.random.default_rng(1).normal(size=(50_000, 3))
    right = separates(lines, [0, 1, 1, 0]).sum(axis=1)
    assert right.max() == 3
    assert right.min() == 1


def test_a_point_on_the_line_is_on_neither_side():
    # x₁ + x₂ = 1 goes through 01 and 10.
    np.testing.assert_array_equal(
        separates([1.0, 1.0, -1.0], [0, 1, 0, 1]), [True, False, False, True]
    )


def test_labels_may_come_in_any_shape():
    grid = labelings().reshape(4, 4, 4)
    np.testing.assert_array_equal(separable(grid).ravel(), separable(labelings()))


@pytest.mark.parametrize(("d", "percent"), [(3, 9), (5, 50), (8, 98)])
def test_covers_shares_for_ten_points(d, percent):
    assert round(100 * cover_share(10, d)) == percent


def test_covers_count_obeys_his_recurrence_and_its_ends():
    for N, d in product(range(1, 12), range(2, 12)):
        assert cover_count(N + 1, d) == cover_count(N, d) + cover_count(N, d - 1)
        assert cover_count(N, 1) == 2
        if d >= N:
            assert cover_count(N, d) == 2**N
        assert cover_share(2 * d, d) == 0.5


@pytest.mark.parametrize("labels", [[0, 1, 2, 0], [0, 1, 1], [0.5, 0, 0, 0], [np.nan, 0, 0, 1]])
def test_other_labels_are_refused(labels):
    with pytest.raises(ValueError, match="allowed are four of 0 and 1"):
        separable(labels)


def test_no_points_or_no_weights_are_refused():
    for N, d in ((0, 1), (4, 0)):
        with pytest.raises(ValueError, match="allowed are 1 and more"):
            cover_count(N, d)
