"""Planes: lifting and projecting are inverse, and coordinates are parameters where promised."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.landscape.plane_choices import PLANES
from core.landscape.planes import TwoCoordinates, point_of, shadow
from core.landscape.surface import sample
from core.objectives.functions import Quadratic, Saddle
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.plane import Plane
from core.objectives.risk import logistic
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend

SKEW = Plane(np.array([1.0, -2.0, 0.5]), np.array([[1.0, 2.0, 0.0], [3.0, 0.0, -1.0]]))
NUMBER = st.floats(-1e3, 1e3)


@given(NUMBER, NUMBER)
def test_projecting_what_was_lifted_gives_the_coordinates_back(alpha, beta):
    there = SKEW.lift(np.array([alpha, beta]))
    assert SKEW.project(there) == pytest.approx([alpha, beta], abs=1e-9)
    assert SKEW.residual(there) == pytest.approx(0, abs=1e-9)


def test_projection_is_the_nearest_point_of_a_skew_plane():
    p = np.random.default_rng(0).normal(size=(5, 3))
    A = SKEW.directions.T
    expected = [np.linalg.lstsq(A, q - SKEW.origin)[0] for q in p]
    np.testing.assert_allclose(SKEW.project(p), expected, atol=1e-12)
    off = p - SKEW.lift(SKEW.project(p))
    np.testing.assert_allclose(off @ A, 0, atol=1e-12)
    np.testing.assert_allclose(SKEW.residual(p), np.linalg.norm(off, axis=1))


def test_leading_axes_are_batches():
    coordinates = np.random.default_rng(1).normal(size=(2, 4, 2))
    p = SKEW.lift(coordinates)
    assert p.shape == (2, 4, 3)
    assert SKEW.project(p).shape == (2, 4, 2)
    assert SKEW.residual(p).shape == (2, 4)
    np.testing.assert_allclose(p[1, 2], SKEW.lift(coordinates[1, 2]))


def test_a_plane_keeps_its_own_read_only_copies():
    origin = np.zeros(2)
    plane = Plane(origin, np.eye(2))
    origin[0] = 7
    assert plane.origin[0] == 0
    with pytest.raises(ValueError, match="read-only"):
        plane.directions[0, 0] = 2


@pytest.mark.parametrize(
    ("origin", "directions", "sentence"),
    [
        (np.zeros(3), np.eye(2), r"shape \(3,\)"),
        (np.zeros((1, 2)), np.eye(2), r"\(1, 2\)"),
        (np.zeros(3), [[1, 2, 3], [2, 4, 6]], "parallel"),
        (np.zeros(3), [[1, 2, 3], [0, 0, 0]], "parallel or 0"),
        ([0, np.nan], np.eye(2), "origin holds numbers that are not finite"),
        ([0, 0], [[1, np.inf], [0, 1]], "directions holds"),
    ],
)
def test_a_plane_that_is_none_is_refused(origin, directions, sentence):
    with pytest.raises(ValueError, match=sentence):
        Plane(np.asarray(origin), np.asarray(directions))


@pytest.mark.parametrize(("i", "j"), [(0, 1), (1, 0), (2, 0), (1, 2)])
def test_coordinates_of_two_coordinates_are_the_parameters_exactly(i, j):
    risk = logistic(np.eye(2), np.array([[0.0], [1.0]]), BinaryCrossEntropy())
    run = descend(risk, GradientDescent(0.3), np.array([0.1, -0.7, 1 / 3]), 7)
    plane = TwoCoordinates(i, j)(risk, run)
    end = run.p[-1]
    np.testing.assert_array_equal(plane.project(end), end[[i, j]])
    np.testing.assert_array_equal(plane.lift(end[[i, j]]), end)
    assert plane.residual(end) == 0
    k = 3 - i - j
    np.testing.assert_allclose(plane.residual(run.p), np.abs(run.p[:, k] - end[k]), atol=1e-15)


def test_without_a_run_the_other_parameters_are_0():
    plane = TwoCoordinates(2, 0)(Quadratic(np.diag([1.0, 2.0, 3.0])))
    np.testing.assert_array_equal(plane.lift(np.array([5.0, 6.0])), [6, 0, 5])


@pytest.mark.parametrize(("i", "j"), [(0, 0), (0, 2), (-1, 0)])
def test_coordinates_that_do_not_exist_are_refused(i, j):
    with pytest.raises(ValueError, match=f"i, j = {i}, {j}: two different numbers from 0 to 1"):
        TwoCoordinates(i, j)(Saddle())


def test_a_batch_of_runs_has_no_single_end():
    run = descend(Saddle(), GradientDescent(0.1), np.ones((4, 2)), 2)
    with pytest.raises(ValueError, match=r"\(3, 4, 2\)"):
        TwoCoordinates()(Saddle(), run)


@pytest.mark.parametrize("choice", PLANES.values(), ids=PLANES)
def test_every_plane_of_the_menu_can_be_sampled(choice):
    run = descend(Saddle(), GradientDescent(0.1), np.array([1.0, 0.5]), 3)
    plane = choice()(Saddle(), run)
    axis = np.linspace(-1, 1, 3)
    assert sample(Saddle(), plane, axis, axis).value.shape == (3, 3)


def test_a_shadow_knows_the_cost_where_the_points_are_and_where_they_are_drawn():
    bowl = Quadratic(np.diag([1.0, 2.0, 6.0]))
    p = np.random.default_rng(2).normal(size=(4, 5, 3))
    seen = shadow(bowl, Plane(np.zeros(3), np.eye(3)[:2]), p)
    np.testing.assert_allclose(seen.coordinates, p[..., :2], atol=1e-15)
    np.testing.assert_allclose(seen.distance, np.abs(p[..., 2]))
    np.testing.assert_allclose(seen.value, bowl.value(p))
    np.testing.assert_allclose(seen.error, 3 * p[..., 2] ** 2, atol=1e-12)


def test_points_of_the_plane_are_their_own_shadow():
    p = SKEW.lift(np.random.default_rng(3).normal(size=(6, 2)))
    seen = shadow(Quadratic(np.eye(3)), SKEW, p)
    np.testing.assert_allclose(seen.distance, 0, atol=1e-12)
    np.testing.assert_allclose(seen.error, 0, atol=1e-12)


def test_a_shadow_in_another_space_is_refused():
    with pytest.raises(ValueError, match="in 3 dimensions, the points in 2; the objective has 2"):
        shadow(Saddle(), SKEW, np.zeros((4, 2)))


def test_the_point_of_a_run_is_a_copy_of_the_nearest_record():
    run = descend(Saddle(), GradientDescent(0.1), np.ones(2), 10)
    for at, k in ((0.0, 0), (0.26, 3), (1.0, 10)):
        point = point_of(run, 2, at)
        np.testing.assert_array_equal(point, run.p[k])
        point[:] = 9
    assert run.p.max() < 9
