"""Labeled samples: what a data set gives and a risk takes the mean over."""

from dataclasses import dataclass, field, replace
from typing import final

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array


@final
@dataclass(frozen=True, eq=False)
class Samples:
    """N samples of d features with two or more classes; the arrays are read-only float64 copies.

    x is (N, d); y is (N, 1) with the number of a sample's class, from 0; `features` are the d
    names, `label` is that of y and `classes` are those of 0, 1, …. The value in the features' own
    units is `center + scale * x`, both (d,).
    """

    x: Array
    y: Array
    features: tuple[str, ...]
    classes: tuple[str, ...] = ("class 0", "class 1")
    label: str = "label"
    center: Array = field(default_factory=lambda: np.zeros(1))
    scale: Array = field(default_factory=lambda: np.ones(1))

    def __post_init__(self) -> None:
        d = len(self.features)
        self._freeze("x", np.reshape(self.x, (-1, d)))
        self._freeze("y", np.reshape(self.y, (-1, 1)))
        self._freeze("center", np.broadcast_to(self.center, (d,)))
        self._freeze("scale", np.broadcast_to(self.scale, (d,)))

    @property
    def labels(self) -> NDArray[np.int64]:
        """The number (N,) of each sample's class."""
        return self.y[:, 0].astype(np.int64)

    def targets(self) -> Array:
        """(N, C), 1 at a sample's class and 0 elsewhere: what softmax cross-entropy is told."""
        return np.eye(len(self.classes))[self.labels]

    def standardized(self) -> "Samples":
        """The samples with columns of mean 0 and population variance 1.

        A constant column becomes 0 and keeps its scale; `center` and `scale` lead back.
        """
        x, mean, spread = standardize(self.x)
        return replace(
            self,
            x=x,
            center=self.center + self.scale * mean,
            scale=self.scale * spread,
        )

    def _freeze(self, name: str, values: Array) -> None:
        array = np.array(values, dtype=np.float64)
        array.setflags(write=False)
        object.__setattr__(self, name, array)


def standardize(x: Array) -> tuple[Array, Array, Array]:
    """x (N, d) with columns of mean 0 and population variance 1, their means and deviations.

    A constant column becomes 0; its mean is its number, its deviation counts as 1.
    """
    constant = np.ptp(x, axis=0) == 0
    mean = np.where(constant, x[0], x.mean(axis=0))
    spread = np.where(constant, 1.0, x.std(axis=0))
    return (x - mean) / spread, mean, spread
