from dataclasses import replace

import numpy as np
import pytest

from core.datasets.measured import BreastCancer
from core.datasets.splits import split
from core.experiments.practice.early_stopping import Stop, patience, watched
from core.optimizers.adam import Adam

CANCER = BreastCancer(False)(np.random.default_rng(0))


def test_the_parts_are_disjoint_and_complete():
    parts = split(CANCER, 60, 150, 3)
    sizes = [len(part.x) for part in (parts.train, parts.validation, parts.test)]
    assert sizes == [60, 150, 359]
    found = np.concatenate([p.center + p.scale * p.x for p in (parts.train, parts.validation)])
    found = np.concatenate([found, parts.test.center + parts.test.scale * parts.test.x])
    np.testing.assert_allclose(np.sort(found, axis=0), np.sort(CANCER.x, axis=0), rtol=1e-12)
    labels = sum(float(p.y.sum()) for p in (parts.train, parts.validation, parts.test))
    assert labels == CANCER.y.sum()


def test_the_scale_is_learned_from_the_training_part_alone():
    parts = split(CANCER, 60, 150, 3)
    np.testing.assert_allclose(parts.train.x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(parts.train.x.std(axis=0), 1)
    assert np.abs(parts.test.x.mean(axis=0)).max() > 1e-3
    for part in (parts.validation, parts.test):
        np.testing.assert_array_equal(part.scale, parts.train.scale)


def test_what_is_picked_does_not_depend_on_the_test_part():
    parts = split(CANCER, 60, 150, 3)
    other = replace(parts, test=replace(parts.test, x=-parts.test.x, y=1 - parts.test.y))
    one, two = (watched(p, 8, Adam(0.01), 300, 10) for p in (parts, other))
    np.testing.assert_array_equal(one.validation, two.validation)
    assert patience(one.validation, 5) == patience(two.validation, 5)
    assert np.abs(one.test - two.test).max() > 0.1


def test_training_on_costs_less_in_training_and_more_in_the_test():
    seen = watched(split(CANCER, 60, 150, 3), 16, Adam(0.01), 2000, 10)
    stop = patience(seen.validation, 20)
    assert stop.stopped == stop.best + 20
    assert seen.train[-1] < seen.train[stop.best]
    assert seen.validation[-1] > 2 * seen.validation[stop.best]
    assert seen.test[-1] > 2 * seen.test[stop.best]


@pytest.mark.parametrize(
    ("wait", "stop"),
    [(1, Stop(1, 2)), (2, Stop(3, 5)), (3, Stop(6, None)), (99, Stop(6, None))],
)
def test_patience_waits_for_a_lower_value(wait, stop):
    values = np.array([5.0, 4.0, 4.5, 3.0, 3.0, 3.5, 2.0, 2.5])
    assert patience(values, wait) == stop


@pytest.mark.parametrize("sizes", [(0, 10), (10, 0), (500, 69)])
def test_no_part_may_be_empty(sizes):
    with pytest.raises(ValueError, match="each part, the test part too"):
        split(CANCER, *sizes, seed=0)


def test_a_training_part_with_a_constant_column_has_no_scale():
    with pytest.raises(ValueError, match="constant in the 1 training samples"):
        split(CANCER, 1, 10, seed=0)
