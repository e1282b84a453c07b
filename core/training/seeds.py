"""Many runs at once: one engine, told a recipe for each seed."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from core.arrays import Array, Steps
from core.training.live import Live
from core.training.recipe import Recipe
from core.training.side_by_side import side_by_side
from core.training.spread import Share, each

# Batches are drawn for at most so many steps at a time: all at once would fill the memory.
_STRETCH = 1000
_LOOKS = 20


@dataclass(frozen=True, eq=False)
class Ends:
    """The ends of R runs: p (R, s), value (R,), and diverged_at (R,) as in `Trajectory`."""

    p: Array
    value: Array
    diverged_at: Steps


def train(
    recipes: Sequence[Recipe],
    watch: Share | None = None,
    executor: Executor | None = None,
) -> Ends:
    """Do all runs, side by side, and give their ends in the order of the recipes.

    Run r is, up to rounding, the run of recipe r alone. `watch` is told the share that is done
    some twenty times, from 0 to 1, and what it raises ends the work. executor: a pool of processes
    or machines over which the runs are spread in blocks; the ends are the same to the last bit.
    ValueError for networks of different sizes.
    """
    if len({recipe.objective.size for recipe in recipes}) != 1:
        raise ValueError("The runs must have equally many parameters, and there must be one.")
    p = np.empty((len(recipes), recipes[0].objective.size))
    value, diverged_at = np.empty(len(recipes)), np.empty(len(recipes), dtype=np.int64)
    stretch = max(1, min(_STRETCH, recipes[0].steps // _LOOKS))
    batches = side_by_side(recipes, stretch, executor)
    groups = [members for members, _ in batches]
    together = [recipe for _, recipe in batches]
    ends = each(partial(_ends, stretch), together, [len(g) for g in groups], watch, executor)
    for members, end in zip(groups, ends, strict=True):
        p[members], value[members], diverged_at[members] = end.p, end.value, end.diverged_at
    if watch is not None:
        watch(1.0)
    return Ends(p, value, diverged_at)


def _ends(stretch: int, recipe: Recipe, watch: Share | None) -> Ends:
    """The ends of a recipe's R runs, done in stretches of so many steps."""
    live = Live(recipe)
    while not live.finished:
        if watch is not None:
            watch(live.share)
        live.take(stretch)
    end = live.trajectory()
    return Ends(end.p[-1], end.value[-1], end.diverged_at)


def generators(seed: int, count: int) -> list[np.random.Generator]:
    """The random numbers of each run, the same for run r however many there are."""
    return [np.random.default_rng([seed, r]) for r in range(count)]
