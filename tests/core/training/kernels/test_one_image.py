"""One sample at a time through layers of any kind: the same run as by array operations."""

import numpy as np
import pytest

from core.networks.activations import GELU, ReLU, Sigmoid, Tanh
from core.networks.layers import (
    Activate,
    AvgPool2d,
    BatchNorm,
    Conv2d,
    ConvTranspose2d,
    Dense,
    Dropout,
    Flatten,
    LayerNorm,
    MaxPool2d,
    Sequential,
)
from core.networks.network import Network
from core.objectives.losses import HalfSquaredError, SoftmaxCrossEntropy
from core.objectives.penalties import Ridge
from core.objectives.risk import Risk
from core.optimizers.adam import Adam
from core.optimizers.first_order import GradientDescent, Momentum
from core.training.descent import Status, descend
from core.training.kernels import one_image

RNG = np.random.default_rng
N, CLASSES = 7, 3
HEAD = (Flatten(), Dense(CLASSES))
BODIES = {
    "the digits' network": [
        *(Conv2d(4, 3, padding=1), Activate(ReLU()), MaxPool2d(2)),
        *(Conv2d(5, 3, padding=1), Activate(ReLU()), MaxPool2d(2)),
    ],
    "windows that overlap, with a margin": [
        *(Conv2d(3, (3, 2), stride=2, padding=(1, 0, 2, 1)), MaxPool2d(3, 1, 1)),
    ],
    "dilated, on a ring": [Conv2d(3, 3, padding=2, dilation=2, circular=True), Activate(Tanh())],
    "pooling first": [MaxPool2d((2, 3), (2, 1)), Conv2d(2, 2)],
    "an activation first": [Activate(Sigmoid()), Conv2d(2, 3)],
    "layers without a case": [
        *(Conv2d(4, 3, padding=1, groups=2), LayerNorm(), Activate(GELU())),
        *(AvgPool2d(3, 2, (0, 1, 0, 1), False), ConvTranspose2d(2, 3, 2, 1), BatchNorm()),
    ],
    "dense layers": [Flatten(), Dense(6), Activate(ReLU()), Dense(5), Activate(Tanh())],
    "a layer without a case first": [BatchNorm(), Conv2d(2, 3)],
    "nothing": [],
}


def risk_of(body, loss=None, penalty=None):
    rng, body = RNG(1), BODIES[body]
    flat = any(isinstance(layer, Flatten) for layer in body)
    network = Sequential((2, 7, 6), (*body, *(HEAD[1:] if flat else HEAD)))
    y = np.eye(CLASSES)[rng.integers(0, CLASSES, N)]
    x = rng.uniform(-1, 1, (N, 2, 7, 6))
    return Risk(network, loss or SoftmaxCrossEntropy(), x, y, penalty)


def start(risk):
    return 0.4 * RNG(2).normal(size=risk.size)


@pytest.mark.parametrize("loss", [SoftmaxCrossEntropy(), HalfSquaredError()])
@pytest.mark.parametrize("body", BODIES)
def test_the_run_is_that_of_array_operations(body, loss):
    risk = risk_of(body, loss)
    p, batches = start(risk), RNG(3).integers(0, N, (25, 1))
    rule = Momentum(0.02, 0.8)
    assert one_image.kernel(risk, rule, p, batches) is not None
    assert one_image.kernel(risk, rule, p[None], batches) is None
    run, arrays = (descend(risk, rule, q, 25, batches) for q in (p, p[None]))
    np.testing.assert_allclose(run.p, arrays.p[:, 0], rtol=1e-11, atol=1e-12)
    np.testing.assert_allclose(run.value, arrays.value[:, 0], rtol=1e-11, atol=1e-12)
    assert np.abs(run.p[-1] - p).max() > 1e-3


def test_a_window_larger_than_is_taken_pixel_by_pixel_gives_the_same(monkeypatch):
    risk = risk_of("the digits' network")
    p, batches = start(risk), RNG(3).integers(0, N, (9, 1))
    one = descend(risk, GradientDescent(0.1), p, 9, batches)
    monkeypatch.setattr(one_image, "_FEW", 0)
    other = descend(risk, GradientDescent(0.1), p, 9, batches)
    np.testing.assert_allclose(one.p, other.p, rtol=1e-12, atol=1e-13)


def test_a_penalty_pulls_and_a_rule_may_keep_its_gradients():
    risk = risk_of("the digits' network", penalty=Ridge(0.1))
    p, batches = start(risk), RNG(3).integers(0, N, (20, 1))
    run, arrays = (descend(risk, Adam(0.01), q, 20, batches) for q in (p, p[None]))
    np.testing.assert_allclose(run.p, arrays.p[:, 0], rtol=1e-9, atol=1e-11)


def test_a_run_that_diverges_ends_as_elsewhere():
    risk = risk_of("dense layers", HalfSquaredError())
    p, batches = start(risk), RNG(3).integers(0, N, (60, 1))
    run, arrays = (descend(risk, GradientDescent(1e4), q, 60, batches) for q in (p, p[None]))
    assert run.status == arrays.status == Status.DIVERGED
    assert run.diverged_at == arrays.diverged_at[0]


def test_it_fits_single_samples_through_layers_that_draw_nothing():
    risk, rule = risk_of("dense layers"), GradientDescent(0.1)
    p, rows = start(risk), np.zeros((4, 1), dtype=int)
    assert one_image.kernel(risk, rule, p, rows) is not None
    for batches in (None, np.zeros((4, 2), dtype=int), rows + N, np.zeros((4, 1, 1), dtype=int)):
        assert one_image.kernel(risk, rule, p, batches) is None
    masked = Sequential((2,), (Dropout(0.5), Dense(1)))
    dense = Network((2, 3, 1))
    x, y = RNG(0).normal(size=(N, 2)), np.ones((N, 1))
    for model in (masked, dense):
        other = Risk(model, HalfSquaredError(), x, y)
        assert one_image.kernel(other, rule, np.zeros(other.size), rows) is None
