"""Derivatives of one sample at a time: the Jacobian of the outputs, and what it is made of."""

import numpy as np

from core.arrays import Array
from core.networks.network import Network


def jacobian(network: Network, p: Array, x: Array) -> Array:
    """∂F_j(x_i)/∂p for p (..., s), x (N, n_1): shape (..., N, n_L, s).

    One back propagation for each output component j, all at once: it starts from δᴸ = σ'(zᴸ) e_j
    instead of σ'(zᴸ) ∘ (aᴸ - y).
    """
    p = np.asarray(p, dtype=float)
    zs, activations = network.forward(p, x)
    slope, n = network.output.derivative(zs[-1]), network.widths[-1]
    # The components are an axis in front of all models.
    delta = slope * np.eye(n).reshape(n, *(1,) * (slope.ndim - 1), n)
    rows = sample_gradients(network, p, zs, activations, delta)
    return np.moveaxis(rows, 0, -2)


def sample_gradients(
    network: Network, p: Array, zs: list[Array], activations: list[Array], delta: Array
) -> Array:
    """∂C/∂W = δ aᵀ and ∂C/∂b = δ in flat order for each sample, (..., N, s)."""
    parts: list[Array] = []
    for d, a in zip(network.deltas(p, zs, delta), activations[:-1], strict=True):
        dW = d[..., :, None] * a[..., None, :]
        parts += [dW.reshape(*dW.shape[:-2], -1), d]
    return np.concatenate(parts, axis=-1)
