"""Timing: the quickest of stretches by turns, and a range that says what it is worth."""

from dataclasses import replace
from itertools import count

import numpy as np

from core.experiments.race import timing as timings
from core.experiments.race.experiment import LANE_NAMES, Entrant, Nobody, RaceExperiment
from core.experiments.race.race import run
from core.experiments.race.timing import Timing, timing
from core.optimizers.first_order import GradientDescent

DEFAULT = RaceExperiment(steps=30)


def test_every_entrant_has_its_seconds_and_the_least_is_not_above_the_usual():
    timed = timing(DEFAULT)
    assert timed.least.shape == timed.usual.shape == (6,)
    assert (timed.least > 0).all()
    assert (timed.usual >= timed.least).all()


def test_seconds_are_those_of_the_steps_that_were_begun():
    lost = replace(DEFAULT, one=Entrant(GradientDescent(eta=50.0)))
    race = run(lost)
    least, usual = Timing(np.arange(1.0, 7), np.arange(2.0, 8)).spent(race)
    np.testing.assert_array_equal(least[1], 2 * race.k)
    np.testing.assert_array_equal(usual[1], 3 * race.k)
    assert least[0, -1] == race.runs[0].trajectory.diverged_at < 30


def test_a_machine_that_is_busy_for_a_while_is_in_nobodys_least(monkeypatch):
    # The third turn, of all six, takes a hundred times as long; a clock of our own shows it.
    clock, calls = [0.0], count()

    def tick() -> float:
        call = next(calls)
        if call % 2:
            clock[0] += 100.0 if call // 12 == 2 else 1.0
        return clock[0]

    monkeypatch.setattr(timings, "perf_counter", tick)
    timed = timing(DEFAULT)
    np.testing.assert_allclose(timed.least, 1 / 20)
    np.testing.assert_allclose(timed.usual, 1 / 20)
    assert next(calls) == 2 * 6 * 9


def test_a_race_without_entrants_takes_nothing():
    empty = replace(DEFAULT, **dict.fromkeys(LANE_NAMES, Nobody()))
    assert timing(empty).least.shape == (0,)
