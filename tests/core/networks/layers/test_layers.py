import numpy as np
import pytest

from core.networks import Sequential
from core.networks.layers.affine import Affine
from tests.core.networks.layers.references import EVERY, alone

H = 1e-5


@pytest.fixture(params=EVERY)
def case(request):
    layer, shape = EVERY[request.param]
    rng = np.random.default_rng(4)
    x = rng.standard_normal((3, *shape))
    network = alone(layer, x)
    p, noise = rng.standard_normal((2, network.size)), (7 if network.noisy else None)
    z, _ = network.pullback(p[0], x, noise)
    return network, p, x, noise, rng.standard_normal(z.shape)


def cost(case, p, x):
    network, _, _, noise, delta = case
    return (network.pullback(p, x, noise)[0] * delta).sum(axis=tuple(range(-delta.ndim, 0)))


def test_both_gradients_are_those_of_central_differences(case):
    network, p, x, noise, delta = case
    gradient, by_x = network.pullback(p[0], x, noise)[1](delta)
    shifts = H * np.eye(network.size)
    slopes = (cost(case, p[0] + shifts, x) - cost(case, p[0] - shifts, x)) / (2 * H)
    np.testing.assert_allclose(gradient, slopes, atol=1e-8)
    for at in np.random.default_rng(1).integers(x.size, size=5):
        shift = np.zeros_like(x)
        shift.flat[at] = H
        slope = (cost(case, p[0], x + shift) - cost(case, p[0], x - shift)) / (2 * H)
        assert by_x.flat[at] == pytest.approx(slope, abs=1e-8)


def test_models_side_by_side_are_the_models_alone(case):
    network, p, x, noise, delta = case
    z, back = network.pullback(p, x, noise)
    gradient, by_x = back(np.broadcast_to(delta, z.shape))
    own, own_back = network.pullback(p, np.stack([x, x]), noise)
    for k, parameters in enumerate(p):
        alone_z, alone_back = network.pullback(parameters, x, noise)
        for ours, theirs in zip((gradient[k], by_x[k]), alone_back(delta), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=1e-13)
        np.testing.assert_allclose(z[k], alone_z, atol=1e-13)
        np.testing.assert_allclose(own[k], alone_z, atol=1e-13)
        np.testing.assert_allclose(own_back(own * 0 + delta)[0][k], gradient[k], atol=1e-13)


def test_tangents_are_those_of_central_differences_of_the_gradient(case):
    network, p, x, noise, delta = case
    if noise is not None or not network.size:
        return
    D = np.random.default_rng(2).standard_normal((3, network.size))
    ddelta = np.random.default_rng(3).standard_normal((3, *delta.shape))
    z, dz, back = network.tangent(p[0], x, D)
    np.testing.assert_array_equal(z, network.logits(p[0], x))
    change = back(delta, ddelta)
    for d, moved, dd, along in zip(D, dz, ddelta, change, strict=True):
        ahead, behind = (network.pullback(p[0] + h * d, x) for h in (H, -H))
        np.testing.assert_allclose(moved, (ahead[0] - behind[0]) / (2 * H), atol=1e-8)
        slope = (ahead[1](delta + H * dd)[0] - behind[1](delta - H * dd)[0]) / (2 * H)
        np.testing.assert_allclose(along, slope, atol=1e-7)


def test_a_layer_says_of_every_parameter_what_it_is(case):
    network, _, _, _, _ = case
    layer, below, *_ = network.levels[0]
    units = np.bincount(network.units, minlength=1)
    assert network.is_weight.shape == network.units.shape == network.fan_in.shape
    assert network.resting.shape == (network.size,)
    if isinstance(layer, Affine):
        assert len(set(units.tolist())) == 1
        assert network.is_weight.sum() == network.size - len(units)
        assert layer.multiply_adds(below) * len(units) % network.is_weight.sum() == 0


def test_two_layers_below_each_other_are_the_second_after_the_first():
    (first, shape), (second, _) = EVERY["valid"], EVERY["circular"]
    x = np.random.default_rng(0).standard_normal((2, *shape))
    both = Sequential(shape, [first, second])
    one, two = Sequential(shape, [first]), Sequential(both.levels[1].below, [second])
    p = np.random.default_rng(1).standard_normal(both.size)
    below = one.logits(p[: one.size], x)
    np.testing.assert_array_equal(both.logits(p, x), two.logits(p[one.size :], below))
    assert [a.shape for a in both.features(p, x)] == [x.shape, below.shape, (2, 2, 3, 2)]
