"""What a run is made of: everything that a script needs to do it again."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.activations import Array
from core.descent import Status, descend
from core.objectives import Objective
from core.on_plane import OnPlane
from core.risk import Risk
from core.rounding import SHAKE, moved
from core.samplers import Sampler
from core.update import Optimizer

_MOST_TWICE = 20_000
# Shares: a move of the loss that leaves it reproducible, and a loss that is hardly there.
_STEADY, _VANISHED = 100 * SHAKE, 1e-12


@dataclass(frozen=True)
class Stream:
    """How minibatches were drawn: by `sampler`, with the generator that `seed` gives.

    Of a seed that is shared, with the generator of `child` among `children` spawned from it.
    """

    sampler: Sampler
    seed: int
    children: int = 0
    child: int = 0

    def generator(self) -> np.random.Generator:
        """The generator that the sampler drew with, before its first draw."""
        if not self.children:
            return np.random.default_rng(self.seed)
        return np.random.default_rng(
            np.random.SeedSequence(self.seed).spawn(self.children)[self.child]
        )


@dataclass(frozen=True, eq=False)
class Recipe:
    """A run: `optimizer` on `objective` from start (s,), `steps` steps.

    batches: row numbers (steps, m) or more, None for the full gradient. title: one line about
    the run. stream: where the batches came from, if that is known; scripts then draw long ones
    again instead of listing them. ValueError for a start of the wrong size, for too few batches.
    """

    objective: Objective
    optimizer: Optimizer
    start: Array
    steps: int
    batches: NDArray[np.integer] | None = None
    title: str = ""
    stream: Stream | None = field(default=None)

    def __post_init__(self) -> None:
        start = np.array(self.start, dtype=float)
        start.setflags(write=False)
        object.__setattr__(self, "start", start)
        if start.shape != (self.objective.size,):
            raise ValueError(
                f"The start has shape {start.shape}; the objective has {self.objective.size} "
                "parameters."
            )
        if self.batches is not None and (self.batches.ndim != 2 or len(self.batches) < self.steps):
            raise ValueError(
                f"Batches of shape {self.batches.shape} do not make {self.steps} steps; "
                "allowed is (steps, m)."
            )

    @property
    def sample_count(self) -> int:
        """N, 0 where there are no samples."""
        objective = self.objective
        if isinstance(objective, OnPlane):
            objective = objective.objective
        return int(getattr(objective, "sample_count", 0))

    @cached_property
    def picks(self) -> NDArray[np.integer] | None:
        """The minibatches (steps, m), or None where every step looks at all samples in order."""
        if self.batches is None:
            return None
        picks: NDArray[np.integer] = self.batches[: self.steps]
        N = self.sample_count
        everything = picks.shape[1] == N and bool((picks == np.arange(N)).all())
        return None if everything else picks


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
