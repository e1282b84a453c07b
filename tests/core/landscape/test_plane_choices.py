"""Every rule of the plane menu keeps its promise, and the picture's errors are known."""

from dataclasses import dataclass

import numpy as np
import pytest

from core.experiments.higham import paper as higham
from core.landscape.plane_choices import (
    PLANES,
    FilterNormalized,
    HessianEigenvectors,
    MostCurved,
    MostCurvedMostNegative,
    MostNegative,
    PrincipalComponents,
    RandomDirections,
    ThreePoints,
)
from core.landscape.planes import PlaneChoice, TwoCoordinates, shadow
from core.landscape.principal_components import principal_components, random_walk_shares
from core.objectives.functions import Quadratic, Saddle
from core.objectives.plane import through
from core.optimizers.first_order import GradientDescent, Momentum
from core.spec import choice, from_query, to_query
from core.training.descent import descend, log_steps

RISK = higham.problem()
RUN = descend(RISK, GradientDescent(2.0), higham.published_start(), 200, record_every=10)
BOWL = Quadratic(np.diag([1.0, 2.0, 6.0]))
STRAIGHT = descend(Quadratic(np.eye(3)), GradientDescent(0.1), np.array([1.0, -2.0, 0.5]), 6)
STILL = descend(BOWL, GradientDescent(0.1), np.zeros(3), 6)
NEED_A_PATH = (PrincipalComponents(), ThreePoints())


@pytest.fixture(scope="module")
def published():
    picks = higham.PublishedPicks().batches(10, higham.STEPS, np.random.default_rng(0))
    recorded = log_steps(higham.STEPS, 300)
    optimizer = GradientDescent(higham.ETA)
    return descend(RISK, optimizer, higham.published_start(), higham.STEPS, picks, recorded)


@dataclass(frozen=True)
class Spec:
    plane: PlaneChoice = choice(PLANES, TwoCoordinates())


@pytest.mark.parametrize("name", PLANES)
def test_every_plane_goes_through_the_url_and_back(name):
    spec = from_query(Spec, {"plane": name})
    assert from_query(Spec, to_query(spec)) == spec


def test_the_eigenvectors_are_chosen_in_the_url():
    query = {"plane": "hessian-eigenvectors", "plane.which": "most-negative", "plane.at": "0.5"}
    assert from_query(Spec, query).plane == HessianEigenvectors(MostNegative(), at=0.5)


@pytest.mark.parametrize("name", PLANES)
def test_the_same_plane_comes_out_again(name):
    first, second = PLANES[name]()(RISK, RUN), PLANES[name]()(RISK, RUN)
    np.testing.assert_array_equal(first.directions, second.directions)
    np.testing.assert_array_equal(first.origin, second.origin)


@pytest.mark.parametrize("name", PLANES)
def test_every_plane_contains_the_end_of_the_run(name):
    assert PLANES[name]()(RISK, RUN).residual(RUN.p[-1]) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("member", [RandomDirections, FilterNormalized, HessianEigenvectors])
@pytest.mark.parametrize(("at", "k"), [(0.0, 0), (0.5, 10), (1.0, 20)])
def test_a_plane_touches_the_path_where_it_is_told_to(member, at, k):
    np.testing.assert_array_equal(member(at=at)(RISK, RUN).origin, RUN.p[k])


@pytest.mark.parametrize("member", NEED_A_PATH, ids=lambda m: type(m).__name__)
def test_a_plane_through_the_path_needs_a_path(member):
    with pytest.raises(ValueError, match="This plane needs a run"):
        member(RISK)


@pytest.mark.parametrize("name", PLANES)
def test_a_batch_of_runs_is_refused(name):
    batch = descend(Saddle(), GradientDescent(0.1), np.ones((4, 2)), 2)
    with pytest.raises(ValueError, match=r"\(3, 4, 2\); it must be \(K, 2\)"):
        PLANES[name]()(Saddle(), batch)


@pytest.mark.parametrize(
    "member",
    [RandomDirections(), PrincipalComponents(), HessianEigenvectors(), ThreePoints()],
    ids=lambda m: type(m).__name__,
)
def test_directions_are_orthonormal(member):
    directions = member(RISK, RUN).directions
    np.testing.assert_allclose(directions @ directions.T, np.eye(2), atol=1e-12)


@pytest.mark.long
def test_random_planes_favor_no_direction():
    size, count = 4, 4000
    five = Quadratic(np.eye(size))
    directions = np.array([RandomDirections(seed)(five).directions for seed in range(count)])
    # The means of d dᵀ and of d are I/s and 0 up to some 1/√count.
    for d in (directions[:, 0], directions[:, 1]):
        np.testing.assert_allclose(d.T @ d / count, np.eye(size) / size, atol=0.02)
        np.testing.assert_allclose(d.mean(axis=0), 0, atol=0.03)


def test_filter_normalized_directions_are_as_long_as_each_units_parameters():
    plane = FilterNormalized(seed=3)(RISK, RUN)
    drawn = np.random.default_rng(3).standard_normal((2, 23))
    units = 0
    for d, raw in zip(plane.directions, drawn, strict=True):
        for (W, b), (dW, db), (gW, gb) in zip(
            *(RISK.network.unflatten(v) for v in (plane.origin, d, raw)), strict=True
        ):
            for j in range(len(b)):
                unit, part, gaussian = (
                    np.append(w[j], c[j]) for w, c in ((W, b), (dW, db), (gW, gb))
                )
                assert np.linalg.norm(part) == pytest.approx(np.linalg.norm(unit))
                assert part @ gaussian == pytest.approx(
                    np.linalg.norm(part) * np.linalg.norm(gaussian)
                )
                units += 1
    assert units == 2 * (2 + 3 + 2)


