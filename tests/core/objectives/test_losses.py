import numpy as np
import pytest

from core.networks.activations import ACTIVATIONS, Identity, Sigmoid, Tanh
from core.objectives.losses import (
    LOSSES,
    AbsoluteError,
    BinaryCrossEntropy,
    HalfSquaredError,
    Huber,
    SoftmaxCrossEntropy,
    SquaredError,
)

rng = np.random.default_rng(7)
Z = rng.normal(size=(3, 5, 2)) * 2
Y = (rng.random((5, 2)) < 0.5).astype(float)

SMOOTH = [name for name, f in ACTIVATIONS.items() if name not in ("relu", "leaky-relu")]
OUTPUTS = {
    "binary-cross-entropy": ["sigmoid", "identity"],
    "softmax-cross-entropy": ["identity"],
}
PAIRS = [(loss, output) for loss in LOSSES for output in OUTPUTS.get(loss, SMOOTH)]


@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_delta_is_the_derivative_of_the_value(loss, output):
    loss, output, h = LOSSES[loss](), ACTIVATIONS[output](), 1e-6
    dz = rng.normal(size=Z.shape)
    slope = (loss.value(Z + h * dz, Y, output) - loss.value(Z - h * dz, Y, output)) / (2 * h)
    delta = loss.delta(Z, Y, output)
    assert delta.shape == Z.shape
    np.testing.assert_allclose((delta * dz).sum(axis=(-1, -2)), slope, atol=1e-8)


@pytest.mark.parametrize(("loss", "output"), PAIRS)
def test_delta_derivative_is_the_derivative_of_delta(loss, output):
    loss, output, h = LOSSES[loss](), ACTIVATIONS[output](), 1e-6
    dz = rng.normal(size=Z.shape)
    slope = (loss.delta(Z + h * dz, Y, output) - loss.delta(Z - h * dz, Y, output)) / (2 * h)
    np.testing.assert_allclose(loss.delta_derivative(Z, Y, output, dz), slope, atol=1e-8)


KNOWN = [name for name, loss in LOSSES.items() if loss.least_bend is not None]


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_behind_a_sigmoid_a_loss_bends_down_as_far_as_it_says(name: str, label: float) -> None:
    z = np.linspace(-40, 40, 80_001)[:, None, None]
    loss, y = LOSSES[name](), np.array([[label]])
    bend = loss.delta_derivative(z, y, Sigmoid(), np.ones_like(z))
    assert bend.min() >= loss.least_bend - 1e-12
    assert bend.min() == pytest.approx(loss.least_bend, abs=1e-6)


def test_the_loss_of_logistic_regression_says_so_and_no_other() -> None:
    z, y = np.array([[-3.0], [0.2], [2.0]]), np.array([[0.0], [1.0], [0.0]])
    a = Sigmoid()(z)
    likelihood = np.where(y == 1, a, 1 - a)[:, 0]
    for name in KNOWN:
        is_it = np.allclose(LOSSES[name]().per_sample(z, y, Sigmoid()), -np.log(likelihood))
        assert LOSSES[name].logistic == is_it


def test_the_formulas_on_one_sample():
    z, y = np.array([[0.3, -1.2]]), np.array([[1.0, 0.0]])
    a = 1 / (1 + np.exp(-z))
    r = a - y
    assert SquaredError().value(z, y, Sigmoid()) == pytest.approx((r**2).sum())
    assert HalfSquaredError().value(z, y, Sigmoid()) == pytest.approx((r**2).sum() / 2)
    assert AbsoluteError().value(z, y, Sigmoid()) == pytest.approx(np.abs(r).sum())
    bce = -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum()
    assert BinaryCrossEntropy().value(z, y, Sigmoid()) == pytest.approx(bce)
    softmax = np.exp(z) / np.exp(z).sum()
    assert SoftmaxCrossEntropy().value(z, y, Identity()) == pytest.approx(-np.log(softmax[0, 0]))
    assert Huber(0.5).value(z, y, Identity()) == pytest.approx(
        0.5 * (0.7 - 0.25) + 0.5 * (1.2 - 0.25)
    )


def test_higham_delta_of_one_sample():
    z, y = np.array([[0.3, -1.2]]), np.array([[1.0, 0.0]])
    a = Sigmoid()(z)
    expected = Sigmoid().derivative(z) * (a - y)
    np.testing.assert_allclose(HalfSquaredError().delta(z, y, Sigmoid()), expected, rtol=1e-14)


def test_cross_entropy_of_a_hopeless_logit_is_finite_and_its_gradient_one():
    z, y = np.array([[-5000.0]]), np.array([[1.0]])
    assert BinaryCrossEntropy().value(z, y, Sigmoid()) == 5000.0
    assert BinaryCrossEntropy().delta(z, y, Sigmoid())[0, 0] == -1.0
    assert abs(SquaredError().delta(z, y, Sigmoid())[0, 0]) < 1e-300


def test_cross_entropy_names_the_output_it_needs():
    with pytest.raises(ValueError, match="needs an output of Sigmoid or Identity, not Tanh"):
        BinaryCrossEntropy().value(Z, Y, Tanh())
    with pytest.raises(ValueError, match="needs an output of Identity, not Sigmoid"):
        SoftmaxCrossEntropy().delta(Z, Y, Sigmoid())
