import numpy as np
import pytest

from core.networks.activations import Identity, ReLU, Sigmoid, Tanh
from core.networks.network import Network

rng = np.random.default_rng(3)


def test_higham_network_has_23_parameters_and_seven_hidden_and_output_units():
    network = Network((2, 2, 3, 2), Sigmoid(), Sigmoid())
    assert network.size == 23
    shapes = [(W.shape, b.shape) for W, b in network.unflatten(np.zeros(23))]
    assert shapes == [((2, 2), (2,)), ((3, 2), (3,)), ((2, 3), (2,))]
    assert network.is_weight.sum() == 16


def test_flat_order_is_layer_by_layer_rows_first_then_bias():
    network = Network((2, 2, 1))
    (W2, b2), (W3, b3) = network.unflatten(np.arange(9.0))
    np.testing.assert_array_equal(W2, [[0, 1], [2, 3]])
    np.testing.assert_array_equal(b2, [4, 5])
    np.testing.assert_array_equal(W3, [[6, 7]])
    np.testing.assert_array_equal(b3, [8])


def test_forward_is_the_recurrence_of_the_paper():
    network = Network((3, 4, 2), Tanh(), Sigmoid())
    p, x = rng.normal(size=network.size), rng.normal(size=(6, 3))
    (W2, b2), (W3, b3) = network.unflatten(p)
    zs, activations = network.forward(p, x)
    assert activations[0] is x
    for i in range(6):
        a2 = np.tanh(W2 @ x[i] + b2)
        z3 = W3 @ a2 + b3
        np.testing.assert_allclose(zs[1][i], z3, rtol=1e-13)
        np.testing.assert_allclose(network(p, x)[i], 1 / (1 + np.exp(-z3)), rtol=1e-13)


@pytest.mark.parametrize("own_samples", [False, True])
def test_a_batch_of_models_is_the_models_one_by_one(own_samples):
    network = Network((3, 4, 5, 2), (ReLU(), Tanh()), Identity())
    p = rng.normal(size=(2, 7, network.size))
    x = rng.normal(size=(2, 7, 6, 3) if own_samples else (6, 3))
    F = network(p, x)
    assert F.shape == (2, 7, 6, 2)
    for index in np.ndindex(2, 7):
        alone = network(p[index], x[index] if own_samples else x)
        np.testing.assert_allclose(F[index], alone, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("widths", [(3, 1), (3, 4, 2), (3, 2, 6, 1), (3, 9, 2)])
@pytest.mark.parametrize("order", ["C", "F"])
def test_logits_of_many_models_are_those_of_each(widths, order):
    network = Network(widths, Tanh(), Sigmoid())
    p = np.asarray(rng.normal(size=(100, network.size)), order=order)
    x = rng.normal(size=(5, 3))
    logits = network.logits(p, x)
    assert logits.shape == (100, 5, widths[-1])
    for i in (0, 1, 99):
        np.testing.assert_allclose(logits[i], network.forward(p[i], x)[0][-1], rtol=1e-12)
        np.testing.assert_allclose(logits[i], network.logits(p[i], x), rtol=1e-12)


def test_logistic_regression_is_the_smallest_network():
    network = Network((2, 1), output=Sigmoid())
    w, b, x = np.array([2.0, -1.0]), 0.5, rng.normal(size=(4, 2))
    expected = 1 / (1 + np.exp(-(x @ w + b)))
    np.testing.assert_allclose(network(np.array([*w, b]), x)[:, 0], expected)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Network((3,)), "at least two layers"),
        (lambda: Network((3, 0, 1)), "at least two layers"),
        (lambda: Network((3, 2, 1), (Tanh(), Tanh())), "has 2 activations; these widths need 1"),
        (lambda: Network((3, 2))(np.zeros(7), np.zeros((4, 3))), "must have 8 entries"),
        (lambda: Network((3, 2))(np.zeros(8), np.zeros((4, 2))), r"must be \(N, 3\)"),
    ],
)
def test_what_does_not_fit_is_said(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()
