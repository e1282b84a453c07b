"""The landscape of a convolutional network: planes, filters, the spectrum."""

import numpy as np
import pytest

from core.datasets import digits, images
from core.landscape import PLANES, FilterNormalized, ritz_values, spectrum
from core.networks import (
    Activate,
    Conv2d,
    Dense,
    Flatten,
    MaxPool2d,
    ReLU,
    Sequential,
    Tanh,
    uniform_fan_in,
)
from core.objectives import OnPlane, Risk, SoftmaxCrossEntropy
from core.optimizers import Momentum
from core.training.descent import descend
from tests.core.networks.layers.references import stored

CNN = [
    *(Conv2d(4, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2)),
    *(Conv2d(8, 3, padding=1), Activate(ReLU()), MaxPool2d(2, 2), Flatten(), Dense(10)),
]
X, Y = images(digits().x[:40]), digits().targets()[:40]
SMALL = Sequential((1, 8, 8), [Conv2d(2, 3, 2), Activate(Tanh()), Flatten(), Dense(10)])
RISK = Risk(SMALL, SoftmaxCrossEntropy(), X, Y)
START = uniform_fan_in(SMALL, np.random.default_rng(1))


def test_the_stored_plane_of_a_cnn_has_the_stored_values():
    d = stored("cnn_slice_shown")
    rows = d["rows"]
    network = Sequential((1, 8, 8), CNN)
    x, y = images(digits().x), digits().targets()
    risk = Risk(network, SoftmaxCrossEntropy(), x[rows], y[rows])
    beta, alpha = np.meshgrid(d["beta"][::2], d["alpha"][::2], indexing="ij")
    a, b = d["directions"]
    p = d["theta"] + alpha[..., None] * a + beta[..., None] * b
    np.testing.assert_allclose(risk.value(p), d["value"][::2, ::2], rtol=0, atol=1e-10)


def test_every_plane_can_be_laid_through_a_run_of_a_cnn():
    run = descend(RISK, Momentum(0.1, 0.9), START, 12)
    for cls in PLANES.values():
        plane = cls()(RISK, run)
        on_plane = OnPlane(RISK, plane)
        assert np.isfinite(on_plane.value(np.zeros((2, 2)))).all()
    filters = FilterNormalized()(RISK, run)
    p, unit = run.p[-1], SMALL.units
    for direction in filters.directions:
        lengths = [np.linalg.norm(direction[unit == u]) for u in range(12)]
        np.testing.assert_allclose(
            lengths, [np.linalg.norm(p[unit == u]) for u in range(12)], rtol=1e-12
        )


def test_rescaling_a_filter_keeps_the_loss_and_changes_the_curvature():
    network = Sequential((1, 8, 8), CNN)
    risk = Risk(network, SoftmaxCrossEntropy(), X, Y, None)
    p = uniform_fan_in(network, np.random.default_rng(4))
    first, second, c = network.levels[0].own, network.levels[3].own, 5.0
    q = p.copy()
    # ReLU and max pooling are homogeneous: what filter 0 gains, its readers give back.
    q[network.units == 0] *= c
    kernels = q[second][: 8 * 4 * 9].reshape(8, 4, 9)
    kernels[:, 0] /= c
    assert first.stop - first.start == 40
    assert risk.value(q) == pytest.approx(risk.value(p), rel=1e-13)
    one, two = (ritz_values(risk, each, 30)[-1] for each in (p, q))
    assert abs(np.log(two / one)) > 0.1


def test_lanczos_finds_the_ends_of_the_spectrum_first_and_all_of_it_last():
    p = START[:]
    exact = spectrum(RISK, p).eigenvalues
    few, more = ritz_values(RISK, p, 25), ritz_values(RISK, p, 50)
    assert exact[0] - 1e-12 <= few[0]
    assert few[-1] <= exact[-1] + 1e-12
    np.testing.assert_allclose(more[-5:], exact[-5:], rtol=1e-9)
    np.testing.assert_allclose(more[0], exact[0], rtol=1e-6)
    every = ritz_values(RISK, p, SMALL.size)
    # Null directions of the softmax's shift are one eigenvalue of which it finds one copy.
    for value in every:
        assert np.abs(exact - value).min() < 1e-9
    with pytest.raises(ValueError, match="steps = 0"):
        ritz_values(RISK, p, 0)


@pytest.mark.long
def test_of_666_parameters_the_largest_curvatures_need_a_tenth_of_the_products():
    risk = Risk(Sequential((1, 8, 8), CNN), SoftmaxCrossEntropy(), X[:8], Y[:8])
    p = uniform_fan_in(risk.model, np.random.default_rng(4))
    exact = spectrum(risk, p).eigenvalues
    np.testing.assert_allclose(ritz_values(risk, p, 66)[-3:], exact[-3:], rtol=1e-8)


def test_products_in_parts_are_those_at_once(monkeypatch):
    D = np.random.default_rng(0).standard_normal((7, SMALL.size))
    at_once = RISK.hessian_products(START, D)
    monkeypatch.setattr("core.objectives.risk._DIRECTION_NUMBERS", 3 * RISK._numbers)
    np.testing.assert_allclose(RISK.hessian_products(START, D), at_once, rtol=1e-12, atol=1e-15)
    two = RISK.hessian_products(np.stack([START, -START]), D)
    np.testing.assert_allclose(two[0], at_once, rtol=1e-12, atol=1e-15)
