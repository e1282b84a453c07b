"""The runs that the race's sliders choose from are those that the race itself would have."""

from dataclasses import replace

import numpy as np
import pytest

from core.experiments.race.experiment import RaceExperiment, with_rate
from core.experiments.race.grounds import LogisticCrossEntropy, Rosenbrock
from core.experiments.race.redundant import Tumors
from core.spec import controls
from core.training.samplers import ShuffledEpochs
from pages.ui.optimizers import cached
from pages.ui.optimizers.scene import scene
from pages.ui.optimizers.varied import rates, vary
from pages.ui.stage import encode_families
from pages.ui.widgets import positions

STEPS = 40
SPECS = [
    RaceExperiment(steps=STEPS),
    RaceExperiment(steps=STEPS, ground=Rosenbrock(), clip=1.0),
    RaceExperiment(steps=STEPS, ground=LogisticCrossEntropy(), sampler=ShuffledEpochs(m=2)),
]
ETA = "one.optimizer.eta"


def on_the_scale(spec):
    """The same with learning rates that the slider has by itself."""
    for lane in rates(spec):
        spec = with_rate(spec, lane, 0.01)
    return spec


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("turned", [(), ("one", "four")])
def test_each_lane_has_its_own_run_among_those_of_its_slider(spec, turned):
    spec = on_the_scale(spec)
    shown = scene(spec, restart=0, turned=turned)
    families = {}
    for each in shown.beside:
        families |= each.families
    home = shown.repertoire.families[shown.home[0]].runs
    assert set(families) == set(shown.sliders) == set(shown.present)
    lanes = [lane.name for lane in shown.lanes]
    for knob, family in families.items():
        own = lanes.index(knob.partition(".")[0])
        assert [i for i, runs in enumerate(family.runs) if runs is not None] == [own]
        runs, at = family.runs[own], shown.present[knob]
        np.testing.assert_allclose(runs.p[at], home[own].p[0], rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(runs.cost[at], home[own].cost[0], rtol=1e-7, atol=1e-9)
        assert runs.diverged_at[at] == home[own].diverged_at[0]
        slider = positions(controls(spec.one.optimizer)["eta"][1], float(family.axis[at]))
        assert set(family.axis) <= set(slider)
        assert (len(family.axis) == len(slider)) == (lanes[own] in turned)


def test_a_rate_that_is_turned_sends_nothing_that_is_there():
    spec = on_the_scale(SPECS[0])
    before = rates(spec)
    messages = [
        [encode_families(each).digest for each in vary(one, before, ["one"]).beside]
        for one in (spec, with_rate(spec, "one", 0.002), with_rate(spec, "one", 0.0123))
    ]
    assert messages[0] == messages[1] == messages[2]
    at = [vary(one, before, ["one"]).present[ETA] for one in (spec, with_rate(spec, "one", 0.0123))]
    assert at[0] >= 0
    assert at[1] == -1, "a rate between two positions of the slider is not among them"


def test_runs_that_are_much_work_are_left_to_the_page():
    large = RaceExperiment(ground=Tumors(), steps=2000)
    assert not cached.is_quick(large, "one")
    assert vary(large, rates(large), ["one"]).beside == []
    assert cached.is_quick(replace(large, sampler=ShuffledEpochs(m=20), steps=300), "one")
