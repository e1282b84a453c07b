from functools import cache
from pathlib import Path

import numpy as np
import pytest

from core.experiments.higham.paper import (
    ETA,
    NETWORK,
    STEPS,
    PublishedPicks,
    plane,
    points,
    problem,
    published_points,
    published_start,
    sum_of_squares,
)
from core.networks.initialization import random_start
from core.networks.network import Network
from core.optimizers.first_order import GradientDescent
from core.training.descent import Trajectory, descend

REFERENCE = Path(__file__).parents[3] / "reference/higham/octave_ref_n10.npz"
RNG = np.random.default_rng(0)


@cache
def published_run() -> Trajectory:
    picks = PublishedPicks().batches(10, STEPS, RNG)
    return descend(problem(), GradientDescent(ETA), published_start(), STEPS, picks, 10**4)


@cache
def octave() -> dict[str, np.ndarray]:
    with np.load(REFERENCE) as file:
        return dict(file)


def row_major(p):
    """From Octave's W2(:), W3(:), W4(:), b2, b3, b4 to this project's order."""
    W2, W3, W4, b2, b3, b4 = np.split(p, np.cumsum([4, 6, 6, 2, 3]), axis=-1)
    parts = []
    for W, b, shape in ((W2, b2, (2, 2)), (W3, b3, (3, 2)), (W4, b4, (2, 3))):
        columns = W.reshape(*p.shape[:-1], *shape[::-1])
        parts += [columns.swapaxes(-1, -2).reshape(W.shape), b]
    return np.concatenate(parts, axis=-1)


def test_there_are_five_points_of_each_class_and_an_eleventh_of_the_second():
    x, y = points()
    assert (x.shape, y.shape) == ((10, 2), (10, 2))
    np.testing.assert_array_equal(x[[0, 3, 9]], [[0.1, 0.1], [0.6, 0.9], [0.7, 0.6]])
    np.testing.assert_array_equal(y, [[1, 0]] * 5 + [[0, 1]] * 5)
    x11, y11 = points(eleven=True)
    np.testing.assert_array_equal(x11, [*x, [0.3, 0.7]])
    np.testing.assert_array_equal(y11, [*y, [0, 1]])


def test_the_network_has_23_parameters_and_the_start_fills_them_row_by_row():
    (W2, b2), (W3, _), (W4, b4) = NETWORK.unflatten(published_start())
    assert NETWORK.size == 23
    np.testing.assert_array_equal(W2[0], [-0.1863521744240758, 0.20510971585683688])
    np.testing.assert_array_equal(b2, [-0.7742422986624593, 0.17515318925386975])
    np.testing.assert_array_equal(W3[:, 1], [-0.9132476669437165, 0.7767685513646545, W3[2, 1]])
    np.testing.assert_array_equal(W4[1], [0.41337582569164144, -0.022999514167748702, W4[1, 2]])
    assert b4[1] == 0.4322403712649957


def test_the_picks_are_those_of_the_published_program():
    picks = PublishedPicks().batches(10, 10**5, RNG)
    listed = [1, 2, 3, 2, 4, 4, 7, 7, 10, 5, 6, 8, 2, 4, 4, 7, 4, 2, 1, 9]
    assert picks.shape == (10**5, 1)
    np.testing.assert_array_equal(picks[:20, 0] + 1, listed)
    np.testing.assert_array_equal(picks[:777], PublishedPicks().batches(10, 777, RNG))
    np.testing.assert_allclose(np.bincount(picks[:, 0]), 10**4, rtol=0.05)


def test_eleven_points_are_drawn_from_the_same_uniform_numbers():
    ten, eleven = (PublishedPicks().batches(N, 10**4, RNG)[:, 0] for N in (10, 11))
    assert set(eleven) == set(range(11))
    # ⌊10 u⌋ ≤ ⌊11 u⌋ ≤ ⌊10 u⌋ + 1
    assert set(eleven - ten) == {0, 1}


