from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from core.experiments.xor import experiment as xor_experiment
from core.experiments.xor import problem as xor
from core.experiments.xor.experiment import XorExperiment
from core.experiments.xor.many_starts import success_by_width, train_starts, wilson
from core.networks.activations import Tanh
from core.optimizers.adam import Adam
from core.optimizers.first_order import OPTIMIZERS, GradientDescent
from core.training.samplers import ShuffledEpochs, WithReplacement

SPEC = XorExperiment()


def alone(starts, r, spec):
    """Run r as the page would show it: an ordinary experiment with its seed."""
    return replace(spec, seed=int(starts.seed[r])).recipes()["network"].run()


@cache
def a_thousand(width, steps=8000):
    return train_starts(replace(SPEC, width=width, steps=steps))


@pytest.mark.long
@pytest.mark.parametrize(
    ("width", "steps", "expected"),
    # With many units all runs have arrived long before the last of 8000 steps.
    [(2, 8000, 0.26), (3, 8000, 0.52), (4, 8000, 0.71), (8, 4000, 0.97), (16, 2000, 1.00)],
)
def test_a_thousand_starts_of_relu_units_succeed_as_often_as_known(width, steps, expected):
    starts = a_thousand(width, steps)
    assert len(starts.seed) == 1000
    assert starts.solved.mean() == pytest.approx(expected, abs=0.05)
    # And every run has come to an end: none is between the levels.
    assert starts.counts["other"] <= 2
    assert sum(starts.counts.values()) == 1000


@pytest.mark.long
def test_a_thousand_starts_of_two_tanh_units_succeed_as_often_as_known():
    # Over all 10,000 seeds it is 88.6 %, with a standard deviation of 1 % over a thousand of them.
    starts = train_starts(replace(SPEC, activation=Tanh()))
    assert starts.solved.mean() == pytest.approx(0.886, abs=0.03)


@pytest.mark.long
def test_solved_and_stuck_are_worlds_apart_so_that_the_threshold_does_not_matter():
    starts = a_thousand(2)
    assert starts.value[starts.solved].max() < 1e-20
    assert starts.value[~starts.solved].min() > 0.12
    assert min(starts.counts[name] for name in ("1/4", "1/6", "1/8")) > 40


@pytest.mark.long
@pytest.mark.parametrize(
    "spec",
    [
        replace(SPEC, width=3),
        replace(SPEC, activation=Tanh(), steps=1000),
        replace(SPEC, sampler=WithReplacement(1), steps=500),
        replace(SPEC, sampler=ShuffledEpochs(3), steps=500, seed=9995),
        replace(SPEC, optimizer=Adam(eta=0.01), steps=500),
        replace(SPEC, optimizer=Adam(eta=0.01), sampler=WithReplacement(2), steps=300),
    ],
)
def test_run_r_is_the_ordinary_run_of_its_seed(spec):
    starts = train_starts(spec, 20)
    risk = xor_experiment.risk(spec)
    np.testing.assert_allclose(starts.value, risk.value(starts.p))
    for r in (0, 7, 19):
        run = alone(starts, r, spec)
        np.testing.assert_array_equal(starts.start[r], run.p[0])
        np.testing.assert_allclose(starts.p[r], run.p[-1], atol=1e-9)
        assert starts.fate[r] == xor.fate(float(run.value[-1]))


def test_seeds_go_round_after_the_last_and_do_not_depend_on_how_many_there_are():
    late = replace(SPEC, seed=9998, steps=10)
    assert train_starts(late, 4).seed.tolist() == [9998, 9999, 0, 1]
    few, many = train_starts(late, 2), train_starts(late, 9)
    np.testing.assert_array_equal(few.start, many.start[:2])


@pytest.mark.wide(3)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_any_optimizer_of_the_menu_trains_many_starts(name):
    spec = replace(SPEC, optimizer=OPTIMIZERS[name](eta=0.02), steps=300)
    starts = train_starts(spec, 12)
    assert starts.value.mean() < xor_experiment.risk(spec).value(starts.start).mean()
    np.testing.assert_allclose(starts.p[5], alone(starts, 5, spec).p[-1], atol=1e-9)


