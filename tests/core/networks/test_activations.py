import math

import numpy as np
import pytest

from core.networks.activations import ACTIVATIONS, GELU, Sigmoid, softplus

FORMULA = ("erf", "exp", "expm1", "log1p", "pi", "sqrt", "tanh")
# Away from the kinks at 0, where ReLU and its kin have no derivative.
Z = np.concatenate([np.linspace(-6, -0.05, 40), np.linspace(0.05, 6, 40)])


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_derivatives_agree_with_differences(name):
    f, h = ACTIVATIONS[name](), 1e-5
    np.testing.assert_allclose(f.derivative(Z), (f(Z + h) - f(Z - h)) / (2 * h), atol=1e-9)
    np.testing.assert_allclose(
        f.second_derivative(Z), (f.derivative(Z + h) - f.derivative(Z - h)) / (2 * h), atol=1e-9
    )


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_out_everything_stays_finite_and_the_input_unchanged(name):
    f, z = ACTIVATIONS[name](), np.array([[-1e4, -745.0, -40.0], [0.0, 40.0, 1e4]])
    before = z.copy()
    for values in (f(z), f.derivative(z), f.second_derivative(z)):
        assert values.shape == z.shape
        assert np.isfinite(values).all()
    np.testing.assert_array_equal(z, before)


def test_sigmoid_is_accurate_on_both_sides():
    z = np.array([-700.0, -40.0, -1.0, 0.0, 1.0, 30.0])
    exact = [1 / (1 + math.exp(-v)) for v in z]
    np.testing.assert_allclose(Sigmoid()(z), exact, rtol=1e-15)
    np.testing.assert_allclose(Sigmoid().derivative(np.array([40.0])), math.exp(-40), rtol=1e-15)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_derivative_together_are_the_same_as_apart(name):
    f = ACTIVATIONS[name]()
    a, da = f.with_derivative(Z)
    np.testing.assert_array_equal(a, f(Z))
    np.testing.assert_allclose(da, f.derivative(Z), atol=1e-16, rtol=1e-13)


def test_sigmoid_is_odd_about_one_half():
    np.testing.assert_allclose(Sigmoid()(-Z), 1 - Sigmoid()(Z), atol=1e-15)


def test_gelu_is_the_exact_one():
    assert GELU()(np.array([1.0]))[0] == pytest.approx(0.8413447460685429, abs=1e-15)


def test_softplus_neither_overflows_nor_vanishes():
    z = np.array([-50.0, 0.0, 800.0])
    np.testing.assert_allclose(softplus(z), [math.exp(-50), math.log(2), 800.0], rtol=1e-14)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_scalar_formulas_are_the_value_and_the_slope(name):
    f = ACTIVATIONS[name]()
    names = {each: getattr(math, each) for each in FORMULA} | vars(f)
    for z in np.concatenate([Z, [-745.0, 300.0]]).tolist():
        value = eval(f.scalar[0], names | {"z": z})
        slope = eval(f.scalar[1], names | {"z": z, "a": value})
        assert value == pytest.approx(float(f(np.array([z]))[0]), rel=1e-12, abs=1e-300)
        assert slope == pytest.approx(float(f.derivative(np.array([z]))[0]), rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_is_said_of_a_member_holds_and_what_is_not_said_does_not(name):
    f = ACTIVATIONS[name]()
    mirrored = f(Z) + f(-Z)
    is_mirror = np.allclose(mirrored, mirrored[0], atol=1e-12)
    assert is_mirror == (f.mirror is not None)
    if is_mirror:
        np.testing.assert_allclose(mirrored, f.mirror, atol=1e-12)
    assert np.allclose(f(3 * Z), 3 * f(Z), rtol=1e-12) == f.homogeneous
    wide = np.linspace(-50, 50, 10_001)
    bounded = np.abs(f(wide)).max() <= 1
    assert f.steepest == (pytest.approx(f.derivative(wide).max()) if bounded else math.inf)
