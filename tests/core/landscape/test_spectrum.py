"""Spectra of known Hessians, interlacing, and what random planes hide along H&H's run."""

from pathlib import Path

import numpy as np
import pytest

from core.experiments.higham import paper as higham
from core.landscape.plane_choices import HessianEigenvectors, MostNegative, RandomDirections
from core.landscape.spectrum import convex_share, plane_view, spectrum
from core.objectives.functions import Quadratic, Rosenbrock, Saddle
from core.objectives.plane import Plane
from core.optimizers.first_order import GradientDescent
from core.training.descent import Status, descend

RISK = higham.problem()
# Each 10⁴ steps of the paper's program, run by GNU Octave.
REFERENCE = Path(__file__).parents[2] / "reference" / "higham" / "octave_ref_n10.npz"
# Octave lists W2, W3, W4 column by column, then b2, b3, b4.
ROWS_FIRST = np.concatenate(
    [[0, 2, 1, 3, 16, 17], [4, 7, 5, 8, 6, 9, 18, 19, 20], [10, 12, 14, 11, 13, 15, 21, 22]]
)


@pytest.fixture(scope="module")
def path():
    with np.load(REFERENCE) as reference:
        p = reference["p"][:, ROWS_FIRST]
        np.testing.assert_allclose(20 * RISK.value(p), reference["sum_of_squares"], rtol=1e-9)
        return p


def test_the_spectrum_of_a_quadratic_is_that_of_its_matrix():
    Q = np.linalg.qr(np.random.default_rng(0).normal(size=(5, 5)))[0]
    eigenvalues = np.array([-2.0, -0.1, 0.3, 1.0, 8.0])
    seen = spectrum(Quadratic(Q @ np.diag(eigenvalues) @ Q.T), np.zeros((2, 3, 5)))
    np.testing.assert_allclose(
        seen.eigenvalues, np.broadcast_to(eigenvalues, (2, 3, 5)), atol=1e-13
    )
    np.testing.assert_array_equal(seen.negative, np.full((2, 3), 2))
    np.testing.assert_allclose(seen.largest, 8)


def test_points_are_independent_of_their_batch_and_of_chunks(path):
    many = np.tile(path, (4, 1))
    seen = spectrum(RISK, many)
    np.testing.assert_array_equal(seen.negative[:101], seen.negative[-101:])
    for i in (0, 57, 403):
        alone = spectrum(RISK, many[i])
        np.testing.assert_allclose(alone.eigenvalues, seen.eigenvalues[i], atol=1e-14)
        assert alone.negative == seen.negative[i]


def test_rounding_makes_no_direction_negative():
    v = np.random.default_rng(1).normal(size=(40, 3))
    # Rank 3: the 37 other eigenvalues are rounding errors of both signs.
    flat = spectrum(Quadratic(v @ v.T), np.zeros(40))
    assert flat.eigenvalues[0] < 0
    assert flat.negative == 0


def test_ten_directions_are_negative_at_the_published_start():
    assert spectrum(RISK, higham.published_start()).negative == 10


@pytest.mark.parametrize(
    ("eta", "sharpness", "gone"), [(0.19, 0.95, Status.COMPLETED), (0.21, 1.05, Status.DIVERGED)]
)
def test_sharpness_1_is_where_gradient_descent_stops_converging(eta, sharpness, gone):
    bowl = Quadratic(np.diag([1.0, 10.0]))
    assert spectrum(bowl, np.zeros(2)).sharpness(eta) == pytest.approx(sharpness)
    assert descend(bowl, GradientDescent(eta), np.ones(2), 400).status is gone


def test_the_spectrum_on_a_plane_interlaces_the_full_one(path):
    plane = Plane(np.zeros(23), np.random.default_rng(2).normal(size=(2, 23)))
    seen = plane_view(RISK, plane, path)
    full, within = seen.full.eigenvalues, seen.within.eigenvalues
    assert (within >= full[:, :2] - 1e-14).all()
    assert (within <= full[:, -2:] + 1e-14).all()
    np.testing.assert_array_equal(seen.hidden, seen.full.negative - (within < 0).sum(axis=1))
    assert (seen.hidden >= 0).all()


def test_length_and_angle_of_a_planes_directions_do_not_matter():
    d1, d2 = np.random.default_rng(3).normal(size=(2, 23))
    p = higham.published_start()
    views = [
        plane_view(RISK, Plane(p, np.stack(directions)), p).within.eigenvalues
        for directions in ((d1, d2), (1e3 * d1 + d2, 1e-3 * d2))
    ]
    np.testing.assert_allclose(views[0], views[1], atol=1e-9)


def test_the_plane_of_the_most_negative_eigenvectors_hides_eight_of_ten():
    p = higham.published_start()
    run = descend(RISK, GradientDescent(0.05), p, 1)
    seen = plane_view(RISK, HessianEigenvectors(MostNegative(), at=0.0)(RISK, run), p)
    np.testing.assert_allclose(seen.within.eigenvalues, seen.full.eigenvalues[:2], atol=1e-14)
    assert (seen.full.negative, seen.hidden) == (10, 8)


def test_a_random_plane_at_the_published_start_hides_nearly_all():
    p = higham.published_start()
    run = descend(RISK, GradientDescent(0.05), p, 1)
    hidden = [
        plane_view(RISK, RandomDirections(seed, at=0.0)(RISK, run), p).hidden for seed in range(40)
    ]
    assert min(hidden) >= 8
    assert np.mean(hidden) > 9.5


def test_a_third_of_the_planes_through_this_saddle_look_convex():
    # A plane misses the negative cone iff its normal lies in the cone of half-angle 45°.
    saddle = Quadratic(np.diag([1.0, 1.0, -1.0]))
    share = convex_share(saddle, np.zeros(3), planes=40_000)
    assert share == pytest.approx(1 - 1 / np.sqrt(2), abs=0.01)


def test_in_two_dimensions_every_plane_shows_everything():
    assert convex_share(Saddle(), np.zeros(2)) == 0
    np.testing.assert_array_equal(
        convex_share(Rosenbrock(), np.array([[1.0, 1.0], [0.0, 1.0]])), [1, 0]
    )


def test_random_planes_look_convex_where_four_to_eight_directions_are_negative(path):
    negative = spectrum(RISK, path).negative
    some = path[(negative >= 4) & (negative <= 8)]
    assert len(some) >= 20
    assert convex_share(RISK, some).mean() == pytest.approx(0.987, abs=0.01)


def test_a_plane_of_another_space_is_refused():
    with pytest.raises(ValueError, match="lies in 2 dimensions; the objective has 23"):
        plane_view(RISK, Plane(np.zeros(2), np.eye(2)), np.zeros(23))
