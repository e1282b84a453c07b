"""What an experiment is: everything that a reader can set, and the runs that it means."""

from abc import ABC, abstractmethod
from typing import Self

import numpy as np

from core import spec as specs
from core.arrays import Steps
from core.training.descent import MOST_FRAMES, record_steps
from core.training.recipe import Recipe, Stream
from core.training.samplers import Sampler


class Experiment(ABC):
    """A spec, and the runs that it means. Members are frozen dataclasses of knobs and choices.

    A run is determined by its spec: the same spec gives the same bits. Each field may say which
    part it belongs to: "view" (how a run is shown), "run" (the run on its landscape), "rate" (the
    learning rates).
    """

    seed: int
    steps: int

    @abstractmethod
    def recipes(self) -> dict[str, Recipe]:
        """The runs by lane: {"network": …}, or one for each loss or entrant."""

    def recorded(self, frames: int = MOST_FRAMES) -> Steps:
        """The numbers of at most so many steps, as they are recorded."""
        return record_steps(self.steps, frames)

    def without(self, *parts: str) -> Self:
        """The fields of these parts, in members too, as by default: the key of what is left."""
        return specs.without(self, *parts)

    def streams(self, count: int) -> list[np.random.Generator]:
        """Independent random numbers for start, batches, …: one does not shift the other."""
        return [np.random.default_rng(s) for s in np.random.SeedSequence(self.seed).spawn(count)]

    def stream(self, sampler: Sampler, N: int, count: int, child: int) -> Stream | None:
        """How batches are drawn, by one of `count` streams; None where m reaches N."""
        return None if sampler.size(N) >= N else Stream(sampler, self.seed, count, child)
