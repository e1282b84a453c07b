"""A reader's own data: a table of theirs as a data set, anywhere or in the plane of a chapter."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar

import numpy as np

from core.datasets.dataset import Dataset
from core.datasets.samples import Samples
from core.datasets.tables import TableError, read_table
from core.spec import text

_LARGEST_TABLE = 1_000_000
MOST_IN_THE_PLANE = 200
"""Points of the reader's own in a chapter whose networks train on them while one looks."""

# Data, surfaces and runs all ask for the samples of the few tables that are in use.
read_once = lru_cache(maxsize=8)(read_table)


@dataclass(frozen=True)
class Own(Dataset):
    """The reader's own table; a call raises `TableError` if it cannot be read."""

    table: str = text("", _LARGEST_TABLE, "values separated by commas, with a header line")


@dataclass(frozen=True)
class InThePlane(Own):
    """The reader's own points with two features, at most `MOST_IN_THE_PLANE` of them.

    A column that leaves `ends` is mapped `onto` another range, where the chapter's own points lie:
    `center` and `scale` of the samples lead back.
    """

    title = "Your own points"
    why = "Your own points: two features, and a class 0 or 1."
    ends: ClassVar[tuple[float, float]]
    onto: ClassVar[tuple[float, float]]

    def __call__(self, rng: np.random.Generator) -> Samples:
        samples = read_once(self.table)
        refuse_beyond_the_plane(samples)
        return within(samples, self.ends, self.onto)


def refuse_beyond_the_plane(samples: Samples) -> None:
    """TableError for samples that are no points of a plane, or too many."""
    N, d = samples.x.shape
    if d != 2:
        raise TableError(
            1,
            "the table has one column of numbers besides the label, but a point of the plane "
            "needs two"
            if d == 1
            else f"the table has {d} features, but a point of the plane has two",
        )
    if N > MOST_IN_THE_PLANE:
        raise TableError(
            1, f"the table has {N:,} rows of data, but at most {MOST_IN_THE_PLANE} train here"
        )


def within(samples: Samples, ends: tuple[float, float], onto: tuple[float, float]) -> Samples:
    """The samples, columns that leave `ends` mapped `onto` a range, constant ones to its middle."""
    least, most = samples.x.min(axis=0), samples.x.max(axis=0)
    inside = (least >= ends[0]) & (most <= ends[1])
    low, width = onto[0], onto[1] - onto[0]
    scale = np.where(inside | (least == most), 1.0, (most - least) / width)
    center = np.where(least == most, least - (low + width / 2), least - scale * low)
    center = np.where(inside, 0.0, center)
    return replace(
        samples,
        x=(samples.x - center) / scale,
        center=samples.center + samples.scale * center,
        scale=samples.scale * scale,
    )
