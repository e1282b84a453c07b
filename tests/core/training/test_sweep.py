"""Sweeps: any knob of any experiment, and each run as if it were alone."""

from dataclasses import replace

import numpy as np
import pytest

from core.datasets import TwoClouds
from core.experiments.higham.experiment import HighamExperiment
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.race.experiment import RaceExperiment
from core.experiments.starts import Drawn
from core.experiments.xor.experiment import XorExperiment
from core.optimizers import OPTIMIZERS, Adam
from core.spec import Choice, Knob, SpecError, controls
from core.training.samplers import ShuffledEpochs, WithReplacement
from core.training.side_by_side import side_by_side
from core.training.sweep import assigned, sweep, to_number

EXPERIMENTS = [
    LogisticExperiment(steps=60),
    LogisticExperiment(steps=60, data=TwoClouds(count=40), sampler=ShuffledEpochs(3), ridge=0.1),
    LogisticExperiment(steps=60, start=Drawn(), optimizer=Adam(0.1)),
    HighamExperiment(steps=1000),
    HighamExperiment(steps=1000, sampler=WithReplacement(3)),
    XorExperiment(steps=60),
    XorExperiment(steps=60, width=3, sampler=WithReplacement(2), optimizer=Adam(0.01)),
    RaceExperiment(steps=30),
]


def knobs(spec, prefix=""):
    """The dotted names of all numbers of a spec, its members' too."""
    for name, (_, control) in controls(spec).items():
        if isinstance(control, Knob):
            yield prefix + name, control, getattr(spec, name)
        elif isinstance(control, Choice):
            yield from knobs(getattr(spec, name), f"{prefix}{name}.")


CASES = [(spec, *case) for spec in EXPERIMENTS for case in knobs(spec)]


def around(control, value):
    """Three values that the knob allows, the present one among them."""
    whole = isinstance(value, int)
    low, high = max(control.low, value / 2), min(control.high, 1.5 * value + 0.1)
    if whole:
        low, high = max(control.low, value - 1), min(control.high, value + 2)
        return sorted({int(low), value, int(high)})
    return sorted({low, value, high})


@pytest.mark.wide(13)
@pytest.mark.parametrize(
    ("spec", "knob", "control", "value"),
    CASES,
    ids=[f"{EXPERIMENTS.index(c[0])}-{c[1]}" for c in CASES],
)
def test_run_v_of_a_sweep_is_the_same_run_alone(spec, knob, control, value):
    values = around(control, value)
    swept = sweep(spec, knob, values, frames=10)
    for v, each in enumerate(values):
        alone = assigned(spec, knob, each)
        for lane, recipe in alone.recipes().items():
            run, one = (
                swept.runs[lane][v],
                replace(recipe, record_every=swept.runs[lane][v].k).run(),
            )
            np.testing.assert_allclose(run.p, one.p, rtol=1e-12, atol=1e-12)
            assert run.diverged_at == one.diverged_at


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_learning_rate_is_one_batch_with_every_optimizer(name):
    spec = LogisticExperiment(steps=60, optimizer=OPTIMIZERS[name](), sampler=ShuffledEpochs(2))
    swept = sweep(spec, "optimizer.eta", (0.01, 0.3, 2.0), frames=20)
    for lane in swept.runs:
        assert swept.batch(lane).p.shape == (22, 3, 2)
        for v, eta in enumerate(swept.values):
            one = assigned(spec, "optimizer.eta", eta).recipes()[lane]
            one = replace(one, record_every=swept.runs[lane][v].k).run()
            np.testing.assert_allclose(swept.batch(lane).p[:, v], one.p, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("spec", "knob", "values", "batches"),
    [
        (LogisticExperiment(), "optimizer.eta", (0.1, 1.0, 3.0), 1),
        (LogisticExperiment(), "ridge", (0.1, 1.0, 3.0), 1),
        (LogisticExperiment(), "ridge", (0.0, 1.0, 3.0), 2),
        (LogisticExperiment(start=Drawn()), "seed", (0, 1, 2), 1),
        (LogisticExperiment(sampler=ShuffledEpochs(2)), "seed", (0, 1, 2), 1),
        (LogisticExperiment(data=TwoClouds()), "seed", (0, 1, 2), 3),
        (LogisticExperiment(sampler=ShuffledEpochs(2)), "sampler.m", (1, 2, 3), 3),
        (XorExperiment(), "seed", (0, 1, 2), 1),
        (XorExperiment(), "width", (1, 2, 3), 3),
        (XorExperiment(optimizer=Adam()), "optimizer.beta_1", (0.5, 0.9), 1),
        (XorExperiment(), "steps", (10, 20), 2),
    ],
)
def test_what_is_a_number_stays_one_batch_and_what_changes_a_shape_does_not(
    spec, knob, values, batches
):
    recipes = [next(iter(assigned(spec, knob, v).recipes().values())) for v in values]
    assert len(side_by_side(recipes)) == batches


def test_widths_are_runs_of_their_own_and_cannot_be_one_batch():
    swept = sweep(XorExperiment(steps=20), "width", (1, 2))
    assert [run.p.shape[-1] for run in swept.runs["network"]] == [5, 9]
    assert swept.final("network").shape == (2,)
    with pytest.raises(ValueError, match="over width have parameters of different shapes"):
        swept.batch("network")


def test_a_position_is_found_by_its_value_and_lanes_can_be_left_out():
    swept = sweep(RaceExperiment(steps=10), "one.optimizer.eta", (0.1, 0.2), lanes=("one",))
    assert list(swept.runs) == ["one"]
    assert swept.position(0.2) == 1
    with pytest.raises(IndexError):
        swept.position(0.3)


def test_progress_goes_up_to_one_and_can_stop_the_work():
    told = []
    sweep(XorExperiment(steps=100), "width", (1, 2, 3), watch=told.append)
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 1

    def stop(share):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        sweep(XorExperiment(), "seed", (1, 2), watch=stop)


def test_nonsense_is_refused_in_one_sentence():
    with pytest.raises(SpecError, match="width = “65” is not possible"):
        sweep(XorExperiment(), "width", (1, 65))
    with pytest.raises(SpecError, match="there is no such parameter"):
        sweep(XorExperiment(), "sampler.m", (1, 2))
    assert to_number(XorExperiment(), "nothing.at.all") is None
