"""Contenders timed in turns, A B C A B C …: of each the least time, which is the machine's own.

A neighbor can only add to a time. Turns let all contenders meet the same quiet moments, the least
forgets the others, and CPU time does not count what the processor does for somebody else.
"""

from collections.abc import Callable, Sequence
from time import process_time

Contender = Callable[[], object]

FEWEST, SECONDS = 15, 1.0


def least(
    contenders: Sequence[Contender],
    rounds: int = FEWEST,
    seconds: float = SECONDS,
    clock: Callable[[], float] = process_time,
) -> list[float]:
    """The least time of each, in the clock's seconds: `rounds` rounds and for so many seconds."""
    times = [[_timed(contender, clock) for contender in contenders] for _ in range(rounds)]
    while sum(map(sum, times)) < seconds:
        times.append([_timed(contender, clock) for contender in contenders])
    return [min(column) for column in zip(*times, strict=True)]


def _timed(contender: Contender, clock: Callable[[], float]) -> float:
    start = clock()
    contender()
    return clock() - start
