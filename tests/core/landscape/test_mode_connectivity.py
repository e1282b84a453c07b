import numpy as np
import pytest

from core.experiments.higham import paper as higham
from core.experiments.xor import problem as xor
from core.experiments.xor.solutions import SOLUTIONS
from core.landscape.mode_connectivity import relaxed, straight
from core.networks.symmetry import flip, permute, rescale
from core.objectives.functions import Himmelblau, Quadratic
from core.optimizers.first_order import GradientDescent
from core.training.descent import descend

NETWORK = xor.network()
RISK = xor.risk(NETWORK)
BY_NAME = {solution.name: solution.p for solution in SOLUTIONS}
HAND = BY_NAME["by hand"]


def lies_on_the_path(path, objective):
    np.testing.assert_array_equal(path.value, objective.value(path.p))
    steps = np.linalg.norm(np.diff(path.p, axis=0), axis=1)
    assert steps.max() < 1.3 * steps.mean()


def test_the_straight_line_is_straight_and_ends_where_it_should():
    path = straight(RISK, HAND, BY_NAME["a roof"], 11)
    np.testing.assert_array_equal(path.p[[0, -1]], [HAND, BY_NAME["a roof"]])
    np.testing.assert_allclose(np.diff(path.p, 2, axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(path.t, np.linspace(0, 1, 11))
    np.testing.assert_array_equal(path.value, RISK.value(path.p))


def test_the_barrier_is_the_climb_above_the_higher_end():
    # ½x² from -1 to 3 has no barrier; from 3 back over a hill of -½x² it has.
    bowl, hill = Quadratic(((1.0,),)), Quadratic(((-1.0,),))
    assert straight(bowl, np.array([-1.0]), np.array([3.0])).barrier == 0
    # On the hill the higher end is at -1, with -½; the top is 0.
    assert straight(hill, np.array([-1.0]), np.array([3.0]), 401).barrier == pytest.approx(0.5)
    # The top lies between two points: it is seen all the same.
    assert straight(hill, np.array([-1.0]), np.array([1.0]), 4).barrier == pytest.approx(
        0.5, abs=1e-2
    )


def test_between_two_minima_of_himmelblau_the_path_goes_over_the_saddle():
    # The saddle between (3, 2) and (3.584, -1.848) is at (3.385, 0.074), as high as 13.312.
    p, q = np.array([3.0, 2.0]), np.array([3.584428, -1.848127])
    line = straight(Himmelblau(), p, q)
    path = relaxed(Himmelblau(), p, q, rounds=200)
    assert path.barrier == pytest.approx(13.3119, abs=2e-3)
    assert line.barrier > path.barrier + 0.05
    lies_on_the_path(path, Himmelblau())


@pytest.mark.parametrize(("unit", "factor"), [(0, 8.0), (1, 0.2)])
def test_copies_of_another_scale_are_joined_without_a_barrier(unit, factor):
    copy = rescale(NETWORK, HAND, 2, unit, factor)
    assert straight(RISK, HAND, copy).barrier > 0.3
    path = relaxed(RISK, HAND, copy, rounds=300)
    assert path.barrier < 1e-6
    lies_on_the_path(path, RISK)
    np.testing.assert_array_equal(path.p[[0, -1]], [HAND, copy])


@pytest.mark.parametrize(
    ("ends", "pass_height"),
    [
        (("by hand", "a unit active on all four points"), 0.0),
        (("a roof", "by hand, upside down"), 0.0),
        (("by hand", "by hand, from the other corner"), 1 / 8),
        (("by hand", "distance from the diagonal"), 1 / 6),
        (("distance from the diagonal", "a roof"), 1 / 6),
    ],
)
def test_the_lowest_pass_found_between_two_solutions_is_as_high_as_a_level_of_stuck_runs(
    ends, pass_height
):
    p, q = (BY_NAME[name] for name in ends)
    line, path = straight(RISK, p, q), relaxed(RISK, p, q, rounds=400)
    assert path.barrier == pytest.approx(pass_height, abs=4e-3)
    assert path.barrier <= line.barrier
    if pass_height:
        assert path.barrier < 0.7 * line.barrier


def test_swapping_the_two_units_of_the_solution_by_hand_has_a_pass_of_one_sixth():
    swapped = permute(NETWORK, HAND, 2, (1, 0))
    assert straight(RISK, HAND, swapped).barrier == pytest.approx(1.6875)
    assert relaxed(RISK, HAND, swapped, rounds=400).barrier == pytest.approx(1 / 6, abs=4e-3)


def test_wider_networks_swap_their_units_without_a_barrier():
    # With two spare units there is room to pass: each takes over from one, then they swap back.
    network = xor.network(4)
    risk = xor.risk(network)
    p = np.zeros(network.size)
    (W, c), (v, b) = network.unflatten(p)
    (W2, c2), (v2, b2) = NETWORK.unflatten(HAND)
    W[:2], c[:2], v[:, :2], b[:] = W2, c2, v2, b2
    q = permute(network, p, 2, (1, 0, 2, 3))
    assert straight(risk, p, q).barrier > 0.3
    assert relaxed(risk, p, q, rounds=300).barrier < 0.05


def test_two_of_highams_384_copies_are_far_apart_by_the_line_and_near_by_the_valley():
    risk = higham.problem()
    picks = higham.PublishedPicks().batches(10, 200_000, np.random.default_rng(0))
    p = descend(
        risk, GradientDescent(higham.ETA), higham.published_start(), 200_000, picks, 200_000
    ).p[-1]
    q = flip(higham.NETWORK, flip(higham.NETWORK, p, 2, 0), 2, 1)
    line, path = straight(risk, p, q), relaxed(risk, p, q, count=41, rounds=150)
    assert line.barrier > 0.4
    assert path.barrier < 0.1 * line.barrier


def test_the_same_seed_gives_the_same_path_and_progress_is_told_to_the_end():
    told = []
    paths = [
        relaxed(RISK, HAND, BY_NAME["a roof"], 51, seed=3, rounds=20, watch=told.append)
        for _ in range(2)
    ]
    np.testing.assert_array_equal(paths[0].p, paths[1].p)
    once = told[: len(told) // 2]
    assert once == sorted(once)
    assert once[-1] == 1.0
    assert once[0] < 0.1


def test_what_progress_raises_ends_the_work():
    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        relaxed(RISK, HAND, BY_NAME["a roof"], watch=stop)


@pytest.mark.parametrize(
    ("p", "count", "sentence"),
    [
        (np.zeros(8), 11, r"shape \(8,\) is no end of a path: needed are 9 finite numbers"),
        (np.full(9, np.nan), 11, "9 finite numbers"),
        (np.zeros(9), 1, "allowed are 2 points and more"),
    ],
)
def test_ends_that_do_not_fit_are_refused(p, count, sentence):
    for path in (straight, relaxed):
        with pytest.raises(ValueError, match=sentence):
            path(RISK, p, HAND, count)
