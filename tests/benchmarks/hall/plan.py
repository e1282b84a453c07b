"""When readers come, what they open and move, and how their waiting is told in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

THINKING = 2.0
"""Seconds between an answer and the next move."""
REACH = 8
"""Positions of the slider that a hand moves over at once."""


@dataclass(frozen=True)
class Visit:
    """A reader who comes after so many seconds, opens a link and then moves η `moves` times."""

    comes: float
    query: str
    moves: int
    seed: int

    def choice(self, options: Sequence[str], taken: str, move: int) -> str:
        """What η is moved to: another of the positions within `REACH` of the one that is taken."""
        at = options.index(taken)
        near = [*options[max(0, at - REACH) : at], *options[at + 1 : at + 1 + REACH]]
        return Random(1000 * self.seed + move).choice(near)


@dataclass(frozen=True)
class Act:
    """A part of the lecture. `opening`: it is the opening of the link that is measured."""

    title: str
    opening: bool
    visits: tuple[Visit, ...]


def acts(readers: int, few: int, moves: int, within: float = 10.0) -> list[Act]:
    """One link opened by all; η moved by a few with settings of their own; η moved by all."""

    def visits(count: int, moves: int, query: str) -> tuple[Visit, ...]:
        comes = arrivals(count, within)
        return tuple(Visit(at, query.format(seed=1 + i), moves, i) for i, at in enumerate(comes))

    few = min(few, readers)
    return [
        Act(f"{readers} open one link", True, visits(readers, 0, "seed=0")),
        Act(f"{few} move η, settings of their own", False, visits(few, moves, "seed={seed}")),
        Act(f"{readers} move η on one link", False, visits(readers, moves, "seed=0")),
    ]


def arrivals(count: int, within: float, seed: int = 0) -> list[float]:
    """Moments (count,) in [0, within), in order, as people come: independently of each other."""
    draw = Random(seed)
    return sorted(within * draw.random() for _ in range(count))


def percentile(waits: Sequence[float], percent: float) -> float:
    """The least of the waits that so many percent of all do not exceed; nan if there are none."""
    if not waits:
        return float("nan")
    return sorted(waits)[max(1, ceil(len(waits) * percent / 100)) - 1]
