"""Penalties with kinks: derivatives, proximal steps, projections."""

import numpy as np
import pytest

from core import PENALTIES, Network, SpecError, SquaredError, logistic, taylor_slope
from core.objectives import BALLS, Penalty, onto_l1_ball, shrink
from core.spec import from_query

NETWORK = Network((3, 2, 1))
RNG = np.random.default_rng(0)
POINTS = RNG.normal(size=(40, NETWORK.size))
every_penalty = pytest.mark.parametrize("cls", PENALTIES.values(), ids=PENALTIES)


@every_penalty
def test_away_from_its_kinks_a_penalty_has_its_derivatives(cls):
    penalty, h = cls(0.7), 1e-6
    for p in POINTS[:5]:
        for e in np.eye(NETWORK.size):
            ahead, back = p + h * e, p - h * e
            slope = (penalty.value(ahead, NETWORK) - penalty.value(back, NETWORK)) / (2 * h)
            assert slope == pytest.approx(penalty.gradient(p, NETWORK) @ e, abs=1e-8)
            slopes = penalty.gradient(ahead, NETWORK) - penalty.gradient(back, NETWORK)
            np.testing.assert_allclose(slopes / (2 * h), penalty.hessian(p, NETWORK) @ e, atol=1e-7)


@every_penalty
@pytest.mark.parametrize("step", [0.05, 0.4, 5.0])
def test_nothing_near_a_proximal_step_is_better(cls, step):
    penalty = cls(0.7)
    q = penalty.prox(POINTS, NETWORK, step)

    def cost(q):
        return 0.5 * np.square(q - POINTS).sum(axis=-1) + step * penalty.value(q, NETWORK)

    for size in (1e-1, 1e-3):
        for _ in range(30):
            moved = q + size * RNG.normal(size=q.shape)
            assert (cost(moved) >= cost(q) - 1e-12).all()
            # Along the axes too, where the kinks are.
            moved = q + size * RNG.choice([-1, 0, 0, 0, 1], size=q.shape)
            assert (cost(moved) >= cost(q) - 1e-12).all()


@every_penalty
def test_a_proximal_step_takes_a_column_of_strengths_and_of_steps(cls):
    strengths, steps = np.array([[0.0], [0.3], [4.0]]), np.array([[0.5], [0.1], [1.0]])
    q = cls(strengths).prox(POINTS[:3], NETWORK, steps)
    for v in range(3):
        alone = cls(float(strengths[v, 0])).prox(POINTS[v], NETWORK, float(steps[v, 0]))
        np.testing.assert_allclose(q[v], alone, rtol=1e-14, atol=1e-15)
    np.testing.assert_array_equal(q[0], POINTS[0])


@every_penalty
def test_biases_are_free_but_under_the_ridge_of_all_parameters(cls):
    q = cls(0.7).prox(POINTS, NETWORK, 3.0)
    kept = (q == POINTS)[:, ~NETWORK.is_weight].all()
    assert kept == (cls is not PENALTIES["ridge"])


def test_strong_penalties_make_exact_zeros_of_weights_of_layers_or_of_none():
    weights = POINTS[:, NETWORK.is_weight]
    zeros = {
        name: int((cls(1.0).prox(POINTS, NETWORK, 0.3)[:, NETWORK.is_weight] == 0).sum())
        for name, cls in PENALTIES.items()
    }
    assert zeros["l1"] == (np.abs(weights) <= 0.3).sum()
    assert zeros["elastic-net"] == (np.abs(weights) <= 0.15).sum()
    assert zeros["ridge"] == zeros["weight-ridge"] == zeros["max-norm"] == 0
    q = PENALTIES["group-norm"](1.0).prox(POINTS, NETWORK, 1.0)
    layers = [np.linalg.norm(q[:, NETWORK.weight_groups[:, k] > 0], axis=1) for k in (0, 1)]
    before = [np.linalg.norm(POINTS[:, NETWORK.weight_groups[:, k] > 0], axis=1) for k in (0, 1)]
    for norm, was, count in zip(layers, before, (6, 2), strict=True):
        np.testing.assert_allclose(norm, np.maximum(was - count**0.5, 0), atol=1e-12)
    assert any((norm == 0).any() for norm in layers)


