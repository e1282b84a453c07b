"""Arrays of the engine: knobs with a number for each model, and chunks that fit a cache."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from core.spec import Knob

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.integer]
"""Numbers of samples, counted from 0."""
Steps = NDArray[np.int64]
"""Numbers of steps: 0 is the start."""


def in_chunks(f: Callable[[Array], Array], p: Array, chunk: int, together: int = 0) -> Array:
    """f(p) for p (..., s), at most `chunk` points at a time, so that temporaries stay in cache.

    The last `together` of the leading axes are never cut: knobs may stand along them.
    """
    whole = p.shape[p.ndim - 1 - together :]
    points = p.reshape(-1, *whole)
    chunk = max(1, chunk // prod(whole[:-1]))
    if len(points) <= chunk:
        return f(p)
    parts = [f(points[at : at + chunk]) for at in range(0, len(points), chunk)]
    values = np.concatenate(parts)
    return values.reshape(*p.shape[: p.ndim - 1 - together], *values.shape[1:])


def per_model(knob: Array | float, over: Array, axes: int) -> Array | float:
    """A knob as a factor for an array whose last `axes` axes are one model's own.

    A knob of shape (V, 1) has one number for each model of p (..., V, s), and 1 stands for s; it
    becomes (V,), (V, 1), (V, 1, 1), …. A number stays as it is. ValueError where the array's axis
    of models is another one.
    """
    if not isinstance(knob, np.ndarray) or knob.ndim == 0:
        return knob
    models, numbers = over.shape[: over.ndim - axes], knob.shape[:-1]
    fits = len(numbers) <= len(models) and all(
        n in (1, m) for n, m in zip(numbers[::-1], models[::-1], strict=False)
    )
    if not fits or knob.shape[-1] != 1:
        raise ValueError(
            f"A knob of shape {knob.shape} does not fit models of shape {models}: "
            "allowed are a number, and (V, 1) for p of shape (..., V, s)."
        )
    return knob.reshape(*numbers, *(1,) * axes)


def knob_axes(member: object) -> int:
    """How many axes of models a member's knobs stand along, its own members' included.

    0 where all are numbers, 1 where one has the shape (V, 1).
    """
    if isinstance(member, tuple):
        return max(map(knob_axes, member), default=0)
    if not is_dataclass(member):
        return 0
    axes = [0]
    for field in fields(member):
        value = getattr(member, field.name)
        is_knob = isinstance(field.metadata.get("control"), Knob)
        axes.append(np.ndim(value) - 1 if is_knob else knob_axes(value))
    return max(axes)
