"""What the deep net learns: points of each seed to train on and to validate, a test for all."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Final, final

import numpy as np

from core.arrays import Array
from core.datasets.digits import DIGITS_TRAIN, digits
from core.networks.activations import Identity, Sigmoid, Tanh
from core.networks.network import Network
from core.objectives.losses import BinaryCrossEntropy, Loss, SoftmaxCrossEntropy
from core.spec import menu

SEEDS: Final = 20
TEST: Final = 300
"""Points of the test on two moons; on digits it is the last 400, written by other people."""
VALIDATION: Final = 50
"""Points of each seed that only choose among strengths."""
TURNED: Final = 0.1
"""Share of the moons' labels that is turned: what nobody can predict."""

Samples = tuple[Array, Array]


@dataclass(frozen=True, eq=False)
class Points:
    """Each seed's own x (R, n, d), y (R, n, c) to train on and to validate, and a test for all."""

    train: Samples
    validation: Samples
    test: Samples


@dataclass(frozen=True)
class Problem(ABC):
    """What is to be learned, by which network, under which loss."""

    title: ClassVar[str]
    widths: ClassVar[tuple[int, ...]]
    eta: ClassVar[float]

    @abstractmethod
    def network(self) -> Network:
        """The plain network, hidden units tanh."""

    @abstractmethod
    def loss(self) -> Loss:
        """A cross-entropy."""

    @abstractmethod
    def right(self, z: Array, y: Array) -> Array:
        """Which samples (..., N) the logits z (..., N, c) have right."""

    @abstractmethod
    def points(self, count: int, seed: int) -> Points:
        """`count` points to train on for each seed, drawn by the seed."""


@final
@dataclass(frozen=True)
class TwoMoons(Problem):
    """Half circles that reach into each other, a tenth of their labels turned."""

    title: ClassVar[str] = "two moons"
    widths: ClassVar[tuple[int, ...]] = (2, 8, 8, 1)
    eta: ClassVar[float] = 0.02

    def network(self) -> Network:
        return Network(self.widths, Tanh(), Sigmoid())

    def loss(self) -> Loss:
        return BinaryCrossEntropy()

    def right(self, z: Array, y: Array) -> Array:
        return np.asarray(((z > 0) == (y > 0.5))[..., 0])

    def points(self, count: int, seed: int) -> Points:
        train = [moons(count, np.random.default_rng([seed, r, 0])) for r in range(SEEDS)]
        check = [moons(VALIDATION, np.random.default_rng([seed, r, 1])) for r in range(SEEDS)]
        test = moons(TEST, np.random.default_rng([seed]))
        return Points(_stacked(train), _stacked(check), test)


@final
@dataclass(frozen=True)
class FewDigits(Problem):
    """Handwritten digits: each seed has its own few of the 1,397 that are for training."""

    title: ClassVar[str] = "handwritten digits"
    widths: ClassVar[tuple[int, ...]] = (64, 16, 10)
    eta: ClassVar[float] = 0.01

    def network(self) -> Network:
        return Network(self.widths, Tanh(), Identity())

    def loss(self) -> Loss:
        return SoftmaxCrossEntropy()

    def right(self, z: Array, y: Array) -> Array:
        return np.asarray(z.argmax(axis=-1) == y.argmax(axis=-1))

    def points(self, count: int, seed: int) -> Points:
        x, y = _digits()
        orders = [np.random.default_rng([seed, r]).permutation(DIGITS_TRAIN) for r in range(SEEDS)]
        train, check = np.split(np.array(orders)[:, : count + VALIDATION], [count], axis=1)
        test = x[DIGITS_TRAIN:], y[DIGITS_TRAIN:]
        return Points((x[train], y[train]), (x[check], y[check]), test)


PROBLEMS = menu(TwoMoons, FewDigits)


def moons(count: int, rng: np.random.Generator) -> Samples:
    """x (count, 2), y (count, 1): two half circles that reach into each other, with noise."""
    y = np.arange(count) % 2
    angle = np.pi * rng.random(count)
    x = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x[y == 1] = [1, 0.5] - x[y == 1]
    x += 0.15 * rng.standard_normal((count, 2)) - [0.5, 0.25]
    return x, np.where(rng.random(count) < TURNED, 1 - y, y).astype(float)[:, None]


@cache
def _digits() -> Samples:
    data = digits()
    return data.x, np.eye(10)[data.labels]


def _stacked(pairs: list[Samples]) -> Samples:
    return np.array([x for x, _ in pairs]), np.array([y for _, y in pairs])
