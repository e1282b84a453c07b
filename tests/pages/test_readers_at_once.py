"""Two readers at the same time: what one of them computes stops no other."""

from collections.abc import Callable
from threading import Event, Thread

import pytest

from core.experiments.logistic.experiment import LogisticExperiment
from core.spec import from_query
from pages.ui.losses import loss_view
from tests import patience

SLOW = from_query(LogisticExperiment, {"data": "two-clouds", "data.count": "2000", "steps": "3000"})


def trained(spec):
    return loss_view.LossView(spec, 0).trained


def landscape(spec):
    return loss_view.LossView(spec, 0).landscape


@pytest.mark.parametrize(
    ("owner", "name", "slow", "quick", "look"),
    [
        (loss_view.cached, "trained", SLOW, LogisticExperiment(), trained),
        (loss_view.cached, "landscape", SLOW, LogisticExperiment(), landscape),
    ],
)
def test_a_reader_who_waits_makes_nobody_wait(monkeypatch, owner, name, slow, quick, look):
    begun, may_go_on = Event(), Event()

    def compute(spec: object, *_rest: object) -> str:
        if spec == slow:
            begun.set()
            assert may_go_on.wait(patience.SECONDS)
        return f"found for {name}"

    monkeypatch.setattr(owner, name, compute)
    first = in_thread(lambda: look(slow))
    try:
        assert begun.wait(patience.SECONDS)
        found: list[object] = []
        second = in_thread(lambda: found.append(look(quick)))
        second.join(patience.SECONDS)
        assert found == [f"found for {name}"]
        assert first.is_alive()
    finally:
        may_go_on.set()
        first.join(patience.SECONDS)


def in_thread(work: Callable[[], object]) -> Thread:
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread
