"""When to stop: a validation set picks the step, and a test set that nobody looked at judges it.

Early stopping with patience (Prechelt 1998; Goodfellow, Bengio, Courville 2016, algorithm 7.1).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.activations import Sigmoid, Tanh
from core.arrays import Array
from core.descent import Trajectory, descend
from core.losses import BinaryCrossEntropy
from core.networks import Network
from core.risk import Risk
from core.samples import Samples
from core.sharpness import fan_in_start
from core.update import Optimizer


@dataclass(frozen=True, eq=False)
class Parts:
    """Three disjoint parts of one data set, on the scale of the training part."""

    train: Samples
    validation: Samples
    test: Samples


@dataclass(frozen=True)
class Stop:
    """The evaluation that was best when patience ran out, and the one at which it did.

    `stopped` is None if the run ended first.
    """

    best: int
    stopped: int | None


@dataclass(frozen=True, eq=False)
class Watched:
    """A run on the training part, its cost (K,) there, on the validation and on the test part."""

    run: Trajectory
    validation: Array
    test: Array

    @property
    def train(self) -> Array:
        """The cost (K,) that the run descends on."""
        return self.run.value


def split(samples: Samples, train: int, validation: int, seed: int) -> Parts:
    """Draw the parts; what is left over is the test part.

    All three are standardized with the mean and deviation of the training part alone: taken over
    all the data these would tell the model about samples that it must not know. ValueError for
    sizes that leave a part empty, or a training part with a constant column.
    """
    N = len(samples.x)
    if min(train, validation, N - train - validation) < 1:
        raise ValueError(
            f"{train} training and {validation} validation samples of {N} are not possible: "
            "each part, the test part too, needs one sample or more."
        )
    order = np.random.default_rng(seed).permutation(N)
    ends = (train, train + validation)
    known = samples.x[order[:train]]
    if (np.ptp(known, axis=0) == 0).any():
        raise ValueError(f"A column is constant in the {train} training samples drawn.")
    mean, spread = known.mean(axis=0), known.std(axis=0)
    parts = [_part(samples, rows, mean, spread) for rows in np.split(order, ends)]
    return Parts(*parts)


def watched(parts: Parts, width: int, optimizer: Optimizer, steps: int, every: int) -> Watched:
    """Train a d-width-1 tanh network on the training part, and evaluate every `every`-th step."""
    network = Network((parts.train.x.shape[1], width, 1), Tanh(), Sigmoid())
    on = [
        Risk(network, BinaryCrossEntropy(), part.x, part.y)
        for part in (parts.train, parts.validation, parts.test)
    ]
    run = descend(on[0], optimizer, fan_in_start(network, 0), steps, record_every=every)
    return Watched(run, on[1].value(run.p), on[2].value(run.p))


def patience(validation: Array, wait: int) -> Stop:
    """Stop when `wait` evaluations in a row have not been below the best of costs (K,) so far."""
    best = 0
    for i, value in enumerate(validation):
        if value < validation[best]:
            best = i
        elif i - best >= wait:
            return Stop(best, i)
    return Stop(best, None)


def _part(samples: Samples, rows: NDArray[np.int64], mean: Array, spread: Array) -> Samples:
    return replace(
        samples,
        x=(samples.x[rows] - mean) / spread,
        y=samples.y[rows],
        center=samples.center + samples.scale * mean,
        scale=samples.scale * spread,
    )
