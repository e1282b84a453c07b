"""What the benchmarks say does not depend on what else the machine does."""

import pytest

from tests.benchmarks.turns import least


class _Machine:
    """A clock, and work that takes what a neighbor leaves: one extra for each call, in order."""

    def __init__(self, neighbor: list[float]) -> None:
        self.now, self._neighbor = 0.0, iter(neighbor)
        self.order = ""

    def contender(self, name: str, seconds: float):
        def work() -> None:
            self.order += name
            self.now += seconds + next(self._neighbor, 0.0)

        return work


def test_a_neighbor_who_comes_and_goes_does_not_turn_a_verdict() -> None:
    machine = _Machine([0, 9, 9, 9, 9, 0, 9, 9])
    contenders = [machine.contender("a", 1.0), machine.contender("b", 2.0)]
    times = least(contenders, rounds=4, seconds=0, clock=lambda: machine.now)
    assert times == [1.0, 2.0]
    assert machine.order == "abababab"


def test_what_is_short_gets_more_rounds() -> None:
    machine = _Machine([])
    contenders = [machine.contender("a", 0.25), machine.contender("b", 0.75)]
    times = least(contenders, rounds=2, seconds=5.0, clock=lambda: machine.now)
    assert machine.order == "ab" * 5
    assert times == pytest.approx([0.25, 0.75])
