import numpy as np
import pytest

from core.networks import jacobians
from core.networks.activations import Identity, ReLU, Sigmoid, Tanh
from core.networks.network import Network
from core.objectives import per_sample
from core.objectives.losses import BinaryCrossEntropy, HalfSquaredError, SoftmaxCrossEntropy
from core.objectives.penalties import Ridge
from core.objectives.risk import Risk

RNG = np.random.default_rng(11)
NETWORKS = [
    Network((2, 2, 3, 2), Sigmoid(), Sigmoid()),
    Network((2, 4, 3), Tanh(), Identity()),
    Network((2, 3, 3, 1), (ReLU(), Tanh()), Sigmoid()),
    Network((2, 2)),
]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: str(network.widths))
def test_the_jacobian_is_what_central_differences_say(network):
    p, x = RNG.normal(size=network.size), RNG.normal(size=(5, 2))
    shifts = 1e-6 * np.eye(network.size)
    differences = (network(p + shifts, x) - network(p - shifts, x)) / 2e-6
    J = jacobians.jacobian(network, p, x)
    assert J.shape == (5, network.widths[-1], network.size)
    np.testing.assert_allclose(J, np.moveaxis(differences, 0, -1), atol=1e-8)


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: str(network.widths))
def test_jacobians_of_a_batch_are_those_of_its_models(network):
    P, x = RNG.normal(size=(3, 4, network.size)), RNG.normal(size=(5, 2))
    J = jacobians.jacobian(network, P, x)
    for index in np.ndindex(3, 4):
        np.testing.assert_allclose(J[index], jacobians.jacobian(network, P[index], x), atol=1e-14)


@pytest.mark.parametrize("penalty", [None, Ridge(0.3)])
@pytest.mark.parametrize(
    ("network", "loss"),
    [
        (NETWORKS[0], HalfSquaredError()),
        (NETWORKS[1], SoftmaxCrossEntropy()),
        (NETWORKS[2], BinaryCrossEntropy()),
        (Network((2, 1), output=Sigmoid()), BinaryCrossEntropy()),
    ],
)
def test_a_samples_gradient_is_the_gradient_on_that_row_alone(network, loss, penalty):
    n = network.widths[-1]
    y = np.eye(n)[RNG.integers(n, size=6)] if n > 1 else RNG.integers(2, size=(6, 1))
    risk = Risk(network, loss, RNG.normal(size=(6, 2)), y, penalty)
    P = RNG.normal(size=(3, network.size))
    g = per_sample.gradients(risk, P)
    for i in range(6):
        np.testing.assert_allclose(g[:, i], risk.gradient(P, np.array([i])), atol=1e-13)
    np.testing.assert_allclose(g.mean(axis=-2), risk.gradient(P), atol=1e-13)
