"""One run for every learning rate of a scale, trained in one batch: η is a batch axis."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from core.activations import Array
from core.descent import Status, Trajectory, descend, record_steps
from core.objectives import Objective
from core.optimizers import Optimizer
from core.samplers import Picks

# Shares of the way from the start's cost down to the best one that tell the regimes apart.
_ARRIVED, _RESTLESS, _IDLE = 0.05, 0.05, 0.01


class Regime(StrEnum):
    """What a learning rate does to a run."""

    SLOW = "slow"
    STUCK = "stuck"
    GOOD = "good"
    OSCILLATING = "oscillating"
    DIVERGING = "diverging"


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
) -> Sweep:
    """Train from one start (s,) with each of the learning rates (V,), on the same batches.

    At most `frames` + 1 steps are recorded, evenly spaced. `optimizer` gives everything but η.
    """
    rates = np.array(eta, dtype=float)
    # The field holds a number on pages; a column of them makes η a batch axis.
    many: Any = {"eta": rates[:, None]}
    P = np.broadcast_to(start, (len(rates), len(start)))
    run = descend(
        objective, replace(optimizer, **many), P, steps, batches, record_steps(steps, frames + 1)
    )
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


def regimes(runs: Sweep, best: float) -> list[Regime]:
    """The regime of each run (V,), against the lowest cost `best` that training could reach.

    DIVERGING: it left the finite world or ends higher than it began. OSCILLATING: over the last
    half its cost still goes up and down by more than 5 % of the way from the start to `best`.
    GOOD: it ends within 5 % of that way. STUCK: it does not, and the last half brought less than
    1 % of it. SLOW: none of these.
    """
    value = runs.trajectory.value
    way = max(float(value[0, 0]) - best, np.finfo(float).tiny)
    late = value[len(value) // 2 :]
    climbs = np.maximum(np.diff(late, axis=0), 0.0).sum(axis=0)
    end = late[-max(1, len(late) // 2) :].mean(axis=0)
    diverging = (runs.trajectory.diverged_at >= 0) | (end > value[0] + 1e-9 * (1 + abs(value[0])))
    labels = np.select(
        [
            diverging,
            climbs > _RESTLESS * way,
            end - best <= _ARRIVED * way,
            late[0] - end < _IDLE * way,
        ],
        [Regime.DIVERGING, Regime.OSCILLATING, Regime.GOOD, Regime.STUCK],
        Regime.SLOW,
    )
    return [Regime(label) for label in labels]
