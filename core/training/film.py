"""Films: a run reduced to what the screen can show, at most 300 frames of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Steps
from core.networks.fields import RESOLUTION, Fields, Window, boundary_fields
from core.objectives.objective import Objective
from core.objectives.plane import Plane
from core.objectives.risk import Risk
from core.training.descent import MOST_FRAMES, Trajectory, record_steps


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
