"""An objective on a plane is the objective there, and nothing more."""

import numpy as np
import pytest

from core.experiments.higham import paper as higham
from core.networks.activations import Tanh
from core.networks.network import Network
from core.objectives.checks import central_difference, taylor_slope
from core.objectives.functions import Quadratic
from core.objectives.losses import SquaredError
from core.objectives.penalties import Ridge
from core.objectives.plane import OnPlane, Plane
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend

RNG = np.random.default_rng(8)
NETWORK = Network((2, 3, 1), Tanh())
RISK = Risk(NETWORK, SquaredError(), RNG.normal(size=(6, 2)), RNG.normal(size=(6, 1)), Ridge(0.2))
BOWL = Quadratic(np.diag([1.0, 2.0, 3.0]))


def skewed(size):
    """A plane with directions of any length and angle."""
    return Plane(RNG.normal(size=size), RNG.normal(size=(2, size)))


@pytest.mark.parametrize("objective", [RISK, BOWL], ids=["risk", "quadratic"])
def test_derivatives_follow_the_chain_rule(objective):
    seen = OnPlane(objective, skewed(objective.size))
    c = RNG.normal(size=2)
    assert seen.size == 2
    assert seen.value(c) == objective.value(seen.plane.lift(c))
    assert taylor_slope(seen, c, RNG.normal(size=2), 1e-3) == pytest.approx(2, abs=0.1)
    np.testing.assert_allclose(seen.gradient(c), central_difference(seen, c), atol=1e-7)
    D = seen.plane.directions
    full = objective.hessian(seen.plane.lift(c))
    np.testing.assert_allclose(seen.hessian(c), D @ full @ D.T, rtol=1e-11, atol=1e-12)
    np.testing.assert_array_equal(seen.hessian(c), seen.hessian(c).T)


def test_a_batch_is_its_members():
    seen = OnPlane(RISK, skewed(RISK.size))
    P = RNG.normal(size=(3, 4, 2))
    for f in (seen.value, seen.gradient, seen.hessian):
        for index in np.ndindex(3, 4):
            np.testing.assert_allclose(f(P)[index], f(P[index]), rtol=1e-11, atol=1e-13)


def test_a_minibatch_is_passed_on():
    seen = OnPlane(higham.problem(), skewed(23))
    rows = np.array([3, 3, 7])
    c = RNG.normal(size=2)
    own = higham.problem().gradient(seen.plane.lift(c), rows) @ seen.plane.directions.T
    np.testing.assert_array_equal(seen.gradient(c, rows), own)
    assert np.abs(seen.gradient(c, rows) - seen.gradient(c)).max() > 1e-4


def test_descent_on_orthonormal_directions_is_descent_projected():
    plane = Plane(np.zeros(3), np.eye(3)[:2])
    on_plane = descend(OnPlane(BOWL, plane), GradientDescent(0.1), [1.0, 1.0], 20)
    free = descend(BOWL, GradientDescent(0.1), [1.0, 1.0, 0.0], 20)
    np.testing.assert_allclose(plane.lift(on_plane.p), free.p, atol=1e-15)


def test_products_with_the_hessian_are_its_rows():
    p, D = RNG.normal(size=(5, RISK.size)), RNG.normal(size=(2, RISK.size))
    np.testing.assert_allclose(RISK.hessian_products(p, D), D @ RISK.hessian(p), atol=1e-12)
    unit = Risk(Network((2, 1)), SquaredError(), RISK.x, RISK.y)
    np.testing.assert_array_equal(
        unit.hessian_products(p[:, :3], np.eye(3)), unit.hessian(p[:, :3])
    )


def test_a_plane_of_another_space_is_refused():
    with pytest.raises(ValueError, match="4 dimensions; the objective has 3"):
        OnPlane(BOWL, skewed(4))
