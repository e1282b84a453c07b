"""The spec of the race: who runs, on which batches, and that nothing else decides."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.race.experiment import (
    LANE_NAMES,
    METHODS,
    BySeconds,
    ChosenStart,
    Entrant,
    Nobody,
    RaceExperiment,
    UsualStart,
    batch_size,
    moved_to,
    rule,
    start,
    stream,
    with_rate,
)
from core.experiments.race.grounds import (
    GROUNDS,
    HighamPlane,
    LogisticSquared,
    Quadratic,
    Rosenbrock,
)
from core.optimizers.adam import Adam
from core.optimizers.clipping import Clipped
from core.optimizers.first_order import GradientDescent, Momentum, RMSProp
from core.optimizers.schedules import Cosine, Scheduled
from core.optimizers.second_order import LevenbergMarquardt, Newton, NewtonOn
from core.spec import SpecError, controls, from_query, to_query
from core.training.samplers import SAMPLERS, FullBatch, ShuffledEpochs, WithReplacement

DEFAULT = RaceExperiment()
LOGISTIC = RaceExperiment(
    ground=LogisticSquared(),
    sampler=ShuffledEpochs(m=2),
    two=Entrant(Momentum(), m=3),
    three=Entrant(Adam(), m=6),
    four=Nobody(),
)


def picks(spec, entrant=None):
    """The samples that each step looks at, the race's or an entrant's own."""
    drawn = stream(spec, entrant)
    if drawn is None:
        return None
    return drawn.sampler.batches(spec.ground.sample_count, spec.steps, drawn.generator())


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("method", METHODS)
def test_a_race_is_its_query(ground, method):
    spec = RaceExperiment(
        ground=GROUNDS[ground](),
        three=Entrant(METHODS[method](), Cosine(40), 2),
        six=Nobody(),
        start=ChosenStart(1.0, -2.5),
        axis=BySeconds(),
    )
    assert from_query(RaceExperiment, to_query(spec)) == spec


def test_a_query_may_name_one_knob_of_one_lane():
    spec = from_query(RaceExperiment, {"five.optimizer.eta": "0.2", "two": "nobody"})
    assert spec == replace(DEFAULT, two=Nobody(), five=Entrant(Adam(eta=0.2)))
    with pytest.raises(SpecError, match=r"two\.optimizer"):
        from_query(RaceExperiment, {"two": "nobody", "two.optimizer": "adam"})


def test_six_run_by_default_and_empty_lanes_are_passed_over():
    assert tuple(DEFAULT.entrants) == LANE_NAMES
    assert tuple(LOGISTIC.entrants) == ("one", "two", "three", "five", "six")
    assert moved_to(DEFAULT, Quadratic()) == DEFAULT


def test_all_start_from_the_grounds_point_or_the_readers():
    assert start(DEFAULT) == Quadratic().start
    assert start(replace(DEFAULT, start=ChosenStart(1.0, 2.0))) == (1.0, 2.0)


def test_a_race_without_samples_or_on_all_of_them_has_no_batches():
    assert picks(replace(DEFAULT, sampler=ShuffledEpochs(2))) is None
    assert picks(replace(LOGISTIC, sampler=FullBatch())) is None
    assert picks(replace(LOGISTIC, sampler=WithReplacement(6))) is None
    assert picks(replace(LOGISTIC, sampler=WithReplacement(2000))) is None


def test_same_size_same_batches_and_another_seed_other_ones():
    one, five = LOGISTIC.entrants["one"], LOGISTIC.entrants["five"]
    assert picks(LOGISTIC).shape == (300, 2)
    np.testing.assert_array_equal(picks(LOGISTIC, one), picks(LOGISTIC))
    np.testing.assert_array_equal(picks(LOGISTIC, five), picks(LOGISTIC, replace(five, m=2)))
    assert (picks(replace(LOGISTIC, seed=1)) != picks(LOGISTIC)).any()
    # Batches of another size are dealt from the same shuffled deck.
    larger = picks(LOGISTIC, LOGISTIC.entrants["two"])
    np.testing.assert_array_equal(larger.ravel()[:600], picks(LOGISTIC).ravel())


def test_an_entrants_own_batches_come_from_the_races_sampler():
    assert picks(LOGISTIC, LOGISTIC.entrants["two"]).shape == (300, 3)
    assert picks(LOGISTIC, LOGISTIC.entrants["three"]) is None
    assert picks(LOGISTIC, LOGISTIC.entrants["six"]) is None
    sizes = [batch_size(LOGISTIC, entrant) for entrant in LOGISTIC.entrants.values()]
    assert sizes == [2, 3, 6, 2, 6]
    full = replace(LOGISTIC, sampler=FullBatch())
    dealt = picks(full, full.entrants["two"])
    # From shuffled epochs: every six picks in a row hold each sample once.
    np.testing.assert_array_equal(np.sort(dealt.reshape(-1, 6)), np.tile(range(6), (150, 1)))


def test_the_rule_has_schedule_and_clip_and_references_have_neither():
    spec = replace(DEFAULT, clip=2.0)
    plain = rule(DEFAULT, Entrant(Adam()))
    assert plain == Adam()
    assert rule(DEFAULT, Entrant(Adam(), Cosine(7))) == Scheduled(Adam(), Cosine(7))
    assert rule(spec, Entrant(Adam())) == Clipped(Adam(), 2.0)
    assert rule(spec, Entrant(Adam(), Cosine(7))) == Clipped(Scheduled(Adam(), Cosine(7)), 2.0)
    assert isinstance(rule(spec, Entrant(Newton(), Cosine(7))), NewtonOn)


def test_on_another_ground_every_rate_is_the_grounds():
    spec = replace(DEFAULT, six=Entrant(LevenbergMarquardt()), start=ChosenStart(1.0, 1.0))
    moved = moved_to(spec, Rosenbrock())
    rates = Rosenbrock().rates
    assert moved.ground == Rosenbrock()
    assert moved.start == UsualStart()
    assert moved.one.optimizer == GradientDescent(eta=rates.plain)
    assert moved.four.optimizer == RMSProp(eta=rates.adaptive)
    assert moved.six == spec.six


def test_a_rate_found_is_set_in_its_lane_alone():
    spec = with_rate(DEFAULT, "five", 0.7)
    assert spec == replace(DEFAULT, five=Entrant(Adam(eta=0.7)))
    with pytest.raises(ValueError, match="'two' is empty: allowed are one, three"):
        with_rate(replace(DEFAULT, two=Nobody()), "two", 0.7)


def test_what_is_drawn_and_what_is_found_do_not_depend_on_more_than_they_must():
    drawn = replace(DEFAULT, axis=BySeconds(), log_cost=False)
    assert drawn.without("view") == DEFAULT
    assert with_rate(drawn, "one", 3.0).without("view", "rate") == DEFAULT.without("view", "rate")
    assert DEFAULT.without("view", "rate").one.optimizer == GradientDescent()
    assert replace(DEFAULT, steps=20, one=Nobody()).without("run", "view") == DEFAULT
    assert replace(DEFAULT, ground=HighamPlane()).without("run", "view") != DEFAULT


def test_recorded_steps_hold_both_ends():
    for steps in (10, 300, 2000):
        k = replace(DEFAULT, steps=steps).recorded()
        assert (k[0], k[-1]) == (0, steps)
        assert len(k) <= 300


def test_every_control_has_its_help():
    for name, (_, control) in controls(DEFAULT).items():
        assert control.help, name
    assert set(SAMPLERS) >= {to_query(DEFAULT)["sampler"]}
