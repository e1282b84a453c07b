"""Where sharing kernels pays: the same digits in the middle, anywhere, and with shuffled pixels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from core.arrays import Array, Rows
from core.datasets.digits import DIGITS_TRAIN, digits, images, on_canvas
from core.experiments.digits.experiment import Part
from core.experiments.digits.marks import marked, unvalued
from core.experiments.digits.networks import (
    Convolutional,
    DigitNetwork,
    FullyConnected,
    SoftmaxRegression,
)
from core.networks.initialization import uniform_fan_in
from core.networks.layers import Dense, Sequential
from core.objectives.losses import SoftmaxCrossEntropy
from core.objectives.risk import Risk
from core.optimizers.first_order import Momentum
from core.spec import menu
from core.training.recipe import Recipe
from core.training.samplers import ShuffledEpochs

_BATCH = 50
_STEPS_AN_EPOCH = -(-DIGITS_TRAIN // _BATCH)


@dataclass(frozen=True)
class Place:
    """Where the digits stand, and networks of about equal size to read them there."""

    title: ClassVar[str]
    side: ClassVar[int]
    epochs: ClassVar[int]
    eta: ClassVar[float]
    seeds: ClassVar[int]
    networks: ClassVar[tuple[DigitNetwork, ...]]

    def images(self) -> Array:
        """All 1,797 digits (N, 1, side, side)."""
        return images(digits().x)


@final
@dataclass(frozen=True)
class Anywhere(Place):
    """Each digit at a place of its own on a canvas of 12 × 12 pixels."""

    title = "anywhere on a canvas of 12 × 12"
    side, epochs, eta, seeds = 12, 30, 0.05, 4
    networks = (Convolutional(), FullyConnected(7))

    def images(self) -> Array:
        offsets = np.random.default_rng(42).integers(0, 5, (len(digits().x), 2))
        return on_canvas(images(digits().x), self.side, offsets)


@final
@dataclass(frozen=True)
class Centered(Place):
    """Each digit fills its 8 × 8 pixels."""

    title = "in the middle, 8 × 8"
    side, epochs, eta, seeds = 8, 15, 0.1, 16
    networks = (Convolutional(), FullyConnected(9), SoftmaxRegression())


PLACES = menu(Anywhere, Centered)


@dataclass(frozen=True, eq=False)
class Contest:
    """Test accuracy (S, E) after each epoch from 0, for S seeds: with pixels in order or not."""

    place: Place
    network: DigitNetwork
    shuffled: bool
    accuracy: Array
    cost: Array

    @property
    def size(self) -> int:
        """Number of parameters."""
        return self.network(self.place.side).size

    @property
    def relabeled(self) -> bool:
        """Whether the first weights are shuffled with the pixels."""
        return self.shuffled and not isinstance(self.network, Convolutional)

    @property
    def mean(self) -> float:
        """Accuracy at the end, the mean over the seeds."""
        return float(self.accuracy[:, -1].mean())

    @property
    def deviation(self) -> float:
        """Its standard deviation from seed to seed (that divides by S - 1)."""
        return float(self.accuracy[:, -1].std(ddof=1))


def contests(
    place: Place, seeds: Sequence[int], progress: Callable[[float], None] = lambda share: None
) -> tuple[Contest, ...]:
    """Each network of a place on its images as they are, and with all pixels shuffled alike.

    A network that sees all pixels is given the start with its weights shuffled in the same way:
    then its run is the same but for the order of its weights.
    """
    order = np.random.default_rng(1).permutation(place.side**2)
    turns = [(network, shuffle) for network in place.networks for shuffle in (None, order)]
    found = list[Contest]()
    for number, (network, shuffle) in enumerate(turns):

        def part(share: float, before: int = number) -> None:
            progress((before + share) / len(turns))

        found.append(_contest(place, network, shuffle, seeds, part))
    return tuple(found)


def _contest(
    place: Place,
    network: DigitNetwork,
    order: Rows | None,
    seeds: Sequence[int],
    progress: Callable[[float], None],
) -> Contest:
    model, x = network(place.side), place.images()
    draws = [_drawn(place, network, seed) for seed in seeds]
    start, batches = (
        np.stack(each, axis=axis)
        for each, axis in zip(zip(*draws, strict=True), (0, 1), strict=True)
    )
    if order is not None:
        x = x.reshape(len(x), -1)[:, order].reshape(x.shape)
        if not isinstance(network, Convolutional):
            start = relabeled(start, order, model)
    y, labels = digits().targets(), digits().labels
    train, test = slice(DIGITS_TRAIN), slice(DIGITS_TRAIN, None)
    recipe = unvalued(
        Recipe(
            Risk(model, SoftmaxCrossEntropy(), x[train], y[train]),
            Momentum(place.eta, 0.9),
            start,
            len(batches),
            batches,
            record_every=_STEPS_AN_EPOCH,
        )
    )
    path = recipe.run(lambda done: progress(done / len(batches))).p
    marks = [marked(model, p, Part(x[test], y[test], labels[test])) for p in path.swapaxes(0, 1)]
    accuracy, cost = (np.array([getattr(m, name) for m in marks]) for name in ("accuracy", "cost"))
    return Contest(place, network, order is not None, accuracy, cost)


def _drawn(place: Place, network: DigitNetwork, seed: int) -> tuple[Array, Rows]:
    """Start (s,) and batches (steps, m) of a seed."""
    starts, picks = np.random.SeedSequence(seed).spawn(2)
    batches = ShuffledEpochs(_BATCH).batches(
        DIGITS_TRAIN, _STEPS_AN_EPOCH * place.epochs, np.random.default_rng(picks)
    )
    return uniform_fan_in(network(place.side), np.random.default_rng(starts)), batches


def relabeled(p: Array, order: Rows, model: Sequential) -> Array:
    """p (..., s) of a model whose first layer sees every pixel, for pixels in this order (n,).

    The weight of a pixel goes to its new place, so that all outputs stay, and by it the whole run.
    """
    layer = next(level.layer for level in model.levels if isinstance(level.layer, Dense))
    moved = p.copy()
    weights = p[..., : layer.units * len(order)].reshape(*p.shape[:-1], layer.units, len(order))
    moved[..., : layer.units * len(order)] = weights[..., order].reshape(*p.shape[:-1], -1)
    return moved
