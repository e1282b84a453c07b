"""Newton and Levenberg-Marquardt: exact where theory says so, to saddles where it says so."""

import numpy as np
import pytest

from core.experiments.higham import paper as higham
from core.experiments.higham.paper import plane
from core.objectives.checks import hessian_difference
from core.objectives.functions import (
    OBJECTIVES,
    Beale,
    DoubleWell,
    Himmelblau,
    Product,
    Quadratic,
    Rosenbrock,
    Saddle,
)
from core.objectives.losses import BinaryCrossEntropy, HalfSquaredError, SquaredError
from core.objectives.objective import Objective, SumOfSquares
from core.objectives.penalties import Ridge
from core.objectives.plane import OnPlane
from core.objectives.residuals import gauss_newton
from core.objectives.risk import logistic
from core.optimizers.second_order import (
    REFERENCES,
    LevenbergMarquardt,
    Newton,
    evaluations_per_step,
)
from core.spec import from_query, to_query
from core.training.descent import descend

RNG = np.random.default_rng(3)
X = RNG.normal(size=(7, 1))
Y = (RNG.random((7, 1)) < 0.5).astype(float)
SUMS = [cls for cls in OBJECTIVES.values() if issubclass(cls, SumOfSquares)]


def run(method, objective, start, steps=50):
    return descend(objective, method.on(objective), start, steps)


def test_newton_solves_a_quadratic_in_one_step():
    bowl = Quadratic(((3.0, 1.0), (1.0, 2.0)), (1.0, -2.0))
    first = run(Newton(), bowl, [40.0, -7.0], 1).p[-1]
    np.testing.assert_allclose(first, np.linalg.solve([[3, 1], [1, 2]], [1, -2]), atol=1e-13)


def test_newton_converges_quadratically():
    error = np.linalg.norm(run(Newton(), Rosenbrock(), [0.9, 0.9], 6).p - 1, axis=1)
    late = error[(error < 0.1) & (error > 1e-7)]
    assert (late[1:] < 20 * late[:-1] ** 2).all()
    assert error[-1] == 0


@pytest.mark.parametrize(
    ("objective", "start", "end", "signs"),
    [
        (Saddle(), [-2.0, 0.3], [0, 0], (-1, 1)),
        (DoubleWell(), [-2.0, 0.3], [0, 0], (-1, 1)),
        (Product(), [0.1, -0.2], [0, 0], (-1, 1)),
        (Himmelblau(), [0.0, 0.0], [-0.270845, -0.923039], (-1, -1)),
    ],
)
def test_newton_goes_to_saddles_and_maxima(objective, start, end, signs):
    last = run(Newton(), objective, start).p[-1]
    np.testing.assert_allclose(last, end, atol=1e-6)
    assert tuple(np.sign(np.linalg.eigvalsh(objective.hessian(last)))) == signs


def test_newton_does_not_step_along_a_direction_without_curvature():
    trough = Quadratic(((2.0, 0.0), (0.0, 0.0)), (0.0, 1.0))
    assert run(Newton(), trough, [3.0, 5.0], 1).p[-1].tolist() == [0.0, 5.0]


class Times(Objective):
    """Another objective times a number: all that matters to the methods is unchanged."""

    size = 2

    def __init__(self, objective, factor):
        self.objective, self.factor = objective, factor

    def value(self, p):
        return self.factor * self.objective.value(p)

    def gradient(self, p, rows=None):
        return self.factor * self.objective.gradient(p)

    def hessian(self, p):
        return self.factor * self.objective.hessian(p)


