"""The benchmarks themselves: what is least, who comes when, and what 95 of 100 wait for."""

import math

import pytest

from tests.benchmarks import memory
from tests.benchmarks.hall.plan import REACH, acts, arrivals, percentile
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


@pytest.mark.parametrize(
    ("waits", "percent", "expected"),
    [
        ([3.0, 1.0, 2.0], 50, 2.0),
        ([3.0, 1.0, 2.0], 95, 3.0),
        ([float(n) for n in range(100, 0, -1)], 95, 95.0),
        ([float(n) for n in range(100, 0, -1)], 100, 100.0),
        ([7.0], 50, 7.0),
        ([1.0, 2.0], 50, 1.0),
    ],
)
def test_a_percentile_is_a_wait_that_was_there(
    waits: list[float], percent: float, expected: float
) -> None:
    assert percentile(waits, percent) == expected
    assert sum(wait <= expected for wait in waits) >= len(waits) * percent / 100


def test_nobody_has_waited_no_time_at_all() -> None:
    assert math.isnan(percentile([], 95))


def test_readers_come_in_order_within_the_time_and_each_time_alike() -> None:
    comes = arrivals(60, 10.0)
    assert comes == sorted(comes) == arrivals(60, 10.0)
    assert len(set(comes)) == 60
    assert comes[0] >= 0
    assert comes[-1] < 10.0
    assert 3.0 < comes[30] < 7.0


def test_the_hall_has_one_link_for_all_and_settings_of_their_own_for_few() -> None:
    opening, few, all_move = acts(readers=60, few=20, moves=10)
    assert [len(act.visits) for act in (opening, few, all_move)] == [60, 20, 60]
    assert [act.opening for act in (opening, few, all_move)] == [True, False, False]
    assert [len({visit.query for visit in act.visits}) for act in (opening, few, all_move)] == [
        *(1, 20, 1)
    ]
    assert {visit.moves for visit in few.visits + all_move.visits} == {10}
    assert len(acts(readers=3, few=20, moves=1)[1].visits) == 3


def test_every_move_goes_somewhere_else_nearby() -> None:
    (visit, *_) = acts(readers=1, few=1, moves=50)[1].visits
    options, at = [str(n) for n in range(30)], 29
    for move in range(visit.moves):
        to = options.index(visit.choice(options, options[at], move))
        assert 1 <= abs(to - at) <= REACH
        at = to


def test_all_that_is_kept_by_count_can_be_filled() -> None:
    """What the sum of the memory's benchmark asks for is there."""
    names = [(name, bool(make(0))) for name, most, make in memory.by_count() if most > 1]
    assert len(names) == 5
    assert all(found for _, found in names)
