"""Trajectories and sweeps of core as the stage's runs and families."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Array, Steps
from core.training.descent import Status, Trajectory
from core.training.sweep import Sweep
from pages.ui.stage import Family, Runs


def of_one(p: Array, cost: Array, diverged_at: int = -1) -> Runs:
    """A single run: parameters p (F, s), cost (F,)."""
    return Runs(
        p=p[None],
        cost=cost[None],
        diverged_at=np.array([diverged_at]),
        regime=["good" if diverged_at < 0 else "diverging"],
    )


def of_many(
    run: Trajectory,
    regime: Sequence[str] | None = None,
    *,
    factor: float = 1.0,
    accuracy: Array | None = None,
) -> Runs:
    """A batch of runs: p (F, V, s), value (F, V) shown `factor` times as high, accuracy (F, V)."""
    return Runs(
        p=run.p.swapaxes(0, 1),
        cost=factor * run.value.T,
        diverged_at=run.diverged_at,
        regime=["good"] * run.p.shape[1] if regime is None else [str(each) for each in regime],
        accuracy=None if accuracy is None else accuracy.T,
    )


def family_of_one(k: Steps, runs: Sequence[Runs], eta: float = 1.0) -> Family:
    """Nothing to vary: one run in each lane, recorded at the steps k (F,)."""
    return Family(np.array([eta]), k, runs)


def position(sweep: Sweep, eta: float) -> int:
    """Which of a sweep's runs has a learning rate; IndexError if none has."""
    return int(np.flatnonzero(sweep.eta == eta)[0])


def run_of(sweep: Sweep, position: int) -> Trajectory:
    """One of the runs of a sweep."""
    run, lost = sweep.trajectory, sweep.trajectory.diverged_at[position]
    status = Status.DIVERGED if lost >= 0 else Status.COMPLETED
    return Trajectory(run.k, run.p[:, position], run.value[:, position], status, lost)
