"""Windows, optima and infima of tables whose units are far from 1."""

from dataclasses import replace

import numpy as np
import pytest

from core.datasets import BreastCancer
from core.experiments.logistic.choices import Always, Never, OwnTable, WhereNeeded, condition
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.experiments.logistic.infimum import along_ray, infimum
from core.experiments.logistic.landscape import critical_points_of
from core.landscape.critical_points import Verdict, minima
from core.objectives.losses import BinaryCrossEntropy, SquaredError
from core.objectives.risk import logistic
from core.spec import from_query, to_query
from core.theory.separation import Separation
from tests.own_tables import OWN_TABLES

OVERLAPPING = ["hours", "years", "salary", "kelvin", "prices", "millionths"]
SCALINGS = (WhereNeeded(), Always(), Never())


def meant(name, scaling=SCALINGS[0], **settings):
    data = OwnTable(OWN_TABLES[name], scaling)
    return problem(LogisticExperiment(data=data, **settings))


@pytest.mark.parametrize("name", OWN_TABLES)
def test_a_table_is_standardized_where_its_units_need_it_or_as_the_reader_says(name):
    own, standardized = meant(name, Never()).samples.x, meant(name, Always()).samples.x
    np.testing.assert_allclose(standardized.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(standardized.std(axis=0), 1)
    X = np.column_stack([own, np.ones(len(own))])
    low, *_, high = np.linalg.eigvalsh(X.T @ X)
    needed = condition(own) > 1e4
    assert needed == (high > 1e4 * low)
    assert np.array_equal(meant(name).samples.x, standardized if needed else own)


def test_the_scaling_stands_in_the_address():
    spec = LogisticExperiment(data=OwnTable(OWN_TABLES["hours"], Always()))
    query = to_query(spec)
    assert query["data.scaling"] == "always"
    assert from_query(LogisticExperiment, query) == spec


@pytest.mark.wide(7)
@pytest.mark.parametrize("scaling", SCALINGS)
@pytest.mark.parametrize("name", OVERLAPPING)
def test_both_losses_have_their_minimum_in_the_window_at_any_scaling(name, scaling):
    found = meant(name, scaling)
    assert found.separation is Separation.OVERLAPPING
    away = np.abs(found.optimum - found.center)
    assert (away < 0.7 * found.half_widths).all()
    reference = meant(name, Always())
    for risk, plain in zip(found.risks, reference.risks, strict=True):
        lowest, again = (
            minima(critical_points_of(each, r))[0]
            for each, r in ((found, risk), (reference, plain))
        )
        assert lowest.value == pytest.approx(again.value, rel=1e-9)
        assert 0 < 2 / lowest.eigenvalues[-1] < np.inf
        bound = infimum(found, risk)
        if isinstance(risk.loss, BinaryCrossEntropy):
            assert bound.cost == pytest.approx(lowest.value, rel=1e-9)
            np.testing.assert_allclose(bound.p, found.optimum)
        else:
            assert bound is None


@pytest.mark.parametrize("scaling", SCALINGS)
def test_the_squared_loss_of_the_temperatures_has_its_minimum_found(scaling):
    found = meant("kelvin", scaling)
    lowest = minima(critical_points_of(found, found.risks[0]))[0]
    assert lowest.value == pytest.approx(0.1716, abs=5e-5)


def test_unstandardized_tumors_keep_their_minimum_too():
    spec = LogisticExperiment(data=BreastCancer(standardize=False))
    found = problem(spec)
    points = critical_points_of(found, found.risks[1])
    assert [point.verdict for point in points] == [Verdict.MINIMUM]
    np.testing.assert_allclose(points[0].p, found.optimum, rtol=1e-5)


@pytest.mark.parametrize("scaling", SCALINGS)
def test_the_infimum_is_known_also_where_nothing_attains_it(scaling):
    for name, cost in (("touching", np.log(2) / 2), ("heights", 0), ("income", 0)):
        found = meant(name, scaling)
        squared, entropy = found.risks
        bound = infimum(found, entropy)
        assert bound.cost == pytest.approx(cost)
        assert bound.p is None
        assert infimum(found, squared) is None
        ridged = meant(name, scaling, ridge=0.5)
        ridge = infimum(ridged, ridged.risks[1])
        if ridge is not None:
            assert np.linalg.norm(ridged.risks[1].gradient(ridge.p)) < 1e-6


def test_of_touching_classes_only_those_on_the_line_count_in_the_infimum():
    # Around a segment of overlap on the line x₁ = 0, clear on both sides of it.
    x = np.array([[0, 1], [0, 2], [0, 3], [0, 4], [1, 5], [2, -3], [-1, 0], [-3, 9.0]])
    y = np.array([0, 1, 0, 1, 1, 1, 0, 0.0])
    risk = logistic(x, y[:, None], BinaryCrossEntropy())
    spec = replace(meant("touching"), risks=(risk,), optimum=None)
    spec = replace(spec, separation=Separation.QUASI_COMPLETE)
    bound = infimum(spec, risk)
    line = logistic(x[:4, 1:], y[:4, None], BinaryCrossEntropy())
    p = np.zeros(2)
    for _ in range(50):
        p = p - np.linalg.solve(line.hessian(p), line.gradient(p))
    assert bound.cost == pytest.approx(float(line.value(p)) / 2)


def test_a_ray_leads_to_the_share_on_the_wrong_side():
    risk = meant("hours").risks[0]
    p = np.array([1.0, -3.5])
    assert along_ray(risk, p) == pytest.approx(2 / 7)
    assert float(risk.value(1e3 * p)) == pytest.approx(2 / 7)
    assert along_ray(risk, np.array([1.0, -3.0])) is None
    assert along_ray(meant("hours").risks[1], p) is None
    assert isinstance(risk.loss, SquaredError)