def test_the_largest_of_each_layer_is_the_largest_of_all_where_there_is_one_layer():
    whole, by_layer = PENALTIES["max-norm"](0.7), PENALTIES["layer-max-norm"](0.7)
    alone = Network((5, 1))
    p = RNG.normal(size=(20, alone.size))
    for made in ("value", "gradient"):
        one, other = (getattr(each, made)(p, alone) for each in (whole, by_layer))
        np.testing.assert_allclose(one, other, rtol=1e-14)
    np.testing.assert_allclose(whole.prox(p, alone, 0.4), by_layer.prox(p, alone, 0.4), atol=1e-14)
    first, second = (np.abs(POINTS[:, NETWORK.weight_groups[:, k] > 0]).max(axis=1) for k in (0, 1))
    np.testing.assert_allclose(by_layer.value(POINTS, NETWORK), 0.7 * (first + second))


def test_a_penalty_without_a_formula_says_so():
    class Quartic(Penalty):
        def value(self, p, network):
            return (p**4).sum(axis=-1)

        def gradient(self, p, network):
            return 4 * p**3

        def hessian(self, p, network):
            return 12 * p**2 * np.eye(network.size)

    with pytest.raises(ValueError, match=r"^Quartic has no proximal step in closed form\.$"):
        Quartic().prox(POINTS, NETWORK, 1.0)


def test_shrinking_ends_at_0_and_leaves_0_there():
    p = np.array([3.0, -0.5, 0.2, 0.0, -2.0])
    assert shrink(p, 0.5).tolist() == [2.5, 0, 0, 0, -1.5]


@pytest.mark.parametrize("radius", [0.3, 2.0, np.linspace(0.1, 9, 40)[:, None]])
def test_the_nearest_point_of_an_l1_ball_fulfils_its_conditions(radius):
    q = onto_l1_ball(POINTS, radius)
    r = np.broadcast_to(radius, (40, 1))[:, 0]
    inside = np.abs(POINTS).sum(axis=1) <= r
    np.testing.assert_allclose(np.abs(q).sum(axis=1)[~inside], r[~inside], rtol=1e-12)
    np.testing.assert_allclose(q[inside], POINTS[inside], rtol=1e-15)
    # All that is not 0 has come nearer by the same amount, and the rest was no farther away.
    moved = np.abs(POINTS) - np.abs(q)
    most = moved.max(axis=1, keepdims=True)
    assert np.abs((moved - most)[q != 0]).max() < 1e-12
    assert (q * POINTS >= 0).all()


@pytest.mark.parametrize("ball", [cls() for cls in BALLS.values()], ids=BALLS)
def test_a_projection_is_the_nearest_point_and_stays_where_it_is_inside(ball):
    norms = {"L1Ball": 1, "L2Ball": 2, "MaxBall": np.inf}
    q = ball.nearest(POINTS, 1.3)
    size = np.linalg.norm(q, norms[type(ball).__name__], axis=1)
    assert size.max() <= 1.3 + 1e-12
    np.testing.assert_allclose(ball.nearest(q, 1.3), q, atol=1e-12)
    # The angle at the nearest point of a convex set is obtuse, seen from all others.
    others = ball.nearest(RNG.normal(size=(200, NETWORK.size)), 1.3)
    assert ((POINTS - q) @ others.T - ((POINTS - q) * q).sum(axis=1)[:, None]).max() < 1e-12


@every_penalty
def test_a_risk_counts_its_penalty_and_its_query_keeps_its_range(cls):
    x, y = np.array([[-1.0], [0.5], [2.0]]), np.array([[1.0], [0.0], [1.0]])
    risk = logistic(x, y, SquaredError(), cls(0.4))
    p = np.array([0.8, -0.3])
    assert risk.value(p) == pytest.approx(risk.mean_loss(p) + cls(0.4).value(p, risk.network))
    assert taylor_slope(risk, p, np.array([0.6, -0.8])) == pytest.approx(2, abs=0.01)
    with pytest.raises(SpecError):
        from_query(cls, {"strength": "-1"})
