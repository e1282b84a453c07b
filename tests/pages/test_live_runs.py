"""A run that is computed while a reader looks at it: it is that of the settings in force."""

from contextlib import nullcontext
from types import SimpleNamespace

import numpy as np
import pytest

from core.experiments.higham.experiment import HighamExperiment
from pages.ui.chapter.live import under_way
from pages.ui.chapter.live.under_way import Shown
from pages.ui.higham.recording import Recording


class AgainError(Exception):
    """The whole page is asked for."""


@pytest.mark.parametrize("query", [{"seed": 2}, {"steps": 500}])
def test_a_run_of_other_settings_goes_no_step_further(monkeypatch, query):
    """A press sets them at once; the part of the page that computes may come before the page."""

    def again():
        raise AgainError

    now = HighamExperiment(**query)
    recording = Recording(HighamExperiment())
    done = recording.done
    monkeypatch.setattr(under_way, "in_force", lambda cls: now)
    monkeypatch.setattr(under_way.st, "rerun", again)
    shown = Shown(HighamExperiment, "stage", recording, lambda live: None, lambda first: None, id)
    with pytest.raises(AgainError):
        under_way._under_way.__wrapped__(shown)
    assert recording.done == done


def test_the_count_goes_ahead_of_the_frames(monkeypatch):
    """A busy browser may show one of two messages: it never shows a step that is not counted."""
    told = []
    recording = Recording(HighamExperiment(steps=2000))
    frames = SimpleNamespace(steps=np.arange(1))

    def chunk(first):
        # Another reader's turn: the run goes on meanwhile.
        recording.advance(0.0)
        frames.last = recording.done
        return frames

    memory = {"stage-frames-told": [1]}
    fake = SimpleNamespace(session_state=memory, button=lambda *a, **k: False, rerun=lambda: None)
    monkeypatch.setattr(under_way, "st", fake)
    monkeypatch.setattr(under_way, "in_force", lambda cls: HighamExperiment(steps=2000))
    monkeypatch.setattr(under_way, "_row", nullcontext)
    monkeypatch.setattr(under_way, "_progress", lambda run, doing: told.append(("count", run.done)))
    monkeypatch.setattr(under_way, "send_chunk", lambda new, key: told.append(("frames", new.last)))
    shown = Shown(HighamExperiment, "stage", recording, lambda live: None, chunk, id)
    under_way._under_way.__wrapped__(shown)
    (first, counted), (second, sent) = told
    assert (first, second) == ("count", "frames")
    assert counted >= sent > 0


class Slow:
    """A run of so many seconds, whose clock is the test's."""

    def __init__(self, monkeypatch, seconds):
        self.seconds, self.computed = seconds, [0.0]
        monkeypatch.setattr(under_way.time, "monotonic", lambda: sum(self.computed))

    @property
    def share(self):
        return min(1.0, sum(self.computed) / self.seconds)

    @property
    def finished(self):
        return self.share >= 1

    def advance(self, seconds):
        self.computed.append(seconds)


@pytest.mark.parametrize(
    ("seconds", "waits"), [(0.02, 0.12), (0.11, 0.12), (0.13, 0.03), (60, 0.03)]
)
def test_a_first_picture_waits_for_a_run_only_where_it_is_soon_done(seconds, waits, monkeypatch):
    run = Slow(monkeypatch, seconds)
    under_way._begin(run, under_way._STRETCH_SECONDS)
    assert sum(run.computed) == pytest.approx(waits)
    assert run.finished == (seconds < 0.12)


@pytest.mark.parametrize("stretches", [1, 2, 4])
def test_a_reader_who_goes_on_waits_for_no_more_than_a_stretch_of_a_run(stretches, monkeypatch):
    run = Slow(monkeypatch, 60)

    def ask(cls):
        if len(run.computed) > stretches:
            raise AgainError

    monkeypatch.setattr(under_way, "in_force", ask)
    with pytest.raises(AgainError):
        under_way._compute(SimpleNamespace(cls=HighamExperiment, recording=run))
    assert sum(run.computed) == pytest.approx(stretches * 0.03)


def test_a_slice_of_a_run_under_way_is_as_long_as_ever(monkeypatch):
    run = Slow(monkeypatch, 60)
    monkeypatch.setattr(under_way, "in_force", lambda cls: None)
    under_way._compute(SimpleNamespace(cls=HighamExperiment, recording=run))
    assert sum(run.computed) == pytest.approx(0.12)
