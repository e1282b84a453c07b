"""The mean of M noisy losses settles on the expected one as 1/√M, as its variance says."""

import numpy as np
import pytest

from core.experiments.implicit.copies import copies, expected_loss, losses, variance
from core.experiments.implicit.noise import NOISES, OnInputs

VALUES = {"drop-inputs": (0.1, 0.6), "move-inputs": (0.2, 0.9), "turn-labels": (0.05, 0.4)}
every_noise = pytest.mark.parametrize(
    ("name", "strength"), [(name, value) for name, two in VALUES.items() for value in two]
)


def prepared(name):
    kind, rng = NOISES[name](), np.random.default_rng(2)
    x, y = kind.data(rng)
    return kind, x, y, 0.5 * rng.standard_normal((6, len(kind.names)))


@every_noise
def test_mean_and_variance_of_drawn_losses_are_the_predicted_ones(name, strength):
    kind, x, y, p = prepared(name)
    drawn = losses(kind, p, x, y, strength, np.random.default_rng(3), 6000)
    predicted = variance(kind, p, x, y, strength)
    off = drawn.mean(axis=0) - expected_loss(kind, p, x, y, strength)
    assert (np.abs(off) < 4.5 * np.sqrt(predicted / len(drawn))).all()
    # The variance of a variance: its fourth moments are near those of a normal number's.
    np.testing.assert_allclose(drawn.var(axis=0), predicted, rtol=4.5 * np.sqrt(3 / len(drawn)))


@every_noise
def test_a_loss_is_that_of_the_inputs_and_labels_that_are_seen(name, strength):
    kind, x, y, p = prepared(name)
    [found] = losses(kind, p, x, y, strength, np.random.default_rng(4), 1)
    rng = np.random.default_rng(4)
    if isinstance(kind, OnInputs):
        [seen] = kind.seen(x, np.full((1, 1, 1), strength), rng)
        direct = [0.5 * np.square(y - seen @ each).mean() for each in p]
    else:
        labels = np.where(rng.random(len(y)) < strength / 2, 1 - y, y)
        z = [x @ each[:2] + each[2] for each in p]
        direct = [(np.log1p(np.exp(each)) - labels * each).mean() for each in z]
    np.testing.assert_allclose(found, direct, rtol=1e-12)


@every_noise
def test_the_expected_loss_has_the_expected_gradient_of_the_runs(name, strength):
    kind, x, y, p = prepared(name)
    h = 1e-6
    steps = h * np.eye(p.shape[1])
    ahead, behind = (
        np.array([expected_loss(kind, p + sign * step, x, y, strength) for step in steps]).T
        for sign in (1, -1)
    )
    gradient = kind.expected(p, x, y, np.full((len(p), 1, 1), strength))
    np.testing.assert_allclose((ahead - behind) / (2 * h), gradient, atol=1e-8)


@pytest.mark.parametrize("seed", [0, 5])
@every_noise
def test_the_error_falls_as_one_over_the_root_of_m(name, strength, seed):
    count = (1, 4, 16, 64)
    found = copies(NOISES[name](), strength, seed, count, 40)
    np.testing.assert_allclose(np.polyfit(np.log(count), np.log(found.expected), 1)[0], -0.5)
    assert found.slope == pytest.approx(-0.5, abs=0.06)
    # A mean of 40 squares that depend on few numbers: off by a sixth is three standard errors.
    np.testing.assert_allclose(found.measured, found.expected, rtol=0.25)
    off = np.sqrt(np.square(found.first - found.predicted).mean(axis=(1, 2)))
    assert off[-1] < off[0]


def test_the_window_is_around_the_predicted_minimum_and_its_lowest_point_is_there():
    found = copies(NOISES["drop-inputs"](), 0.3, 0, (1, 2), 2)
    assert found.names == ("bmi", "s5")
    middle = len(found.x) // 2
    assert np.unravel_index(found.predicted.argmin(), found.predicted.shape) == (middle, middle)
    # A row for each height: bmi and s5 are not the same.
    x, y = NOISES["drop-inputs"]().data(np.random.default_rng(0))
    p = NOISES["drop-inputs"]().minimum(x, y, 0.3)
    p[2], p[8] = found.x[1], found.y[4]
    [there] = expected_loss(NOISES["drop-inputs"](), p[None], x, y, 0.3)
    assert found.predicted[4, 1] == pytest.approx(there, rel=1e-12)
