"""Arrays of the engine, and what keeps them small enough for a cache."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.integer]
"""Numbers of samples, counted from 0."""
Steps = NDArray[np.int64]
"""Numbers of steps: 0 is the start."""


def over_samples(knob: Array | float) -> Array | float:
    """A knob (V, 1) as (V, 1, 1), to meet samples and units, or a matrix; or as it is."""
    return knob[..., None] if isinstance(knob, np.ndarray) else knob


def in_chunks(f: Callable[[Array], Array], p: Array, chunk: int) -> Array:
    """f(p) for p (..., s), at most `chunk` points at a time, so that temporaries stay in cache."""
    points = p.reshape(-1, p.shape[-1])
    if len(points) <= chunk:
        return f(p)
    parts = [f(points[at : at + chunk]) for at in range(0, len(points), chunk)]
    values = np.concatenate(parts)
    return values.reshape(*p.shape[:-1], *values.shape[1:])
