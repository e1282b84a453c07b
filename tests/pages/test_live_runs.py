"""A run that is computed while a reader looks at it: it is that of the settings in force."""

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
