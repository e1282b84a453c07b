"""What a run is made of: everything that is needed to do it again."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.objectives.objective import Objective
from core.objectives.plane import OnPlane
from core.optimizers.optimizer import Optimizer
from core.training.samplers import Sampler


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
