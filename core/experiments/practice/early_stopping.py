"""When to stop: a validation set picks the step, and a test set that nobody looked at judges it.

Early stopping with patience (Prechelt 1998; Goodfellow, Bengio, Courville 2016, algorithm 7.1).
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.datasets.splits import Parts
from core.networks.activations import Sigmoid, Tanh
from core.networks.initialization import uniform_fan_in
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy
from core.objectives.risk import Risk
from core.optimizers.optimizer import Optimizer
from core.training.descent import Trajectory, descend


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


def watched(parts: Parts, width: int, optimizer: Optimizer, steps: int, every: int) -> Watched:
    """Train a d-width-1 tanh network on the training part, and evaluate every `every`-th step."""
    network = Network((parts.train.x.shape[1], width, 1), Tanh(), Sigmoid())
    on = [
        Risk(network, BinaryCrossEntropy(), part.x, part.y)
        for part in (parts.train, parts.validation, parts.test)
    ]
    run = descend(
        on[0],
        optimizer,
        uniform_fan_in(network, np.random.default_rng(0)),
        steps,
        record_every=every,
    )
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
