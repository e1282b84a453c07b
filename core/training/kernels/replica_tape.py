"""The gradient of many small networks at once, with the models side by side in memory.

Parameters are (s, R), activations (n_l, m, R): every operation runs along the models, however
narrow the layers and few the samples are.
"""

from functools import partial

import numpy as np

from core.arrays import Array
from core.objectives.risk import Risk
from core.training.kernels.tape import Tape, activate, output_delta

# Up to this many weights a layer is done weight by weight: NumPy's way through three axes starts
# up more slowly than a dozen plain products.
_BY_HAND = 12


def gradient_tape(risk: Risk, rate: float | Array, p: Array, g: Array, samples: Array) -> Tape:
    """What brings rate · ∇C into g (s, R): Lemma 5.1 of Higham & Higham (2019), models last.

    samples are (x, y), (n_1 + n_L, m) where all models share them, else (n_1 + n_L, m, R); rate is
    a number or one for each model (R,). The risk's penalty, if any, is not in it.
    """
    network, at = risk.network, 0
    m, R = samples.shape[1], p.shape[1]
    a, y = samples[: network.widths[0]], samples[network.widths[0] :]
    y = y[..., None] if y.ndim == 2 else y
    delta: Array | None = None
    forward: Tape = []
    backward: Tape = []
    for n, activation in zip(network.widths[1:], network.activations, strict=True):
        before, delta_before = a, delta
        weights, biases = slice(at, at + n * len(a)), slice(at + n * len(a), at + n * len(a) + n)
        at = biases.stop
        W, dW = (part[weights].reshape(n, len(a), R) for part in (p, g))
        b, db = p[biases, None], g[biases, None]
        a, slope = np.empty((n, m, R)), np.empty((n, m, R))
        # With one sample the bias's gradient is δ itself.
        delta = db if m == 1 else np.empty((n, m, R))
        forward += [*_weighted_sums(W, before, a), partial(np.add, a, b, a)]
        gradient: Tape = []
        if at < len(g):
            forward += activate(activation, a, slope)
            gradient.append(partial(np.multiply, delta, slope, delta))
        else:
            forward += output_delta(risk.loss, activation, a, slope, y, rate, delta)
        gradient += _outer_products(delta, before, dW, db)
        if delta_before is not None:
            gradient += _weighted_sums(W.swapaxes(0, 1), delta, delta_before)
        backward = gradient + backward
    return forward + backward


def _weighted_sums(W: Array, a: Array, out: Array) -> Tape:
    """Σ_j W_ij a_j into out (n, m, R), for W (n, k, R) and a (k, m, R) or, shared, (k, m)."""
    if a.ndim == 2:
        return [partial(np.matmul, a.T, W, out)]
    if a.shape[1] > 1 or len(W) * len(a) > _BY_HAND:
        return [partial(np.einsum, "ijr,jmr->imr", W, a, out=out)]
    product = np.empty(a.shape[2])
    tape: Tape = []
    for W_i, (out_i,) in zip(W, out, strict=True):
        tape.append(partial(np.multiply, W_i[0], a[0, 0], out_i))
        for W_ij, (a_j,) in zip(W_i[1:], a[1:], strict=True):
            tape.append(partial(np.multiply, W_ij, a_j, product))
            tape.append(partial(np.add, out_i, product, out_i))
    return tape


def _outer_products(delta: Array, a: Array, dW: Array, db: Array) -> Tape:
    """δ aᵀ into dW (n, k, R) and δ into db (n, 1, R), summed over the m samples."""
    tape: Tape = []
    if delta is not db:
        tape.append(partial(np.matmul, np.ones((1, delta.shape[1])), delta, db))
    if a.ndim == 2:
        return [*tape, partial(np.matmul, a, delta, dW)]
    if delta is not db:
        return [*tape, partial(np.einsum, "imr,jmr->ijr", delta, a, out=dW)]
    if len(delta) * len(a) > _BY_HAND:
        return [partial(np.multiply, delta, a[:, 0], dW)]
    return [
        partial(np.multiply, delta_i, a_j, dW_ij)
        for dW_i, (delta_i,) in zip(dW, delta, strict=True)
        for dW_ij, (a_j,) in zip(dW_i, a, strict=True)
    ]
