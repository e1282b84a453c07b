"""Paths between two points of a cost surface: straight, and relaxed into the valley."""

from collections.abc import Callable
from dataclasses import dataclass

from core.activations import Array
from core.objectives import Objective


@dataclass(frozen=True, eq=False)
class Path:
    """Points p (K, s) from one end to the other, their cost (K,), and t (K,) from 0 to 1.

    t is the share of the path's length.
    """

    t: Array
    p: Array
    value: Array

    @property
    def barrier(self) -> float:
        """How far the cost climbs above the higher end; 0 if it does not."""
        return float(self.value.max() - max(self.value[0], self.value[-1]))


def straight(objective: Objective, p: Array, q: Array, count: int = 101) -> Path:
    """The straight line from p (s,) to q (s,) at `count` even points."""
    raise NotImplementedError


def relaxed(
    objective: Objective,
    p: Array,
    q: Array,
    count: int = 101,
    seed: int = 0,
    watch: Callable[[float], None] = lambda share: None,
) -> Path:
    """A path of low barrier from p (s,) to q (s,) at `count` points, never above the straight one.

    An upper bound: that no lower path was found does not say that there is none. `watch` is told
    the share that is done, and what it raises ends the work.
    """
    raise NotImplementedError
