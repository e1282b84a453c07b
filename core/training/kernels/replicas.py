"""Many small models at once: on the full gradient, on shared minibatches, or each on its own.

The models lie side by side in memory (`replica_tape`), and the samples of a step are gathered
in place. The numbers are those of the array operations in `descent` up to rounding;
`descend` takes this loop where it fits.
"""

from functools import partial
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Rows, Steps
from core.objectives.objective import Objective
from core.objectives.risk import Risk
from core.optimizers.first_order import GradientDescent
from core.optimizers.optimizer import Optimizer
from core.training.kernels.kernel import (
    ESCAPED,
    WATCHED_EVERY,
    Kernel,
    Watch,
    follow,
    is_plain,
    rows_exist,
)
from core.training.kernels.replica_tape import gradient_tape
from core.training.kernels.tape import run

# One model, or more products in a layer of one model, are better served by matrix products.
FEWEST, LARGEST = 2, 640
# Numbers that a step on some of the models works with, so that they stay in a core's L2 cache.
_SIDE_BY_SIDE = 1 << 17


def kernel(
    objective: Objective, optimizer: Optimizer, p: Array, batches: Rows | None
) -> Kernel | None:
    """The loop for models p (R, s), or None where it does not fit.

    It fits any optimizer on a risk whose layers are narrow, whose batches are small, and whose
    network and loss hold numbers: the full gradient (None), minibatches (steps, m) for all models
    or (steps, R, m) with their own.
    """
    if p.ndim != 2 or not isinstance(objective, Risk) or not is_plain(objective):
        return None
    m = objective.sample_count if batches is None else batches.shape[-1]
    weights = [n * k for k, n in pairwise(objective.network.widths)]
    # Where all models see the same samples, the first layer is a matrix product here too; a layer
    # with nothing above it is two of them in array operations.
    shared = batches is None or batches.ndim == 2
    heaviest = max(weights[1:] if shared else weights, default=10)
    fits = (
        len(p) >= FEWEST
        and 1 <= m <= LARGEST // heaviest
        and rows_exist(batches, objective.sample_count)
    )
    if not fits:
        return None
    plain = isinstance(optimizer, GradientDescent) and objective.penalty is None
    if plain and np.shape(optimizer.eta) in ((), (len(p), 1)):
        return partial(_plain_descent, objective, optimizer.eta, p, batches)
    return partial(follow, _Gradient(objective, p, batches), optimizer, p)


class _Samples:
    """The samples of a step, (n_1 + n_L, m) or (n_1 + n_L, m, R), in memory that stays."""

    def __init__(self, risk: Risk, batches: Rows | None, models: NDArray[np.int64]) -> None:
        self._table = np.concatenate([risk.x.T, risk.y.T])
        self._batches, self._models = batches, _as_slice(models)
        if batches is None:
            self.array = self._table
        elif batches.ndim == 2:
            self.array = np.empty((len(self._table), batches.shape[1]))
        else:
            self.array = np.empty((len(self._table), batches.shape[2], len(models)))

    def gather(self, step: int) -> None:
        if self._batches is None:
            return
        rows = self._batches[step - 1]
        rows = rows if rows.ndim == 1 else rows[self._models].T
        self._table.take(rows, axis=1, out=self.array, mode="clip")


def _as_slice(models: NDArray[np.int64]) -> slice | NDArray[np.int64]:
    whole = models[-1] - models[0] == len(models) - 1
    return slice(models[0], models[-1] + 1) if whole else models


def _groups(risk: Risk, models: int, m: int) -> list[NDArray[np.int64]]:
    """The models in as few equal parts as the cache allows."""
    numbers = 3 * risk.size + m * (3 * sum(risk.network.widths[1:]) + risk.network.widths[0])
    at_once = max(1, _SIDE_BY_SIDE // numbers)
    return np.array_split(np.arange(models), -(-models // at_once))


class _Gradient:
    """The gradient of all models, as `follow` wants it."""

    def __init__(self, risk: Risk, p: Array, batches: Rows | None) -> None:
        self._risk = risk
        self._p = np.empty(p.shape[::-1])
        self._g = np.empty_like(self._p)
        m = risk.sample_count if batches is None else batches.shape[-1]
        self._parts = []
        for models in _groups(risk, len(p), m):
            samples = _Samples(risk, batches, models)
            part = slice(models[0], models[-1] + 1)
            p_part, g_part = self._p[:, part], self._g[:, part]
            self._parts.append((samples, gradient_tape(risk, 1.0, p_part, g_part, samples.array)))

    def __call__(self, p: Array, step: int) -> Array:
        self._p[...] = p.T
        for samples, tape in self._parts:
            samples.gather(step)
            run(tape)
        # A rule may keep the gradient.
        g = self._g.copy().T
        penalty = self._risk.penalty
        return g if penalty is None else g + penalty.gradient(p, self._risk.network)


def _plain_descent(
    risk: Risk, eta: Array | float, p: Array, batches: Rows | None, k: Steps, watch: Watch | None
) -> tuple[Array, Steps]:
    """Gradient descent in place, each η in its model's gradient from the output's δ on."""
    path = np.empty((len(k), *p.shape))
    path[0], slot = p, 1
    diverged_at = np.full(len(p), -1, dtype=np.int64)
    eta = np.broadcast_to(eta, (len(p), 1))[:, 0]
    m = risk.sample_count if batches is None else batches.shape[-1]
    groups = [
        _Group(risk, models, eta[models], p[models], batches) for models in _groups(risk, len(p), m)
    ]
    for step in range(1, int(k[-1]) + 1):
        if watch is not None and step % WATCHED_EVERY == 1:
            watch(step - 1)
        for group in list(groups):
            moved = group.step(step)
            if moved is None:
                continue
            inside = (np.abs(moved) <= ESCAPED).all(axis=1)
            lost, left = group.models[~inside], group.models[inside]
            diverged_at[lost] = step
            path[slot:, lost] = group.p[~inside]
            groups.remove(group)
            if len(left):
                groups.append(_Group(risk, left, eta[left], moved[inside], batches))
        if step == k[slot]:
            for group in groups:
                path[slot, group.models] = group.p
            slot += 1
    return path, diverged_at


class _Group:
    """Models side by side that are all still on their way."""

    def __init__(
        self, risk: Risk, models: NDArray[np.int64], eta: Array, p: Array, batches: Rows | None
    ) -> None:
        self.models = models
        self._samples = _Samples(risk, batches, models)
        self._p = np.ascontiguousarray(p.T)
        self._g = np.empty_like(self._p)
        self._reach = float(np.linalg.norm(self._p))
        rate = eta if np.ptp(eta) else float(eta[0])
        self._tape = gradient_tape(risk, rate, self._p, self._g, self._samples.array)

    @property
    def p(self) -> Array:
        """The parameters (R, s)."""
        return self._p.T

    def step(self, step: int) -> Array | None:
        """Move all models; but if any would be lost, leave them and return where they would be."""
        self._samples.gather(step)
        run(self._tape)
        # No parameter is farther out than the start and all steps since, added up. NaN fails.
        flat = self._g.ravel()
        self._reach += sqrt(flat.dot(flat))
        if not self._reach <= ESCAPED:
            moved = self._p - self._g
            if not (np.abs(moved) <= ESCAPED).all():
                return moved.T
            self._reach = float(np.linalg.norm(moved))
        self._p -= self._g
        return None
