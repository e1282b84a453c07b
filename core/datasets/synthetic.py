"""Data sets that are made: a few points, or drawn by a seed."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import final

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.spec import knob


@final
@dataclass(frozen=True)
class SixPoints(Dataset):
    """Six numbers of the line (Liquet, Moka, Nazarathy, Fig. 3.4)."""

    title = "Six points"
    why = (
        "Two of six labels break the order: the squared loss has one minimum and around it "
        "saddles and plateaus, the cross-entropy only the minimum."
    )
    window = (5.0, 10.0)

    def __call__(self, rng: np.random.Generator) -> Samples:
        return _on_the_line([-3, -2, -1, 1, 2, 3], [1, 0, 0, 1, 1, 0])


@final
@dataclass(frozen=True)
class TwoMinima(Dataset):
    """Eight numbers of the line whose squared loss has two strict local minima."""

    title = "Two minima"
    why = "The squared loss has two true local minima here, so the start decides where one ends."
    window = (1.0, 3.0)

    def __call__(self, rng: np.random.Generator) -> Samples:
        return _on_the_line([-3, -3.5, -31.9, 2.8, 0.2, 0.5, -0.3, 3.4], [1, 0, 1, 1, 0, 0, 1, 1])


@final
@dataclass(frozen=True)
class TwoClouds(Dataset):
    """Two Gaussian clouds of unit variance around -m and m = (c, c) with Φ(-‖m‖) = overlap."""

    title = "Two clouds"
    why = "The textbook case, in which one can turn up how hard it is and how wrong the labels are."

    count: int = knob(100, 10, 2000, symbol="N", help="number of points, half of each class")
    overlap: float = knob(
        0.1, 0.001, 0.5, help="share on the wrong side of the best line, before label noise"
    )
    noise: float = knob(0.0, 0.0, 0.5, help="share of each class that gets the other label")

    def __call__(self, rng: np.random.Generator) -> Samples:
        y = _halves(self.count)
        distance = -NormalDist().inv_cdf(self.overlap)
        x = rng.standard_normal((self.count, 2)) + np.sqrt(0.5) * distance * (2 * y - 1)
        for members in np.array_split(np.arange(self.count), [self.count // 2]):
            wrong = members[: round(self.noise * len(members))]
            y[wrong] = 1 - y[wrong]
        return Samples(x, y, ("x1", "x2"))


@final
@dataclass(frozen=True)
class Separable(Dataset):
    """Two clouds with an empty strip of width `gap` between them, across the direction (4, 3)/5.

    One sample of each class sits on the strip's edge, opposite the other: so the hard margin is
    exactly gap/2 and the max-margin direction exactly (4, 3)/5, with b = 0.
    """

    title = "Separable"
    why = "A line separates the classes: the cross-entropy has no finite optimum, weights grow on."

    count: int = knob(40, 10, 2000, symbol="N", help="number of points, half of each class")
    gap: float = knob(1.0, 0.1, 4.0, help="width of the empty strip between the classes")

    def __call__(self, rng: np.random.Generator) -> Samples:
        y = _halves(self.count)
        along, across = rng.standard_normal((2, self.count))
        firsts = [0, self.count // 2]
        along[firsts] = across[firsts] = 0
        signed = (2 * y[:, 0] - 1) * (self.gap / 2 + np.abs(along))
        x = np.stack([0.8 * signed - 0.6 * across, 0.6 * signed + 0.8 * across], axis=1)
        return Samples(x, y, ("x1", "x2"))


@final
@dataclass(frozen=True)
class FarOutlier(Dataset):
    """Ten numbers in [-3, -1] of class 0, ten in [1, 3] of class 1, and one of class 0 far out."""

    title = "Far outlier"
    why = (
        "One wrong label far out: the cross-entropy gives way to it and gets half of the others "
        "wrong, the squared loss writes it off."
    )

    distance: float = knob(30.0, 2.0, 100.0, help="where the outlier of class 0 sits")

    def __call__(self, rng: np.random.Generator) -> Samples:
        y = np.append(_halves(20), 0.0)
        x = np.append(4 * y[:-1] - 2 + rng.uniform(-1, 1, 20), self.distance)
        return _on_the_line(x, y)


@final
@dataclass(frozen=True)
class HighamPoints(Dataset):
    """The ten points of Higham & Higham (2019), section 2, as one label each."""

    title = "Higham's ten points"
    why = "The points of the paper: no line separates them, so a single neuron cannot solve them."

    def __call__(self, rng: np.random.Generator) -> Samples:
        x1 = [0.1, 0.3, 0.1, 0.6, 0.4, 0.6, 0.5, 0.9, 0.4, 0.7]
        x2 = [0.1, 0.4, 0.5, 0.9, 0.2, 0.3, 0.6, 0.2, 0.4, 0.6]
        return Samples(np.stack([x1, x2], axis=1), _halves(10), ("x1", "x2"))


def _on_the_line(x: ArrayLike, y: ArrayLike) -> Samples:
    return Samples(np.asarray(x, float), np.asarray(y, float), ("x",))


def _halves(count: int) -> Array:
    """Labels (count, 1): the first half 0, the rest 1."""
    return np.where(np.arange(count) < count // 2, 0.0, 1.0)[:, None]
