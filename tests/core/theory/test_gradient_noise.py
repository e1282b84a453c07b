from itertools import combinations, product

import numpy as np
import pytest

from core.experiments.higham.paper import problem, published_start
from core.objectives.per_sample import gradients
from core.theory.gradient_noise import covariance_trace, coverage, minibatch_variance
from core.training.samplers import ShuffledEpochs, WithReplacement

TEN = problem()
G = gradients(TEN, published_start())


def test_the_trace_at_the_published_start_is_that_of_the_reference():
    assert covariance_trace(G) == pytest.approx(0.0500206, rel=1e-5)


def test_the_trace_is_that_of_the_covariance_matrix():
    g = np.random.default_rng(0).normal(size=(3, 7, 4))
    expected = [np.trace(np.cov(each.T, bias=True)) for each in g]
    np.testing.assert_allclose(covariance_trace(g), expected)


def mean_squared_error(batches):
    return np.mean([np.square(G[list(rows)].mean(0) - G.mean(0)).sum() for rows in batches])


@pytest.mark.parametrize("m", [1, 2, 3])
def test_the_variance_is_exact_over_all_batches_with_replacement(m):
    exact = mean_squared_error(product(range(10), repeat=m))
    assert minibatch_variance(covariance_trace(G), 10, m) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("m", [1, 2, 5, 9, 10])
def test_the_variance_is_exact_over_all_batches_without_replacement(m):
    exact = mean_squared_error(combinations(range(10), m))
    variance = minibatch_variance(covariance_trace(G), 10, m, replacement=False)
    assert variance == pytest.approx(exact, rel=1e-12, abs=1e-30)


@pytest.mark.parametrize(
    ("sampler", "replacement"), [(WithReplacement(4), True), (ShuffledEpochs(4), False)]
)
def test_the_samplers_batches_have_that_variance(sampler, replacement):
    rows = sampler.batches(10, 40_000, np.random.default_rng(1))
    # The third of five batches straddles two epochs, so may hold a row twice.
    rows = rows[np.arange(len(rows)) % 5 != 2]
    square = np.square(G[rows].mean(axis=1) - G.mean(axis=0)).sum(axis=-1)
    expected = minibatch_variance(covariance_trace(G), 10, 4, replacement)
    assert square.mean() == pytest.approx(expected, rel=0.02)


def test_batch_sizes_are_an_axis():
    m = np.arange(1, 11)
    np.testing.assert_allclose(minibatch_variance(1.0, 10, m), 1 / m)
    np.testing.assert_allclose(minibatch_variance(1.0, 10, m, False), (10 - m) / (9 * m))
    assert minibatch_variance(1.0, 1, 1, False) == 0


@pytest.mark.long
def test_ten_draws_with_replacement_see_65_percent_of_ten_points():
    assert coverage(10, 10) == pytest.approx(0.6513215599)
    picks = WithReplacement(10).batches(10, 20_000, np.random.default_rng(2))
    seen = np.mean([len(set(rows)) for rows in picks.tolist()]) / 10
    assert seen == pytest.approx(coverage(10, 10), abs=0.003)


def test_shuffled_epochs_have_seen_everything_after_one():
    np.testing.assert_allclose(coverage(10, [0, 3, 10, 25], replacement=False), [0, 0.3, 1, 1])


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: minibatch_variance(1.0, 10, 0), "allowed are 1 and more"),
        (lambda: minibatch_variance(1.0, 10, 11, False), "to the 10 samples there are"),
        (lambda: coverage(0, 1), "N = 0"),
        (lambda: coverage(5, -1), "k ≥ 0"),
    ],
)
def test_what_is_no_batch_is_refused(ask, sentence):
    with pytest.raises(ValueError, match=sentence):
        ask()
