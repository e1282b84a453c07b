"""Losses, penalties and test functions with a number for each model against each number alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.networks.activations import ACTIVATIONS, ELU, Identity, LeakyReLU, Sigmoid, Tanh
from core.networks.network import Network
from core.objectives import risk as risk_module
from core.objectives.functions import OBJECTIVES
from core.objectives.losses import LOSSES, Huber, SquaredError
from core.objectives.penalties import PENALTIES, Ridge
from core.objectives.per_sample import gradients
from core.objectives.plane import OnPlane, Plane
from core.objectives.residuals import gauss_newton
from core.objectives.risk import Risk
from tests.knobs import alone, every_knob, side_by_side

rng = np.random.default_rng(4)
X, Y = rng.normal(size=(7, 2)), (rng.random((7, 1)) < 0.5).astype(float)
NEEDS = {"BinaryCrossEntropy": Sigmoid(), "SoftmaxCrossEntropy": Identity()}


def risk(widths=(2, 3, 1), hidden=None, output=None, loss=None, penalty=None):
    network = Network(widths, hidden or Tanh(), output or Tanh())
    return Risk(network, loss or SquaredError(), X, Y, penalty)


def assert_each_is_itself(many, each, p, rows=None):
    """Value, gradient, Hessian and products of `many` at p (..., V, s) are those of each alone."""
    for v, one in enumerate(each):
        q = p[..., v, :]
        own = rows if rows is None or rows.ndim == 1 else rows[v]
        pairs = [
            (many.value(p)[..., v], one.value(q)),
            (many.gradient(p, rows)[..., v, :], one.gradient(q, own)),
            (many.hessian(p)[..., v, :, :], one.hessian(q)),
        ]
        if isinstance(many, Risk):
            D = np.eye(many.size)[:2]
            pairs += [
                (many.mean_loss(p)[..., v], one.mean_loss(q)),
                (many.penalty_value(p)[..., v], one.penalty_value(q)),
                (many.hessian_products(p, D)[..., v, :, :], one.hessian_products(q, D)),
                (gradients(many, p)[..., v, :, :], gradients(one, q)),
            ]
        for together, apart in pairs:
            assert together.shape == apart.shape
            np.testing.assert_allclose(together, apart, rtol=1e-12, atol=1e-13)


@every_knob(LOSSES)
def test_a_loss_with_three_numbers_is_each_of_them(cls, name):
    output = NEEDS.get(cls.__name__, Tanh())
    z, dz = rng.normal(size=(2, 4, 3, 7, 1)) * 3
    many = side_by_side(cls(), name)
    for method, more in (
        ("value", ()),
        ("per_sample", ()),
        ("delta", ()),
        ("delta_derivative", (dz,)),
    ):
        values = getattr(many, method)(z, Y, output, *more)
        for v, one in enumerate(alone(cls(), name)):
            own = [array[:, v] for array in more]
            np.testing.assert_array_equal(
                values[:, v], getattr(one, method)(z[:, v], Y, output, *own)
            )


@every_knob(PENALTIES)
@pytest.mark.parametrize("lead", [(), (4,), (2, 5)])
def test_a_penalty_with_three_numbers_is_each_of_them(cls, name, lead):
    network = Network((2, 3, 1))
    p = rng.normal(size=(*lead, 3, network.size))
    many = side_by_side(cls(), name)
    shapes = {"value": (), "gradient": (network.size,), "hessian": (network.size, network.size)}
    for method, own in shapes.items():
        values = np.broadcast_to(getattr(many, method)(p, network), (*lead, 3, *own))
        for v, one in enumerate(alone(cls(), name)):
            q = p[..., v, :]
            expected = np.broadcast_to(getattr(one, method)(q, network), (*lead, *own))
            together = values[(*[slice(None)] * len(lead), v)]
            np.testing.assert_allclose(together, expected, rtol=1e-14)


@every_knob(OBJECTIVES)
@pytest.mark.parametrize("lead", [(), (4,)])
def test_a_test_function_with_three_numbers_is_each_of_them(cls, name, lead):
    p = rng.normal(size=(*lead, 3, 2))
    many, each = side_by_side(cls(), name), alone(cls(), name)
    assert_each_is_itself(many, each, p)
    for v, one in enumerate(each):
        expected = gauss_newton(one, p[..., v, :])
        np.testing.assert_array_equal(gauss_newton(many, p)[..., v, :, :], expected)


@pytest.mark.wide(5)
@pytest.mark.parametrize("widths", [(2, 1), (2, 3, 1), (2, 3, 2, 1)])
@pytest.mark.parametrize("lead", [(), (4,)])
@pytest.mark.parametrize("rows", [None, np.array([0, 3, 3]), np.array([[0, 1], [2, 2], [6, 1]])])
@every_knob({**LOSSES, **PENALTIES, **ACTIVATIONS})
def test_a_risk_with_three_numbers_is_each_of_them(cls, name, widths, lead, rows):
    def of(member):
        if cls in ACTIVATIONS.values():
            return risk(widths, member, member)
        return risk(widths, **{"loss" if cls in LOSSES.values() else "penalty": member})

    many = of(side_by_side(cls(), name))
    each = [of(one) for one in alone(cls(), name)]
    assert_each_is_itself(many, each, rng.normal(size=(*lead, 3, many.size)), rows)


@settings(max_examples=20)
@given(
    lead=st.lists(st.integers(1, 4), max_size=2),
    V=st.integers(1, 4),
    chunk=st.sampled_from([1, 30, 100, 1 << 17]),
    widths=st.sampled_from([(2, 1), (2, 3, 1)]),
    loss_too=st.booleans(),
)
def test_all_at_once_in_chunks_of_any_size(lead, V, chunk, widths, loss_too):
    numbers = np.random.default_rng(V).uniform(0.1, 2, size=(4, V, 1))

    def of(a, b, c, d):
        return risk(widths, LeakyReLU(a), ELU(b), Huber(c) if loss_too else None, Ridge(d))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(risk_module, "_CHUNK_NUMBERS", chunk)
        many, each = of(*numbers), [of(*map(float, column)) for column in numbers[:, :, 0].T]
        assert_each_is_itself(many, each, rng.normal(size=(*lead, V, many.size)))


def test_the_gauss_newton_matrix_and_a_plane_keep_the_models_apart():
    alpha = np.array([0.1, 0.5, 1.0])
    many, D = risk(hidden=ELU(alpha[:, None])), rng.normal(size=(2, 13))
    plane, c = Plane(rng.normal(size=13), D), rng.normal(size=(4, 3, 2))
    p = plane.lift(c)
    for v, a in enumerate(alpha):
        one = risk(hidden=ELU(float(a)))
        A, expected = gauss_newton(many, p)[:, v], gauss_newton(one, p[:, v])
        np.testing.assert_allclose(A, expected, rtol=1e-12, atol=1e-14)
    each = [OnPlane(risk(hidden=ELU(float(a))), plane) for a in alpha]
    assert_each_is_itself(OnPlane(many, plane), each, c)


@pytest.mark.parametrize("part", ["penalty", "loss", "hidden"])
@pytest.mark.parametrize("lead", [(), (2,), (1,), (3, 2)])
def test_points_that_are_not_one_for_each_number_are_refused(part, lead):
    column = np.array([[0.1], [0.2], [0.3]])
    members = {"penalty": Ridge(column), "loss": Huber(column), "hidden": ELU(column)}
    many = risk(**{part: members[part]})
    p = np.zeros((*lead, many.size))
    for evaluate in (many.value, many.gradient, many.hessian):
        with pytest.raises(ValueError, match=r"shape \(3, 1\) does not fit models of shape"):
            evaluate(p)


@pytest.mark.parametrize("name", LOSSES)
def test_a_loss_says_whether_it_is_a_sum_of_squares(name):
    loss = LOSSES[name]()
    z, y = rng.normal(size=(2, 7, 2)) * 4
    squares = np.square(z - y).sum(axis=-1)
    cost = loss.per_sample(z, y, Identity())
    if loss.weight is None:
        assert np.ptp(cost / squares) > 0.01
        assert gauss_newton(risk(output=Identity(), loss=loss), np.zeros(13)) is None
    else:
        np.testing.assert_allclose(cost, loss.weight * squares)
        assert gauss_newton(risk(output=Identity(), loss=loss), np.zeros(13)).shape == (13, 13)
