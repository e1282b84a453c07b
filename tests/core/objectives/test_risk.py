"""The cost of a network on data, against PyTorch's numbers and against its own definition."""

from pathlib import Path

import numpy as np
import pytest

from core.networks.activations import (
    ELU,
    GELU,
    Identity,
    LeakyReLU,
    ReLU,
    Sigmoid,
    SiLU,
    Softplus,
    Tanh,
)
from core.networks.network import Network
from core.objectives.losses import (
    AbsoluteError,
    BinaryCrossEntropy,
    HalfSquaredError,
    Huber,
    SoftmaxCrossEntropy,
    SquaredError,
)
from core.objectives.penalties import Ridge, WeightRidge
from core.objectives.risk import Risk, logistic

REFERENCE = Path(__file__).parents[2] / "reference" / "torch"
ACTIVATION = {
    "identity": Identity(),
    "sigmoid": Sigmoid(),
    "tanh": Tanh(),
    "relu": ReLU(),
    "leaky_relu_0.01": LeakyReLU(0.01),
    "elu_1.0": ELU(1.0),
    "silu": SiLU(),
    "gelu_exact": GELU(),
    "softplus": Softplus(),
}
LOSS = {
    "higham_half_mse": HalfSquaredError(),
    "mse_mean_all": SquaredError(),
    "bce_logits": BinaryCrossEntropy(),
    "softmax_ce": SoftmaxCrossEntropy(),
    "l1": AbsoluteError(),
    "huber_1": Huber(1.0),
}


@pytest.mark.parametrize("path", sorted(REFERENCE.glob("grad_*.npz")), ids=lambda path: path.stem)
def test_torch_agrees_on_cost_deltas_gradient_and_hessian(path):
    reference = np.load(path)
    *hidden, output = [ACTIVATION[str(name)] for name in reference["activations"]]
    network = Network(tuple(reference["sizes"]), tuple(hidden), output)
    objective = Risk(network, LOSS[str(reference["loss"])], reference["X"], reference["Y"])
    layers = range(1, len(network.widths))

    def flat(W, b):
        return np.concatenate(
            [part for i in layers for part in (reference[f"{W}{i}"].ravel(), reference[f"{b}{i}"])]
        )

    p = flat("W", "b")
    zs, activations = network.forward(p, reference["X"])
    deltas = network.deltas(p, zs, objective.loss.delta(zs[-1], objective.y, output))

    assert network.size == reference["n_params"]
    assert objective.value(p) == pytest.approx(float(reference["loss_value"]), abs=1e-12)
    np.testing.assert_allclose(objective.gradient(p), flat("dW", "db"), atol=1e-10)
    for i in layers:
        np.testing.assert_allclose(zs[i - 1], reference[f"z{i}"], atol=1e-12)
        np.testing.assert_allclose(activations[i], reference[f"a{i}"], atol=1e-12)
        np.testing.assert_allclose(deltas[i - 1], reference[f"dz{i}"], atol=1e-12)
    if "hessian" in reference:
        np.testing.assert_allclose(objective.hessian(p), reference["hessian"], atol=1e-10)


@pytest.fixture
def objective():
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(12, 2)), (rng.random((12, 1)) < 0.5).astype(float)
    return Risk(Network((2, 3, 1), Tanh(), Sigmoid()), BinaryCrossEntropy(), x, y, Ridge(0.1))


def test_rows_pick_the_minibatch(objective):
    rng = np.random.default_rng(6)
    p, rows = rng.normal(size=objective.size), np.array([3, 3, 8])
    part = Risk(
        objective.network, objective.loss, objective.x[rows], objective.y[rows], objective.penalty
    )
    np.testing.assert_allclose(objective.gradient(p, rows), part.gradient(p), rtol=1e-13)


def test_each_model_can_have_a_minibatch_of_its_own(objective):
    rng = np.random.default_rng(7)
    P, rows = rng.normal(size=(5, objective.size)), rng.integers(0, 12, (5, 4))
    each = [objective.gradient(p, r) for p, r in zip(P, rows, strict=True)]
    np.testing.assert_allclose(objective.gradient(P, rows), each, rtol=1e-12, atol=1e-14)


def test_minibatch_gradients_average_to_the_full_one(objective):
    p = np.random.default_rng(8).normal(size=objective.size)
    batches = np.random.default_rng(9).permutation(12).reshape(4, 3)
    mean = np.mean([objective.gradient(p, rows) for rows in batches], axis=0)
    np.testing.assert_allclose(mean, objective.gradient(p), rtol=1e-12)


def test_loss_and_penalty_are_told_apart(objective):
    p = np.random.default_rng(10).normal(size=objective.size)
    assert objective.penalty_value(p) == pytest.approx(0.05 * (p @ p))
    total = objective.mean_loss(p) + objective.penalty_value(p)
    assert objective.value(p) == pytest.approx(total)
    free = Risk(objective.network, objective.loss, objective.x, objective.y)
    assert free.value(p) == pytest.approx(objective.mean_loss(p))


def test_weight_ridge_leaves_biases_free():
    risk = logistic(np.eye(2), np.array([[0.0], [1.0]]), SquaredError(), WeightRidge(2.0))
    assert risk.penalty_value(np.array([3.0, 4.0, 100.0])) == pytest.approx(25.0)


def test_a_large_batch_in_chunks_is_the_same(objective):
    P = np.random.default_rng(12).normal(size=(4000, objective.size))
    values = objective.value(P)
    assert len(P) > objective._chunk
    np.testing.assert_allclose(values[::371], [objective.value(p) for p in P[::371]], rtol=1e-13)


def test_the_data_are_a_copy_that_nobody_can_change():
    x, y = np.zeros((3, 1)), np.array([[0.0], [1.0], [1.0]])
    risk = logistic(x, y, SquaredError())
    x += 1
    assert not risk.x.any()
    with pytest.raises(ValueError, match="read-only"):
        risk.x[0] = 1


@pytest.mark.parametrize(
    ("x", "y", "sentence"),
    [
        (np.zeros((3, 2)), np.zeros((2, 1)), "3 samples and y 2"),
        (np.zeros((3, 2)), np.zeros(3), r"y has shape \(3,\)"),
        (np.zeros((0, 2)), np.zeros((0, 1)), "N ≥ 1"),
    ],
)
def test_data_that_do_not_fit_are_refused(x, y, sentence):
    with pytest.raises(ValueError, match=sentence):
        logistic(x, y, SquaredError())
