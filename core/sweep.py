"""One run for every learning rate of a scale, trained in one batch: η is a batch axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.activations import Array
from core.descent import Status, Steps, Trajectory, descend, record_steps
from core.objectives import Objective
from core.optimizers import Optimizer
from core.samplers import Picks

# Shares of the way from the start's cost down to the best one that tell the regimes apart.
_ARRIVED, _IDLE = 0.05, 0.02
# A run oscillates if its last step is this many times its mean progress, and this large against
# the whole way that it has moved.
_RESTLESS, _VISIBLE = 10.0, 0.01


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


def regimes(runs: Sweep, best: float) -> list[Regime]:
    """The regime of each run (V,), against the lowest cost `best` that training could reach.

    DIVERGING: it left the finite world or ends higher than it began. OSCILLATING: its last step
    is ten times as long as its progress over the last half, step for step, and no less than 1 % of
    the whole way moved. GOOD: its cost ends within 5 % of the way from the start's to `best`.
    STUCK: it does not, and over the last half the cost falls per step by less than 2 % of what it
    fell at first: no patience helps. SLOW: none of these.
    """
    run = runs.trajectory
    half = len(run.k) // 2
    first, middle, end = run.value[0], run.value[half], run.value[-1]
    way = np.maximum(first - best, np.finfo(float).tiny)
    step = np.linalg.norm(run.p[-1] - run.p[-2], axis=-1)
    progress = np.linalg.norm(run.p[-1] - run.p[half], axis=-1) / max(1, run.k[-1] - run.k[half])
    at_first = (first - run.value[1]) / (run.k[1] - run.k[0])
    moved = np.linalg.norm(run.p - run.p[0], axis=-1).max(axis=0)
    labels = np.select(
        [
            (run.diverged_at >= 0) | (end > first + 1e-9 * (1 + np.abs(first))),
            (step > _RESTLESS * progress) & (step > _VISIBLE * moved) & (moved > 0),
            end - best <= _ARRIVED * way,
            (middle - end) / max(1, run.k[-1] - run.k[half]) < _IDLE * at_first,
        ],
        [Regime.DIVERGING, Regime.OSCILLATING, Regime.GOOD, Regime.STUCK],
        Regime.SLOW,
    )
    return [Regime(label) for label in labels]
