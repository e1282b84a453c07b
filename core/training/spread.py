"""Pieces of work that need nothing of each other: one after another, or spread over an executor."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from typing import Any, TypeVar

P = TypeVar("P")
R = TypeVar("R")
Share = Callable[[float], None]

# Runs in a piece: enough that a piece is mostly arithmetic. The pieces begin at multiples of a
# number that every vector unit divides, so that a run is computed as it is among all of them.
_RUNS, _LANES = 256, 64
# Seconds between two looks whether the reader has had enough.
_LOOK = 0.2


def each(
    work: Callable[[P, Share | None], R],
    pieces: Sequence[P],
    sizes: Sequence[int],
    watch: Share | None = None,
    executor: Executor | None = None,
) -> list[R]:
    """What `work(piece, watch)` gives for each piece, in their order.

    sizes: how much of the whole each piece is, in any unit. `watch` is told the share of the whole
    that is done, and what it raises ends the work: with an executor when a piece is done and
    several times a second, pieces that have begun being left to end. There work, pieces and
    results travel, so they must be picklable. What a piece raises is raised.
    """
    done, total = 0, max(1, sum(sizes))
    if executor is None:
        results = []
        for piece, size in zip(pieces, sizes, strict=True):
            results.append(work(piece, part_of(watch, done / total, size / total)))
            done += size
        return results
    futures: dict[Future[Any], int] = {
        executor.submit(work, piece, None): size for piece, size in zip(pieces, sizes, strict=True)
    }
    waiting = set(futures)
    try:
        while waiting:
            if watch is not None:
                watch(done / total)
            ended, waiting = wait(waiting, timeout=_LOOK, return_when=FIRST_COMPLETED)
            done += sum(futures[future] for future in ended)
            for future in ended:
                future.result()
    finally:
        for future in waiting:
            future.cancel()
    return [future.result() for future in futures]


def blocks(count: int, executor: Executor | None) -> list[slice]:
    """Runs 0 … count-1 in the blocks that an executor is given, or all in one without it."""
    pieces = 1 if executor is None else max(1, count // _RUNS)
    edges = [count * i // pieces // _LANES * _LANES for i in range(pieces)]
    return [slice(low, high) for low, high in zip(edges, [*edges[1:], count], strict=True)]


def part_of(watch: Share | None, done: float, part: float) -> Share | None:
    """The share of the whole, told the share of a part of it."""
    return None if watch is None else lambda share: watch(done + part * share)
