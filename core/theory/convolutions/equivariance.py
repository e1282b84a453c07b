"""Whether a network of images commutes with shifts, output by output."""

import numpy as np
from numpy.typing import NDArray

from core.arrays import Array
from core.datasets.digits import moved
from core.networks.layers import Sequential


def disagreement(
    network: Sequential, p: Array, x: Array, right: int, down: int, stride: int = 1
) -> Array:
    """|F(moved x) - moved F(x)| (N, *outputs) for images x (N, C, H, W) on a ring.

    Images go round by (right, down) pixels, maps by that over the network's whole stride;
    ValueError where the stride does not divide it: then no shift of the maps is meant.
    """
    if right % stride or down % stride:
        raise ValueError(
            f"A shift by ({right}, {down}) is not possible: allowed are multiples of the "
            f"stride, {stride}."
        )
    there = network.logits(p, moved(x, right, down, wrap=True))
    back = moved(network.logits(p, x), right // stride, down // stride, wrap=True)
    return np.abs(there - back)


def agreement(network: Sequential, p: Array, x: Array, right: int, down: int) -> float:
    """Share of the outputs that are the same for an image and its shift: invariance, measured.

    Where outputs are maps (N, C, H, W) the nearest shift of the maps is compared.
    """
    z = network.logits(p, x)
    moved_z = network.logits(p, moved(x, right, down, wrap=True))
    if z.ndim == 4:
        scale = z.shape[-1] / x.shape[-1]
        z = moved(z, int(right * scale), int(down * scale), wrap=True)
    same: NDArray[np.bool_] = np.abs(z - moved_z) <= 1e-12 * (1 + np.abs(z))
    return float(same.mean())
