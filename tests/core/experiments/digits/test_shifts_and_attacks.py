"""Digits that are moved, and digits that are changed until they are read as others."""

import numpy as np
import pytest

from core.datasets import moved
from core.experiments.digits.attack import attacks
from core.experiments.digits.experiment import DigitsExperiment, Part, unseen_digits
from core.experiments.digits.networks import Convolutional, FullyConnected, SoftmaxRegression
from core.experiments.digits.shifts import REACH, accuracy_of_moved, readers
from core.networks import uniform_fan_in

FEW = Part(*(each[:30] for each in unseen_digits()))


def trained(rule, epochs=4):
    spec = DigitsExperiment(network=rule, epochs=epochs)
    return spec.model(), spec.recipes()["network"].run().p[-1]


@pytest.fixture(scope="module")
def softmax():
    return trained(SoftmaxRegression())


def test_row_and_column_say_how_far_down_and_right():
    network = Convolutional(2)()
    p = uniform_fan_in(network, np.random.default_rng(0))
    grid = accuracy_of_moved(network, p, FEW)
    assert grid.shape == (2 * REACH + 1, 2 * REACH + 1)
    for down, right in ((0, 0), (1, 0), (-2, 1)):
        read = network(p, moved(FEW.x, right, down)).argmax(axis=1)
        assert grid[REACH + down, REACH + right] == (read == FEW.labels).mean()


def test_readers_are_the_three_networks_without_moves_and_with_and_can_be_stopped():
    spec = DigitsExperiment(network=FullyConnected(3), count=100, epochs=1)
    found, told = readers(spec), []
    readers(spec, told.append)
    assert told == sorted(told)
    assert [(type(one.spec.network), one.spec.moves) for one in found] == [
        (cls, moves)
        for cls in (Convolutional, FullyConnected, SoftmaxRegression)
        for moves in (False, True)
    ]
    assert found[2].spec.network == FullyConnected(3)


def test_a_softmax_turns_exactly_where_the_margin_says(softmax):
    network, p = softmax
    found = attacks(network, p, unseen_digits())
    W = p[:640].reshape(10, 64)
    z = network.logits(p, unseen_digits().x)
    every = np.arange(len(z))
    for n in (0, 7, 200):
        i = z[n].argmax()
        reach = [
            (z[n, i] - z[n, j]) / np.abs(W[i] - W[j]).sum() if j != i else np.inf for j in range(10)
        ]
        assert found.other[n] == np.argmin(reach)
        assert found.predicted[n] == pytest.approx(min(reach), rel=1e-12)
    np.testing.assert_allclose(found.measured, found.predicted, rtol=1e-8)
    np.testing.assert_array_equal(found.turned, found.other)
    # No other signs do it sooner: a little before, and with drawn ones, all are read as before.
    rng = np.random.default_rng(0)
    x = unseen_digits().x
    for signs in (np.sign(found.slope), rng.choice([-1, 1], x.shape)):
        before = x - 0.999999 * found.predicted[:, None, None, None] * signs
        assert (network.logits(p, before).argmax(axis=1) == found.read).all()
    after = x - 1.000001 * found.predicted[:, None, None, None] * np.sign(found.slope)
    assert (network.logits(p, after).argmax(axis=1) != found.read).all()
    assert found.margin == pytest.approx(z[every, found.read] - z[every, found.other])


def test_slopes_are_those_of_the_margin_and_turns_are_just_beyond_it():
    network, p = trained(Convolutional(), 2)
    found = attacks(network, p, FEW)
    n, h = 3, 1e-6
    for pixel in ((0, 2, 3), (0, 5, 5)):
        moved_by = np.zeros((1, 8, 8))
        moved_by[pixel] = h
        ends = [network.logits(p, (FEW.x[n] + s * moved_by)[None])[0] for s in (1, -1)]
        margins = [z[found.read[n]] - z[found.other[n]] for z in ends]
        assert found.slope[n][pixel] == pytest.approx((margins[0] - margins[1]) / (2 * h), abs=1e-6)
    for n in np.flatnonzero(np.isfinite(found.measured)):
        at = [found.changed(FEW.x, n, s * found.measured[n])[None] for s in (1 + 1e-9, 1 - 1e-9)]
        after, before = (int(network.logits(p, x)[0].argmax()) for x in at)
        assert after == found.turned[n] != found.read[n]
        assert before == found.read[n]
