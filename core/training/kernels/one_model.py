"""One network at full speed: on minibatches or on the full gradient, with any optimizer.

Samples are columns, a layer's input carries a row of ones and its weights are [W b], so that a
layer is one matrix product each way; all calls write in place (`tape`), and samples are
gathered for many steps at once. The numbers are those of the array operations in `descent` up to
rounding; `descend` takes this loop where it fits.
"""

from collections.abc import Iterator
from functools import partial
from itertools import repeat
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array, Rows, Steps
from core.networks.network import Network
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
from core.training.kernels.tape import Tape, activate, output_delta, run

# Numbers that are gathered at once, so that they stay in a core's L2 cache.
_GATHERED = 1 << 16
# Up to this many numbers a batch is transposed.
_TRANSPOSED = 1 << 10


def kernel(
    objective: Objective, optimizer: Optimizer, p: Array, batches: Rows | None
) -> Kernel | None:
    """The loop for one model p (s,), or None where it does not fit.

    It fits any optimizer on any risk whose network and loss hold numbers, for the full gradient
    (None) or minibatches (steps, m).
    """
    if p.ndim != 1 or not isinstance(objective, Risk) or not is_plain(objective):
        return None
    if batches is not None and not batches.shape[1]:
        return None
    if not rows_exist(batches, objective.sample_count):
        return None
    plain = isinstance(optimizer, GradientDescent) and objective.penalty is None
    if plain and np.ndim(optimizer.eta) == 0:
        return partial(_plain_descent, objective, optimizer.eta, p, batches)
    return partial(follow, _Gradient(objective, batches), optimizer, p)


def augmented(network: Network) -> NDArray[np.int64]:
    """Where the entries of the matrices [W b], row by row and layer by layer, stand in p (s,)."""
    parts = [
        np.concatenate([W, b[:, None]], axis=1).astype(np.int64).ravel()
        for W, b in network.unflatten(np.arange(network.size, dtype=float))
    ]
    return np.concatenate(parts)


def _inverse(order: NDArray[np.int64]) -> NDArray[np.int64]:
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    return inverse


class _Samples:
    """The samples of a step as columns (x, 1, y), in memory that stays: `columns`."""

    def __init__(self, risk: Risk, batches: Rows | None) -> None:
        self._rows = np.column_stack([risk.x, np.ones(risk.sample_count), risk.y])
        self._batches = batches
        if batches is None:
            self.columns = np.ascontiguousarray(self._rows.T)
        else:
            shape = self._rows.shape[1], batches.shape[1]
            # Products of large matrices do not mind columns that lie in memory as rows.
            small = shape[0] * shape[1] <= _TRANSPOSED
            self.columns = np.empty(shape, order="C" if small else "F")

    def steps(self) -> Iterator[None]:
        """Brings the samples of one step after another into `columns`, at each `next`."""
        if self._batches is None:
            yield from repeat(None)
            return
        columns, stretch = self.columns, max(1, _GATHERED // self.columns.size)
        for at in range(0, len(self._batches), stretch):
            gathered = self._rows.take(self._batches[at : at + stretch], axis=0)
            for columns_of_step in gathered.swapaxes(1, 2):
                np.copyto(columns, columns_of_step)
                yield None


def _gradient_tape(risk: Risk, rate: float, p: Array, g: Array, samples: Array) -> Tape:
    """What brings rate · ∇C into g (s,): Lemma 5.1 of Higham & Higham (2019).

    p and g are in the order of `augmented`, samples are columns (x, 1, y). The risk's penalty,
    if any, is not in it.
    """
    network, at = risk.network, 0
    m = samples.shape[1]
    a, y = samples[: network.widths[0] + 1], samples[network.widths[0] + 1 :]
    before: Array | None = None
    forward: Tape = []
    backward: Tape = []
    for n, activation in zip(network.widths[1:], network.activations, strict=True):
        W, dW = (part[at : at + n * len(a)].reshape(n, len(a)) for part in (p, g))
        at += W.size
        above, slope = np.ones((n + 1, m)), np.empty((n, m))
        # Wᵀδ has a row for the ones, which leads nowhere; the product is faster with than without.
        back = np.empty((n + 1, m))
        z, delta = above[:-1], back[:-1]
        forward.append(partial(W.dot, a, z))
        gradient: Tape = []
        if at < len(p):
            forward += activate(activation, z, slope)
            gradient.append(partial(np.multiply, delta, slope, delta))
        else:
            forward += output_delta(risk.loss, activation, z, slope, y, rate, delta)
        gradient.append(partial(delta.dot, a.T, dW))
        if before is not None:
            gradient.append(partial(W.T.dot, delta, before))
        backward = gradient + backward
        a, before = above, back
    return forward + backward


class _Gradient:
    """The gradient as `follow` wants it."""

    def __init__(self, risk: Risk, batches: Rows | None) -> None:
        self._risk = risk
        self._augmented = augmented(risk.network)
        self._flat = _inverse(self._augmented)
        self._p, self._g = np.empty(risk.size), np.empty(risk.size)
        samples = _Samples(risk, batches)
        self._steps = samples.steps()
        self._tape = _gradient_tape(risk, 1.0, self._p, self._g, samples.columns)

    def __call__(self, p: Array, step: int) -> Array:
        p.take(self._augmented, out=self._p, mode="clip")
        next(self._steps)
        run(self._tape)
        # New memory, since a rule may keep the gradient.
        g = self._g.take(self._flat)
        penalty = self._risk.penalty
        return g if penalty is None else g + penalty.gradient(p, self._risk.network)


def _plain_descent(
    risk: Risk, eta: float, start: Array, batches: Rows | None, k: Steps, watch: Watch | None
) -> tuple[Array, Steps]:
    """Gradient descent in place, with η in the gradient from the output's δ on."""
    path = np.empty((len(k), len(start)))
    path[0], slot = start, 1
    recorded = [*k.tolist(), -1]
    next_recorded = recorded[1]
    order = augmented(risk.network)
    flat = _inverse(order)
    p = start[order]
    g = np.empty_like(p)
    samples = _Samples(risk, batches)
    tape = _gradient_tape(risk, eta, p, g, samples.columns)
    reach, squared = float(np.linalg.norm(p)), g.dot
    for step, _ in zip(range(1, int(k[-1]) + 1), samples.steps(), strict=False):
        if watch is not None and step % WATCHED_EVERY == 1:
            watch(step - 1)
        for operation in tape:
            operation()
        # No parameter is farther out than the start and all steps since, added up. NaN fails.
        reach += sqrt(squared(g))
        if not reach <= ESCAPED:
            moved = p - g
            if not (np.abs(moved) <= ESCAPED).all():
                path[slot:] = p[flat]
                return path, np.array(step)
            reach = float(np.linalg.norm(moved))
        np.subtract(p, g, p)
        if step == next_recorded:
            path[slot], slot = p[flat], slot + 1
            next_recorded = recorded[slot]
    return path, np.array(-1)
