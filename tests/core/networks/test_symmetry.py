import numpy as np
import pytest

from core.experiments.higham.paper import NETWORK, problem, published_start
from core.networks.activations import Identity, LeakyReLU, ReLU, Sigmoid, Softplus, Tanh
from core.networks.network import Network
from core.networks.symmetry import copies, count, flip, permute, rescale

RNG = np.random.default_rng(21)


def same_function(network, p, q):
    x = RNG.normal(size=(20, network.widths[0]))
    F = network(q, x)
    np.testing.assert_allclose(F, np.broadcast_to(network(p, x), F.shape), rtol=1e-12, atol=1e-12)


def test_highams_network_has_384_distinct_copies_of_the_same_cost():
    p = published_start()
    all_copies = copies(NETWORK, p)
    assert all_copies.shape == (384, 23)
    assert count(NETWORK) == 384
    assert len(np.unique(all_copies.round(12), axis=0)) == 384
    np.testing.assert_array_equal(all_copies[0], p)
    same_function(NETWORK, p, all_copies)
    cost = problem().value(p)
    np.testing.assert_allclose(problem().value(all_copies), np.full(384, cost), rtol=1e-13)


def test_every_permutation_and_flip_stays_among_the_384():
    p = RNG.normal(size=23)
    known = {tuple(q) for q in copies(NETWORK, p).round(9) + 0.0}
    q = flip(NETWORK, permute(NETWORK, flip(NETWORK, p, 3, 2), 3, (2, 0, 1)), 2, 1)
    assert tuple(q.round(9) + 0.0) in known


@pytest.mark.parametrize(
    ("network", "expected"),
    [
        (Network((2, 3, 1), Tanh()), 6 * 8),
        (Network((2, 3, 1), ReLU()), 6),
        (Network((2, 3, 2, 1), (Sigmoid(), Softplus())), 6 * 8 * 2),
        (Network((4, 2), output=Sigmoid()), 1),
        (Network((1, 1, 1), Identity()), 2),
    ],
)
def test_the_count_is_factorials_times_two_for_each_unit_with_a_sign(network, expected):
    p = RNG.normal(size=network.size)
    all_copies = copies(network, p)
    assert count(network) == len(all_copies) == expected
    assert len(np.unique(all_copies.round(12), axis=0)) == expected
    same_function(network, p, all_copies)


def test_a_permutation_moves_rows_and_the_next_layers_columns():
    p = np.arange(13.0)
    q = permute(Network((2, 3, 1)), p, 2, (2, 0, 1))
    np.testing.assert_array_equal(q, [4, 5, 0, 1, 2, 3, 8, 6, 7, 11, 9, 10, 12])
    np.testing.assert_array_equal(p, np.arange(13.0))


@pytest.mark.parametrize("layer", [2, 3])
def test_flipping_twice_is_the_identity(layer):
    p = RNG.normal(size=23)
    once = flip(NETWORK, p, layer, 1)
    assert np.abs(once - p).max() > 0.1
    np.testing.assert_allclose(flip(NETWORK, once, layer, 1), p, atol=1e-15)


@pytest.mark.parametrize("activation", [ReLU(), LeakyReLU(0.2), Identity()])
def test_a_homogeneous_unit_trades_scale_with_the_next_layer(activation):
    network = Network((2, 3, 4, 1), activation)
    p = RNG.normal(size=network.size)
    for layer in (2, 3):
        q = rescale(network, p, layer, 1, 7.0)
        assert np.abs(q - p).max() > 0.1
        same_function(network, p, q)


def test_a_batch_of_models_is_changed_model_by_model():
    P = RNG.normal(size=(2, 3, 23))
    Q = flip(NETWORK, permute(NETWORK, P, 3, (1, 2, 0)), 2, 0)
    for i in np.ndindex(2, 3):
        alone = flip(NETWORK, permute(NETWORK, P[i], 3, (1, 2, 0)), 2, 0)
        np.testing.assert_array_equal(Q[i], alone)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda p: permute(NETWORK, p, 4, (0, 1)), "Layer 4 is not hidden: allowed are 2 to 3"),
        (lambda p: permute(NETWORK, p, 1, (0, 1)), "Layer 1 is not hidden"),
        (lambda p: permute(NETWORK, p, 2, (0, 0)), r"\(0, 0\) must name the units 0 to 1 once"),
        (lambda p: flip(NETWORK, p, 2, 2), "has no unit 2: allowed are 0 to 1"),
        (lambda p: flip(NETWORK, p, 2, -1), "has no unit -1"),
        (lambda p: rescale(NETWORK, p, 2, 0, 2.0), "Sigmoid has no scale to trade"),
        (lambda p: flip(Network((2, 2, 1), ReLU()), np.zeros(9), 2, 0), "ReLU has no sign"),
        (lambda p: rescale(Network((2, 2, 1), ReLU()), np.zeros(9), 2, 0, 0.0), "factor = 0.0"),
        (lambda p: flip(Network((2, 1)), np.zeros(3), 2, 0), "no hidden layer"),
        (lambda p: copies(Network((2, 16, 1), Tanh()), np.zeros(65)), "symmetric copies"),
    ],
)
def test_what_is_no_symmetry_is_refused(change, sentence):
    with pytest.raises(ValueError, match=sentence):
        change(np.zeros(23))
