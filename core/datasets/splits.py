"""Training, validation and test part of one data set."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.datasets.samples import Samples


@dataclass(frozen=True, eq=False)
class Parts:
    """Three disjoint parts of one data set, on the scale of the training part."""

    train: Samples
    validation: Samples
    test: Samples


def split(samples: Samples, train: int, validation: int, seed: int) -> Parts:
    """Draw the parts; what is left over is the test part.

    All three are standardized with the mean and deviation of the training part alone: taken over
    all the data these would tell the model about samples that it must not know. ValueError for
    sizes that leave a part empty, or a training part with a constant column.
    """
    N = len(samples.x)
    if min(train, validation, N - train - validation) < 1:
        raise ValueError(
            f"{train} training and {validation} validation samples of {N} are not possible: "
            "each part, the test part too, needs one sample or more."
        )
    order = np.random.default_rng(seed).permutation(N)
    ends = (train, train + validation)
    known = samples.x[order[:train]]
    if (np.ptp(known, axis=0) == 0).any():
        raise ValueError(f"A column is constant in the {train} training samples drawn.")
    mean, spread = known.mean(axis=0), known.std(axis=0)
    parts = [_part(samples, rows, mean, spread) for rows in np.split(order, ends)]
    return Parts(*parts)


def _part(samples: Samples, rows: NDArray[np.int64], mean: Array, spread: Array) -> Samples:
    return replace(
        samples,
        x=(samples.x[rows] - mean) / spread,
        y=samples.y[rows],
        center=samples.center + samples.scale * mean,
        scale=samples.scale * spread,
    )
