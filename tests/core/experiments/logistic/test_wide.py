"""Logistic regression with more features than a picture has axes."""

import numpy as np
import pytest

from core.datasets.samples import Samples
from core.datasets.tables import MAX_FEATURES, TableError, read_table, write_table
from core.experiments.diagnosis import diagnose
from core.experiments.logistic.choices import Nuclei, OwnTable
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.experiments.logistic.infimum import infimum
from core.experiments.logistic.landscape import known_points
from core.experiments.starts import STARTS
from core.landscape.plane_choices import PLANES
from core.landscape.planes import cut
from core.spec import from_query
from core.theory.separation import Separation, separation


def table(N, d, seed=0, noise=1.0):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=(N, d)) * 10.0 ** rng.integers(-1, 3, d), 3)
    z = (x / x.std(axis=0)) @ rng.normal(size=d) + noise * rng.normal(size=N) * np.sqrt(d)
    y = (z > np.median(z)).astype(float)
    return write_table(Samples(x, y, tuple(f"feature {j}" for j in range(d))))


def spec_of(d, N=90, **changes):
    return LogisticExperiment(data=OwnTable(table(N, d, d)), steps=60, **changes)


@pytest.mark.parametrize("d", [3, 7, MAX_FEATURES])
def test_a_table_of_up_to_thirty_features_reads_back_bit_for_bit(d):
    text = table(40, d)
    found = read_table(text)
    assert found.x.shape == (40, d)
    assert write_table(found) == text


def test_more_than_thirty_are_refused_by_number():
    with pytest.raises(TableError, match=r"31 features|32 columns.*one to 30 features"):
        read_table(table(9, MAX_FEATURES + 1))


@pytest.mark.parametrize("d", [3, 12, 30])
@pytest.mark.parametrize("start", STARTS)
def test_all_parameters_are_trained_from_any_start(d, start):
    spec = from_query(LogisticExperiment, {"start": start, "data": "own-table"})
    spec = LogisticExperiment(data=OwnTable(table(90, d, d)), steps=60, start=spec.start)
    found = problem(spec)
    assert found.wide
    assert found.start.shape == (d + 1,)
    assert len(found.names) == d + 1
    assert found.names[:2] + found.names[-1:] == ("w₁", "w₂", "b")
    for recipe in spec.recipes().values():
        run = recipe.run()
        assert run.p.shape[-1] == d + 1
        assert run.value[-1] < run.value[0]
        moved = np.abs(run.p[-1] - run.p[0]) > 0
        assert moved.all()


def test_known_points_have_no_gradient_and_the_optimum_is_among_those_of_the_cross_entropy():
    spec = spec_of(12)
    found = problem(spec)
    assert found.separation is Separation.OVERLAPPING
    squared, entropy = found.risks
    for risk in (squared, entropy):
        for point in known_points(found, risk):
            assert np.linalg.norm(risk.gradient(point.p)) < 1e-8
            assert diagnose(risk, point.p[None]).total[0] == pytest.approx(point.value)
    (point,) = known_points(found, entropy)
    np.testing.assert_allclose(point.p, found.optimum, rtol=1e-6, atol=1e-9)
    assert infimum(found, entropy).cost == pytest.approx(point.value, rel=1e-12)


def test_the_tumors_are_separable_in_thirty_columns_and_no_margin_is_waited_for():
    found = problem(LogisticExperiment(data=Nuclei()))
    assert found.separation is Separation.COMPLETE
    assert found.samples.x.shape == (569, 30)
    assert found.optimum is None
    assert found.margin is None


@pytest.mark.parametrize("plane", PLANES)
def test_every_plane_of_chapter_two_is_laid_through_the_run(plane):
    spec = spec_of(9)
    risk = problem(spec).risks[1]
    run = spec.recipes()["binary-cross-entropy"].run()
    found = cut(risk, PLANES[plane]()(risk, run), run.p, 21)
    surface, shadow = found.surface, found.shadow
    # The surface is the cost where it says; what is off it is said.
    here = found.plane.lift(np.array([surface.alpha[3], surface.beta[17]]))
    assert risk.value(here) == pytest.approx(surface.value[17, 3], rel=1e-12)
    nearest = found.plane.lift(shadow.coordinates)
    np.testing.assert_allclose(
        np.linalg.norm(run.p - nearest, axis=-1), shadow.distance, atol=1e-12
    )
    inside = [
        (axis[0] < shadow.coordinates[:, i]).all() and (axis[-1] > shadow.coordinates[:, i]).all()
        for i, axis in enumerate((surface.alpha, surface.beta))
    ]
    assert inside == [True, True]


def test_a_table_in_which_columns_repeat_is_decided_in_no_time_and_as_its_numbers_are():
    x = np.array([[(7 * k + k * k * (j + 1)) % 23 for j in range(30)] for k in range(40)]) / 10
    y = np.arange(40) % 3 % 2
    text = write_table(Samples(x, y, tuple(f"c{j}" for j in range(30))))
    found = problem(LogisticExperiment(data=OwnTable(text)))
    assert found.separation is separation(np.round(10 * x), y)
    assert found.separation is Separation.QUASI_COMPLETE
    assert found.optimum is None
    assert infimum(found, found.risks[1]) is None


@pytest.mark.parametrize(("d", "noise"), [(3, 0.0), (4, 2.0), (6, 0.0), (6, 3.0)])
def test_the_verdict_is_that_of_the_samples_as_they_are_trained_on(d, noise):
    found = problem(LogisticExperiment(data=OwnTable(table(40, d, d, noise))))
    assert found.separation is separation(found.samples.x, found.samples.y)
