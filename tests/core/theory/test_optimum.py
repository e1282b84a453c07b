from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets import DATASETS
from core.objectives import BinaryCrossEntropy, logistic
from core.theory import Separation, logistic_optimum, separation
from tests.core.theory.field import right_values, table

ALTERNATING = np.array([0, 1, 0, 1])


def slope(x, y, p):
    """The gradient (s,) at p, each part over the sum of its terms' magnitudes; 50 digits."""
    with localcontext() as context:
        context.prec = 50
        rows = [[Decimal(n) for n in (*row, 1.0)] for row in np.asarray(x, dtype=float).tolist()]
        w = [Decimal(n) for n in p.tolist()]
        pulls = []
        for row, label in zip(rows, y, strict=True):
            z = sum(a * b for a, b in zip(row, w, strict=True))
            pulls.append(1 / (1 + (-z).exp()) - int(label))
        parts = [
            [a * b for a, b in zip(column, pulls, strict=True)]
            for column in zip(*rows, strict=True)
        ]
        return np.array([float(sum(part) / sum(map(abs, part))) for part in parts])


def overlapping(seed, d=2, N=9):
    rng = np.random.default_rng(seed)
    while True:
        x, y = rng.integers(-9, 10, size=(N, d)), rng.integers(0, 2, N)
        if separation(x, y) is Separation.OVERLAPPING and np.linalg.matrix_rank(x - x[0]) == d:
            return x, y


@pytest.mark.parametrize(("name", "kind", "p", "cost"), list(right_values()))
def test_reference_tables(name, kind, p, cost):
    found = logistic_optimum(*table(name))
    assert (found is None) == (p is None) == (kind != "overlapping")
    if found is not None:
        np.testing.assert_allclose(found.p, p, rtol=1e-8)
        assert found.cost == pytest.approx(cost, rel=1e-8)
        assert found.flat == 0


@pytest.mark.long
@given(st.integers(0, 10_000), st.integers(-9, 9), st.integers(-9, 9), st.integers(-6, 6))
@settings(max_examples=30)
def test_units_and_offsets_only_change_the_units_of_the_weights(seed, first, second, offset):
    x, y = overlapping(seed)
    reference = logistic_optimum(x, y)
    # Powers of 2, so that both tables say exactly the same.
    units = 2.0 ** np.round(np.log2(10.0) * np.array([first, second]))
    shift = offset * 2.0**20
    found = logistic_optimum((x + shift) * units, y)
    w = reference.p[:2] / units
    bias = reference.p[2] - shift * reference.p[:2].sum()
    np.testing.assert_allclose(found.p[:2], w, rtol=1e-9, atol=1e-13 * np.abs(w).max())
    assert found.p[2] == pytest.approx(bias, rel=1e-8, abs=1e-11 * (1 + abs(shift)))
    assert found.cost == pytest.approx(reference.cost, rel=1e-12)


@given(st.integers(0, 10_000), st.integers(-9, 9), st.integers(-9, 9))
@settings(max_examples=20)
def test_the_gradient_vanishes_at_the_optimum_to_what_its_floats_can_say(seed, first, second):
    x, y = overlapping(seed)
    x = x * 10.0 ** np.array([first, second])
    if separation(x, y) is Separation.OVERLAPPING:
        np.testing.assert_allclose(slope(x, y, logistic_optimum(x, y).p), 0, atol=1e-12)


@pytest.mark.parametrize("gap", [1e-3, 1e-6, 1e-10, 2.0**-52])
def test_classes_that_barely_overlap(gap):
    # By symmetry about 1 - gap/2 the optimum has one unknown, found here by bisection.
    x, y = [[0.0], [1.0], [1 - gap], [2 - gap]], [0, 0, 1, 1]
    gap = Fraction(1) - Fraction(1 - gap)
    found = logistic_optimum(x, y)
    with localcontext() as context:
        context.prec = 50
        near = Decimal(gap.numerator) / gap.denominator / 2
        far = 1 - near
        low, high = Decimal(0), Decimal(100)
        for _ in range(120):
            w = (low + high) / 2
            rising = near / (1 + (-w * near).exp()) > far / (1 + (w * far).exp())
            low, high = (low, w) if rising else (w, high)
    np.testing.assert_allclose(found.p[0], float(low), rtol=1e-8)
    np.testing.assert_allclose(found.p[1], float(-low * far), rtol=1e-8)


