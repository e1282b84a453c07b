"""Strips over any knob: which there are, what they show, and when their runs may be drawn."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.datasets import TwoClouds
from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.starts import Drawn
from core.experiments.xor.experiment import XorExperiment
from core.optimizers.first_order import RMSProp
from core.rounding import moved
from core.training.samplers import FullBatch, ShuffledEpochs
from core.training.sweep import assigned
from pages.ui.chapter import strips
from pages.ui.chapter.strips import RATE, choices, family_along, position
from pages.ui.logistic.scene import OFFERS as LOGISTIC
from pages.ui.logistic.scene import scene
from pages.ui.losses.loss_view import views
from pages.ui.stage import StripPanel
from pages.ui.store import KEPT
from pages.ui.xor.scene import OFFERS as XOR
from tests import patience

PAGES = Path(__file__).parents[2] / "pages"
SPEC = LogisticExperiment(steps=50, start=Drawn(), sampler=ShuffledEpochs(2))


def along(spec, knob, offers):
    lanes = len(spec.recipes())
    return family_along(spec, knob, offers[knob], [1.0] * lanes)


@pytest.mark.parametrize("knob", LOGISTIC)
def test_each_run_of_a_strip_is_that_of_its_value(knob):
    family = along(SPEC, knob, LOGISTIC)
    for v in (0, len(family.axis) // 2, -1):
        alone = assigned(SPEC, knob, family.axis[v])
        for runs, recipe in zip(family.runs, alone.recipes().values(), strict=True):
            end = replace(recipe, record_every=50).run().value[-1]
            np.testing.assert_allclose(runs.cost[v, -1], end, rtol=1e-9)


@pytest.mark.parametrize(
    ("spec", "knob", "offers", "drawn"),
    [
        (SPEC, "seed", LOGISTIC, True),
        (SPEC, "sampler.m", LOGISTIC, True),
        # Another λ is another surface, another seed may be other data, another H another network.
        (SPEC, "ridge", LOGISTIC, False),
        (replace(SPEC, data=TwoClouds()), "seed", LOGISTIC, False),
        (XorExperiment(steps=20), "seed", XOR, True),
        (XorExperiment(steps=20), "width", XOR, False),
    ],
)
def test_runs_are_drawn_only_on_the_surface_that_they_descend(spec, knob, offers, drawn):
    family = along(spec, knob, offers)
    assert all((runs.p is not None) == drawn for runs in family.runs)


def test_the_present_value_has_its_place_also_where_the_batch_is_all():
    family = along(LogisticExperiment(steps=20), "sampler.m", LOGISTIC)
    assert family.axis.tolist() == [1, 2, 3, 4, 6]
    at = position(family, LogisticExperiment(), "sampler.m", LOGISTIC["sampler.m"])
    assert family.axis[at] == 6
    ridge = along(replace(SPEC, ridge=0.37), "ridge", LOGISTIC)
    assert 0.0 in ridge.axis
    assert (
        ridge.axis[position(ridge, replace(SPEC, ridge=0.37), "ridge", LOGISTIC["ridge"])] == 0.37
    )


def test_a_strip_for_m_is_offered_where_there_is_an_m():
    assert list(choices(SPEC, LOGISTIC)) == [RATE, "sampler.m", "ridge", "seed"]
    assert "sampler.m" not in choices(replace(SPEC, sampler=FullBatch()), LOGISTIC)


@pytest.mark.long
def test_one_family_is_home_and_a_chosen_one_stands_beside_it():
    def strip(shown):
        return next(p for p in shown.repertoire.panels if isinstance(p, StripPanel))

    plain = scene(views(SPEC))
    assert list(plain.repertoire.families) == [RATE]
    assert plain.home[0] == strip(plain).knob == RATE
    assert list(strip(plain).choices.values()) == ["η", "m", "λ", "seed"]


@pytest.mark.long
@pytest.mark.parametrize(
    ("page", "cls", "knob"),
    [
        *(("01_logistic_regression.py", "LogisticExperiment", knob) for knob in LOGISTIC),
        *(("03_xor.py", "XorExperiment", knob) for knob in XOR),
    ],
)
def test_a_chosen_strip_is_on_the_page(page, cls, knob):
    app = AppTest.from_file(str(PAGES / page), default_timeout=patience.SECONDS)
    app.query_params["steps"] = "100"
    app.session_state[f"{cls}-strip"] = knob
    assert not app.run().exception


@pytest.mark.parametrize(
    ("spec", "knob", "offers", "values"),
    [
        (XorExperiment(steps=20), "width", XOR, (1, 4, 16)),
        (XorExperiment(steps=20), "seed", XOR, (1712, 1713, 1727)),
        (SPEC, "sampler.m", LOGISTIC, (1, 2, 4)),
        (SPEC, "ridge", LOGISTIC, (0.0, 0.01, 1.0)),
        (SPEC, "seed", LOGISTIC, (0, 5, 15)),
    ],
)
def test_a_strip_is_swept_once_whichever_of_its_values_is_the_present_one(
    spec, knob, offers, values, monkeypatch
):
    swept = []
    plain = strips.sweep
    monkeypatch.setattr(
        strips, "sweep", lambda *args, **rest: swept.append(args) or plain(*args, **rest)
    )
    strips._sweeps.cache_clear()
    KEPT.clear()
    grid = set(offers[knob].values(assigned(spec, knob, values[0])))
    for value in sorted(set(values) & grid):
        along(assigned(spec, knob, value), knob, offers)
    assert len(swept) == 1


@pytest.mark.long
def test_what_rounding_decides_along_a_strip_is_named():
    calm = XorExperiment(steps=2000, seed=1722)
    assert strips.say_undecided(calm, "width", XOR["width"]) == ""
    wild = replace(calm, optimizer=RMSProp(0.3))
    said = strips.say_undecided(wild, "width", XOR["width"])
    named = {int(n) for n in re.findall(r"\d+", said.partition("H =")[2])}
    assert named
    for width in (1, 2, 3, 4, 6, 8, 12, 16):
        recipe = replace(wild, width=width).recipes()["network"]
        starts = np.stack([recipe.start, moved(recipe.start)])
        ends = replace(recipe, start=starts, record_every=2000).run().value[-1]
        apart = abs(ends[0] - ends[1])
        assert (width in named) == (apart > 0.01 * 1.7), (width, ends)
