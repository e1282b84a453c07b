"""Gradient descent of many small models at once, each on minibatches of its own.

The models lie side by side in memory: parameters (s, R), activations (n_l, m, R). Every operation
then runs along the models, however narrow the layers and small the minibatches are. The numbers
are those of the array operations in `core.descent` up to rounding; `descend` takes this loop
where it fits.
"""

from collections.abc import Callable
from functools import partial
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from core.activations import Activation, Array, Sigmoid
from core.kernels import ESCAPED, Kernel, Steps, Watch
from core.losses import HalfSquaredError, SquaredError
from core.objectives import Objective
from core.optimizers import GradientDescent, Optimizer
from core.risk import Risk

Rows = NDArray[np.integer]
Operation = Callable[[], object]

# Fewer models, wider layers, or more samples times units, are better served by matrix products.
FEWEST, WIDEST, LARGEST = 8, 16, 64
# Up to this many weights a layer is done weight by weight: NumPy's way through three axes starts
# up more slowly than a dozen plain products.
_BY_HAND = 12
# Models at a time, so that all they need stays in a core's L2 cache.
_SIDE_BY_SIDE = 2000
_WATCHED_EVERY = 32


def kernel(
    objective: Objective, optimizer: Optimizer, p: Array, batches: Rows | None
) -> Kernel | None:
    """The loop for models p (R, s) with minibatches (steps, R, m), or None where it does not fit.

    It fits plain gradient descent, with one η or one for each model (R, 1), on a risk without a
    penalty whose layers are narrow.
    """
    if batches is None or p.ndim != 2 or batches.ndim != 3:
        return None
    if not isinstance(optimizer, GradientDescent) or not isinstance(objective, Risk):
        return None
    m, widest = batches.shape[2], max(objective.network.widths)
    fits = (
        objective.penalty is None
        and np.shape(optimizer.eta) in ((), (len(p), 1))
        and len(p) >= FEWEST
        and widest <= WIDEST
        and 1 <= m <= LARGEST // widest
        # NumPy's indexing has its own words for rows that do not exist.
        and batches.min(initial=0) >= 0
        and batches.max(initial=0) < objective.sample_count
    )
    return partial(_run, objective, optimizer.eta, p, batches) if fits else None


