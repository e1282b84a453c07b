from itertools import product

import numpy as np
import pytest

from core.experiments.xor import experiment as xor_experiment
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.solutions import SOLUTIONS, catalog
from core.landscape.zero_set import null_basis, walk, zero_set_dimension
from core.networks.activations import Tanh
from core.training.descent import descend

NETWORK = xor.network()
RISK = xor.risk(NETWORK)
HAND = xor.hand_solution()


def test_the_zero_set_at_the_solution_by_hand_has_dimension_5_from_the_left_and_from_the_right():
    assert zero_set_dimension(RISK, HAND) == 5
    assert zero_set_dimension(RISK, HAND, right=True) == 5


def test_it_has_dimension_5_for_each_choice_of_a_side_at_each_of_the_three_kinks():
    (z, _), _ = NETWORK.forward(HAND, RISK.x)
    kinks = np.argwhere(z == 0)
    X = np.column_stack([RISK.x, np.ones(4)])
    for sides in product((0.0, 1.0), repeat=len(kinks)):
        slope = (z > 0).astype(float)
        slope[tuple(kinks.T)] = sides
        v = HAND[6:8]
        by_unit = [X * (slope[:, [j]] * v[j]) for j in (0, 1)]
        J = np.column_stack([*by_unit, np.maximum(z, 0), np.ones(4)])
        assert 9 - np.linalg.matrix_rank(J) == 5


def test_two_patterns_of_the_46_have_a_set_of_dimension_6_and_all_others_of_5():
    # Where no unit is active on two points of one class, one number, b, serves both.
    inside = []
    for solution in catalog():
        pattern = xor.pattern(NETWORK, solution.p)
        idle = ~pattern.any(axis=1)
        expected = 6 if idle.sum() == 2 else 5
        assert zero_set_dimension(RISK, solution.p) == expected
        inside.append(expected)
    assert sorted(inside) == [5] * 44 + [6] * 2


def test_a_trained_solution_lies_on_a_set_of_dimension_5_and_one_of_tanh_too():
    for spec in (XorExperiment(), XorExperiment(seed=4), XorExperiment(seed=1, activation=Tanh())):
        risk, start = xor_experiment.risk(spec), xor_experiment.start(spec)
        p = descend(risk, spec.optimizer, start, 8000, record_every=8000).p[-1]
        assert risk.value(p) < 1e-12
        assert zero_set_dimension(risk, p) == 5


@pytest.mark.parametrize("right", [False, True])
def test_the_basis_is_orthonormal_and_leaves_the_cost_alone_to_second_order(right):
    solution = catalog()[7].p if right else SOLUTIONS[5].p
    basis = null_basis(RISK, solution, right)
    np.testing.assert_allclose(basis @ basis.T, np.eye(len(basis)), atol=1e-14)
    z = NETWORK.forward(solution, RISK.x)[0][0]
    if (z != 0).all():
        # A cost of fourth order: halving the step leaves a sixteenth.
        far, near = (RISK.value(solution + step * basis) for step in (1e-2, 5e-3))
        bent = far > 1e-20
        np.testing.assert_allclose(far[bent] / near[bent], 16, rtol=0.2)


@pytest.mark.parametrize("right", [False, True])
def test_a_walk_goes_its_length_on_the_zero_set_and_really_moves(right):
    for side in (1.0, -1.0):
        for direction in null_basis(RISK, HAND, right):
            way = walk(RISK, HAND, side * direction, 2.0, 41, right)
            assert way.complete
            assert way.t[0] == 0
            assert 1.8 < way.t[-1] < 2.05
            assert np.linalg.norm(way.p[-1] - HAND) > 1
            assert way.value.max() < 1e-28
            steps = np.linalg.norm(np.diff(way.p, axis=0), axis=1)
            assert steps.max() < 0.06
            np.testing.assert_allclose(np.diff(way.t), steps, atol=1e-14)
            np.testing.assert_array_equal(way.p[0], HAND)


def test_a_rescaling_is_a_walk():
    # The tangent of rescale(unit 0): W and c of the unit grow as they are, w shrinks.
    direction = np.array([1.0, 1, 0, 0, 0, 0, -1, 0, 0])
    way = walk(RISK, HAND, direction, 1.0, 51)
    product_of_scales = way.p[:, 0] * way.p[:, 6]
    np.testing.assert_allclose(product_of_scales, 1.0, atol=1e-12)
    assert way.p[-1, 0] > 1.3


def test_a_walk_starts_from_a_trained_solution_and_puts_it_onto_the_set():
    spec = XorExperiment(seed=4)
    risk = xor_experiment.risk(spec)
    p = descend(risk, spec.optimizer, xor_experiment.start(spec), 1500, record_every=1500).p[-1]
    assert 1e-20 < risk.value(p) < 1e-5
    way = walk(risk, p, null_basis(risk, p)[0], 0.5, 11)
    assert way.value.max() < 1e-28
    assert np.linalg.norm(way.p[0] - p) < 0.01


@pytest.mark.parametrize(
    ("p", "direction", "length", "sentence"),
    [
        (np.zeros(9), np.ones(9), 1.0, "The cost at p is 0.5: a walk starts where it is 0"),
        (HAND, np.zeros(9), 1.0, "at right angles to the zero set"),
        (HAND, np.ones(9), 0.0, "allowed are lengths above 0"),
        (HAND, np.ones(9), np.inf, "allowed are lengths above 0"),
    ],
)
def test_walks_that_cannot_be_gone_are_refused(p, direction, length, sentence):
    with pytest.raises(ValueError, match=sentence):
        walk(RISK, p, direction, length)
