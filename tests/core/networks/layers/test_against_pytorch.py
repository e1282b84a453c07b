import numpy as np
import pytest

from core.networks import (
    AvgPool2d,
    BatchNorm,
    Conv2d,
    ConvTranspose2d,
    Dropout,
    Flatten,
    LayerNorm,
    MaxPool2d,
    Sequential,
)
from tests.core.networks.layers.references import alone, number_or_pair, stored


def holds(network, p, x, gy, y, dx, parts=(), noise=None):
    z, back = network.pullback(p, x, noise)
    gradient, by_x = back(gy)
    flat = [np.ravel(part) for part in parts] or [np.empty(0)]
    for ours, theirs in ((z, y), (by_x, dx), (gradient, np.concatenate(flat))):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(back(gy, inputs=False)[0], gradient)
    if noise is None:
        np.testing.assert_array_equal(network.logits(p, x), z)


@pytest.mark.parametrize("name", ["valid_3x3", "same_pad", "stride2_5x3", "groups2"])
def test_convolution(name):
    d = stored(f"conv2d_{name}")
    stride, padding, dilation = (number_or_pair(d[key]) for key in ("stride", "pad", "dilation"))
    layer = Conv2d(len(d["b"]), d["w"].shape[2:], stride, padding, dilation, int(d["groups"]))
    p = np.concatenate([d["w"].ravel(), d["b"]])
    holds(alone(layer, d["x"]), p, d["x"], d["gy"], d["y"], d["dx"], (d["dw"], d["db"]))


def test_transposed_convolution():
    d = stored("conv_transpose2d_k3s2p1")
    layer = ConvTranspose2d(len(d["b"]), 3, number_or_pair(d["stride"]), number_or_pair(d["pad"]))
    p = np.concatenate([d["w"].ravel(), d["b"]])
    holds(alone(layer, d["x"]), p, d["x"], d["gy"], d["y"], d["dx"], (d["dw"], d["db"]))


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("maxpool_2s2", MaxPool2d(2, 2)),
        ("maxpool_3s2_overlap", MaxPool2d(3, 2)),
        ("avgpool_2s2", AvgPool2d(2, 2)),
    ],
)
def test_pooling(name, layer):
    d = stored(name)
    holds(alone(layer, d["x"]), np.empty(0), d["x"], d["gy"], d["y"], d["dx"])


def test_global_average_pooling_is_a_window_as_large_as_the_image():
    d = stored("global_avgpool")
    network = Sequential(d["x"].shape[1:], (AvgPool2d(d["x"].shape[2:]), Flatten()))
    holds(network, np.empty(0), d["x"], d["gy"], d["y"], d["dx"])


@pytest.mark.parametrize(
    ("name", "kind"), [("batchnorm2d_a", BatchNorm), ("layernorm_a", LayerNorm)]
)
def test_normalization(name, kind):
    d = stored(name)
    p = np.concatenate([d["gamma"], d["beta"]])
    parts = d["dgamma"], d["dbeta"]
    holds(alone(kind(float(d["eps"])), d["x"]), p, d["x"], d["gy"], d["y"], d["dx"], parts)


def test_dropout_with_a_given_mask_divides_by_what_is_kept():
    d = stored("dropout_a")
    network = alone(Dropout(float(d["p"])), d["x"])
    for noise in ((d["mask"],), d["mask"]):
        holds(network, np.empty(0), d["x"], d["gy"], d["y"], d["dx"], noise=noise)
