"""The cost around the end of a run: plane, spectrum, and units that are rescaled."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.digits.around import Around, along, around, cost, rescaled, surface
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


def test_the_plane_along_a_run_holds_its_shadow_and_the_share_that_it_says():
    spec = replace(SMALL, epochs=12)
    run, risk = spec.recipes()["network"].run(), cost(spec)
    found = along(spec, run)
    seen = found.shadow
    nearest = found.surface.plane.lift(seen.coordinates)
    away = run.p - run.p.mean(axis=0)
    singular = np.linalg.svd(away, compute_uv=False) ** 2
    assert found.share == pytest.approx(singular[:2].sum() / singular.sum())
    np.testing.assert_allclose(seen.shown, risk.value(nearest), rtol=1e-12)
    np.testing.assert_allclose(seen.distance, np.linalg.norm(run.p - nearest, axis=1), atol=1e-12)
    assert seen.distance[-1] == pytest.approx(0, abs=1e-12)
    low, high = seen.coordinates.min(axis=0), seen.coordinates.max(axis=0)
    for axis, alpha in enumerate((found.surface.alpha, found.surface.beta)):
        assert alpha[0] < low[axis] <= high[axis] < alpha[-1]
    assert found.way == pytest.approx(np.linalg.norm(run.p[-1] - run.p[0]))
    # The shadow of the way on the random plane, as the least squares of its two directions.
    D = surface(spec, run).plane.directions
    way = run.p[-1] - run.p[0]
    fit = D.T @ np.linalg.lstsq(D.T, way, rcond=None)[0]
    assert found.random == pytest.approx(np.linalg.norm(fit))
    assert 0.5 < found.chance < found.share < 1


def test_a_run_that_does_not_move_has_no_plane_along_it():
    run = SMALL.recipes()["network"].run()
    still = replace(run, k=run.k[:1], p=run.p[:1], value=run.value[:1])
    assert along(SMALL, still) is None


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
