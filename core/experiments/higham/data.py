"""The points of the second chapter: the paper's, or the reader's own."""

from dataclasses import dataclass, replace
from typing import ClassVar, final

import numpy as np

from core.arrays import Array
from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.datasets.synthetic import HighamPoints
from core.experiments.own_data import InThePlane
from core.spec import menu

_ELEVENTH = (0.3, 0.7)


@final
@dataclass(frozen=True)
class PaperPoints(Dataset):
    """Five points of each class (Higham & Higham 2019, section 2)."""

    title = "The paper's points"
    why = HighamPoints.why

    def __call__(self, rng: np.random.Generator) -> Samples:
        return HighamPoints()(rng)


@final
@dataclass(frozen=True)
class OwnPoints(InThePlane):
    """The reader's own points, in the unit square, as the paper's are."""

    ends: ClassVar[tuple[float, float]] = (0.0, 1.0)
    onto: ClassVar[tuple[float, float]] = (0.1, 0.9)


HIGHAM_DATA = menu(PaperPoints, OwnPoints)


def samples_of(data: Dataset, *, eleven: bool) -> Samples:
    """The labeled points; `eleven` adds (0.3, 0.7) of the second class to the paper's."""
    found = data(np.random.default_rng(0))
    if not eleven or not isinstance(data, PaperPoints):
        return found
    return replace(found, x=np.vstack([found.x, _ELEVENTH]), y=np.vstack([found.y, [1.0]]))


def targets(samples: Samples) -> Array:
    """y (N, 2): (1, 0) for the first class, (0, 1) for the second."""
    return np.hstack([1 - samples.y, samples.y])
