"""What a run is made of: everything that a script needs to do it again."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.rounding import SHAKE, moved
from core.training.descent import Status, descend
from core.training.recipe import Recipe

_MOST_TWICE = 20_000
# Shares: a move of the loss that leaves it reproducible, and a loss that is hardly there.
_STEADY, _VANISHED = 100 * SHAKE, 1e-12


@dataclass(frozen=True)
class Ending:
    """How a run ends.

    loss: on all data, without penalty. steps: how many were taken, fewer than asked for where the
    run diverges and ends at its last good point. vanished: whether next to nothing is left of the
    loss at the start. shaken: how far the loss moves, as a share, when the start is moved by
    `SHAKE`, as a share; None where the run was not done twice.
    """

    loss: float
    steps: int
    vanished: bool
    shaken: float | None = None

    @property
    def rounded(self) -> bool:
        """Whether what is left may be the rounding of a loss of 0.

        A small loss that is more than that moves when the start does, and by as little.
        """
        return self.vanished and not (self.shaken is not None and 0 < self.shaken <= _STEADY)

    @property
    def chaotic(self) -> bool:
        """Whether rounding grows so much that no other summation order gives the same digits."""
        return not self.vanished and self.shaken is not None and self.shaken > _STEADY


def ending(recipe: Recipe, loss: float) -> Ending:
    """The end of a run whose last loss is known."""
    first = loss_at(recipe.objective, recipe.start)
    return Ending(loss, recipe.steps, abs(loss) <= _VANISHED * abs(first))


def run_again(recipe: Recipe) -> Ending:
    """The end of the run, by the engine."""
    run = descend(
        recipe.objective,
        recipe.optimizer,
        recipe.start,
        recipe.steps,
        recipe.picks,
        max(1, recipe.steps),
    )
    steps = recipe.steps if run.status is Status.COMPLETED else int(run.diverged_at) - 1
    loss = loss_at(recipe.objective, run.p[-1])
    end = replace(ending(recipe, loss), steps=steps)
    if steps > _MOST_TWICE:
        return end
    start = moved(recipe.start)
    other = descend(recipe.objective, recipe.optimizer, start, steps, recipe.picks, max(1, steps))
    change = abs(loss_at(recipe.objective, other.p[-1]) - loss)
    return replace(end, shaken=change / max(abs(loss), np.finfo(float).tiny))


def loss_at(objective: Objective, p: Array) -> float:
    """The loss on all data at p (s,): what a script prints first."""
    value = objective.mean_loss if isinstance(objective, Risk) else objective.value
    return float(value(p))
