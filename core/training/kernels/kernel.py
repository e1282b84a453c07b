"""What `core.training.descend` asks of the loop that does its steps, and the loop for all cases."""

from collections.abc import Callable

import numpy as np

from core.arrays import Array, Rows, Steps, knob_axes
from core.networks.network import Network
from core.objectives.risk import Risk
from core.optimizers.optimizer import Optimizer

# Beyond this a coordinate is lost: no teaching problem has its minimum there, while squares
# and fourth powers, as in the costs, are still far from overflow.
ESCAPED = 1e10
# Steps between two calls of a watch.
WATCHED_EVERY = 32

# Told the number of steps done, now and then; what it raises ends the run.
Watch = Callable[[int], None]
# (steps to record k (K,), watch) -> path (K, ..., s), diverged_at (...): see `Trajectory`.
Kernel = Callable[[Steps, Watch | None], tuple[Array, Steps]]
# (p (..., s), number of the step from 1) -> the gradient there, in memory that stays as it is.
Gradient = Callable[[Array, int], Array]


def follow(
    gradient: Gradient, optimizer: Optimizer, p: Array, k: Steps, watch: Watch | None
) -> tuple[Array, Steps]:
    """Step by step with any optimizer: a `Kernel` but for its first three arguments."""
    path = np.empty((len(k), *p.shape))
    path[0], slot = p, 1
    alive, all_alive = np.ones(p.shape[:-1], dtype=bool), True
    diverged_at = np.full(p.shape[:-1], -1, dtype=np.int64)
    state = optimizer.init(p)
    for step in range(1, int(k[-1]) + 1):
        if watch is not None and step % WATCHED_EVERY == 1:
            watch(step - 1)
        g = gradient(p, step)
        moved, state = optimizer.step(step, p, g, state)
        # A step need not show an infinite gradient (its sign is finite), so that is looked at too.
        if not (_square(moved) < ESCAPED**2 and _square(g) < np.inf):
            good = (np.abs(moved) <= ESCAPED) & np.isfinite(g)
            inside = good.all(axis=-1)
            diverged_at = np.where(alive & ~inside, step, diverged_at)
            alive &= inside
            all_alive = bool(alive.all())
            if not alive.any():
                path[slot:] = p
                break
        p = moved if all_alive else np.where(alive[..., None], moved, p)
        if step == k[slot]:
            path[slot], slot = p, slot + 1
    return path, diverged_at


def _square(p: Array) -> float:
    """‖p‖² over all axes; it is NaN or ∞ if any entry is, and perhaps sooner."""
    flat = p.ravel("K")
    return float(flat.dot(flat))


def is_plain(risk: Risk) -> bool:
    """Whether the model is fully connected, and it and the loss hold numbers.

    A loop of its own lays models out in its own way.
    """
    return isinstance(risk.model, Network) and knob_axes(risk.model) == knob_axes(risk.loss) == 0


def rows_exist(batches: Rows | None, sample_count: int) -> bool:
    """Whether all rows are 0 … N-1; NumPy's indexing has its own words for those that are not."""
    if batches is None:
        return True
    return batches.min(initial=0) >= 0 and batches.max(initial=0) < sample_count
