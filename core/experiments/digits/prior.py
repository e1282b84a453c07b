"""Where sharing kernels pays: the same digits in the middle, anywhere, and with shuffled pixels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
    turns = [(network, shuffled) for network in place.networks for shuffled in (False, True)]
    found = list[Contest]()
    for number, (network, shuffled) in enumerate(turns):

        def part(share: float, before: int = number) -> None:
            progress((before + share) / len(turns))

        found.append(_contest(place, network, shuffled, seeds, part))
    return tuple(found)


def _contest(
    place: Place,
    network: DigitNetwork,
    shuffled: bool,
    seeds: Sequence[int],
    progress: Callable[[float], None],
) -> Contest:
    turns = [turn(place, network, shuffled, seed) for seed in seeds]
    together = replace(
        turns[0],
        start=np.stack([one.start for one in turns]),
        batches=np.stack([_drawn(place, network, seed)[1] for seed in seeds], axis=1),
    )
    path = unvalued(together).run(lambda done: progress(done / together.steps)).p
    model, test = network(place.side), slice(DIGITS_TRAIN, None)
    x = _images(place, shuffled)[test]
    part = Part(x, digits().targets()[test], digits().labels[test])
    marks = [marked(model, p, part) for p in path.swapaxes(0, 1)]
    accuracy, cost = (np.array([getattr(m, name) for m in marks]) for name in ("accuracy", "cost"))
    return Contest(place, network, shuffled, accuracy, cost)


def turn(place: Place, network: DigitNetwork, shuffled: bool, seed: int) -> Recipe:
    """The run of one network of a contest from one seed; all seeds run side by side elsewhere."""
    model, train = network(place.side), slice(DIGITS_TRAIN)
    start, batches = _drawn(place, network, seed)
    if shuffled and not isinstance(network, Convolutional):
        start = relabeled(start, _order(place), model)
    x, y = _images(place, shuffled)[train], digits().targets()[train]
    return Recipe(
        Risk(model, SoftmaxCrossEntropy(), x, y),
        Momentum(place.eta, 0.9),
        start,
        len(batches),
        batches,
        title=f"Digits {place.title}, {network.title}{', shuffled' if shuffled else ''}",
        record_every=_STEPS_AN_EPOCH,
    )


def _order(place: Place) -> Rows:
    """The one order of all pixels that they are shuffled into."""
    return np.random.default_rng(1).permutation(place.side**2)


def _images(place: Place, shuffled: bool) -> Array:
    x = place.images()
    return x.reshape(len(x), -1)[:, _order(place)].reshape(x.shape) if shuffled else x


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
