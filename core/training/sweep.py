"""One run for every learning rate of a scale, trained in one batch: η is a batch axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Steps
from core.objectives.objective import Objective
from core.optimizers.optimizer import Optimizer
from core.training.descent import Status, Trajectory, descend, record_steps
from core.training.samplers import Picks


@dataclass(frozen=True, eq=False)
class Sweep:
    """Runs of one objective for the learning rates `eta` (V,): a Trajectory with p (F, V, s)."""

    eta: Array
    trajectory: Trajectory

    @property
    def final(self) -> Array:
        """Cost (V,) at the end of each run."""
        return self.trajectory.value[-1]


def sweep(
    objective: Objective,
    optimizer: Optimizer,
    start: Array,
    steps: int,
    eta: Sequence[float],
    batches: Picks | None = None,
    frames: int = 200,
    recorded: Steps | None = None,
) -> Sweep:
    """Train from one start (s,) with each of the learning rates (V,), on the same batches.

    At most `frames` + 2 steps are recorded: evenly spaced ones, and the last but one; or those in
    `recorded`, and the last but one.
    `optimizer` gives everything but η.
    """
    rates = np.array(eta, dtype=float)
    # The field holds a number on pages; a column of them makes η a batch axis.
    many = optimizer.at_rate(rates[:, None])
    P = np.broadcast_to(start, (len(rates), len(start)))
    # Recorded at even steps alone, a jump to and fro would look like rest.
    chosen = record_steps(steps, frames + 1) if recorded is None else recorded
    run = descend(objective, many, P, steps, batches, np.union1d(chosen, [max(0, steps - 1)]))
    return Sweep(rates, run)


def merge(one: Sweep, other: Sweep) -> Sweep:
    """Both sweeps' runs by increasing learning rate; they must record the same steps."""
    eta = np.concatenate([one.eta, other.eta])
    order = np.argsort(eta)
    a, b = one.trajectory, other.trajectory
    diverged_at = np.concatenate([a.diverged_at, b.diverged_at])[order]
    run = Trajectory(
        a.k,
        np.concatenate([a.p, b.p], axis=1)[:, order],
        np.concatenate([a.value, b.value], axis=1)[:, order],
        a.status if a.status is Status.DIVERGED else b.status,
        diverged_at,
    )
    return Sweep(eta[order], run)
