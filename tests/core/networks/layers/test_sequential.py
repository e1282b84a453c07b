import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.networks import (
    Activate,
    AddNoise,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    ConvTranspose2d,
    Dense,
    Dropout,
    Flatten,
    LayerNorm,
    MaxPool2d,
    Network,
    ReLU,
    Sequential,
    Sigmoid,
    Tanh,
    kaiming,
    uniform_fan_in,
)
from core.objectives import Risk, SoftmaxCrossEntropy, SquaredError, WeightRidge

rng = np.random.default_rng(8)
CNN = Sequential(
    (1, 8, 8),
    [
        *(Conv2d(4, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2)),
        *(Conv2d(8, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2)),
        *(Flatten(), Dense(10)),
    ],
)


@pytest.mark.parametrize("hidden", [Tanh(), ReLU()])
def test_dense_layers_are_the_fully_connected_network(hidden):
    dense = Network((3, 5, 4, 2), hidden, Sigmoid())
    layers = [Dense(5), Activate(hidden), Dense(4), Activate(hidden), Dense(2)]
    same = Sequential((3,), layers, Sigmoid())
    x, y = rng.standard_normal((7, 3)), rng.standard_normal((7, 2))
    p = rng.standard_normal((4, dense.size))
    assert same.size == dense.size
    for name in ("is_weight", "units", "fan_in", "resting"):
        np.testing.assert_array_equal(getattr(same, name), getattr(dense, name))
    ours, theirs = (Risk(each, SquaredError(), x, y, WeightRidge(0.1)) for each in (same, dense))
    np.testing.assert_allclose(same(p, x), dense(p, x), rtol=1e-14)
    np.testing.assert_allclose(ours.value(p), theirs.value(p), rtol=1e-14)
    np.testing.assert_allclose(ours.gradient(p), theirs.gradient(p), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(ours.hessian(p), theirs.hessian(p), rtol=1e-11, atol=1e-13)
    delta = rng.standard_normal((7, 2))
    for a, b in zip(same.pullback(p, x)[1](delta), dense.pullback(p, x)[1](delta), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-14)


def test_the_cnn_has_666_parameters_in_three_parts():
    assert [level.own.stop - level.own.start for level in CNN.levels if level.layer.torch] == [
        *(40, 0, 0, 296, 0, 0, 0, 330)
    ]
    assert CNN.size == 666
    assert CNN.is_weight.sum() == 36 + 288 + 320
    assert np.bincount(CNN.units).tolist() == [10] * 4 + [37] * 8 + [33] * 10


def test_a_network_is_described_in_plain_data():
    said = json.loads(json.dumps(CNN.described()))
    assert said["input_shape"] == [1, 8, 8]
    assert said["output"] == {"name": "identity"}
    assert [layer["shape"] for layer in said["layers"]][-3:] == [[8, 2, 2], [32], [10]]
    assert said["layers"][1] == {
        "name": "Activate",
        "activation": {"name": "relu"},
        "shape": [4, 8, 8],
    }


def test_the_hessian_of_a_cnn_is_that_of_central_differences():
    network = Sequential(
        (1, 4, 4),
        [
            *(Conv2d(2, 3, padding=1), BatchNorm(), Activate(Tanh()), MaxPool2d(2, 2)),
            *(Flatten(), LayerNorm(), Dropout(0.5), Dense(3)),
        ],
    )
    x, y = rng.standard_normal((5, 1, 4, 4)), np.eye(3)[[0, 1, 2, 1, 0]]
    risk = Risk(network, SoftmaxCrossEntropy(), x, y)
    p, h = 0.5 * rng.standard_normal(network.size), 1e-5
    shifts = h * np.eye(network.size)
    slopes = (risk.gradient(p + shifts) - risk.gradient(p - shifts)) / (2 * h)
    np.testing.assert_allclose(risk.hessian(p), slopes, atol=1e-8)
    D = rng.standard_normal((2, network.size))
    np.testing.assert_allclose(risk.hessian_products(p, D), D @ risk.hessian(p), atol=1e-12)


def test_starts_are_those_of_pytorch_and_of_kaiming():
    network = Sequential((2, 6, 6), [Conv2d(50, 3), BatchNorm(), Flatten(), Dense(40)])
    default, he = (draw(network, np.random.default_rng(2)) for draw in (uniform_fan_in, kaiming))
    conv, norm, dense = network.levels[0].own, network.levels[1].own, network.levels[3].own
    assert np.abs(default[conv]).max() == pytest.approx(18**-0.5, rel=0.01)
    assert np.abs(default[dense]).max() == pytest.approx(800**-0.5, rel=0.01)
    np.testing.assert_array_equal(default[norm], np.repeat([1.0, 0.0], 50))
    weights = he[conv][:900]
    assert weights.std() == pytest.approx((2 / 18) ** 0.5, rel=0.1)
    assert not he[conv][900:].any()


def test_a_step_draws_its_masks_from_its_number_and_a_value_draws_none():
    network = Sequential((6,), [Dropout(0.5), Dropout(0.5), Dense(1)])
    p, x = np.arange(7.0), np.ones((400, 6))
    calm, first, second = (network.pullback(p, x, noise)[0] for noise in (None, 1, 2))
    np.testing.assert_array_equal(calm, network.logits(p, x))
    np.testing.assert_array_equal(first, network.pullback(p, x, 1)[0])
    assert (first != second).mean() > 0.8
    # A weight counts fourfold where both layers keep it, so in a quarter of the cases.
    assert first.mean() == pytest.approx(calm.mean(), rel=0.1)
    dropped = Sequential((1,), [Dropout(0.5), Dropout(0.5)]).pullback(np.empty(0), x[:, :1], 3)[0]
    assert (dropped == 4).mean() == pytest.approx(0.25, abs=0.07)


@given(st.integers(3, 7), st.integers(3, 7), st.integers(1, 3), st.integers(1, 3), st.data())
@settings(deadline=None, max_examples=40)
def test_a_convolution_is_the_sum_over_its_window(h, w, k, s, data):
    pad = data.draw(st.tuples(*[st.integers(0, 2)] * 4))
    layer = Conv2d(2, k, s, ((pad[0], pad[1]), (pad[2], pad[3])))
    network = Sequential((2, h, w), [layer])
    draws = np.random.default_rng(data.draw(st.integers(0, 99)))
    p, x = draws.standard_normal(network.size), draws.standard_normal((1, 2, h, w))
    K, b = p[:-2].reshape(2, 2, k, k), p[-2:]
    wide = np.pad(x[0], [(0, 0), pad[:2], pad[2:]])
    z = network.logits(p, x)[0]
    for o, i, j in np.ndindex(z.shape):
        window = wide[:, i * s : i * s + k, j * s : j * s + k]
        assert z[o, i, j] == pytest.approx((window * K[o]).sum() + b[o], abs=1e-12)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Sequential((1, 4, 4), [Dense(3)]), r"Layer 1: Dense .*\(1, 4, 4\).*Flatten"),
        (lambda: Sequential((4,), [Conv2d(3, 3)]), r"Conv2d .*\(4,\).*images"),
        (lambda: Sequential((1, 4, 4), [Conv2d(1, 5)]), "5 × 5 .*4 × 4"),
        (lambda: Sequential((1, 4, 4), [Conv2d(1, 3, dilation=3)]), "7 × 7 .*4 × 4"),
        (lambda: Sequential((3, 4, 4), [Conv2d(4, 3, groups=2)]), "groups = 2 .*3 channels"),
        (lambda: Sequential((1, 4, 4), [MaxPool2d(5, 1)]), "MaxPool2d .*5 × 5"),
        (lambda: Sequential((1, 2, 2), [Conv2d(1, 3, padding=3, circular=True)]), "padding = "),
        (lambda: Sequential((1, 1, 1), [ConvTranspose2d(1, 2, padding=1)]), "padding = 1"),
        (lambda: Sequential((4,), []), r"layers = \(\)"),
        (lambda: Sequential((0,), [Dense(1)]), r"input_shape = \(0,\)"),
        (lambda: Conv2d(0, 3), "channels = 0"),
        (lambda: Conv2d(1, 0), "kernel = 0"),
        (lambda: Conv2d(1, 3, stride=0), "stride = 0"),
        (lambda: Conv2d(1, 3, padding=-1), "padding = -1"),
        (lambda: MaxPool2d(3, 2, (0, 1, 0)), r"padding = \(0, 1, 0\)"),
        (lambda: MaxPool2d(3, 2, (0, 1, 0, -1)), "padding = -1"),
        (lambda: Conv2d(1, (3, 3, 3)), r"kernel = \(3, 3, 3\)"),
        (lambda: Conv2d(1, 2.5), "kernel = 2.5"),
        (lambda: MaxPool2d(2, 2, padding=2), "padding = 2 .*2 × 2"),
        (lambda: AvgPool2d(2, 0), "stride = 0"),
        (lambda: Dropout(1.0), "rate = 1.0"),
        (lambda: AddNoise(-1.0), "sigma = -1.0"),
        (lambda: BatchNorm(0.0), "epsilon = 0.0"),
        (lambda: Dense(0), "units = 0"),
        (lambda: CNN.logits(np.zeros(5), np.zeros((1, 1, 8, 8))), r"p has shape \(5,\).*666"),
        (lambda: CNN.logits(np.zeros(666), np.zeros((1, 64))), r"x has shape \(1, 64\)"),
        (lambda: Risk(CNN, SquaredError(), np.zeros((2, 64)), np.zeros((2, 10))), "x has shape"),
        (
            lambda: Risk(CNN, SquaredError(), np.zeros((2, 1, 8, 8)), np.zeros((2, 1))),
            "y has shape",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_the_value(make, said):
    with pytest.raises(ValueError, match=said):
        make()


def test_a_mask_of_another_shape_is_refused():
    network = Sequential((6,), [Dropout(0.5)])
    with pytest.raises(ValueError, match=r"\(2, 6\).*\(3, 6\)"):
        network.pullback(np.empty(0), np.ones((3, 6)), (np.ones((2, 6), dtype=bool),))
