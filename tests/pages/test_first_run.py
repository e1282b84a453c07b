"""The run that was asked for comes first, with its block, and is the same when all are there."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.experiments.logistic.experiment import LogisticExperiment
from core.experiments.xor.experiment import XorExperiment
from core.spec import from_query
from core.training.sweep import sweep
from pages.ui.chapter.runs import block_of
from pages.ui.chapter.strips import RATE, choose
from pages.ui.logistic import scene as logistic
from pages.ui.losses.loss_view import views
from pages.ui.predict import staged
from pages.ui.stage import encode_panels, encode_scene
from pages.ui.store import KEPT
from pages.ui.xor import scene as xor
from pages.ui.xor.training import first_run, training

LOGISTIC = [
    {},
    {"data": "two-minima", "loss": "squared"},
    {"data": "iris-petal", "sampler.m": "7", "ridge": "0.1"},
    {"optimizer": "momentum", "optimizer.eta": "0.0123", "as_printed": "true", "steps": "40"},
]
XOR = [{}, {"width": "4", "seed": "5"}, {"optimizer.eta": "0.0123", "steps": "200"}]


def scenes(chapter, query):
    """A chapter's scene with the first runs, and the one that follows it."""
    if chapter is logistic:
        spec = from_query(LogisticExperiment, query)
        return [logistic.scene(views(spec, first=first)) for first in (True, False)]
    spec = from_query(XorExperiment, query)
    return [xor.scene(of(spec), 0) for of in (first_run, training)]


CASES = [(logistic, query) for query in LOGISTIC] + [(xor, query) for query in XOR]


@pytest.mark.long
@pytest.mark.parametrize(("chapter", "query"), CASES)
def test_the_first_run_is_that_of_the_whole_strip(chapter, query):
    first, whole = scenes(chapter, query)
    at = whole.home[1]
    assert first.home == whole.home == (RATE, at)
    early, many = (scene.repertoire.families[RATE] for scene in (first, whole))
    np.testing.assert_array_equal(early.axis, many.axis)
    np.testing.assert_array_equal(early.steps, many.steps)
    for some, all_runs in zip(early.runs, many.runs, strict=True):
        there = np.isfinite(some.cost[:, 0])
        assert there[at]
        assert there.sum() <= min(28, len(there))
        # Some processors round otherwise in a smaller product.
        np.testing.assert_allclose(some.p[at], all_runs.p[at], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(some.cost[at], all_runs.cost[at], rtol=1e-9, atol=1e-12)
        np.testing.assert_array_equal(some.diverged_at[at], all_runs.diverged_at[at])
        assert np.isnan(some.cost[~there]).all()
        assert np.isfinite(all_runs.cost).all()
        assert set(some.regime) == {""}
        assert "" not in all_runs.regime


@given(st.integers(1, 100), st.data())
def test_a_block_has_the_run_and_the_place_that_it_has_among_all(count, data):
    values = list(np.linspace(0, 1, count))
    at = data.draw(st.integers(0, count - 1))
    block = block_of(values, values[at])
    first = values.index(block[0])
    assert values[first : first + len(block)] == block
    assert first <= at < first + len(block)
    assert first % 16 == 0
    assert len(block) % 16 == 0 or first + len(block) == count
    assert len(block) < 32
    assert block_of(values, -1.0) == (-1.0,)


@pytest.mark.long
@pytest.mark.parametrize(("chapter", "query"), CASES)
def test_what_follows_draws_no_panel_anew_and_says_nothing_else(chapter, query):
    first, whole = scenes(chapter, query)
    assert encode_panels(first.repertoire).digest == encode_panels(whole.repertoire).digest
    surfaces = [panel for panel in whole.repertoire.panels if panel.kind == "landscape"]
    if chapter is logistic:
        assert [panel.lane for panel in surfaces] == list(range(len(whole.lanes)))
        assert [panel.name for panel in surfaces] == [lane.name for lane in whole.lanes]
    told = replace(first, repertoire=whole.repertoire)
    assert encode_scene(told) == encode_scene(whole)


@pytest.mark.parametrize("chapter", [logistic, xor], ids=["logistic", "xor"])
def test_one_block_of_runs_is_trained_before_the_first_painting(chapter, monkeypatch):
    KEPT.clear()
    trained, shown = [], []

    def counted(spec, knob, values, *rest, **others):
        trained.append(len(values))
        return sweep(spec, knob, values, *rest, **others)

    trains = "pages.ui.losses.cached" if chapter is logistic else "pages.ui.xor.training"
    monkeypatch.setattr(f"{trains}.sweep", counted)

    def stage(scene, *, key, on, follow=None):
        shown.append((sorted(trained), follow is not None))
        if follow:
            follow()

    monkeypatch.setattr(staged, "stage", stage)

    def show():
        if chapter is logistic:
            logistic.show(views(LogisticExperiment(steps=20)), on={})
        else:
            xor.show(XorExperiment(steps=20), 0, on={})

    show()
    lanes = 2 if chapter is logistic else 1
    assert shown == [([16] * lanes, True)]
    assert len(trained) == 2 * lanes
    assert min(trained[lanes:]) > 40
    show()
    assert shown[1:] == [(sorted(trained), False)]


@pytest.mark.long
def test_a_strip_over_another_knob_does_not_wait_for_a_second_message(monkeypatch):
    follows = []
    monkeypatch.setattr(staged, "stage", lambda *_, follow=None, **__: follows.append(follow))
    KEPT.clear()
    choose(LogisticExperiment, "seed")
    logistic.show(views(LogisticExperiment(steps=20)), on={})
    choose(LogisticExperiment, RATE)
    assert follows == [None]
