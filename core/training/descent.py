"""Training: an optimizer run on an objective, one model or a whole batch of them at once."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, Rows, Steps
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.optimizers.optimizer import Optimizer
from core.training.kernels import one_image, one_model, replicas, straight_line
from core.training.kernels.kernel import Gradient, Kernel, Watch, follow

MOST_FRAMES = 300
"""As many recorded steps as a screen can tell apart."""


class Status(StrEnum):
    """How a run ended: a result, never an exception."""

    COMPLETED = "completed"
    DIVERGED = "diverged"


@dataclass(frozen=True, eq=False)
class Trajectory:
    """The recorded points of a run; everything in it is finite, also after a divergence.

    k (K,): numbers of the recorded steps, 0 (the start) first, the last step last.
    p (K, ..., s): the parameters there. value (K, ...): the objective there, on all data.
    status: DIVERGED if any model did. diverged_at (...): the first step, counted from 1, that a
    model could not take; it stays at the point before. -1 if it took them all.
    """

    k: Steps
    p: Array
    value: Array
    status: Status
    diverged_at: Steps


def descend(
    objective: Objective,
    optimizer: Optimizer,
    p: ArrayLike,
    steps: int,
    batches: Rows | None = None,
    record_every: int | ArrayLike = 1,
    watch: Watch | None = None,
    done: int = 0,
) -> Trajectory:
    """Run `optimizer` from p (..., s) for `steps` steps; p itself is never modified.

    batches: None for the full gradient, row numbers (steps, m) for the same minibatches in every
    model, or (steps, R, m) for a p of shape (R, s) whose models each have their own.
    record_every: record each such step, or the increasing step numbers to record; the start and
    the last step always are. A model whose next point or gradient is not finite, or farther out
    than `ESCAPED`, keeps its last good point from then on; the others go on unaffected.
    watch: called with the number of steps done before the first step and every 32nd after it
    (every 1024th where `straight_line` does the steps), for progress; an exception that it
    raises ends the run.
    done: steps that were done before, where a run goes on; dropout draws by the number of a step.
    ValueError for a p that is not finite or has the wrong size, too few batches, or steps to
    record that do not exist.
    """
    p = _start(p, objective.size)
    if steps < 0:
        raise ValueError(f"steps = {steps} is not possible: allowed are 0 and more.")
    _check_batches(batches, steps, p)
    batches = None if batches is None else batches[:steps]
    k = recorded_steps(record_every, steps)
    # The first of the kernels that fits; array operations fit everything.
    kernel: Kernel = (
        straight_line.kernel(objective, optimizer, p, batches)
        or one_model.kernel(objective, optimizer, p, batches)
        or one_image.kernel(objective, optimizer, p, batches)
        or replicas.kernel(objective, optimizer, p, batches)
        or partial(follow, _by_arrays(objective, batches, done), optimizer, p)
    )
    # Overflow is how a divergence announces itself; the kernels catch it.
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        path, diverged_at = kernel(k, watch)
        value = objective.value(path)
    status = Status.DIVERGED if (diverged_at >= 0).any() else Status.COMPLETED
    return Trajectory(k, path, value, status, diverged_at)


def _by_arrays(objective: Objective, batches: Rows | None, done: int) -> Gradient:
    if isinstance(objective, Risk) and objective.model.noisy:
        return lambda p, step: objective.gradient(
            p, None if batches is None else batches[step - 1], done + step
        )
    if batches is None:
        return lambda p, step: objective.gradient(p)
    return lambda p, step: objective.gradient(p, batches[step - 1])


def recorded_steps(record_every: int | ArrayLike, steps: int) -> Steps:
    """The numbers of the steps (K,) that `descend` records, as its `record_every` says."""
    asked: NDArray[Any] = np.asarray(record_every)
    if not np.issubdtype(asked.dtype, np.integer) or asked.ndim > 1 or asked.size == 0:
        raise ValueError(
            f"record_every = {record_every!r} is not possible: "
            "allowed are a whole number, or a list of step numbers."
        )
    if asked.ndim == 0:
        if asked < 1:
            raise ValueError(f"record_every = {asked} is not possible: allowed are 1 and more.")
        asked = np.arange(0, steps + 1, int(asked))
    elif (np.diff(asked) <= 0).any() or asked[0] < 0 or asked[-1] > steps:
        raise ValueError(f"The steps to record must increase, within 0 to {steps}.")
    return np.union1d([0, steps], asked).astype(np.int64)


def record_steps(steps: int, frames: int) -> Steps:
    """At most `frames` step numbers from 0 to `steps`, both included, evenly spaced."""
    last = _last_frame(steps, frames)
    return np.arange(last + 1, dtype=np.int64) * steps // max(last, 1)


def log_steps(steps: int, frames: int) -> Steps:
    """At most `frames` step numbers from 0 to `steps`: one by one at first, then geometrically."""
    last = _last_frame(steps, frames)
    frame = np.arange(1, last + 1)
    # The geometric sequence starts with repetitions: count until it overtakes.
    geometric = np.rint(np.geomspace(max(steps, 1), 1, last)[::-1])
    return np.append(0, np.maximum(frame, geometric)).astype(np.int64)


def _last_frame(steps: int, frames: int) -> int:
    if steps < 0 or frames < 2:
        raise ValueError(
            f"steps = {steps}, frames = {frames} is not possible: "
            "allowed are 0 steps and more, 2 frames and more."
        )
    return min(frames - 1, steps)


def _start(p: ArrayLike, size: int) -> Array:
    start: Array = np.array(p, dtype=np.float64)
    if start.ndim == 0 or start.shape[-1] != size:
        raise ValueError(f"p has shape {start.shape}, but the objective has {size} parameters.")
    if not np.isfinite(start).all():
        raise ValueError("p is not finite: a run starts from finite parameters.")
    return start


def _check_batches(batches: Rows | None, steps: int, p: Array) -> None:
    if batches is None:
        return
    if batches.ndim not in (2, 3) or (batches.ndim == 3 and batches.shape[1:2] != p.shape[:-1]):
        raise ValueError(
            f"batches of shape {batches.shape} do not fit p of shape {p.shape}: "
            "allowed are (steps, m), and (steps, R, m) for a p of shape (R, s)."
        )
    if len(batches) < steps:
        raise ValueError(f"{steps} steps are asked for, but there are only {len(batches)} batches.")
