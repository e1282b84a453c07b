import numpy as np
import pytest

from core.experiments.logistic.choices import OwnTable
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.experiments.logistic.landscape import relief
from core.landscape.critical_points import Verdict
from core.spec import from_query
from tests.own_tables import OWN_TABLES


def reliefs(**query):
    spec = from_query(LogisticExperiment, {k.replace("__", "."): v for k, v in query.items()})
    found = problem(spec)
    return found, [relief(found, risk, spec.minimized) for risk in found.risks]


def test_six_points_are_not_convex_on_85_percent_and_convex_everywhere():
    _, (squared, entropy) = reliefs()
    assert squared.share == pytest.approx(0.853, abs=0.005)
    assert entropy.share == 0
    assert len(squared.points) == 4
    assert len(entropy.points) == 1


@pytest.mark.long
@pytest.mark.parametrize("data", ["two-clouds", "iris-petal", "breast-cancer", "separable"])
@pytest.mark.parametrize("minimized", ["false", "true"])
def test_cross_entropy_is_convex_on_every_slice_and_minimized_out(data, minimized):
    _, (squared, entropy) = reliefs(data=data, minimized=minimized)
    assert entropy.share == 0
    assert squared.share > 0.5


def test_slices_are_the_cost_with_the_third_parameter_held():
    found, (squared, _) = reliefs(data="two-clouds")
    for k in (0, 7, 24):
        p = np.array([squared.surface.alpha[3], squared.surface.beta[30], squared.held[k]])
        assert squared.slices[k, 30, 3] == pytest.approx(found.risks[0].value(p), abs=1e-12)
    np.testing.assert_array_equal(squared.slices[12], squared.surface.value)


@pytest.mark.long
def test_minimized_out_is_never_above_a_slice_and_attained_by_its_third_parameter():
    found, held = reliefs(data="two-clouds")
    _, minimized = reliefs(data="two-clouds", minimized="true")
    for risk, slices, profile in zip(found.risks, held, minimized, strict=True):
        assert (profile.surface.value <= slices.slices.min(axis=0) + 1e-12).all()
        p = np.array([profile.surface.alpha[5], profile.surface.beta[9], profile.third[9, 5]])
        assert profile.surface.value[9, 5] == pytest.approx(risk.value(p), abs=1e-12)


def test_a_ridge_beyond_the_bound_leaves_nothing_hatched():
    _, (squared, _) = reliefs(ridge="0.6")
    assert squared.share == 0
    assert [point.verdict for point in squared.points] == [Verdict.MINIMUM]


def test_separable_data_have_no_critical_point():
    found, (squared, entropy) = reliefs(data="separable")
    assert found.optimum is None
    assert squared.points == entropy.points == ()


@pytest.mark.wide(3)
@pytest.mark.parametrize("name", OWN_TABLES)
def test_where_numbers_underflow_there_is_neither_a_critical_point_nor_a_hatch(name):
    found = problem(LogisticExperiment(data=OwnTable(OWN_TABLES[name])))
    squared, entropy = (relief(found, risk) for risk in found.risks)
    assert entropy.share == 0
    for point in (*squared.points, *entropy.points):
        assert np.abs(point.eigenvalues).max() > 1e-12
