"""What a run is made of: everything that is needed to do it again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Rows, Steps
from core.objectives.objective import Objective
from core.objectives.plane import OnPlane
from core.optimizers.optimizer import Optimizer
from core.training.descent import Trajectory, descend
from core.training.kernels.kernel import Watch
from core.training.samplers import Sampler


@dataclass(frozen=True)
class Stream:
    """How minibatches are drawn: by `sampler`, with the generator that `seed` gives.

    Of a seed that is shared, with the generator of `child` among `children` spawned from it.
    """

    sampler: Sampler
    seed: int
    children: int = 0
    child: int = 0

    def generator(self) -> np.random.Generator:
        """The generator that the sampler draws with, before its first draw."""
        if not self.children:
            return np.random.default_rng(self.seed)
        return np.random.default_rng(
            np.random.SeedSequence(self.seed).spawn(self.children)[self.child]
        )


@dataclass(frozen=True, eq=False)
class Recipe:
    """A run: `optimizer` on `objective` from start (s,), `steps` steps.

    batches: row numbers (steps, m) or more; without them they are drawn from `stream`, and without
    that every step takes the full gradient. Where both are given, scripts draw long ones again
    instead of listing them. title: one line about the run. record_every: what is recorded, as
    `descend` has it. R runs that differ by numbers alone are one recipe with start (R, s), batches
    (steps, m) or (steps, R, m), or R streams. ValueError for a start of the wrong size, for too
    few batches.
    """

    objective: Objective
    optimizer: Optimizer
    start: Array
    steps: int
    batches: Rows | None = None
    title: str = ""
    stream: Stream | tuple[Stream, ...] | None = None
    record_every: int | Steps = 1

    def __post_init__(self) -> None:
        start = np.array(self.start, dtype=float)
        start.setflags(write=False)
        object.__setattr__(self, "start", start)
        if start.shape[-1:] != (self.objective.size,) or start.ndim > 2:
            raise ValueError(
                f"The start has shape {start.shape}; the objective has {self.objective.size} "
                "parameters."
            )
        many = self.batches is not None and self.batches.ndim == 3 and start.ndim == 2
        if self.batches is not None and not (
            (many or self.batches.ndim == 2) and len(self.batches) >= self.steps
        ):
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

    @property
    def rows(self) -> Rows | None:
        """The minibatches (steps, m) or (steps, R, m), drawn at each look; None for all samples."""
        return self.drawing()(self.steps)

    @property
    def picks(self) -> Rows | None:
        """The same, and None too where every step is given all samples in order."""
        rows, N = self.rows, self.sample_count
        everything = rows is not None and rows.shape[-1] == N and (rows == np.arange(N)).all()
        return None if everything else rows

    def drawing(self) -> Callable[[int], Rows | None]:
        """The minibatches of the next so many steps, from where the call before ended.

        `period` steps or a multiple of them, or all at once.
        """
        if self.batches is not None:
            return _reading(self.batches)
        if self.stream is None:
            return lambda steps: None
        N, several = self.sample_count, isinstance(self.stream, tuple)
        streams = self.stream if isinstance(self.stream, tuple) else (self.stream,)
        generators = [stream.generator() for stream in streams]

        def draw(steps: int) -> Rows:
            drawn = [
                stream.sampler.batches(N, steps, rng)
                for stream, rng in zip(streams, generators, strict=True)
            ]
            return np.stack(drawn, axis=1) if several else drawn[0]

        return draw

    @property
    def period(self) -> int:
        """The steps after which the draw of batches may pause: all, if it has to be one draw."""
        if self.batches is not None or self.stream is None:
            return 1
        streams = self.stream if isinstance(self.stream, tuple) else (self.stream,)
        periods = [stream.sampler.period(self.sample_count) for stream in streams]
        return self.steps if None in periods else int(np.lcm.reduce([p or 1 for p in periods]))

    def run(self, watch: Watch | None = None) -> Trajectory:
        """Do it. `watch` is called as in `descend`."""
        return descend(
            self.objective,
            self.optimizer,
            self.start,
            self.steps,
            self.rows,
            self.record_every,
            watch,
        )


def _reading(batches: Rows) -> Callable[[int], Rows]:
    done = 0

    def read(steps: int) -> Rows:
        nonlocal done
        done += steps
        return batches[done - steps : done]

    return read
