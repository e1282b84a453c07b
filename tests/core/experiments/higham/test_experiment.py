import numpy as np
import pytest

from core.experiments.higham import paper as higham
from core.experiments.higham.experiment import (
    HighamExperiment,
    risk,
    start,
    step_count,
)
from core.networks.fields import difference_fields
from core.optimizers.first_order import GradientDescent
from core.spec import SpecError, from_query, to_query
from core.training.descent import descend


def rows_of(spec):
    return spec.recipes()["network"].rows


def spec_of(**query):
    return from_query(HighamExperiment, {k.replace("__", "."): v for k, v in query.items()})


def test_the_default_experiment_is_the_published_run():
    spec = HighamExperiment()
    assert spec.network == higham.NETWORK
    np.testing.assert_array_equal(start(spec), higham.published_start())
    assert (rows_of(spec)[:10, 0] + 1).tolist() == [1, 2, 3, 2, 4, 4, 7, 7, 10, 5]
    assert rows_of(spec).shape == (10**6, 1)
    cost = higham.sum_of_squares(risk(spec).value(start(spec)), 10)
    assert cost == pytest.approx(5.32881697, rel=1e-8)
    assert spec.is_published


@pytest.mark.parametrize(
    ("query", "published"),
    [
        ({"eleventh": "true"}, True),
        ({"sum_of_squares": "false", "seed": "3"}, True),
        ({"steps": "5000"}, True),
        ({"eta": "0.1"}, False),
        ({"activation": "tanh"}, False),
        ({"start": "drawn"}, False),
        ({"sampler": "shuffled-epochs"}, False),
    ],
)
def test_what_is_still_the_published_run(query, published):
    assert spec_of(**query).is_published is published


def test_other_widths_cannot_start_as_published_and_are_drawn_by_the_seed():
    spec = spec_of(hidden="four-layers", hidden__n2="16", hidden__n5="1", seed="3")
    assert spec.network.widths == (2, 16, 4, 4, 1, 2)
    assert start(spec).shape == (spec.network.size,)
    again = spec_of(hidden="four-layers", hidden__n2="16", hidden__n5="1", seed="4")
    assert not np.array_equal(start(spec), start(again))
    assert np.array_equal(start(spec), start(spec))


def test_a_batch_of_all_points_is_the_full_gradient():
    for query in ({"sampler": "full-batch"}, {"sampler__m": "2000"}):
        rows = rows_of(spec_of(steps="1000", **query))
        assert rows.shape == (1000, 10)
        assert (np.sort(rows, axis=1) == np.arange(10)).all()


def test_every_epoch_of_shuffled_picks_shows_each_of_eleven_points_once():
    rows = rows_of(spec_of(sampler="shuffled-epochs", eleventh="true", steps="1100"))
    assert (np.sort(rows.reshape(-1, 11), axis=1) == np.arange(11)).all()


def test_slow_steps_are_fewer():
    assert step_count(HighamExperiment()) == 10**6
    assert step_count(spec_of(sampler__m="3")) == 200_000
    assert step_count(spec_of(hidden="one-layer", hidden__n2="16")) == 200_000
    assert step_count(spec_of(sampler__m="3", steps="5000")) == 5000


def test_the_record_ends_with_the_run_and_fits_a_film():
    for query in ({}, {"steps": "1000"}, {"sampler": "full-batch"}):
        spec = spec_of(**query)
        k = spec.recorded()
        assert (k[0], k[-1]) == (0, step_count(spec))
        assert len(k) <= 300


@pytest.mark.parametrize(
    "query",
    [
        {"activation": "relu", "loss": "binary-cross-entropy"},
        {"hidden": "three-layers", "activation": "tanh", "sampler__m": "4"},
        {"hidden": "one-layer", "eleventh": "true", "sampler": "shuffled-epochs"},
    ],
)
def test_other_experiments_train_too(query):
    spec = spec_of(steps="3000", eta="0.5", start="drawn", **query)
    run = descend(risk(spec), GradientDescent(spec.eta), start(spec), 3000, rows_of(spec), 1000)
    assert run.value[-1] < run.value[0]


def test_fields_show_the_difference_of_the_outputs():
    p = np.stack([higham.published_start(), 20 * higham.published_start()])
    fields = difference_fields(higham.NETWORK, p, ((0, 1), (0, 2)), 5)
    assert fields.shape == (2, 5, 5)
    # Row 1, column 3: x = (0.75, 0.5).
    F = higham.NETWORK(p, [[0.75, 0.5]])[:, 0]
    np.testing.assert_array_equal(fields[:, 1, 3], np.rint(127.5 * (1 + F[:, 1] - F[:, 0])))


def test_specs_travel_through_their_query():
    spec = spec_of(hidden="three-layers", hidden__n3="7", eta="0.2", activation="elu")
    assert from_query(HighamExperiment, to_query(spec)) == spec


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"hidden": "2-3"}, "allowed are one-layer, two-layers, three-layers, four-layers"),
        ({"hidden.n2": "17"}, "allowed is a whole number from 1 to 16"),
        ({"hidden": "one-layer", "hidden.n3": "2"}, "there is no such parameter"),
        ({"steps": "1e9"}, "allowed is a whole number from 1000 to 1000000"),
    ],
)
def test_nonsense_gets_a_sentence(query, sentence):
    with pytest.raises(SpecError, match=sentence):
        from_query(HighamExperiment, query)
