"""Films: a run reduced to what the screen can show, at most 300 frames of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, Steps
from core.descent import Trajectory, record_steps
from core.networks import Network
from core.objectives import Objective
from core.planes import Plane
from core.risk import Risk

MOST_FRAMES = 300
RESOLUTION = 100
# Parameters up to this size leave the outputs of a small network, in single precision, far more
# accurate than the 1/255 that a field resolves.
_LARGEST_IN_SINGLE = 100.0

Window = tuple[tuple[float, float], tuple[float, float]]
Fields = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Film:
    """F frames of a run of one model; everything a player needs, as numbers.

    steps (F,): step numbers, first and last of the run included. p (F, s): parameters.
    curves: name → (F,), among them "cost" (the objective, penalty included), and "penalty" where
    there is one. coordinates (F, 2) and off_plane (F,): nearest points of `plane`, and the
    distance to them. boundary (F, r, r): see `boundary_fields`; None without a window.
    """

    steps: Steps
    p: Array
    curves: Mapping[str, Array]
    plane: Plane
    coordinates: Array
    off_plane: Array
    window: Window | None = None
    boundary: Fields | None = None


def film(
    objective: Objective,
    trajectory: Trajectory,
    plane: Plane,
    window: Window | None = None,
    resolution: int = RESOLUTION,
    curves: Mapping[str, ArrayLike] | None = None,
) -> Film:
    """The film of a run of one model, p (K, s).

    With a window the fields of the objective's network are shot too. `curves` adds further
    curves, (K,) like the run's record. ValueError for a batch of runs, for curves of another
    length and for a window without a network.
    """
    if trajectory.p.ndim != 2:
        raise ValueError(
            f"p of the trajectory has shape {trajectory.p.shape}; a film shows one run, (K, s)."
        )
    K = len(trajectory.k)
    frames = record_steps(K - 1, MOST_FRAMES)
    p = trajectory.p[frames]
    shown = {"cost": trajectory.value[frames]}
    if isinstance(objective, Risk) and objective.penalty is not None:
        shown["penalty"] = objective.penalty_value(p)
    for name, curve in (curves or {}).items():
        record = np.asarray(curve, dtype=float)
        if record.shape != (K,):
            raise ValueError(f"Curve “{name}” has shape {record.shape}; it must be ({K},).")
        shown[name] = record[frames]
    boundary = None
    if window is not None:
        if not isinstance(objective, Risk):
            raise ValueError(f"{type(objective).__name__} has no network and so no boundary.")
        boundary = boundary_fields(objective.network, p, window, resolution)
    return Film(
        trajectory.k[frames],
        p,
        shown,
        plane,
        plane.project(p),
        plane.residual(p),
        window,
        boundary,
    )


def boundary_fields(
    network: Network, p: ArrayLike, window: Window, resolution: int = RESOLUTION
) -> Fields:
    """round(255 a) of the output a, kept within [0, 1], over a window of the inputs: (F, r, r).

    network: two inputs, one output; p (F, s), finite. window = ((x₁ low, high), (x₂ low, high));
    pixels are sampled at r evenly spaced values from low to high, both included. Row 0 holds the
    smallest x₂, column 0 the smallest x₁. Models with parameters up to 100 are evaluated in single
    precision: one pixel in some thousands, where 255 a ends in .5, may fall to the other side.
    """
    p = np.asarray(p, dtype=float)
    if network.widths[0] != 2 or network.widths[-1] != 1:
        raise ValueError(f"widths = {network.widths}: a boundary needs two inputs and one output.")
    if p.ndim != 2 or not np.isfinite(p).all():
        raise ValueError(f"p has shape {p.shape}; it must be (F, {network.size}) and finite.")
    if resolution < 2:
        raise ValueError(f"resolution = {resolution} is not possible: allowed are 2 and more.")
    dtype = np.float32 if np.abs(p).max(initial=0) <= _LARGEST_IN_SINGLE else np.float64
    x1, x2 = np.meshgrid(*(np.linspace(low, high, resolution) for low, high in window))
    # Features first: each layer is one product W a with long contiguous rows.
    x = np.stack([x1.ravel(), x2.ravel()]).astype(dtype)
    layers = [(W.astype(dtype), b[..., None].astype(dtype)) for W, b in network.unflatten(p)]
    fields = np.empty((len(p), resolution * resolution), dtype=np.uint8)
    for frame, field in enumerate(fields):
        a = x
        for (W, b), activation in zip(layers, network.activations, strict=True):
            z = W[frame] @ a
            z += b[frame]
            a = activation(z)
        np.rint(255 * np.clip(a[0], 0.0, 1.0), out=field, casting="unsafe")
    return fields.reshape(-1, resolution, resolution)
