"""What a data set is: a source of samples with two classes, made or measured."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.datasets.samples import Samples


@dataclass(frozen=True)
class Dataset(ABC):
    """Where samples come from; the same spec and the same generator state give the same samples."""

    title: ClassVar[str]
    why: ClassVar[str]
    window: ClassVar[tuple[float, float] | None] = None
    """Half-widths of the (w, b) window that shows the point of the data; None to compute one."""

    @abstractmethod
    def __call__(self, rng: np.random.Generator) -> Samples:
        """The samples, x (N, d) and y (N, 1); `rng` draws whatever is random about them."""