@pytest.mark.parametrize("eleven", [False, True])
def test_the_program_prints_2n_times_the_cost(eleven):
    x, y = points(eleven)
    risk, p = problem(eleven), published_start()
    printed = np.square(y - NETWORK(p, x)).sum()
    assert sum_of_squares(risk.value(p), risk.sample_count) == pytest.approx(printed, rel=1e-14)


def test_the_published_start_has_the_known_cost_slope_and_curvature():
    risk, p = problem(), published_start()
    assert risk.value(p) == pytest.approx(0.266440848, rel=2e-9)
    assert np.linalg.norm(risk.gradient(p)) == pytest.approx(0.0573266, rel=1e-6)
    assert (np.linalg.eigvalsh(risk.hessian(p)) < 0).sum() == 10


@pytest.mark.long
def test_the_published_run_is_replayed():
    run = published_run()
    printed = dict(zip(run.k.tolist(), sum_of_squares(run.value, 10), strict=True))
    assert printed[0] == pytest.approx(5.32881697, rel=1e-9)
    assert printed[10**5] == pytest.approx(2.30693, rel=1e-6)
    assert printed[2 * 10**5] == pytest.approx(0.0129711, rel=3e-6)  # half the last digit given
    assert printed[10**6] == pytest.approx(7.30353651e-4, rel=1e-6)


@pytest.mark.long
def test_the_published_run_ends_almost_flat_and_in_no_strict_minimum():
    eigenvalues = np.linalg.eigvalsh(problem().hessian(published_run().p[-1]))
    assert eigenvalues[-1] == pytest.approx(0.00821, abs=5e-6)
    assert (eigenvalues < -1e-9).sum() == 3


def test_the_first_2000_steps_agree_with_octave():
    known = octave()
    steps = known["early_steps"]
    start, picks = row_major(known["p"][0]), known["picks"][:, None]
    run = descend(problem(), GradientDescent(ETA), start, 2000, picks, steps)
    np.testing.assert_allclose(run.p[1:], row_major(known["early_p"]), rtol=0, atol=1e-12)
    printed = sum_of_squares(run.value[1:], 10)
    np.testing.assert_allclose(printed, known["early_sum_of_squares"], rtol=1e-12)


@pytest.mark.long
def test_a_million_steps_agree_with_octave_in_every_parameter():
    known = octave()
    start, picks = row_major(known["p"][0]), known["picks"][:, None]
    run = descend(problem(), GradientDescent(ETA), start, STEPS, picks, 10**4)
    np.testing.assert_allclose(run.p, row_major(known["p"]), rtol=0, atol=1e-10)
    printed = sum_of_squares(run.value, 10)
    np.testing.assert_allclose(printed, known["sum_of_squares"], rtol=1e-9)


def test_random_starts_are_half_a_standard_normal_in_every_parameter():
    starts = random_start(np.random.default_rng(1), NETWORK, 4000)
    assert starts.shape == (4000, 23)
    np.testing.assert_allclose(starts.mean(axis=0), 0, atol=0.04)
    np.testing.assert_allclose(starts.std(axis=0), 0.5, atol=0.03)
    assert random_start(RNG, Network((2, 5, 1))).shape == (1, 21)


@pytest.mark.long
def test_the_plane_of_the_published_run_holds_its_start_turn_and_end():
    run = published_run()
    np.testing.assert_allclose(published_points(), run.p[[0, 7, 100]], rtol=0, atol=1e-6)
    view = plane()
    np.testing.assert_allclose(view.directions @ view.directions.T, np.eye(2), atol=1e-14)
    np.testing.assert_allclose(view.residual(published_points()), 0, atol=1e-12)
    (start, turn, end) = view.project(published_points())
    np.testing.assert_allclose(start, [0, 0], atol=1e-14)
    assert end[0] > turn[0] > 0
    assert turn[1] > end[1] == pytest.approx(0, abs=1e-12)
    # The turn is where the run is farthest from the straight line between its ends.
    along = view.directions[0]
    offset = run.p - run.p[0]
    distance = np.linalg.norm(offset - np.outer(offset @ along, along), axis=1)
    assert distance.argmax() == 7
