"""Samples with a number each, as regression has them."""

from dataclasses import dataclass, field, replace
from typing import final

import numpy as np

from core.arrays import Array
from core.datasets.samples import standardize


@final
@dataclass(frozen=True, eq=False)
class Regression:
    """N samples of d features with a target each; the arrays are read-only float64 copies.

    x is (N, d), y is (N,) in its own units; `features` are the d names, `target` is that of y.
    The value in the features' own units is `center + scale * x`, both (d,).
    """

    x: Array
    y: Array
    features: tuple[str, ...]
    target: str = "target"
    center: Array = field(default_factory=lambda: np.zeros(1))
    scale: Array = field(default_factory=lambda: np.ones(1))

    def __post_init__(self) -> None:
        d = len(self.features)
        shapes = {"x": (-1, d), "y": (-1,), "center": (d,), "scale": (d,)}
        for name, shape in shapes.items():
            values = np.array(getattr(self, name), dtype=np.float64)
            if name in ("center", "scale"):
                values = np.broadcast_to(values, shape)
            array = values.reshape(shape).copy()
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def standardized(self) -> "Regression":
        """The samples with columns of mean 0 and population variance 1; y stays as it is.

        A constant column becomes 0 and keeps its scale; `center` and `scale` lead back.
        """
        x, mean, spread = standardize(self.x)
        center = self.center + self.scale * mean
        return replace(self, x=x, center=center, scale=self.scale * spread)
