"""Activations with a number for each model against each number alone."""

import numpy as np
import pytest

from core.networks.activations import ACTIVATIONS, ELU, LeakyReLU
from core.networks.jacobians import jacobian
from core.networks.network import Network
from tests.knobs import alone, every_knob, side_by_side

rng = np.random.default_rng(3)
X = rng.normal(size=(5, 2))


@every_knob(ACTIVATIONS)
@pytest.mark.parametrize("lead", [(), (4,)])
def test_an_activation_with_three_numbers_is_each_of_them(cls, name, lead):
    z = rng.normal(size=(*lead, 3, 5, 2))
    many = side_by_side(cls(), name)
    for method in ("__call__", "derivative", "second_derivative"):
        values = getattr(many, method)(z)
        for v, one in enumerate(alone(cls(), name)):
            np.testing.assert_array_equal(
                values[..., v, :, :], getattr(one, method)(z[..., v, :, :])
            )
    for value, apart in zip(many.with_derivative(z), (many(z), many.derivative(z)), strict=True):
        np.testing.assert_array_equal(value, apart)


@every_knob(ACTIVATIONS)
@pytest.mark.parametrize("widths", [(2, 1), (2, 3, 2), (2, 3, 3, 2)])
def test_networks_of_three_activations_are_each_of_them(cls, name, widths):
    many = Network(widths, side_by_side(cls(), name), side_by_side(cls(), name))
    p = rng.normal(size=(4, 3, many.size))
    for v, one in enumerate(alone(cls(), name)):
        network = Network(widths, one, one)
        np.testing.assert_allclose(many(p, X)[:, v], network(p[:, v], X), rtol=1e-13)
        np.testing.assert_allclose(
            jacobian(many, p, X)[:, v], jacobian(network, p[:, v], X), rtol=1e-12, atol=1e-14
        )


def test_many_narrow_networks_keep_each_its_number():
    # As many as have a layout of their own where all activations hold numbers.
    alpha = np.linspace(0, 1, 80)[:, None]
    many = Network((2, 3, 1), LeakyReLU(alpha))
    p = rng.normal(size=(80, many.size))
    each = [
        Network((2, 3, 1), LeakyReLU(a.item())).logits(q, X) for a, q in zip(alpha, p, strict=True)
    ]
    np.testing.assert_allclose(many.logits(p, X), each, rtol=1e-12, atol=1e-14)


def test_models_that_are_not_one_for_each_number_are_refused():
    network = Network((2, 3, 1), ELU(np.array([[1.0], [2.0]])))
    for lead in ((), (3,), (2, 5)):
        with pytest.raises(ValueError, match="does not fit models of shape"):
            network(np.zeros((*lead, network.size)), X)