def test_what_touches_or_is_apart_has_no_optimum():
    assert logistic_optimum([[0.0], [1.0], [1.0], [2.0]], [0, 0, 1, 1]) is None
    assert logistic_optimum([[0.0], [1.0]], [0, 1]) is None
    assert logistic_optimum([[0.0], [1.0]], [1, 1]) is None


def test_of_a_line_of_minima_the_one_of_least_norm_in_standardized_columns():
    x = np.arange(4.0)
    alone = logistic_optimum(x[:, None], ALTERNATING)
    assert alone.flat == 0
    twin = logistic_optimum(np.column_stack([x, 1000 * x + 3]), ALTERNATING)
    assert twin.flat == 1
    w = alone.p[0]
    # Equal weights per standard deviation.
    np.testing.assert_allclose(twin.p[:2], [w / 2, w / 2000], rtol=1e-12)
    np.testing.assert_allclose(twin.p[2], alone.p[1] - 3 * w / 2000, rtol=1e-12)
    constant = logistic_optimum(np.column_stack([x, np.full(4, 5.0)]), ALTERNATING)
    assert constant.flat == 1
    np.testing.assert_allclose(constant.p, [w, 0, alone.p[1]], rtol=1e-12)
    third = logistic_optimum(np.column_stack([x, 2 - x, np.full(4, 1e6)]), ALTERNATING)
    assert third.flat == 2
    np.testing.assert_allclose(third.p, [w / 2, -w / 2, 0, alone.p[1] + w], rtol=1e-12)
    assert twin.cost == pytest.approx(alone.cost) == pytest.approx(third.cost)


@pytest.mark.parametrize("seed", range(10))
def test_celsius_and_fahrenheit_are_one_column_though_floats_round(seed):
    rng = np.random.default_rng(seed)
    celsius = rng.normal(15, 8, 40).round(1)
    y = celsius + rng.normal(0, 8, 40) > 15
    both = logistic_optimum(np.column_stack([celsius, 1.8 * celsius + 32]), y)
    alone = logistic_optimum(celsius[:, None], y)
    assert (both.flat, alone.flat) == (1, 0)
    assert both.p[0] + 1.8 * both.p[1] == pytest.approx(alone.p[0], rel=1e-9)


def test_nearly_collinear_columns_are_still_two():
    x, y = overlapping(1)
    leaning = np.column_stack([x[:, 0], x[:, 0] + x[:, 1] * 2.0**-30])
    reference = logistic_optimum(x, y)
    found = logistic_optimum(leaning, y)
    second = reference.p[1] * 2.0**30
    assert found.flat == 0
    np.testing.assert_allclose(found.p[:2], [reference.p[0] - second, second], rtol=1e-9)


def test_without_a_column_the_bias_alone_is_found():
    found = logistic_optimum(np.zeros((5, 0)), [0, 1, 1, 0, 1])
    np.testing.assert_allclose(found.p, [np.log(1.5)], rtol=1e-12)


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "separable"])
def test_on_data_sets_it_is_a_zero_of_the_risk_s_gradient(name):
    samples = DATASETS[name]()(np.random.default_rng(0))
    found = logistic_optimum(samples.x, samples.y)
    risk = logistic(samples.x, samples.y, BinaryCrossEntropy())
    np.testing.assert_allclose(risk.gradient(found.p), 0, atol=1e-12)
    assert found.cost == pytest.approx(float(risk.value(found.p)), rel=1e-12)


def test_what_floats_cannot_say_is_said():
    for unit in (1e-300, 1e300):
        w = logistic_optimum(np.arange(4.0)[:, None] * unit, ALTERNATING).p[0] * unit
        assert w == pytest.approx(0.908184, rel=1e-6)
    with pytest.raises(ValueError, match="out of reach"):
        logistic_optimum(np.arange(4.0)[:, None] * 5e-324, ALTERNATING)
    with pytest.raises(ValueError, match="out of reach"):
        logistic_optimum([[-1.0], [5e-324], [0.0], [1.0]], [0, 0, 1, 1])