@pytest.mark.wide(2)
@pytest.mark.parametrize("factor", [1e-30, 1e-14, 1e-3, 1e14, 1e30])
@pytest.mark.parametrize("method", [Newton(), Newton(eta=0.5), LevenbergMarquardt()])
@pytest.mark.parametrize(
    ("objective", "start"),
    [
        (Quadratic.of_condition(100), [4.0, 2.0]),
        (Quadratic(((2.0, 0.0), (0.0, 0.0)), (0.0, 0.0)), [3.0, 5.0]),
        (DoubleWell(), [-2.0, 0.3]),
        (Rosenbrock(), [0.9, 0.9]),
    ],
)
def test_the_unit_of_the_cost_changes_no_path(method, objective, start, factor):
    plain, scaled = (run(method, Times(objective, f), start, 6).p for f in (1.0, factor))
    np.testing.assert_allclose(scaled, plain, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("factor", [1e-14, 1.0, 1e14])
def test_curvature_counts_as_none_by_its_share_of_the_largest(factor):
    for share, moves in ((1e-11, True), (1e-13, False)):
        bowl = Quadratic(((factor, 0.0), (0.0, factor * share)))
        first = run(Newton(), bowl, [1.0, 1.0], 1).p[-1]
        np.testing.assert_allclose(first, [0.0, 0.0 if moves else 1.0], atol=1e-12)


def test_a_shorter_newton_step_is_its_share_of_the_way():
    half = run(Newton(eta=0.5), Quadratic(), [4.0, 2.0], 1).p[-1]
    np.testing.assert_allclose(half, [2.0, 1.0])


@pytest.mark.parametrize(
    ("objective", "start", "minimum"),
    [
        (Rosenbrock(), [-1.2, 1.0], [1, 1]),
        (Beale(), [1.0, 1.0], [3, 0.5]),
        (Himmelblau(), [0.0, 0.0], [3, 2]),
        (DoubleWell(), [-2.0, 0.3], [0, 1]),
        (Quadratic.of_condition(1000), [-9.0, 2.0], [0, 0]),
    ],
)
def test_levenberg_marquardt_goes_to_minima_and_never_up(objective, start, minimum):
    ran = run(LevenbergMarquardt(), objective, start)
    np.testing.assert_allclose(ran.p[-1], minimum, atol=1e-7)
    assert (np.diff(ran.value) <= 0).all()


def test_a_refused_step_stays_and_the_next_is_shorter():
    ran = run(LevenbergMarquardt(damping=1e-6), Himmelblau(), [0.0, 0.0], 12)
    moved = np.linalg.norm(np.diff(ran.p, axis=0), axis=1)
    assert moved[0] == 0
    first = np.flatnonzero(moved)[0]
    curvature = np.linalg.eigvalsh(gauss_newton(Himmelblau(), np.zeros(2)))
    whole = np.linalg.norm(Himmelblau().gradient(np.zeros(2))) / curvature[0]
    assert 0 < moved[first] < whole


@pytest.mark.parametrize("damping", [1e-6, 1e-3, 1.0])
@pytest.mark.parametrize(
    ("objective", "start"), [(Himmelblau(), [0.0, 0.0]), (DoubleWell(), [-2.0, 0.3])]
)
def test_the_damping_rises_and_falls_as_in_the_textbook(objective, start, damping):
    """Madsen, Nielsen & Tingleff 2004, Algorithm 3.16, one line after the other."""

    def matrix(p):
        A = gauss_newton(objective, p)
        H = objective.hessian(p) if A is None else A
        return H - min(np.linalg.eigvalsh(H).min(), 0) * np.eye(2)

    p, nu = np.array(start), 2.0
    A = gauss_newton(objective, p)
    mu = damping * np.abs(np.linalg.eigvalsh(objective.hessian(p) if A is None else A)).max()
    path = [p]
    for _ in range(25):
        g = objective.gradient(p)
        if np.linalg.norm(g) < 1e-6:
            break
        h = -np.linalg.solve(matrix(p) + mu * np.eye(2), g)
        lift = mu - min(np.linalg.eigvalsh(objective.hessian(p)).min(), 0) if A is None else mu
        foretold = 0.5 * h @ (lift * h - g)
        gain = (objective.value(p) - objective.value(p + h)) / foretold
        if gain > 0:
            p, mu, nu = p + h, mu * max(1 / 3, 1 - (2 * gain - 1) ** 3), 2.0
        else:
            mu, nu = mu * nu, 2 * nu
        path.append(p)
    ran = run(LevenbergMarquardt(damping=damping), objective, start, 25)
    assert len(path) > 5
    np.testing.assert_allclose(ran.p[: len(path)], path, rtol=1e-7, atol=1e-7)


def test_damped_newton_leaves_a_saddle_at_once():
    # With H + μI, not positive definite here, the step would go up to the saddle and be refused.
    first = run(LevenbergMarquardt(), DoubleWell(), [0.0, 0.001], 1)
    assert first.p[-1, 1] > 0.01
    assert first.value[1] < first.value[0]


@pytest.mark.parametrize("cls", SUMS)
def test_residuals_make_the_value_and_their_jacobian_its_derivatives(cls):
    objective = cls()
    P = RNG.normal(size=(5, 2))
    r, J = objective.residuals(P), objective.jacobian(P)
    np.testing.assert_allclose(objective.weight * (r * r).sum(axis=-1), objective.value(P))
    gradient = 2 * objective.weight * (r[..., None, :] @ J)[..., 0, :]
    np.testing.assert_allclose(gradient, objective.gradient(P), rtol=1e-12)
    for p, own in zip(P, J, strict=True):
        steps = 1e-6 * np.eye(2)
        slope = (objective.residuals(p + steps) - objective.residuals(p - steps)) / 2e-6
        np.testing.assert_allclose(own, slope.T, atol=1e-6)


@pytest.mark.parametrize("loss", [SquaredError(), HalfSquaredError()])
def test_gauss_newton_is_the_hessian_where_the_residuals_vanish(loss):
    exact = logistic(X, Y, loss)
    p = np.array([0.7, -0.4])
    # Targets that the model hits: the term with the residuals drops out of the Hessian.
    fitted = logistic(X, exact.network(p, X), loss)
    np.testing.assert_allclose(gauss_newton(fitted, p), fitted.hessian(p), rtol=1e-12)


def test_gauss_newton_knows_its_objectives():
    cost = higham.problem()
    on_plane = OnPlane(cost, plane())
    c = np.array([[5.0, 2.0], [20.0, 1.0]])
    A, D = gauss_newton(cost, plane().lift(c)), plane().directions
    np.testing.assert_allclose(gauss_newton(on_plane, c), D @ A @ D.T, rtol=1e-12)
    for other in (
        Quadratic(),
        Saddle(),
        logistic(X, Y, BinaryCrossEntropy()),
        logistic(X, Y, SquaredError(), Ridge(0.1)),
    ):
        assert gauss_newton(other, np.zeros(2)) is None


@pytest.mark.parametrize("method", [Newton(), LevenbergMarquardt()])
@pytest.mark.parametrize("objective", [Himmelblau(), DoubleWell()])
def test_many_starts_run_as_each_alone(method, objective):
    starts = RNG.uniform(-3, 3, size=(4, 2))
    together = run(method, objective, starts, 15).p
    for i, start in enumerate(starts):
        alone = run(method, objective, start, 15).p
        np.testing.assert_allclose(together[:, i], alone, rtol=1e-8, atol=1e-8)


def test_a_step_costs_a_gradient_and_a_matrix():
    assert evaluations_per_step(2) == 3
    assert evaluations_per_step(23) == 24


def test_a_run_that_leaves_the_world_is_a_result():
    class Cliff(Objective):
        size = 2

        def value(self, p):
            return np.exp(np.exp(p)).sum(axis=-1)

        def gradient(self, p, rows=None):
            return np.exp(p + np.exp(p))

        def hessian(self, p):
            return np.exp(p + np.exp(p))[..., None] * np.eye(2) * np.inf

    for method in (Newton(), LevenbergMarquardt()):
        assert np.isfinite(run(method, Cliff(), [7.0, 7.0], 5).p).all()


@pytest.mark.parametrize("cls", REFERENCES.values(), ids=REFERENCES)
def test_a_reference_is_a_spec_with_title_source_and_formula(cls):
    assert from_query(cls, to_query(cls())) == cls()
    assert cls.title
    assert any(year in cls.source for year in ("1963", "2006"))
    assert "p ←" in cls.__doc__
    bound = cls().on(Quadratic())
    assert (bound.title, bound.source) == (cls.title, cls.source)


def test_the_hessian_on_a_plane_is_the_difference_of_its_gradients():
    on_plane = OnPlane(higham.problem(), plane())
    c = np.array([9.0, 5.0])
    np.testing.assert_allclose(on_plane.hessian(c), hessian_difference(on_plane, c), atol=1e-8)


def test_a_step_that_leaves_the_cost_as_it_is_is_refused():
    class Drowned(Times):
        """A bowl on so high a floor that no step is seen in the cost."""

        def value(self, p):
            return self.objective.value(p) + 1e20

    rule = LevenbergMarquardt().on(Drowned(Quadratic(), 1.0))
    p = np.array([1.0, 2.0])
    state = rule.init(p)
    for raised in (4.0, 8.0, 16.0):
        after, (mu, raising, _) = rule.step(1, p, rule.objective.gradient(p), state)
        assert (after == p).all()
        assert raising == raised
        assert mu > state[0]
        state = mu, raising, state[2]
