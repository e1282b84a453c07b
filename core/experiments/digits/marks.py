"""How well a network reads: costs, errors and decisions along a run."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.experiments.digits.experiment import Part
from core.networks.layers import Sequential
from core.objectives.losses import SoftmaxCrossEntropy
from core.objectives.risk import Risk
from core.training.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Marks:
    """Of each point (F,): the mean cross-entropy, and what it takes each digit for (F, N)."""

    cost: Array
    read: NDArray[np.uint8]
    labels: NDArray[np.int64]

    @property
    def wrong(self) -> NDArray[np.int64]:
        """How many digits (F,) are taken for others."""
        return np.asarray((self.read != self.labels).sum(axis=-1))

    @property
    def error(self) -> Array:
        """The share (F,) of them."""
        return self.wrong / len(self.labels)

    @property
    def accuracy(self) -> Array:
        """The share (F,) that is read rightly."""
        return 1 - self.error


def marked(network: Sequential, p: Array, part: Part) -> Marks:
    """How well the network reads these digits at the points p (F, s).

    The penalty is no part of it. Batch normalization takes its means over these digits.
    """
    loss, cost, read = SoftmaxCrossEntropy(), list[float](), list[NDArray[np.uint8]]()
    for point in p:
        z = network.logits(point, part.x)
        cost.append(float(loss.value(z, part.y, network.output)))
        read.append(z.argmax(axis=-1).astype(np.uint8))
    return Marks(np.array(cost), np.array(read).reshape(len(p), -1), part.labels)


@dataclass(frozen=True, eq=False)
class Unvalued(Risk):
    """The same gradients without values: `marked` finds these with the decisions, in one go."""

    def value(self, p: Array) -> Array:
        """Zeros (...)."""
        return np.zeros(np.shape(p)[:-1])


def unvalued(recipe: Recipe) -> Recipe:
    """The same run, whose values are left to `marked`."""
    risk = recipe.objective
    assert isinstance(risk, Risk)
    return replace(recipe, objective=Unvalued(risk.model, risk.loss, risk.x, risk.y, risk.penalty))


def as_shown(p: Array) -> Array:
    """Parameters with the digits that a browser is sent, those of single precision."""
    return p.astype(np.float32).astype(float)
