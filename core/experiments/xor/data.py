"""The points of the third chapter: XOR's four, or the reader's own."""

from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np

from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.experiments.own_data import InThePlane
from core.experiments.xor import problem as xor
from core.spec import menu


@final
@dataclass(frozen=True)
class XorPoints(Dataset):
    """The four corners of the unit square, labeled by the exclusive or."""

    title = "The four points of XOR"
    why = "No line separates them; one hidden layer does."

    def __call__(self, rng: np.random.Generator) -> Samples:
        return Samples(*xor.points(), ("x1", "x2"))


@final
@dataclass(frozen=True)
class OwnPoints(InThePlane):
    """The reader's own points, around the square whose corners XOR's points are."""

    ends: ClassVar[tuple[float, float]] = (-0.35, 1.35)
    onto: ClassVar[tuple[float, float]] = (0.0, 1.0)


XOR_DATA = menu(XorPoints, OwnPoints)