def test_without_units_the_whole_of_p_is_one():
    run = descend(Saddle(), GradientDescent(0.1), np.array([1.0, 0.5]), 3)
    plane = FilterNormalized()(Saddle(), run)
    length = np.linalg.norm(run.p[-1])
    np.testing.assert_allclose(np.linalg.norm(plane.directions, axis=1), length)


def test_filter_normalization_without_parameters_to_measure_is_refused():
    with pytest.raises(ValueError, match="which are all 0 here"):
        FilterNormalized()(RISK)


def test_principal_components_lose_less_of_the_path_than_other_planes():
    def lost(plane):
        # Planes are compared by their directions: each is moved through the mean of the path.
        off = RUN.p - RUN.p.mean(axis=0)
        return np.square(off - off @ plane.directions.T @ plane.directions).sum()

    best = lost(PrincipalComponents()(RISK, RUN))
    others = [lost(RandomDirections(seed)(RISK, RUN)) for seed in range(20)]
    assert best < min([*others, lost(ThreePoints()(RISK, RUN))])
    _, shares = principal_components(RUN.p)
    total = np.square(RUN.p - RUN.p.mean(axis=0)).sum()
    assert best == pytest.approx((1 - shares[:2].sum()) * total, rel=1e-6)


def test_a_straight_path_lies_in_its_plane_of_principal_components():
    plane = PrincipalComponents()(BOWL, STRAIGHT)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(plane.residual(STRAIGHT.p), 0, atol=1e-12)
    np.testing.assert_allclose(plane.project(STRAIGHT.p)[:, 1], 0, atol=1e-12)


def test_a_path_that_does_not_move_has_neither_components_nor_three_points():
    with pytest.raises(ValueError, match="The path does not move"):
        PrincipalComponents()(BOWL, STILL)
    with pytest.raises(ValueError, match="The three points lie on one line"):
        ThreePoints()(BOWL, STILL)


@pytest.mark.parametrize(
    ("which", "axes"),
    [(MostCurved(), [3, 1]), (MostNegative(), [0, 2]), (MostCurvedMostNegative(), [3, 0])],
    ids=lambda value: type(value).__name__,
)
def test_eigenvectors_of_a_diagonal_hessian_are_axes(which, axes):
    objective = Quadratic(np.diag([-3.0, 5.0, -1.0, 7.0]))
    directions = HessianEigenvectors(which)(objective).directions
    np.testing.assert_allclose(directions, np.eye(4)[axes], atol=1e-14)


@pytest.mark.parametrize("at", [0.0, 1.0])
def test_along_eigenvectors_the_curvature_is_the_eigenvalue(at):
    p = RUN.p[0 if at == 0 else -1]
    eigenvalues = np.linalg.eigvalsh(RISK.hessian(p))
    D = HessianEigenvectors(MostCurvedMostNegative(), at)(RISK, RUN).directions
    within = D @ RISK.hessian(p) @ D.T
    np.testing.assert_allclose(within, np.diag(eigenvalues[[-1, 0]]), atol=1e-14)


def test_three_points_keep_their_distances():
    a, b, c = points = np.random.default_rng(4).normal(size=(3, 23))
    plane = through(a, b, c)
    at = plane.project(points)
    np.testing.assert_allclose(plane.residual(points), 0, atol=1e-12)
    np.testing.assert_allclose(at[0], 0, atol=1e-12)
    np.testing.assert_allclose(at[1], [np.linalg.norm(b - a), 0], atol=1e-12)
    assert np.linalg.norm(at[2] - at[1]) == pytest.approx(np.linalg.norm(c - b))
    assert at[2, 1] > 0


def test_the_plane_of_three_points_holds_start_end_and_the_one_between():
    curved = descend(BOWL, Momentum(0.05), np.array([1.0, -2.0, 0.5]), 20)
    plane = ThreePoints(middle=0.25)(BOWL, curved)
    np.testing.assert_allclose(plane.residual(curved.p[[0, 5, 20]]), 0, atol=1e-12)
    assert plane.residual(curved.p[12]) > 1e-3


@pytest.mark.parametrize(
    ("a", "b", "c"),
    [
        ([1, 2, 3], [1, 2, 3], [0, 0, 0]),
        ([1, 2, 3], [0, 0, 0], [1, 2, 3]),
        ([0.1, 0.2, 0.3], [0.4, 0.8, 1.2], [-0.7, -1.4, -2.1]),
        ([1e6, 0, 0], [1e6 + 0.1, 0.1, 0], [1e6 + 0.3, 0.3, 0]),
    ],
)
def test_points_on_a_line_span_no_plane(a, b, c):
    with pytest.raises(ValueError, match="The three points lie on one line"):
        through(a, b, c)


@pytest.mark.long
def test_two_components_explain_the_published_run_but_not_its_cost(published):
    _, shares = principal_components(published.p)
    walk = random_walk_shares(published.k, 23)
    assert shares[:2].sum() > 0.99
    # A random walk recorded at the same steps gets four fifths for nothing.
    assert walk[:2].sum() == pytest.approx(0.81, abs=0.02)
    seen = shadow(RISK, PrincipalComponents()(RISK, published), published.p)
    assert seen.value[0] == pytest.approx(0.26644, abs=1e-5)
    assert seen.error.max() == pytest.approx(0.03, abs=0.01)
    assert seen.error[-1] == pytest.approx(0, abs=1e-12)


@pytest.mark.long
def test_a_random_plane_shows_a_cost_far_from_the_published_runs(published):
    seen = shadow(RISK, RandomDirections()(RISK, published), published.p)
    assert seen.error.max() > 0.2
