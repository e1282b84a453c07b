"""What a run is made of: everything that a script needs to do it again."""

from dataclasses import dataclass, replace
from math import floor, log10

import numpy as np

from core.arrays import Array
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.optimizers.optimizer import Optimizer, State
from core.rounding import SHAKE, moved
from core.training.descent import Status, descend
from core.training.recipe import Recipe
from core.training.side_by_side import shared
from core.training.spread import Share, part_of

MOST_TWICE = 20_000
"""Steps of the longest run that is done once more."""
# Shares: a move of the loss that leaves it reproducible, and a loss that is hardly there.
_STEADY, _VANISHED = 100 * SHAKE, 1e-12
# Digits of a number that a page prints.
_SEEN = 3
_ROUNDING = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Ending:
    """How a run ends.

    loss: on all data, without penalty. steps: how many were taken, fewer than asked for where the
    run diverges and ends at its last good point. vanished: whether next to nothing is left of the
    loss at the start. shaken: how far the loss moves, as a share, when the start is moved by
    `SHAKE`, as a share, and gradients and memory by their rounding; None where the run is too long
    to be done once more.
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
        return self.vanished and not (self.steady and self.shaken)

    @property
    def steady(self) -> bool:
        """Whether the loss moves when the start does, and by as little."""
        return self.shaken is not None and self.shaken <= _STEADY

    @property
    def digits(self) -> int | None:
        """To how many digits a program that adds up in another order ends at the same loss.

        That is sure of a `steady` run. Of another a hundred times what the moved start changes is
        taken, and it may be more. None where the run has not been done once more.
        """
        if self.shaken is None:
            return None
        return max(0, floor(-log10(max(100 * self.shaken, 10 * _STEADY))))

    @property
    def chaotic(self) -> bool:
        """Whether rounding grows until it is seen."""
        return not self.rounded and self.digits is not None and self.digits < _SEEN


def ending(
    recipe: Recipe, loss: float, steps: int | None = None, watch: Share | None = None
) -> Ending:
    """The end of a run whose last loss is known, and of which `steps` were taken, if not all.

    `watch` is told the share that is done, and what it raises ends the work.
    """
    first = loss_at(recipe.objective, recipe.start)
    steps = recipe.steps if steps is None else steps
    end = Ending(loss, steps, abs(loss) <= _VANISHED * abs(first))
    if steps > MOST_TWICE:
        return end
    other = descend(
        recipe.objective,
        _Rounding(recipe.optimizer),
        moved(recipe.start),
        steps,
        recipe.picks,
        max(1, steps),
        shared(watch, steps),
    )
    change = abs(loss_at(recipe.objective, other.p[-1]) - loss)
    return replace(end, shaken=float(change / max(abs(loss), np.finfo(float).tiny)))


def run_again(recipe: Recipe, watch: Share | None = None) -> Ending:
    """The end of the run, by the engine. `watch` is told the share that is done, as by `ending`."""
    run = descend(
        recipe.objective,
        recipe.optimizer,
        recipe.start,
        recipe.steps,
        recipe.picks,
        max(1, recipe.steps),
        shared(part_of(watch, 0.0, 0.5), recipe.steps),
    )
    steps = recipe.steps if run.status is Status.COMPLETED else int(run.diverged_at) - 1
    loss = loss_at(recipe.objective, run.p[-1])
    return ending(recipe, loss, steps, part_of(watch, 0.5, 0.5))


@dataclass(frozen=True, eq=False)
class _Rounding(Optimizer):
    """A rule with gradients and memory rounded in another way at every step, up and down by turns.

    As in another program. Some rules divide by what is left of a difference, and care for that
    more than for their start.
    """

    title = "another rounding"
    source = ""
    torch = ""

    optimizer: Optimizer

    @property
    def eta(self) -> float:
        return self.optimizer.eta

    def init(self, p: Array) -> State:
        return self.optimizer.init(p)

    def step(self, k: int, p: Array, g: Array, state: State) -> tuple[Array, State]:
        by = (-1) ** k * _ROUNDING
        p, state = self.optimizer.step(k, p, moved(g, by), state)
        return p, tuple(moved(part, by) if np.shape(part) == p.shape else part for part in state)


def loss_at(objective: Objective, p: Array) -> float:
    """The loss on all data at p (s,): what a script prints first."""
    value = objective.mean_loss if isinstance(objective, Risk) else objective.value
    return float(value(p))
