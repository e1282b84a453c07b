"""Where networks start: weights and biases drawn by a generator."""

import numpy as np

from core.arrays import Array
from core.networks.model import Model
from core.networks.network import Network


def uniform_fan_in(network: Model, rng: np.random.Generator) -> Array:
    """Parameters (s,) as PyTorch starts its linear and convolutional layers.

    Weights and biases are uniform between ±1/√(fan-in); what normalization scales by is 1.
    """
    bounds = np.array([n**-0.5 if n else 0.0 for n in network.fan_in.tolist()])
    return rng.uniform(-1, 1, network.size) * bounds + network.resting


def kaiming(network: Model, rng: np.random.Generator) -> Array:
    """Parameters (s,): weights √(2 / fan-in) N(0, 1), biases 0, scales 1.

    ReLU halves the second moment of what it is given; the 2 makes up for it (He et al. 2015,
    eq. 10).
    """
    spread = np.sqrt(2 / np.maximum(network.fan_in, 1)) * network.is_weight
    return rng.standard_normal(network.size) * spread + network.resting


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
