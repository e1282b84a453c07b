"""Noise as a penalty: what a run that sees noise at every step ends at, known without a draw.

Three kinds: inputs left out, inputs moved, labels turned. The expected loss of each is known, so
one lane descends on what each step draws, and the other on the expectation, a loss with a penalty.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, final

import numpy as np

from core.arrays import Array, Steps
from core.datasets.synthetic import Separable
from core.experiments.implicit.decay import AllColumns, WeightDecay, ridge, samples
from core.experiments.implicit.study import Lane, Study
from core.networks.layers import AddNoise, Dropout, Layer
from core.optimizers.schedules import Cosine
from core.regularization.noise import smoothed_optimum
from core.spec import choice, knob, menu
from core.training.spread import Share

NOISY, EXPECTED = "noisy", "expected"
WITHOUT: Final = "without noise"


@dataclass(frozen=True)
class Kind(ABC):
    """What is drawn anew in each step. A strength (V, 1, 1) has one number for each model."""

    title: ClassVar[str]
    slider: ClassVar[str]
    names: ClassVar[tuple[str, ...]]

    @abstractmethod
    def data(self, rng: np.random.Generator) -> tuple[Array, Array]:
        """x (N, n) and y (N,)."""

    @abstractmethod
    def gradient(
        self, p: Array, x: Array, y: Array, strength: Array, rng: np.random.Generator
    ) -> Array:
        """Of the loss on one draw of the noise for all N samples, (V, d) at p (V, d)."""

    @abstractmethod
    def expected(self, p: Array, x: Array, y: Array, strength: Array) -> Array:
        """Its expectation (V, d)."""

    @abstractmethod
    def minimum(self, x: Array, y: Array, strength: float) -> Array:
        """Where (d,) the expectation is 0."""

    @abstractmethod
    def rate(self, x: Array, strength: Array) -> Array:
        """A learning rate (V, 1) below 2/λ_max of the expected loss, whatever p."""


@dataclass(frozen=True)
class OnInputs(Kind):
    """Of (1/2N)‖y - Xp‖² on the diabetes data: any noise on the inputs is a ridge."""

    names: ClassVar[tuple[str, ...]] = AllColumns.names

    @abstractmethod
    def ridge(self, strength: Array | float) -> Array | float:
        """The λ that it means."""

    @abstractmethod
    def layer(self, strength: float, seed: int) -> Layer:
        """What draws it in a network."""

    @abstractmethod
    def seen(self, x: Array, strength: Array, rng: np.random.Generator) -> Array:
        """The inputs (V, N, d) of one step."""

    def data(self, rng: np.random.Generator) -> tuple[Array, Array]:
        return samples(WeightDecay(columns=AllColumns()))

    def gradient(
        self, p: Array, x: Array, y: Array, strength: Array, rng: np.random.Generator
    ) -> Array:
        seen = self.seen(x, strength, rng)
        left = (seen @ p[..., None])[..., 0] - y
        return np.asarray((left[:, None, :] @ seen)[:, 0] / len(y))

    def expected(self, p: Array, x: Array, y: Array, strength: Array) -> Array:
        return np.asarray((p @ x.T - y) @ x / len(y) + self.ridge(strength[..., 0]) * p)

    def minimum(self, x: Array, y: Array, strength: float) -> Array:
        return ridge(x, y, float(self.ridge(strength)))

    def rate(self, x: Array, strength: Array) -> Array:
        highest = np.linalg.eigvalsh(x.T @ x / len(x))[-1]
        return np.asarray(1 / (highest + self.ridge(strength[..., 0])))


@final
@dataclass(frozen=True)
class DropInputs(OnInputs):
    """Each input is left out with chance r; what is left is divided by q = 1 - r."""

    title: ClassVar[str] = "dropout of inputs"
    slider: ClassVar[str] = "dropped"

    dropped: float = knob(
        0.2,
        0.05,
        0.8,
        symbol="r",
        log=True,
        help="share of the inputs that is left out",
        part="rate",
    )

    def ridge(self, strength: Array | float) -> Array | float:
        return strength / (1 - strength)

    def layer(self, strength: float, seed: int) -> Layer:
        return Dropout(strength, seed)

    def seen(self, x: Array, strength: Array, rng: np.random.Generator) -> Array:
        return np.asarray(x * (rng.random(x.shape) >= strength) / (1 - strength))


@final
@dataclass(frozen=True)
class MoveInputs(OnInputs):
    """Each input is moved by σ times a standard normal number."""

    title: ClassVar[str] = "noise on inputs"
    slider: ClassVar[str] = "sigma"

    sigma: float = knob(
        0.3, 0.1, 1.0, symbol="σ", log=True, help="standard deviation of the noise", part="rate"
    )

    def ridge(self, strength: Array | float) -> Array | float:
        return np.square(strength)

    def layer(self, strength: float, seed: int) -> Layer:
        return AddNoise(strength, seed)

    def seen(self, x: Array, strength: Array, rng: np.random.Generator) -> Array:
        return np.asarray(x + strength * rng.standard_normal(x.shape))


@final
@dataclass(frozen=True)
class TurnLabels(Kind):
    """Each label is turned with chance ε/2: cross-entropy of labels smoothed by ε, on average."""

    title: ClassVar[str] = "smoothed labels"
    slider: ClassVar[str] = "epsilon"
    names: ClassVar[tuple[str, ...]] = ("w1", "w2", "b")

    epsilon: float = knob(
        0.1, 0.05, 0.5, symbol="ε", log=True, help="share of a label that is spread", part="rate"
    )

    def data(self, rng: np.random.Generator) -> tuple[Array, Array]:
        drawn = Separable()(rng)
        return drawn.x, drawn.y[:, 0]

    def gradient(
        self, p: Array, x: Array, y: Array, strength: Array, rng: np.random.Generator
    ) -> Array:
        turned = rng.random(len(y)) < strength[..., 0] / 2
        return _logistic_slope(p, x, np.where(turned, 1 - y, y))

    def expected(self, p: Array, x: Array, y: Array, strength: Array) -> Array:
        return _logistic_slope(p, x, smoothed(y, strength[..., 0]))

    def minimum(self, x: Array, y: Array, strength: float) -> Array:
        return smoothed_optimum(x, y, strength)

    def rate(self, x: Array, strength: Array) -> Array:
        X = _with_ones(x)
        return np.full((len(strength), 1), 4 / np.linalg.eigvalsh(X.T @ X / len(x))[-1])


NOISES = menu(DropInputs, MoveInputs, TurnLabels)


@final
@dataclass(frozen=True)
class Noise:
    """What does a run that never sees the same data twice minimize?"""

    title: ClassVar[str] = "Noise"

    kind: Kind = choice(NOISES, DropInputs(), "what each step draws anew")


def smoothed(y: Array, epsilon: Array | float) -> Array:
    """Labels of 0 and 1 as ε/2 and 1 - ε/2."""
    return np.asarray((1 - epsilon) * y + epsilon / 2)


def study(
    kind: Kind,
    steps: int,
    seed: int,
    record: Steps,
    values: Sequence[float],
    watch: Share | None = None,
) -> Study:
    """Both lanes for all strengths at once; every strength sees the same draws."""
    sample = np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0])
    x, y = kind.data(sample)
    strength = np.array(values, dtype=float)[:, None, None]
    predicted = np.array([kind.minimum(x, y, float(value)) for value in values])
    rate, pace, slot = kind.rate(x, strength), Cosine(period=steps), 1
    p = {NOISY: np.zeros_like(predicted), EXPECTED: np.zeros_like(predicted)}
    paths = {name: np.zeros((len(record), *predicted.shape)) for name in p}
    for k in range(1, steps + 1):
        eta = rate * pace(k)
        # As a layer draws in a step, so that a script can draw it again.
        draw = np.random.default_rng((seed, k, 0))
        p[NOISY] = p[NOISY] - eta * kind.gradient(p[NOISY], x, y, strength, draw)
        p[EXPECTED] = p[EXPECTED] - eta * kind.expected(p[EXPECTED], x, y, strength)
        if k == record[slot]:
            if watch is not None:
                watch(k / steps)
            for name, path in paths.items():
                path[slot] = p[name]
            slot += 1
    ran = np.full(len(values), -1)
    lanes = {name: Lane(path, predicted, ran) for name, path in paths.items()}
    references: dict[str, Array] = {}
    if isinstance(kind, OnInputs):
        references[WITHOUT] = np.asarray(np.linalg.lstsq(x, y, rcond=None)[0], dtype=float)
    return Study(np.array(values, dtype=float), record, kind.names, lanes, references)


def _with_ones(x: Array) -> Array:
    return np.column_stack([x, np.ones(len(x))])


def _logistic_slope(p: Array, x: Array, y: Array) -> Array:
    """The gradient (V, 3) of the mean cross-entropy for targets y (N,) or (V, N)."""
    X = _with_ones(x)
    return np.asarray((0.5 + 0.5 * np.tanh(0.5 * (p @ X.T)) - y) @ X / len(X))