def test_minibatches_that_do_not_fit_into_memory_are_run_in_parts(monkeypatch):
    spec = replace(SPEC, sampler=WithReplacement(2), steps=100)
    whole, told = train_starts(spec, 25), []
    monkeypatch.setattr("core.training.side_by_side._MOST_ROWS", 5 * 2 * 7)
    parts = train_starts(spec, 25, told.append)
    np.testing.assert_allclose(parts.p, whole.p, atol=1e-12)
    np.testing.assert_array_equal(parts.seed, whole.seed)
    assert told == sorted(told)
    # The tenth of them that is trained again is among the parts.
    assert 7 / 27 in told
    assert told[-1] == 1.0


@pytest.mark.long
def test_a_run_that_diverges_is_told_and_spoils_no_other():
    starts = train_starts(replace(SPEC, optimizer=GradientDescent(eta=1.3), steps=50), 300)
    lost = starts.diverged_at >= 0
    assert 0 < lost.sum() < 300
    assert np.isfinite(starts.p).all()
    assert not starts.solved[lost].any()
    for r in (np.flatnonzero(lost)[0], np.flatnonzero(~lost)[0]):
        run = alone(starts, r, replace(SPEC, optimizer=GradientDescent(eta=1.3), steps=50))
        assert starts.diverged_at[r] == run.diverged_at
        np.testing.assert_allclose(starts.p[r], run.p[-1], rtol=1e-6)


def test_progress_goes_from_nothing_to_all_and_what_it_raises_ends_the_work():
    told = []
    train_starts(replace(SPEC, steps=400), 10, told.append)
    assert told[0] == 0
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) > 5

    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_starts(SPEC, 10, stop)


@pytest.mark.long
def test_success_grows_with_the_width_and_has_a_band():
    told = []
    spec = replace(SPEC, steps=2000)
    found = success_by_width(spec, (1, 2, 5), 100, told.append)
    assert found.width.tolist() == [1, 2, 5]
    assert found.solved[0] == 0
    assert (np.diff(found.solved) > 0.1).all()
    for i, width in enumerate(found.width):
        own = train_starts(replace(spec, width=int(width)), 100)
        assert found.solved[i] == own.solved.mean()
        assert (found.low[i], found.high[i]) == wilson(int(own.solved.sum()), 100)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_wilsons_interval_is_the_set_of_rates_that_are_not_rejected():
    # Its ends p solve |share - p| = z √(p(1-p)/n).
    for solved, count in ((0, 1000), (1, 30), (260, 1000), (15, 30), (1000, 1000)):
        for end in wilson(solved, count):
            distance = abs(solved / count - end)
            assert distance == pytest.approx(1.959964 * np.sqrt(end * (1 - end) / count), abs=1e-7)
        low, high = wilson(solved, count)
        assert 0 <= low <= solved / count <= high <= 1
        assert low < high


def test_wilsons_interval_covers_the_rate_in_about_95_of_100_experiments():
    rng = np.random.default_rng(0)
    inside = [
        low <= 0.26 <= high
        for low, high in (wilson(int(n), 1000) for n in rng.binomial(1000, 0.26, 4000))
    ]
    assert np.mean(inside) == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: train_starts(SPEC, 0), "count = 0 is not possible: allowed are 1 to 10,000"),
        (lambda: train_starts(SPEC, 10_001), "allowed are 1 to 10,000 runs"),
        (lambda: success_by_width(SPEC, ()), "allowed are 1 to 64"),
        (lambda: success_by_width(SPEC, (2, 65)), "allowed are 1 to 64"),
        (lambda: wilson(3, 2), "3 of 2 is no share"),
        (lambda: wilson(0, 0), "0 of 0 is no share"),
    ],
)
def test_nonsense_is_refused(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


@pytest.mark.long
def test_a_tenth_of_the_starts_is_trained_again_and_rounding_turns_none_by_default():
    assert a_thousand(2).turned == 0.0
    restless = train_starts(replace(SPEC, optimizer=Adam(0.3), steps=4000))
    assert 0 < restless.turned < 1
