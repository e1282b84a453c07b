import numpy as np
import pytest

from core.datasets.measured import IrisSepal
from core.experiments.practice.initialization import (
    deep_network,
    initialization,
    layer_norms,
    saturation,
)
from core.networks.activations import Sigmoid, Tanh
from core.networks.initialization import scaled_start
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend

IRIS = IrisSepal()(np.random.default_rng(0))
SCALES = np.array([0.1, 1.0, 3.0, 20.0])


@pytest.fixture(scope="module")
def tanh():
    return initialization(Tanh(), IRIS, SCALES, 0.1, 60)


def test_weights_have_the_scale_over_the_root_of_the_fan_in_and_biases_are_0():
    network = Network((4, 900, 900, 1))
    p = scaled_start(network, 2.0, 0)
    for fan_in, (W, b) in zip(network.widths, network.unflatten(p), strict=False):
        assert W.std() == pytest.approx(2 / np.sqrt(fan_in), rel=0.06)
        assert not b.any()
    batch = scaled_start(network, np.array([[1.0], [2.0]]), 0)
    np.testing.assert_allclose(batch[1], p)


def test_scale_1_keeps_the_variance_of_a_linear_layer():
    network = Network((500, 500))
    x = np.random.default_rng(1).standard_normal((300, 500))
    (z,), _ = network.forward(scaled_start(network, 1.0, 0), x)
    assert z.var() == pytest.approx(1, rel=0.02)


def test_saturated_are_those_whose_slope_is_gone():
    network = Network((1, 2, 1), Tanh())
    # Slope 1 - tanh² < 0.05 beyond |z| = 2.178: one unit sees 2 and 3, the other ±0.5.
    p = np.array([1.0, 0.2, 0.0, 0.0, 1.0, 1.0, 0.0])
    x = np.array([[2.0], [3.0], [-2.5], [0.5]])
    np.testing.assert_allclose(saturation(network, p, x), [2 / 8])


def test_layer_norms_are_those_of_the_weights_alone():
    network = Network((2, 3, 1))
    g = np.arange(13.0)
    np.testing.assert_allclose(
        layer_norms(network, g), [np.linalg.norm(g[:6]), np.linalg.norm(g[9:12])]
    )


def test_large_weights_saturate_and_small_ones_silence_the_gradient(tanh):
    mean = tanh.saturated.mean(axis=1)
    assert mean[0] == 0
    assert (np.diff(mean) >= 0).all()
    assert mean[-1] > 0.7
    assert (tanh.gradient[0] < 1e-5).all()
    assert (tanh.gradient[2] > 1e-2).all()
    assert tanh.saturated.shape == (4, 6)
    assert tanh.gradient.shape == (4, 7)


def test_what_gets_no_gradient_does_not_learn(tanh):
    assert tanh.after[0] == pytest.approx(tanh.before[0], abs=1e-6)
    assert tanh.after[2] < 0.9 * tanh.before[2]


def test_the_sigmoids_gradient_fades_towards_the_first_layer():
    network = deep_network(Sigmoid(), 2)
    risk = Risk(network, BinaryCrossEntropy(), IRIS.x, IRIS.y)
    norms = layer_norms(network, risk.gradient(scaled_start(network, 1.0, 0)))
    assert (np.diff(np.log(norms[1:])) > 0).all()
    assert norms[0] < 1e-3 * norms[-1]


def test_medians_are_over_runs_that_each_can_be_had_alone():
    one = initialization(Tanh(), IRIS, SCALES, 0.1, 20, seeds=1)
    network = deep_network(Tanh(), 2)
    risk = Risk(network, BinaryCrossEntropy(), IRIS.x, IRIS.y)
    alone = descend(risk, GradientDescent(0.1), scaled_start(network, 3.0, 0), 20)
    assert one.after[2] == pytest.approx(alone.value[-1], rel=1e-9)
    assert one.lost.sum() == 0


def test_moved_starts_end_where_the_drawn_ones_do_but_for_chaotic_runs(tanh):
    assert tanh.others.shape == (2, 4)
    np.testing.assert_array_equal(tanh.ends[0], tanh.after)
    np.testing.assert_allclose(tanh.ends[:, :2], np.tile(tanh.after[:2], (3, 1)), rtol=1e-9)
