import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.networks.activations import ACTIVATIONS, ELU, LeakyReLU, Sigmoid, Softplus, Tanh
from core.networks.network import Network
from core.objectives.losses import (
    LOSSES,
    BinaryCrossEntropy,
    HalfSquaredError,
    Huber,
    SoftmaxCrossEntropy,
    SquaredError,
)
from core.objectives.risk import Risk
from core.training.kernels.chain_rule import has_source, source

PAPER = Network((2, 2, 3, 2), Sigmoid(), Sigmoid())
activations = st.sampled_from([*(cls() for cls in ACTIVATIONS.values()), LeakyReLU(0.3), ELU(0.5)])


def module(network, loss, bound=None):
    namespace = {}
    exec(source(network, loss, bound), namespace)
    return namespace["descend"]


@pytest.mark.parametrize(
    "line",
    [
        "for a1_1, a1_2, y_1, y_2 in drawn:",
        "z2_1 = W2_11 * a1_1 + W2_12 * a1_2 + b2_1",
        "a4_2 = 0.0 if z4_2 < -709.0 else 1.0 / (1.0 + exp(-z4_2))",
        "d4_1 = (a4_1 - y_1) * (a4_1 * (1.0 - a4_1))",
        "d3_1 = (W4_11 * d4_1 + W4_21 * d4_2) * (a3_1 * (1.0 - a3_1))",
        "W3_32 -= step * a2_2",
    ],
)
def test_the_papers_network_reads_like_the_papers_lemma(line):
    lines = [each.strip() for each in source(PAPER, HalfSquaredError()).splitlines()]
    assert line in lines


def test_every_parameter_is_stepped_once_and_only_what_is_needed_is_imported():
    text = source(PAPER, HalfSquaredError())
    assert text.count(" -= ") == 23
    assert text.startswith("from math import exp\n")


def test_indices_of_two_digits_cannot_be_confused():
    text = source(Network((12, 11, 1), Tanh()), SquaredError())
    assert "W2_1_11 -= " in text
    assert "W2_11_1 -= " in text
    assert "W2_111" not in text


@settings(max_examples=100)
@given(
    st.lists(st.integers(1, 4), min_size=2, max_size=5),
    st.data(),
    st.sampled_from([SquaredError(), HalfSquaredError(), BinaryCrossEntropy()]),
    st.integers(0, 2**32 - 1),
)
def test_a_step_is_the_step_down_the_gradient(widths, data, loss, seed):
    output = Sigmoid() if isinstance(loss, BinaryCrossEntropy) else data.draw(activations)
    hidden = tuple(data.draw(activations) for _ in widths[2:])
    network = Network(tuple(widths), hidden, output)
    rng = np.random.default_rng(seed)
    p, eta = rng.normal(size=network.size), 0.1
    x, y = rng.normal(size=(1, widths[0])), rng.normal(size=(1, widths[-1]))
    stepped = module(network, loss)(tuple(p.tolist()), eta, [(*x[0].tolist(), *y[0].tolist())])
    gradient = Risk(network, loss, x, y).gradient(p)
    np.testing.assert_allclose(stepped, p - eta * gradient, rtol=1e-12, atol=1e-12)


def test_a_knob_of_an_activation_is_in_the_source():
    network = Network((1, 1, 1), LeakyReLU(np.float64(0.25)))
    assert "0.25 * z2_1 if z2_1 < 0.0 else z2_1" in source(network, SquaredError())


def test_nothing_drawn_is_no_step():
    p = (0.5,) * 23
    assert module(PAPER, HalfSquaredError())(p, 0.05, []) == p


def test_with_a_bound_it_stops_once_it_is_beyond():
    drawn, network = [(1.0, 3.0), (1.0, 0.0)], Network((1, 1))
    assert module(network, SquaredError())((0.0, 0.0), 1.0, drawn) == (-18.0, -18.0)
    assert module(network, SquaredError(), 9.0)((0.0, 0.0), 1.0, drawn) == (-18.0, -18.0)
    assert module(network, SquaredError(), 8.0)((0.0, 0.0), 1.0, drawn) == (6.0, 6.0)


@pytest.mark.parametrize("loss", [Huber(), SoftmaxCrossEntropy()])
def test_a_loss_without_formula_is_refused(loss):
    assert not has_source(Network((2, 1)), loss)
    with pytest.raises(ValueError, match=f"no formula for Identity, {type(loss).__name__}"):
        source(Network((2, 1)), loss)


def test_cross_entropy_needs_logits():
    assert not has_source(Network((2, 1), output=Softplus()), BinaryCrossEntropy())


def test_every_activation_has_its_formula():
    unknown = [
        name
        for name, cls in ACTIVATIONS.items()
        if not has_source(Network((1, 1, 1), cls(), cls()), LOSSES["squared-error"]())
    ]
    assert unknown == []
