"""The cost around the end of a run: plane, spectrum, and units that are rescaled."""

import numpy as np
import pytest

from core.experiments.digits.around import Around, around, cost, rescaled, surface
from core.experiments.digits.experiment import DigitsExperiment
from core.experiments.digits.networks import (
    Convolutional,
    FullyConnected,
    OverLayer,
    SoftmaxRegression,
)
from core.networks import uniform_fan_in

SMALL = DigitsExperiment(network=Convolutional(1, 2), count=60, epochs=2)


@pytest.fixture(scope="module")
def found():
    run, told = SMALL.recipes()["network"].run(), []
    return run, around(SMALL, run, told.append), told


def test_the_middle_of_the_plane_is_the_end_and_a_filter_is_as_long_as_its_own(found):
    run, here, told = found
    p, value = run.p[-1], here.surface.value
    assert value[16, 16] == pytest.approx(cost(SMALL).value(p))
    corner = here.surface.plane.lift(np.array([1.0, -1.0]))
    assert value[0, 32] == pytest.approx(cost(SMALL).value(corner))
    units = SMALL.model().units
    for direction in here.surface.plane.directions:
        for unit in np.unique(units):
            mine = units == unit
            assert np.linalg.norm(direction[mine]) == pytest.approx(np.linalg.norm(p[mine]))
    assert told == sorted(told)
    assert told[-1] < 1


def test_lanczos_agrees_with_the_whole_hessian(found):
    run, here, _ = found
    exact = np.linalg.eigvalsh(cost(SMALL).hessian(run.p[-1]))
    np.testing.assert_allclose(here.exact, exact, rtol=0, atol=1e-12)
    assert here.ritz[-1] == pytest.approx(exact[-1], rel=1e-9)


@pytest.mark.parametrize("rule", [Convolutional(3), FullyConnected(5)], ids=str)
def test_a_rescaled_unit_changes_the_parameters_and_not_the_function(rule):
    network = rule()
    p = uniform_fan_in(network, np.random.default_rng(0))
    x = np.random.default_rng(1).random((6, 1, 8, 8))
    q = rescaled(network, p, 3.0)
    assert np.linalg.norm(q - p) > 0.1
    np.testing.assert_allclose(network.logits(q, x), network.logits(p, x), rtol=0, atol=1e-14)


def test_curvature_changes_under_it_where_there_is_a_unit_to_rescale(found):
    (value, _), (other_value, _) = found[1].rescaled
    assert other_value == pytest.approx(value, rel=1e-13)
    dense = DigitsExperiment(network=FullyConnected(4), count=60, epochs=20)
    run = dense.recipes()["network"].run()
    (value, largest), (other_value, other) = around(dense, run).rescaled
    assert other_value == pytest.approx(value, rel=1e-13)
    assert abs(other / largest - 1) > 1e-3
    for rule in (SoftmaxRegression(), FullyConnected(2, OverLayer())):
        spec = DigitsExperiment(network=rule, count=50, epochs=1)
        assert around(spec, spec.recipes()["network"].run()).rescaled is None


def test_outliers_end_where_the_widest_gap_is():
    def outliers(*values):
        return Around(None, np.sort(values), None, None).outliers

    assert outliers(-3.0, 0.1, 0.2, 5.0, 6.0, 7.0) == 3
    assert outliers(-1.0, 2.0) == 1
    assert outliers(-2.0, -1.0) == 0
    assert surface(SMALL, SMALL.recipes()["network"].run()).value.shape == (33, 33)
