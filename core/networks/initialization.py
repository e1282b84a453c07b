"""Where networks start: weights and biases drawn by a generator."""

import numpy as np

from core.arrays import Array
from core.networks.network import Network


def uniform_fan_in(network: Network, rng: np.random.Generator) -> Array:
    """Parameters (s,) uniform between ±1/√(fan-in), biases too, as PyTorch starts `nn.Linear`."""
    bounds = [
        np.full(W.size + b.size, W.shape[1] ** -0.5)
        for W, b in network.unflatten(np.zeros(network.size))
    ]
    return rng.uniform(-1, 1, network.size) * np.concatenate(bounds)


def scaled_start(network: Network, scale: float | Array, seed: int) -> Array:
    """Weights scale · N(0, 1)/√fan-in, biases 0: (s,), or (S, s) for scales (S, 1)."""
    p = np.random.default_rng(seed).standard_normal(network.size)
    layers = network.unflatten(np.arange(network.size, dtype=float))
    for W, b in layers:
        p[W.astype(int)] /= np.sqrt(W.shape[1])
        p[b.astype(int)] = 0.0
    return np.asarray(scale * p, dtype=float)


def random_start(rng: np.random.Generator, network: Network, count: int = 1) -> Array:
    """Starts (count, s) drawn as the paper draws its own: weights and biases from 0.5 N(0, 1)."""
    return 0.5 * rng.standard_normal((count, network.size))
