"""The experiment of two losses: what its spec means."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.datasets.synthetic import Separable, TwoClouds
from core.datasets.tables import TableError, write_table
from core.experiments.logistic.choices import DATA, OwnTable
from core.experiments.logistic.experiment import LogisticExperiment, problem
from core.experiments.starts import STARTS, Chosen, Drawn
from core.spec import from_query, to_query
from core.training.samplers import FullBatch, ShuffledEpochs, WithReplacement

NAMES = [name for name in DATA if name != "own-table"]


def rows_of(spec):
    """The minibatches of the first lane's run."""
    return next(iter(spec.recipes().values())).rows


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_makes_a_problem_whose_window_holds_start_and_optimum(name):
    spec = LogisticExperiment(data=DATA[name]())
    found = problem(spec)
    assert [type(risk.loss).__name__ for risk in found.risks] == [
        "SquaredError",
        "BinaryCrossEntropy",
    ]
    assert (np.abs(found.start) <= found.half_widths).all()
    if found.optimum is not None:
        assert (np.abs(found.optimum) < found.half_widths).all()
        np.testing.assert_allclose(found.risks[1].gradient(found.optimum), 0, atol=1e-9)
    # With many features the margin is not waited for.
    assert found.wide or (found.margin is None) == (found.optimum is not None)


def test_the_same_spec_gives_the_same_bits_and_another_seed_others():
    spec = LogisticExperiment(data=TwoClouds(), start=Drawn(), sampler=WithReplacement(5))
    one, two = problem(spec), problem(from_query(LogisticExperiment, to_query(spec)))
    np.testing.assert_array_equal(one.samples.x, two.samples.x)
    np.testing.assert_array_equal(one.start, two.start)
    np.testing.assert_array_equal(rows_of(spec), rows_of(spec))
    other = problem(replace(spec, seed=1))
    assert (one.start != other.start).all()
    assert not np.array_equal(rows_of(spec), rows_of(replace(spec, seed=1)))


def test_the_start_does_not_depend_on_how_the_data_are_drawn():
    small = problem(LogisticExperiment(data=Separable(count=20), start=Drawn()))
    large = problem(LogisticExperiment(data=Separable(count=40), start=Drawn()))
    np.testing.assert_array_equal(small.start, large.start)


@pytest.mark.parametrize(
    ("sampler", "shape"),
    [
        (FullBatch(), None),
        (ShuffledEpochs(6), None),
        (ShuffledEpochs(2000), None),
        (WithReplacement(7), None),
        (ShuffledEpochs(5), (500, 5)),
        (WithReplacement(1), (500, 1)),
    ],
)
def test_a_minibatch_of_all_samples_is_the_full_gradient(sampler, shape):
    picks = rows_of(LogisticExperiment(sampler=sampler))
    assert (None if picks is None else picks.shape) == shape


def test_zoom_shrinks_the_window_and_leaves_the_start():
    plain, zoomed = problem(LogisticExperiment()), problem(LogisticExperiment(zoom=2.0))
    np.testing.assert_array_equal(zoomed.half_widths, plain.half_widths / 2)
    np.testing.assert_array_equal(zoomed.start, plain.start)


def test_the_book_window_of_the_six_points():
    found = problem(LogisticExperiment())
    assert found.half_widths.tolist() == [5, 10]
    assert found.indices == (0, 1)
    assert found.third is None
    assert found.names == ("w", "b")


@pytest.mark.parametrize(
    ("axes", "indices", "third"),
    [
        ("both-weights", (0, 1), 2),
        ("weight-and-bias", (0, 2), 1),
        ("other-weight-and-bias", (1, 2), 0),
    ],
)
def test_two_of_three_parameters_are_shown_and_the_third_is_held(axes, indices, third):
    found = problem(from_query(LogisticExperiment, {"data": "iris-petal", "axes": axes}))
    assert (found.indices, found.third) == (indices, third)
    p = found.plane(held=7.0).lift(np.array([1.0, 2.0]))
    assert (p[indices[0]], p[indices[1]], p[third]) == (1, 2, 7)


def test_a_mirrored_plane_is_the_picture_turned_by_half_a_turn():
    found = problem(LogisticExperiment())
    np.testing.assert_array_equal(found.plane(sign=-1).project(np.array([2.0, 3.0])), [-2, -3])


def test_ridge_moves_the_surface_and_not_the_window():
    plain = problem(LogisticExperiment())
    ridged = problem(LogisticExperiment(ridge=0.5))
    np.testing.assert_array_equal(plain.half_widths, ridged.half_widths)
    p = np.array([1.0, 2.0])
    difference = ridged.risks[0].value(p) - plain.risks[0].value(p)
    assert difference == pytest.approx(0.25 * 5)


def test_a_reader_table_is_the_data_and_a_bad_one_says_why():
    samples = TwoClouds(count=20)(np.random.default_rng(0))
    found = problem(LogisticExperiment(data=OwnTable(write_table(samples))))
    np.testing.assert_array_equal(found.samples.x, samples.x)
    with pytest.raises(TableError):
        problem(LogisticExperiment(data=OwnTable("x,label\n1,2\n")))


@given(
    st.sampled_from([*STARTS]),
    st.sampled_from(["adam", "momentum"]),
    st.integers(10, 5000),
    st.sampled_from(["full-batch", "with-replacement"]),
)
@settings(max_examples=20)
def test_a_landscape_forgets_its_run_and_a_run_its_view(start, optimizer, steps, sampler):
    query = {"start": start, "optimizer": optimizer, "steps": str(steps), "sampler": sampler}
    assert from_query(LogisticExperiment, query).without("run") == LogisticExperiment()
    view = {"axes": "weight-and-bias", "minimized": "true", "as_printed": "true"}
    both = from_query(LogisticExperiment, query | view)
    assert both.without("view") == from_query(LogisticExperiment, query)


def test_a_chosen_start_uses_as_many_numbers_as_the_model_has():
    rng = np.random.default_rng(0)
    start = Chosen(w1=1.0, w2=2.0, b=3.0)
    assert start(np.ones(2), rng).tolist() == [1, 3]
    assert start(np.ones(3), rng).tolist() == [1, 2, 3]
