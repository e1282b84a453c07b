"""Many runs at once: one engine, told a recipe for each seed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Steps
from core.training.live import Live
from core.training.recipe import Recipe
from core.training.side_by_side import side_by_side

# Batches are drawn for at most so many steps at a time: all at once would fill the memory.
_STRETCH = 1000
_LOOKS = 20


@dataclass(frozen=True, eq=False)
class Ends:
    """The ends of R runs: p (R, s), value (R,), and diverged_at (R,) as in `Trajectory`."""

    p: Array
    value: Array
    diverged_at: Steps


def train(recipes: Sequence[Recipe], watch: Callable[[float], None] | None = None) -> Ends:
    """Do all runs, side by side, and give their ends in the order of the recipes.

    Run r is, up to rounding, the run of recipe r alone. `watch` is told the share that is done
    some twenty times, from 0 to 1, and what it raises ends the work. ValueError for networks of
    different sizes.
    """
    if len({recipe.objective.size for recipe in recipes}) != 1:
        raise ValueError("The runs must have equally many parameters, and there must be one.")
    p = np.empty((len(recipes), recipes[0].objective.size))
    value, diverged_at = np.empty(len(recipes)), np.empty(len(recipes), dtype=np.int64)
    ended, stretch = 0, max(1, min(_STRETCH, recipes[0].steps // _LOOKS))
    for members, recipe in side_by_side(recipes, stretch):
        live = Live(recipe)
        while not live.finished:
            if watch is not None:
                watch((ended + len(members) * live.share) / len(recipes))
            live.take(stretch)
        end = live.trajectory()
        p[members], value[members] = end.p[-1], end.value[-1]
        diverged_at[members] = end.diverged_at
        ended += len(members)
    if watch is not None:
        watch(1.0)
    return Ends(p, value, diverged_at)


def generators(seed: int, count: int) -> list[np.random.Generator]:
    """The random numbers of each run, the same for run r however many there are."""
    return [np.random.default_rng([seed, r]) for r in range(count)]