def _run(
    risk: Risk, eta: Array | float, p: Array, batches: Rows, k: Steps, watch: Watch | None
) -> tuple[Array, Steps]:
    path = np.empty((len(k), *p.shape))
    path[0], slot = p, 1
    diverged_at = np.full(len(p), -1, dtype=np.int64)
    eta = np.broadcast_to(eta, (len(p), 1))[:, 0]
    m = batches.shape[2]
    groups = [
        _Group(risk, models, eta[models], p[models], m)
        for models in np.array_split(np.arange(len(p)), -(-len(p) // _SIDE_BY_SIDE))
    ]
    for step in range(1, int(k[-1]) + 1):
        if watch is not None and step % _WATCHED_EVERY == 1:
            watch(step - 1)
        for group in list(groups):
            moved = group.step(batches[step - 1])
            if moved is None:
                continue
            inside = (np.abs(moved) <= ESCAPED).all(axis=1)
            lost, left = group.models[~inside], group.models[inside]
            diverged_at[lost] = step
            path[slot:, lost] = group.p[~inside]
            groups.remove(group)
            if len(left):
                groups.append(_Group(risk, left, eta[left], moved[inside], m))
        if step == k[slot]:
            for group in groups:
                path[slot, group.models] = group.p
            slot += 1
    return path, diverged_at


class _Group:
    """Models side by side, and the tape: the operations, all in place, that make up one step."""

    def __init__(self, risk: Risk, models: NDArray[np.int64], eta: Array, p: Array, m: int) -> None:
        R = len(models)
        self.models = models
        whole = models[-1] - models[0] == R - 1
        self._of_batch = slice(models[0], models[-1] + 1) if whole else models
        # With the opposite sign, since the sigmoid needs e to the minus z.
        self._minus_p = np.ascontiguousarray(-p.T)
        self._g = np.empty_like(self._minus_p)
        self._reach = float(np.linalg.norm(self._minus_p))
        self._table = np.concatenate([risk.x.T, risk.y.T])
        self._samples = np.empty((len(self._table), m, R))
        self._tape = _tape(risk, eta / m, self._minus_p, self._g, self._samples)

    @property
    def p(self) -> Array:
        """The parameters (R, s)."""
        return -self._minus_p.T

    def step(self, batch: Rows) -> Array | None:
        """Move all models; but if any would be lost, leave them and return where they would be."""
        rows = batch[self._of_batch].T
        self._table.take(rows, axis=1, out=self._samples, mode="clip")
        for operation in self._tape:
            operation()
        # No parameter is farther out than the start and all steps since, added up. NaN fails.
        self._reach += sqrt(sum(np.vecdot(self._g, self._g).tolist()))
        if not self._reach <= ESCAPED:
            moved = self._minus_p + self._g
            if not (np.abs(moved) <= ESCAPED).all():
                return -moved.T
            self._reach = float(np.linalg.norm(moved))
        self._minus_p += self._g
        return None


def _tape(risk: Risk, eta: Array, minus_p: Array, g: Array, samples: Array) -> list[Operation]:
    """What brings η∇C into g (s, R): Lemma 5.1 of Higham & Higham (2019), with the models last.

    samples is (x, y), (n_1 + n_L, m, R). The arrays for z hold -z, then a; those for the slopes
    hold -σ'(z), which makes up for the sign of the parameters.
    """
    widths, at = risk.network.widths, 0
    m, R = samples.shape[1:]
    a, y = samples[: widths[0]], samples[widths[0] :]
    delta: Array | None = None
    forward: list[Operation] = []
    backward: list[Operation] = []
    for n, activation in zip(widths[1:], risk.network.activations, strict=True):
        before, delta_before = a, delta
        weights, biases = slice(at, at + n * len(a)), slice(at + n * len(a), at + n * len(a) + n)
        at = biases.stop
        W, dW = (part[weights].reshape(n, len(a), R) for part in (minus_p, g))
        b, db = minus_p[biases, None], g[biases, None]
        a, slope = np.empty((n, m, R)), np.empty((n, m, R))
        # With one sample the bias's gradient is δ itself.
        delta = db if m == 1 else np.empty((n, m, R))
        forward += [*_weighted_sums(W, before, a), partial(np.add, a, b, a)]
        gradient: list[Operation] = []
        if at < len(g):
            forward += _activate(activation, a, slope)
            gradient.append(partial(np.multiply, delta, slope, delta))
        else:
            forward += _output_delta(risk, a, slope, y, eta, delta)
        gradient += _outer_products(delta, before, dW, db)
        if delta_before is not None:
            gradient += _weighted_sums(W.swapaxes(0, 1), delta, delta_before)
        backward = gradient + backward
    return forward + backward


def _weighted_sums(W: Array, a: Array, out: Array) -> list[Operation]:
    """Σ_j W_ij a_j into out (n, m, R), for W (n, k, R) and a (k, m, R)."""
    if a.shape[1] > 1 or len(W) * len(a) > _BY_HAND:
        return [partial(np.einsum, "ijr,jmr->imr", W, a, out=out)]
    product = np.empty(a.shape[2])
    tape: list[Operation] = []
    for W_i, (out_i,) in zip(W, out, strict=True):
        tape.append(partial(np.multiply, W_i[0], a[0, 0], out_i))
        for W_ij, (a_j,) in zip(W_i[1:], a[1:], strict=True):
            tape.append(partial(np.multiply, W_ij, a_j, product))
            tape.append(partial(np.add, out_i, product, out_i))
    return tape


def _outer_products(delta: Array, a: Array, dW: Array, db: Array) -> list[Operation]:
    """δ aᵀ into dW (n, k, R) and δ into db (n, 1, R), summed over the m samples of each model."""
    if delta is not db:
        return [
            partial(np.einsum, "imr,jmr->ijr", delta, a, out=dW),
            partial(np.sum, delta, axis=1, keepdims=True, out=db),
        ]
    if len(delta) * len(a) > _BY_HAND:
        return [partial(np.multiply, delta, a[:, 0], dW)]
    return [
        partial(np.multiply, delta_i, a_j, dW_ij)
        for dW_i, (delta_i,) in zip(dW, delta, strict=True)
        for dW_ij, (a_j,) in zip(dW_i, a, strict=True)
    ]


def _activate(activation: Activation, z: Array, slope: Array) -> list[Operation]:
    """From -z in z: σ(z) into z, and -σ'(z) into slope."""
    if isinstance(activation, Sigmoid):
        return [
            partial(np.exp, z, z),
            partial(np.add, z, 1.0, z),
            partial(np.reciprocal, z, z),
            partial(np.subtract, z, 1.0, slope),
            partial(np.multiply, slope, z, slope),
        ]

    def any_other() -> None:
        a, da = activation.with_derivative(-z)
        z[...] = a
        np.negative(da, slope)

    return [any_other]


def _output_delta(
    risk: Risk, z: Array, slope: Array, y: Array, eta: Array, delta: Array
) -> list[Operation]:
    """From -z in z: m η δᴸ into delta. All that follows is linear in it, so has the factor too."""
    match risk.loss, risk.network.output:
        case (SquaredError() | HalfSquaredError()) as loss, Sigmoid() as output:
            factor = 2 * eta if isinstance(loss, SquaredError) else eta
            return [
                *_activate(output, z, slope),
                partial(np.subtract, y, z, delta),
                partial(np.multiply, delta, factor if np.ptp(factor) else float(factor[0]), delta),
                partial(np.multiply, delta, slope, delta),
            ]

    def any_other() -> None:
        own = risk.loss.delta(-z.T, y.T, risk.network.output).T
        np.multiply(own, eta * z.shape[1], delta)

    return [any_other]
