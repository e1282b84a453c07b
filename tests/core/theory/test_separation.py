from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets import DATASETS
from core.theory import Separation, largest_margin, separation
from tests.core.theory.field import right_values, table

VERDICTS = {member.value: member for member in Separation}


def by_enumeration(x, y):
    """The verdict on integers, from every f that vanishes at d points.

    The f with no sample on the wrong side form a cone. Cut along the coordinate planes it is
    spanned by rays, and each ray is where d of its sides meet.
    """
    signed = [
        [(1 if label else -1) * n for n in (*row, 1)] for row, label in zip(x, y, strict=True)
    ]
    size = len(signed[0])
    sides = {tuple(row) for row in signed + np.eye(size, dtype=int).tolist()}
    right = np.zeros(len(signed), dtype=bool)
    for meeting in combinations(sides, size - 1):
        ray = [
            (-1) ** k * determinant([side[:k] + side[k + 1 :] for side in meeting])
            for k in range(size)
        ]
        for direction in (ray, [-n for n in ray]):
            f = [sum(a * b for a, b in zip(row, direction, strict=True)) for row in signed]
            if min(f) >= 0:
                right |= np.array(f) > 0
    if right.all():
        return Separation.COMPLETE
    return Separation.QUASI_COMPLETE if right.any() else Separation.OVERLAPPING


def determinant(rows):
    if not rows:
        return 1
    return sum(
        (-1) ** k * rows[0][k] * determinant([row[:k] + row[k + 1 :] for row in rows[1:]])
        for k in range(len(rows))
    )


def small_table(rng):
    """Few integers, so that points meet, lie on lines, and columns are constant or collinear."""
    d, N = int(rng.integers(1, 4)), int(rng.integers(1, 8))
    x = rng.integers(-2, 3, size=(N, d))
    if rng.random() < 0.1:
        x[:, -1] = 1
    if rng.random() < 0.1:
        x[:, -1] = 2 * x[:, 0] + 1
    y = rng.integers(0, 2, N)
    if rng.random() < 0.3:
        y = (x @ rng.integers(-1, 2, d) + rng.integers(-1, 2) > 0).astype(int)
    return x, y


def compare(seed, count):
    rng, met = np.random.default_rng(seed), set()
    for _ in range(count):
        x, y = small_table(rng)
        expected = by_enumeration(x.tolist(), y)
        assert separation(x, y) is expected, (x.tolist(), y.tolist())
        met.add(expected)
    assert met == set(Separation)


def test_the_verdict_is_that_of_all_lines_through_d_points():
    compare(seed=0, count=60)


@pytest.mark.long
def test_the_verdict_is_that_of_all_lines_through_d_points_on_many_tables():
    compare(seed=1, count=1000)


@given(st.integers(0, 10_000), st.integers(-9, 9), st.integers(-9, 9), st.booleans())
@settings(max_examples=35)
def test_units_and_offsets_never_change_the_verdict(seed, first, second, shifted):
    x, y = small_table(np.random.default_rng(seed))
    factors = np.array([10.0**first, 10.0**second, 7.0])[: x.shape[1]]
    # Powers of 2 and whole numbers, so that both tables say exactly the same.
    binary = 2.0 ** np.round(np.log2(factors))
    shift = 10**6 * shifted
    verdict = separation(x, y)
    assert separation((x + shift) * binary, y) is verdict
    assert separation(x * 10.0 ** abs(first) + shift, y) is verdict


@given(st.integers(0, 10_000), st.integers(-9, 9))
@settings(max_examples=40)
def test_one_column_of_any_unit_is_judged_by_its_order(seed, power):
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 9, size=(int(rng.integers(2, 9)), 1)) * 10.0**power + 1e6 * rng.integers(2)
    y = rng.integers(0, 2, len(x))
    zeros, ones = x[y == 0], x[y == 1]
    if not len(zeros) or not len(ones) or zeros.max() < ones.min() or ones.max() < zeros.min():
        expected = Separation.COMPLETE
    elif np.ptp(x) and (zeros.max() <= ones.min() or ones.max() <= zeros.min()):
        expected = Separation.QUASI_COMPLETE
    else:
        expected = Separation.OVERLAPPING
    assert separation(x, y) is expected


@pytest.mark.parametrize(("name", "kind"), [(row[0], row[1]) for row in right_values()])
def test_reference_tables(name, kind):
    x, y = table(name)
    assert separation(x, y) is VERDICTS[kind]
    assert separation(x[:, ::-1], 1 - y) is VERDICTS[kind]
    assert (largest_margin(x, y) is None) == (kind != "complete")


def test_a_step_of_one_float_decides():
    above = np.nextafter(1.0, 2)
    for scale in (1e-300, 1.0, 1e300):
        assert separation(np.array([[1], [above]]) * scale, [0, 1]) is Separation.COMPLETE
        x = np.array([[0], [1], [1], [2]]) * scale
        assert separation(x, [0, 0, 1, 1]) is Separation.QUASI_COMPLETE
        x = np.array([[0], [above], [1], [2]]) * scale
        assert separation(x, [0, 0, 1, 1]) is Separation.OVERLAPPING


@pytest.mark.parametrize("d", [0, 1, 2])
def test_one_class_alone_is_always_separable(d):
    x = np.ones((4, d))
    assert separation(x, np.ones((4, 1))) is separation(x, np.zeros(4)) is Separation.COMPLETE


def test_points_that_all_coincide_overlap_for_no_line_tells_them_apart():
    for x in (np.zeros((3, 0)), np.ones((3, 1)), np.full((3, 2), 1e9)):
        assert separation(x, [0, 1, 1]) is Separation.OVERLAPPING


def test_on_a_common_line_two_classes_touch_in_the_plane():
    # Along the line they overlap; across it every f is 0. A third column tells one sample apart.
    x = np.array([[0, 1], [1, 3], [2, 5], [3, 7]])
    assert separation(x, [0, 1, 0, 1]) is Separation.OVERLAPPING
    x = np.column_stack([x, [0, 0, 0, 1]])
    assert separation(x, [0, 1, 0, 1]) is Separation.QUASI_COMPLETE


def test_copies_of_rows_and_columns_change_nothing():
    rng = np.random.default_rng(3)
    for _ in range(40):
        x, y = small_table(rng)
        again = np.vstack([x, x[::-1]]), np.append(y, y[::-1])
        assert separation(*again) is separation(np.hstack([x, x]), y) is separation(x, y)


@pytest.mark.parametrize("name", DATASETS)
def test_data_sets_are_separable_where_their_name_says_so(name):
    samples = DATASETS[name]()(np.random.default_rng(0))
    kind = Separation.COMPLETE if name == "separable" else Separation.OVERLAPPING
    assert separation(samples.x, samples.y) is kind


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (np.zeros((0, 1)), [], r"N ≥ 1"),
        ([[1.0]], [0, 1], r"\(1, 1\) with 2 labels"),
        ([1.0, 2.0], [0, 1], r"\(2,\)"),
        ([[1.0], [np.nan]], [0, 1], "not finite"),
        ([[1.0], [2.0]], [0, 0.5], "label 0.5"),
    ],
)
def test_what_cannot_be_judged_is_refused(x, y, words):
    with pytest.raises(ValueError, match=words):
        separation(x, y)
