from dataclasses import replace

import numpy as np
import pytest

from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import (
    SEED_SOLVED,
    SEEDS_STUCK,
    ByHand,
    Given,
    StartError,
    XorExperiment,
    risk,
    start,
    write_numbers,
)
from core.networks.symmetry import rescale
from core.optimizers.first_order import OPTIMIZERS
from core.spec import SpecError, from_query, to_query
from core.training.descent import descend


def rows_of(spec):
    return spec.recipes()["network"].rows


def spec_of(**query):
    return from_query(XorExperiment, {k.replace("__", "."): v for k, v in query.items()})


def run(spec, steps=None):
    return descend(
        risk(spec), spec.optimizer, start(spec), steps or spec.steps, rows_of(spec), spec.steps
    )


def test_a_run_finds_the_books_solution_but_for_the_scale_of_its_units():
    trained = run(replace(XorExperiment(), seed=SEED_SOLVED))
    assert trained.value[-1] < 1e-20
    p = trained.p[-1]
    for unit, weight in enumerate((1.0, -2.0)):
        p = rescale(xor.network(), p, 2, unit, p[6 + unit] / weight)
    np.testing.assert_allclose(p, xor.hand_solution(), atol=1e-12)


@pytest.mark.wide(2)
@pytest.mark.parametrize(
    ("fate", "seed"), [(fate, seed) for fate, seeds in SEEDS_STUCK.items() for seed in seeds]
)
def test_the_listed_seeds_get_stuck_where_they_say(fate, seed):
    value = float(run(replace(XorExperiment(), seed=seed)).value[-1])
    assert xor.fate(value) == fate


def test_drawn_starts_are_pytorchs_uniform_ones():
    starts = np.stack([start(spec_of(seed=str(seed), width="8")) for seed in range(400)])
    hidden, output = np.abs(starts[:, :24]), np.abs(starts[:, 24:])
    for numbers, fan_in in ((hidden, 2), (output, 8)):
        bound = 1 / np.sqrt(fan_in)
        assert 0.99 * bound < numbers.max() <= bound
        assert numbers.mean() == pytest.approx(bound / 2, rel=0.05)
    assert abs(starts.mean()) < 0.01


def test_a_seed_draws_one_start_and_another_seed_another():
    assert np.array_equal(start(XorExperiment()), start(XorExperiment()))
    assert not np.array_equal(start(XorExperiment()), start(spec_of(seed="5")))


def test_the_books_start_fits_two_relu_units_alone():
    np.testing.assert_array_equal(start(spec_of(start="by-hand")), xor.hand_solution())
    for other in ({"width": "3"}, {"activation": "tanh"}):
        spec = spec_of(start="by-hand", **other)
        assert not spec.starts_by_hand
        np.testing.assert_array_equal(start(spec), start(spec_of(**other)))
    assert isinstance(spec.start, ByHand)


def test_given_numbers_are_taken_to_the_last_bit():
    p = np.random.default_rng(1).normal(size=9) * 10.0 ** np.arange(-4, 5)
    spec = replace(XorExperiment(), start=Given(write_numbers(p)))
    np.testing.assert_array_equal(start(spec), p)
    assert from_query(XorExperiment, to_query(spec)) == spec
    np.testing.assert_array_equal(
        start(spec_of(start__numbers="", start="given")), start(spec_of())
    )
    by_commas = spec_of(start="given", start__numbers="1,1;1, 1\n0 -1, 1,-2,0")
    np.testing.assert_array_equal(start(by_commas), xor.hand_solution())


def test_the_widest_networks_parameters_fit_into_the_address():
    spec = spec_of(width="64")
    given = replace(spec, start=Given(write_numbers(-start(spec) * 1e-5)))
    assert from_query(XorExperiment, to_query(given)) == given
    np.testing.assert_array_equal(start(given), -start(spec) * 1e-5)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("1 2 3", "The start has 3 numbers: this network needs 9"),
        ("1 1 1 1 0 -1 1 -2 zero", "“zero” is no start for a parameter"),
        ("1 1 1 1 0 -1 1 -2 nan", "“nan” is no start for a parameter"),
        ("1 1 1 1 0 -1 1 -2 1_0", "“1_0” is no start for a parameter"),
        ("1 1 1 1 0 -1 1 -2 1e400", "“1e400” is no start for a parameter"),
        ("1 1 1 1 0 -1 1 -2 1e7", "allowed are numbers from -10⁶ to 10⁶"),
    ],
)
def test_numbers_that_cannot_be_used_get_a_sentence(numbers, sentence):
    with pytest.raises(StartError, match=sentence):
        start(spec_of(start="given", start__numbers=numbers))


def test_a_batch_of_all_points_is_the_full_gradient():
    assert rows_of(XorExperiment()) is None
    for m in ("4", "2000"):
        assert rows_of(spec_of(sampler="with-replacement", sampler__m=m)) is None
    rows = rows_of(spec_of(sampler="shuffled-epochs", sampler__m="2", steps="100"))
    assert rows.shape == (100, 2)
    assert (np.sort(rows.reshape(-1, 4), axis=1) == np.arange(4)).all()


def test_the_points_do_not_depend_on_the_start():
    one = spec_of(sampler="with-replacement", steps="50")
    np.testing.assert_array_equal(rows_of(one), rows_of(replace(one, start=ByHand(), width=7)))


def test_the_record_ends_with_the_run_and_fits_a_film():
    for query in ({}, {"steps": "10"}, {"steps": "20000"}):
        k = spec_of(**query).recorded()
        assert (k[0], k[-1]) == (0, spec_of(**query).steps)
        assert len(k) <= 300


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_of_the_menu_lowers_the_cost(name):
    trained = run(spec_of(optimizer=name, steps="200", optimizer__eta="0.05"))
    assert trained.value[-1] < trained.value[0]


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_every_activation_trains_at_any_width(activation):
    for width in ("1", "64"):
        trained = run(spec_of(activation=activation, width=width, steps="100"))
        assert trained.value[-1] < trained.value[0]


def test_a_spec_forgets_how_it_is_shown():
    assert spec_of(log_cost="false").without("view") == XorExperiment()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"width": "65"}, "allowed is a whole number from 1 to 64"),
        ({"activation": "elu"}, "allowed are relu, tanh, sigmoid"),
        ({"steps": "20001"}, "from 10 to 20000"),
        ({"start": "zero"}, "allowed are drawn, by-hand, given"),
    ],
)
def test_nonsense_gets_a_sentence(query, sentence):
    with pytest.raises(SpecError, match=sentence):
        from_query(XorExperiment, query)
