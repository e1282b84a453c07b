from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.synthetic import HighamPoints, Separable
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import logistic
from core.optimizers.first_order import GradientDescent
from core.theory.margin import largest_margin
from core.training.descent import descend


def test_two_points_on_the_line():
    margin = largest_margin(np.array([[-1.0], [1.0]]), np.array([[0.0], [1.0]]))
    np.testing.assert_allclose(margin.p, [1, 0], atol=1e-12)
    assert margin.width == pytest.approx(1)


def test_exclusive_or_and_the_ten_points_of_the_paper_are_not_separable():
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    assert largest_margin(x, np.array([[0.0], [1.0], [1.0], [0.0]])) is None
    samples = HighamPoints()(np.random.default_rng(0))
    assert largest_margin(samples.x, samples.y) is None


@pytest.mark.long
@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(2, 60))
def test_no_direction_has_a_larger_margin(seed, d, N):
    rng = np.random.default_rng(seed)
    x, truth = rng.normal(size=(N, d)), rng.normal(size=d + 1)
    score = x @ truth[:-1] + truth[-1]
    y = (score > 0).astype(float)[:, None]
    rows = (2 * y - 1) * np.hstack([x, np.ones((N, 1))])
    margin = largest_margin(x, y)
    if margin is None:
        assert np.abs(score).min() < 1e-6 * np.linalg.norm(truth) * np.abs(rows).max()
        return
    assert (rows @ margin.p).min() == pytest.approx(margin.width, rel=1e-6, abs=1e-9)
    others = rng.normal(size=(300, d + 1)) * 0.3 + margin.p
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    assert (rows @ others.T).min(axis=0).max() <= margin.width + 1e-9


@pytest.mark.long
@given(st.integers(0, 10_000))
def test_labels_at_random_are_told_from_separable_ones_by_their_optimum(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(12, 2)), (rng.random((12, 1)) < 0.5).astype(float)
    margin = largest_margin(x, y)
    rows = (2 * y - 1) * np.hstack([x, np.ones((12, 1))])
    directions = rng.normal(size=(20_000, 3))
    separates = ((rows @ directions.T) > 0).all(axis=0).any()
    assert not (separates and margin is None)


@given(st.integers(0, 10_000), st.integers(-9, 9), st.integers(-1, 1))
@settings(max_examples=60)
def test_two_values_of_any_unit_and_offset_have_the_margin_of_their_segment(seed, power, offset):
    rng = np.random.default_rng(seed)
    a, b = np.sort(rng.integers(-99, 100, 2) + rng.random(2)) * 10.0**power + 1e6 * offset
    if a == b:
        return
    margin = largest_margin([[b], [a], [a]], [1, 0, 0])
    # The point of the segment from -(a, 1) to (b, 1) nearest to 0, in fractions.
    first, second = (-Fraction(a), Fraction(-1)), (Fraction(b), Fraction(1))
    along = (second[0] - first[0], Fraction(2))
    share = -(first[0] * along[0] + first[1] * along[1]) / (along[0] ** 2 + along[1] ** 2)
    share = min(max(share, Fraction(0)), Fraction(1))
    nearest = [p + share * q for p, q in zip(first, along, strict=True)]
    size = max(map(abs, nearest))
    width = float(size) * np.hypot(*(float(n / size) for n in nearest))
    assert margin.width == pytest.approx(width, rel=1e-12)
    np.testing.assert_allclose(margin.p * width, [float(n) for n in nearest], rtol=1e-12)


@pytest.mark.parametrize("unit", [1e-9, 1e-3, 1.0, 1e3, 1e9])
def test_no_sample_is_nearer_than_the_width_at_any_unit(unit):
    samples = Separable()(np.random.default_rng(4))
    x = samples.x * unit + np.array([0.0, 1e6 * unit])
    margin = largest_margin(x, samples.y)
    rows = (2 * samples.y - 1) * np.hstack([x, np.ones((len(x), 1))])
    with np.errstate(all="raise"):
        sides = [
            float(sum(Fraction(a) * Fraction(b) for a, b in zip(row, margin.p, strict=True)))
            for row in rows.tolist()
        ]
    assert min(sides) == pytest.approx(margin.width, rel=1e-6)


def test_gradient_descent_tends_to_the_largest_margin():
    samples = Separable()(np.random.default_rng(1))
    margin = largest_margin(samples.x, samples.y)
    risk = logistic(samples.x, samples.y, BinaryCrossEntropy())
    run = descend(
        risk,
        GradientDescent(eta=2.0),
        np.zeros(3),
        32_000,
        record_every=[2_000, 4_000, 8_000, 16_000],
    )
    norms = np.linalg.norm(run.p[1:], axis=1)
    assert (run.p[1:] @ margin.p / norms > 0.99).all()
    # ‖p‖ grows by the same length with each doubling of the steps: like log t.
    growth = np.diff(norms)
    assert (growth > 0.1).all()
    np.testing.assert_allclose(growth, growth.mean(), rtol=0.2)
