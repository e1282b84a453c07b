"""What rounding can turn: the same runs once more, from starts moved in the thirteenth digit.

Another processor, or another order of a sum, rounds otherwise. A statement about a run is printed
only if it survives that, and moving the start stands for it.
"""

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array

SHAKE = 1e-13
"""A hundred times the rounding of one operation: about what a few sums in another order do."""
_DUST = 1e-12
# Two runs have parted when they are this far from each other, against their own size: a move of
# `SHAKE` has then grown ten million times.
_PARTED = 1e-6
# Share of repeated runs from which on a change of label is no exception.
_OFTEN = 0.05
# Repetitions from which on a run speaks for itself.
_MANY = 8


def without_rounding(p: Array) -> Array:
    """p (..., s) with 0 for what is only rounding: below 1e-12 of the largest number there is."""
    size = np.abs(p)
    largest = size[np.isfinite(size)].max(initial=0.0)
    return np.where(size < _DUST * largest, 0.0, p)


def moved(p: Array, by: Array | float = SHAKE) -> Array:
    """p (..., s) with its coordinates moved by this share, upward and downward by turns.

    Shares (M, 1, …) give M copies. What is 0 stays 0: zeros of symmetry
    are the same on every processor.
    """
    return p * np.where(np.arange(p.shape[-1]) % 2, 1 - by, 1 + by)


def parted(path: Array, other: Array) -> NDArray[np.bool_]:
    """Whether runs path and other (K, ..., s), from starts that were all but one, ever part."""
    return np.asarray(_apart(path, other).any(axis=0))


def first_apart(path: Array, other: Array) -> int:
    """The first record at which two runs (K, s) have parted, -1 if they never do."""
    apart = _apart(path, other)
    return int(apart.argmax()) if apart.any() else -1


def undecided(label: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which labels (R,) of chaotic runs rounding decides, others (M, R) being those of moved ones.

    Those that change. Of fewer than eight moved runs each, if one in twenty changes, also all whose
    label is among those that changed, since that theirs did not was luck.
    """
    changed = label != others
    undecided = changed.any(axis=0)
    if len(others) < _MANY and changed.mean() >= _OFTEN:
        before = np.broadcast_to(label, others.shape)[changed]
        undecided |= np.isin(label, np.union1d(before, others[changed]))
    return np.asarray(undecided)


def _apart(path: Array, other: Array) -> NDArray[np.bool_]:
    distance = np.linalg.norm(path - other, axis=-1)
    return np.asarray(distance > _PARTED * (1 + np.linalg.norm(path, axis=-1)))
