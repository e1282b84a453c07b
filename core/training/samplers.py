"""Which samples each step of stochastic gradient descent looks at.

Higham and Higham (2019), section 4: equations (4.7) shuffled epochs, (4.8) with replacement.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import gcd
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.spec import knob, menu

Picks = NDArray[np.int64]


@dataclass(frozen=True)
class Sampler(ABC):
    """A rule that picks a minibatch of row numbers for every step."""

    @abstractmethod
    def batches(self, N: int, steps: int, rng: np.random.Generator) -> Picks:
        """Row numbers 0 … N-1 for each step, (steps, m); the same `rng` state gives the same."""

    def size(self, N: int) -> int:
        """How many of N samples a step looks at: m, and N for the full gradient."""
        return N

    def period(self, N: int) -> int | None:
        """Draws of a multiple of so many steps, one after another, are one draw; None: never."""
        return None


@final
@dataclass(frozen=True)
class FullBatch(Sampler):
    r"""g = \nabla C(p)"""

    def batches(self, N: int, steps: int, rng: np.random.Generator) -> Picks:
        """Every row at every step: a read-only (steps, N) view of one arange(N)."""
        return np.broadcast_to(np.arange(N, dtype=np.int64), (steps, N))

    def period(self, N: int) -> int | None:
        return 1


@final
@dataclass(frozen=True)
class ShuffledEpochs(Sampler):
    r"""g = \frac{1}{m} \sum_{j=1}^{m} \nabla C_{k_j}(p), \quad k \text{ from shuffled epochs}"""

    m: int = knob(1, 1, 2000, symbol="m", help="batch size", top="all")

    def batches(self, N: int, steps: int, rng: np.random.Generator) -> Picks:
        """One fresh permutation of the rows after another, cut into batches of m (H&H 4.7).

        When m does not divide N a batch may straddle two epochs: no row is dropped, and each
        epoch, N picks in a row, holds every sample exactly once. ValueError if m > N.
        """
        if self.m > N:
            raise ValueError(f"m = {self.m} is not possible: at most the {N} samples in an epoch.")
        epochs = -(-steps * self.m // N)
        shuffled = rng.permuted(np.tile(np.arange(N, dtype=np.int64), (epochs, 1)), axis=1)
        return shuffled.reshape(-1)[: steps * self.m].reshape(steps, self.m)

    def size(self, N: int) -> int:
        return min(self.m, N)

    def period(self, N: int) -> int | None:
        return N // gcd(N, self.m)


@final
@dataclass(frozen=True)
class WithReplacement(Sampler):
    r"""g = \frac{1}{m} \sum_{j=1}^{m} \nabla C_{k_j}(p), \quad k_j \text{ uniform on } 1, …, N"""

    m: int = knob(1, 1, 2000, symbol="m", help="batch size", top="all")

    def batches(self, N: int, steps: int, rng: np.random.Generator) -> Picks:
        """Independent uniform picks; a row may come twice, also within a batch (H&H 4.8)."""
        return rng.integers(N, size=(steps, self.m))

    def size(self, N: int) -> int:
        return min(self.m, N)

    def period(self, N: int) -> int | None:
        return 1


@final
@dataclass(frozen=True, eq=False)
class Recorded(Sampler):
    r"""k_1, k_2, … \text{ as recorded}"""

    picks: ArrayLike

    def batches(self, N: int, steps: int, rng: np.random.Generator) -> Picks:
        """The first `steps` rows of the recorded (steps, m) picks, whatever `rng`.

        ValueError if the picks are no table of whole numbers 0 … N-1, or too few.
        """
        picks: NDArray[Any] = np.asarray(self.picks)
        if picks.ndim != 2 or not np.issubdtype(picks.dtype, np.integer):
            raise ValueError(
                f"Recorded picks are {picks.dtype} of shape {picks.shape}: "
                "allowed are whole numbers of shape (steps, m)."
            )
        if len(picks) < steps:
            raise ValueError(f"{steps} steps are asked for, but only {len(picks)} are recorded.")
        outside = picks[(picks < 0) | (picks >= N)]
        if outside.size:
            raise ValueError(f"The recorded pick {outside[0]} is no row: allowed are 0 to {N - 1}.")
        return picks[:steps].astype(np.int64)

    def size(self, N: int) -> int:
        return int(np.shape(self.picks)[-1])


SAMPLERS = menu(FullBatch, ShuffledEpochs, WithReplacement)
