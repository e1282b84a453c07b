"""What moves with an image, and what must."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from core.datasets.digits import moved
from core.experiments.convolution.shifts import Shifts, certain, shifted

LAYERS = [
    Shifts(circular=circular, stride=stride, pool=pool)
    for circular, stride, pool in product((True, False), (1, 2), (1, 2))
]
rng = np.random.default_rng(8)


@pytest.mark.parametrize("topic", LAYERS, ids=str)
def test_what_must_stay_stays_for_any_image_and_kernel(topic):
    x, p = rng.standard_normal((3, 1, 8, 8)), rng.standard_normal(topic.network.size)
    z = topic.network.logits(p, x)
    for right, down in product(range(-2, 3), repeat=2):
        share = certain(topic, right, down)
        if right % topic.step or down % topic.step:
            assert share == 0
            continue
        steps = right // topic.step, down // topic.step
        there = topic.network.logits(p, moved(x, right, down, wrap=True))
        same = np.abs(there - moved(z, *steps, wrap=True)) <= 1e-12
        assert same.mean() >= share - 1e-12
        if topic.pool == 1:
            assert same.mean() == pytest.approx(share)


def test_by_one_pixel_among_zeros_the_columns_at_the_seam_differ():
    found = shifted(Shifts())
    assert certain(Shifts(), 1, 0) == pytest.approx(5 / 8)
    assert set(np.flatnonzero((found.off > 1e-12).any(axis=0))) <= {0, 1, 7}
    assert found.off[:, 2:7].max() <= 1e-12


def test_on_a_ring_a_convolution_commutes_with_every_shift():
    found = shifted(Shifts(circular=True))
    assert found.measured.min() == found.certain.min() == 1
    assert found.off.max() == 0


@pytest.mark.parametrize("topic", LAYERS, ids=str)
def test_on_digits_at_least_what_must_stay_does(topic):
    found = shifted(topic)
    assert (found.measured >= found.certain - 1e-12).all()
    assert found.measured[2, 2] == 1
    assert shifted(replace(topic, right=0)).still == 1


def test_pooling_and_stride_keep_shifts_by_whole_steps_alone():
    for topic in (Shifts(circular=True, pool=2), Shifts(circular=True, stride=2)):
        found = shifted(topic)
        even = found.measured[::2, ::2]
        assert even.min() == 1
        assert found.measured[2, 1] < 0.9
        assert found.measured[1, 2] < 0.9
    four = shifted(Shifts(circular=True, stride=2, pool=2))
    assert four.measured[2, 4] < 0.9
